"""The shape of the package, read from its syntax trees: who imports whom, what stays out where, how large it gets."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "graph" / "jakgraph"

LEVELS = {
    "": 0,
    "errors": 0,
    "namespaces": 0,
    "paths": 0,
    "settings": 0,
    "model": 1,
    "tables": 2,
    "build": 3,
    "reason": 4,
    "validate": 4,
    "queries": 5,
    "store": 5,
    "changes": 6,
    "service": 6,
    "cli": 7,
}
"""The parts of the package by level; "" is the package itself. A new part needs a line here and in the design."""

NOT_BELOW = {"flask": 6, "werkzeug": 6, "jinja2": 6, "granian": 7, "click": 7, "rich": 7}
"""Third-party package -> the lowest level that may import it."""

ONLY_IN = {
    "owlready2": {"reason"},
    "pyshacl": {"validate"},
    "pyoxigraph": {"store", "validate", "build", "reason", "changes"},
}
"""Third-party package -> the only parts that may import it."""

FORBIDDEN = {
    "model": {"rdflib", "csv", "pyoxigraph"},
    "tables": {"rdflib", "pyoxigraph"},
    "build": {"time", "random", "secrets", "uuid", "socket", "urllib", "http", "csv"},
    "store": {"csv"},
    "service": {"csv", "jakgraph.tables", "jakgraph.build", "jakgraph.model", "jakgraph.validate"},
    "service.protocol": {"flask"},
}
"""Part -> what it must not import: the middle column of the design's table of levels."""

MOST_MODULE_LINES = 300
MOST_FUNCTION_LINES = 40
MOST_PARAMETERS = 6


@dataclass(frozen=True)
class Module:
    """One source file of the package, under its name without the leading ``jakgraph.``."""

    name: str
    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"), filename=str(self.path))

    @property
    def part(self) -> str:
        return self.name.split(".")[0]

    @property
    def level(self) -> int:
        return LEVELS[self.part]

    def imports(self) -> list[tuple[str, int]]:
        """Return the absolute names imported, each with its line; ``from a import b`` gives ``a`` and ``a.b``."""
        found: list[tuple[str, int]] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(alias.name, node.lineno) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                found += [(base, node.lineno), *((f"{base}.{alias.name}", node.lineno) for alias in node.names)]
        return found

    def imports_any(self, forbidden: set[str]) -> list[str]:
        """Return ``file:line name`` for each import that is, or lies in, one of the forbidden packages."""
        return [
            f"{self.path.relative_to(ROOT)}:{line} {name}"
            for name, line in self.imports()
            if any(name == bad or name.startswith(f"{bad}.") for bad in forbidden)
        ]


def _load_modules() -> list[Module]:
    modules = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        modules.append(Module(".".join(parts).removesuffix("__init__").rstrip("."), path))
    return modules


MODULES = _load_modules()
each_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name or "jakgraph")


def _functions(module: Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _internal(name: str) -> str | None:
    """Return an imported name without its leading ``jakgraph.``, or None when it lies outside the package."""
    return name.removeprefix("jakgraph").lstrip(".") if name.split(".", maxsplit=1)[0] == "jakgraph" else None


@each_module
def test_every_part_has_a_level(module: Module) -> None:
    """A new part of the package is given its level before it is used."""
    assert module.part in LEVELS, f"{module.path}: add {module.part!r} to LEVELS, after agreeing on its level"


@each_module
def test_imports_point_down(module: Module) -> None:
    """A module imports from lower levels and from its own part, never up or sideways; level 0 is one part."""
    wrong = []
    for name, line in module.imports():
        inner = _internal(name)
        if not inner or inner.split(".")[0] not in LEVELS:
            continue
        part = inner.split(".")[0]
        if part != module.part and LEVELS[part] >= max(module.level, 1):
            wrong.append(f"{module.path.relative_to(ROOT)}:{line} imports {name}: level {LEVELS[part]}")
    assert not wrong, f"level {module.level} must not import:\n" + "\n".join(wrong)


def test_modules_form_no_import_cycle() -> None:
    """No module waits for itself at import time, however far round."""
    names = {module.name for module in MODULES} - {""}
    graph = {module.name: _imported_modules(module, names) - {module.name} for module in MODULES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' -> '.join(error.args[1])}")


def _imported_modules(module: Module, names: set[str]) -> set[str]:
    """Return which of our modules are imported when this one is."""
    found: set[str | None] = set()
    for node in _running_nodes(module):
        if isinstance(node, ast.Import):
            found |= {_internal(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _internal(node.module or "")
            inner = {_internal(f"{node.module}.{alias.name}") for alias in node.names}
            found |= inner & names or {base}
    return {name for name in found if name in names}


def _running_nodes(module: Module) -> list[ast.AST]:
    """Return the nodes of a module without those that only a type checker sees."""
    for_types = {
        inner
        for node in ast.walk(module.tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }
    return [node for node in ast.walk(module.tree) if node not in for_types]


@each_module
def test_relative_imports_are_not_used(module: Module) -> None:
    """Imports are absolute, so that a line says by itself where it reaches."""
    relative = [node.lineno for node in ast.walk(module.tree) if isinstance(node, ast.ImportFrom) and node.level]
    assert not relative, f"{module.path}: relative imports on lines {relative}"


@each_module
def test_what_a_level_must_not_touch_stays_out(module: Module) -> None:
    """Each part keeps out what the design's table of levels names for it."""
    forbidden = {name for name, lowest in NOT_BELOW.items() if module.level < lowest}
    forbidden |= {name for name, parts in ONLY_IN.items() if module.part not in parts}
    for part, bad in FORBIDDEN.items():
        if module.name == part or module.name.startswith(f"{part}."):
            forbidden |= bad
    assert not module.imports_any(forbidden)


@each_module
def test_environment_is_read_in_cli_only(module: Module) -> None:
    """Below the command line nothing reads or writes environment variables: settings are arguments."""
    if module.part == "cli":
        return
    names = {"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv"}
    used = [
        f"{module.path.relative_to(ROOT)}:{node.lineno}"
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Attribute) and node.attr in names and getattr(node.value, "id", "") == "os")
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and {a.name for a in node.names} & names)
    ]
    assert not used


@each_module
def test_level_0_reads_no_files(module: Module) -> None:
    """Errors, paths, namespaces and settings know names and places, never contents."""
    if module.level:
        return
    readers = {"open", "read_text", "read_bytes"}
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    read = [call.lineno for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) in readers]
    assert not read, f"{module.path}: reads files on lines {read}"


@each_module
def test_no_function_rebinds_module_state(module: Module) -> None:
    """No module keeps mutable state of its own: nothing is declared ``global``."""
    assert not [node.lineno for node in ast.walk(module.tree) if isinstance(node, ast.Global)]


@each_module
def test_command_line_holds_no_sparql(module: Module) -> None:
    """Queries live in queries/ and in the parts that own them, not in the command line."""
    if module.part != "cli":
        return
    documentation = {node.value for node in ast.walk(module.tree) if isinstance(node, ast.Expr)}
    constants = {node for node in ast.walk(module.tree) if isinstance(node, ast.Constant)}
    strings = [node.value for node in constants - documentation]
    query = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE|INSERT|DELETE)\b[^{}]*\{")
    assert not [text for text in strings if isinstance(text, str) and query.search(text)]


@each_module
def test_module_is_small_enough_to_read_at_once(module: Module) -> None:
    """A module holds one concern and ends before line 300."""
    lines = len(module.path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_MODULE_LINES, f"{module.path} has {lines} lines: which second concern moves out?"


@each_module
def test_functions_are_small_enough_to_name(module: Module) -> None:
    """A function, its docstring included, has at most 40 lines."""
    long = [
        f"{module.path.relative_to(ROOT)}:{node.lineno} {node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for node in _functions(module)
        if (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
    ]
    assert not long


@each_module
def test_parameters_are_few(module: Module) -> None:
    """More than six parameters mean that a type is missing; ``self`` and ``cls`` are not counted."""
    many = []
    for node in _functions(module):
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        count = len([argument for argument in arguments if argument.arg not in {"self", "cls"}])
        if count > MOST_PARAMETERS:
            many.append(f"{module.path.relative_to(ROOT)}:{node.lineno} {node.name}: {count}")
    assert not many


@each_module
def test_module_says_what_it_owns(module: Module) -> None:
    """Each module begins with a docstring."""
    assert ast.get_docstring(module.tree), f"{module.path} has no docstring"


@each_module
def test_module_is_not_named_for_nothing(module: Module) -> None:
    """No module is called utils, helpers, common or misc."""
    assert not {"utils", "helpers", "common", "misc", "util"} & set(module.name.split("."))


def test_every_imported_distribution_is_declared() -> None:
    """What the package imports stands in the project's dependencies or extras, or comes with what stands there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    wanted = (*project["dependencies"], *extras)
    declared = {re.split(r"[<>=\[; ]", line)[0].lower() for line in wanted}
    brought_by_flask = {"werkzeug", "jinja2", "markupsafe"}
    providers = packages_distributions()
    missing = set()
    for module in MODULES:
        for name, line in module.imports():
            top = name.split(".")[0]
            if top in {"jakgraph", "", "_typeshed"} or top in sys.stdlib_module_names:  # _typeshed: type checkers' own
                continue
            if not {item.lower() for item in providers.get(top, [top])} & (declared | brought_by_flask):
                missing.add(f"{module.path.relative_to(ROOT)}:{line} {top}")
    assert not missing

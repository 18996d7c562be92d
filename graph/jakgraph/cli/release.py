"""The release that is served: where it lies, whether it is that of the tables as they are now, and building it.

In a checkout it is graph/release. An installed package may be read-only, so there it lies in the user's cache, in a
folder of its own per version and content of the tables.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import jakgraph
from jakgraph import paths
from jakgraph.build import MANIFEST_NAME, NQUADS_NAME, Manifest, build_release
from jakgraph.cli import consoles
from jakgraph.errors import DatasetError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = Path(jakgraph.__file__).resolve().parent
_BUILDING_PARTS = ("__init__.py", "namespaces.py", "model", "tables", "build")
_INPUTS_NAME = ".built-from"
_LOCK_NAME = ".lock"
_TITLE = "Building the graph"


@dataclass(frozen=True)
class Release:
    """A built release: its N-Quads file and what its manifest says."""

    nquads: Path
    manifest: Manifest


def digest_of_inputs() -> str:
    """Return the SHA-256 of everything that a build depends on: tables, ontology, and the code that reads them."""
    digest = hashlib.sha256()
    roots = [paths.tables_dir(), paths.ontology_dir(), *(_PACKAGE / part for part in _BUILDING_PARTS)]
    for root in roots:
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and path.suffix != ".pyc":
                content = path.read_bytes()
                digest.update(f"{root.name}/{path.relative_to(root)} {len(content)}\n".encode())
                digest.update(content)
    return digest.hexdigest()


def release_folder(inputs: str) -> Path:
    """Return where the release built from these inputs belongs; the folder need not exist yet."""
    folder = paths.release_dir()
    if _PACKAGE not in folder.parents and os.access(folder, os.W_OK):
        return folder
    return _cache_folder() / f"{jakgraph.__version__}-{inputs[:16]}"


def current_release() -> Release:
    """Return the release of the tables as they are, built now if it is missing or stale.

    Raises TableErrors and DatasetError for what cannot be built, InputError where nothing can be written.
    """
    inputs = digest_of_inputs()
    folder = release_folder(inputs)
    if not _is_built_from(folder, inputs):
        with _only_builder(folder):
            if not _is_built_from(folder, inputs):  # another process may have built it in the meantime
                _build(folder, inputs)
    return Release(folder / NQUADS_NAME, read_manifest(folder))


def release_in(folder: Path) -> Release:
    """Return the release that lies in a folder, whatever it was built from; DatasetError where there is none."""
    file = folder / MANIFEST_NAME
    try:
        return Release(folder / NQUADS_NAME, read_manifest(folder))
    except (OSError, ValueError, TypeError) as error:
        raise DatasetError(file, f"it is no manifest of a release: {error}.", remedy="Run jakgraph build.") from error


def build_anew() -> Path:
    """Build what `current_release` gives, though it may be there already; return its folder."""
    inputs = digest_of_inputs()
    folder = release_folder(inputs)
    with _only_builder(folder):
        _build(folder, inputs)
    return folder


def build_into(folder: Path) -> None:
    """Build a release into any folder, and nothing but the release. Raises as `current_release` does."""
    with _translated(folder), consoles.steps(_TITLE) as step:
        build_release(paths.tables_dir(), paths.ontology_dir(), folder, progress=step)


def read_manifest(folder: Path) -> Manifest:
    """Return what the release in this folder says of itself."""
    return Manifest.read(folder / MANIFEST_NAME)


def _build(folder: Path, inputs: str) -> None:
    built_from = folder / _INPUTS_NAME
    built_from.unlink(missing_ok=True)
    build_into(folder)
    built_from.write_text(_stamp(folder, inputs), encoding="ascii")


def _is_built_from(folder: Path, inputs: str) -> bool:
    built_from = folder / _INPUTS_NAME
    complete = all((folder / name).is_file() for name in (NQUADS_NAME, MANIFEST_NAME))
    return complete and built_from.is_file() and built_from.read_text(encoding="ascii") == _stamp(folder, inputs)


def _stamp(folder: Path, inputs: str) -> str:
    """Return what a built release is marked with; another manifest beside it (from git, say) makes the mark a lie."""
    manifest = hashlib.sha256((folder / MANIFEST_NAME).read_bytes()).hexdigest()
    return f"{inputs}\n{manifest}\n"


@contextmanager
def _only_builder(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, so that processes that start together build once."""
    with _translated(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / _LOCK_NAME).open("w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """Turn a failure to write to the folder into an InputError with a way out."""
    try:
        yield
    except OSError as error:
        if error.filename and not Path(error.filename).is_relative_to(folder):
            raise
        raise InputError(
            f"The release cannot be written to {folder}: {error.strerror or error}.",
            remedy="Name a folder that can be: --output DIR for jakgraph build, XDG_CACHE_HOME for everything else.",
        ) from error


def _cache_folder() -> Path:
    named = os.environ.get("XDG_CACHE_HOME", "")
    if Path(named).is_absolute():
        return Path(named) / "jakgraph"
    try:
        return Path.home() / ".cache" / "jakgraph"
    except RuntimeError as error:
        raise InputError(
            "There is no home directory to keep the built graph in.", remedy="Set XDG_CACHE_HOME to a writable folder."
        ) from error

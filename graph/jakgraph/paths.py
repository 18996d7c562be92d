"""Where JAKgraph's own files are: in a checkout first, then inside the installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent
_DATA = _PACKAGE / "data"


def _locate(checkout_part: str, packaged_part: str) -> Path:
    in_checkout = _CHECKOUT / checkout_part
    is_checkout = (_CHECKOUT / "pyproject.toml").is_file() and in_checkout.exists()
    return in_checkout if is_checkout else _DATA / packaged_part


def ontology_dir() -> Path:
    """Return the folder of the hand-written ontology files."""
    return _locate("ontology", "ontology")


def tables_dir() -> Path:
    """Return the folder of the curated tables."""
    return _locate("graph/tables", "tables")


def queries_dir() -> Path:
    """Return the folder of the competency queries."""
    return _locate("queries", "queries")


def web_dir() -> Path:
    """Return the folder of the templates, styles and scripts."""
    return _locate("web", "web")


def scripts_dir() -> Path:
    """Return the folder of the built scripts of the pages, which need not exist."""
    return web_dir() / "dist"


def release_dir() -> Path:
    """Return the folder that a build writes to in a checkout; beside the data in an installed package."""
    return _locate("graph/release", "release")

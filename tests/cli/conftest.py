"""Tables that build in a moment: the real headers without rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jakgraph import paths

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As in an installed package: tables of its own, no checkout around them, and a cache folder, which is returned."""
    tables = tmp_path / "tables"
    tables.mkdir()
    for table in paths.tables_dir().glob("*.csv"):
        with table.open(encoding="utf-8") as lines:
            (tables / table.name).write_text(next(lines), encoding="utf-8")
    monkeypatch.setattr(paths, "tables_dir", lambda: tables)
    monkeypatch.setattr(paths, "release_dir", lambda: tmp_path / "no-such-checkout")
    cache = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    return cache / "jakgraph"

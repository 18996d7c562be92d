"""One release of the real tables, for every test that reads one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jakgraph import paths
from jakgraph.build import build_release

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the real tables, in a folder of its own; nobody writes to it."""
    folder = tmp_path_factory.mktemp("release")
    build_release(paths.tables_dir(), paths.ontology_dir(), folder)
    return folder

"""The small dataset behind a real front."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.conftest import RunningService, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """A service of a few hundred triples, enough for queries without an end."""
    lines = [f"<http://example.org/{number}> <http://example.org/p> {number} .\n" for number in range(400)]
    file = tmp_path_factory.mktemp("crowd") / "crowd.ttl"
    file.write_text("".join(lines), encoding="utf-8")
    with serving(str(file), "--timeout", "20", "--slow-slots", "2") as running:
        yield running


@pytest.fixture(scope="session")
def trials_service(trials_file: Path) -> Iterator[RunningService]:
    """A service of the small dataset over which `client` has the Flask app alone."""
    with serving(str(trials_file)) as running:
        yield running

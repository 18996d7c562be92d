"""A service of few triples that the tests of one file treat badly, and that must be none the worse for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.conftest import serving
from tests.faults.raw import settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import RunningService

TRIPLES = 20_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder: each starts a server, and looks into /proc."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.server)
            item.add_marker(pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"))


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a file of triples whose listing has a few megabytes."""
    lines = [f"<http://example.org/{number}> <http://example.org/p> {number} .\n" for number in range(TRIPLES)]
    file = tmp_path_factory.mktemp("crowd") / "crowd.ttl"
    file.write_text("".join(lines), encoding="utf-8")
    return str(file)


@pytest.fixture(scope="module")
def service(crowd: str) -> Iterator[RunningService]:
    """Give a service with a short limit of time, and without kept answers, whose memory would count as a leak."""
    with serving(crowd, "--timeout", "1", "--cache-mb", "0") as running:
        settle(running.process.pid)
        yield running

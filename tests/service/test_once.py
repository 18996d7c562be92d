"""What is worked out once per revision: who waits for it, and what becomes of failures."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from jakgraph.errors import EngineBusy, QueryTimeout
from jakgraph.service import once
from jakgraph.service.once import OncePerRevision

if TYPE_CHECKING:
    from jakgraph.store.engine import Engine

SECONDS = 10


class Making:
    """What is made of revisions, as the test says."""

    def __init__(self) -> None:
        self.engine = SimpleNamespace(revision="r1")
        self.error: Exception | None = None
        self.asked: list[str] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.has_begun = threading.Event()
        self.made: OncePerRevision[str] = OncePerRevision(cast("Engine", self.engine), self._make, "a number")

    def _make(self, revision: str) -> str:
        self.asked.append(revision)
        self.has_begun.set()
        assert self.may_go_on.wait(SECONDS)
        if self.error is not None:
            raise self.error
        return f"of {revision}"


@pytest.fixture
def making() -> Making:
    return Making()


def test_it_is_made_once_for_each_revision(making: Making) -> None:
    """And again for the next one."""
    assert [making.made.now(), making.made.now()] == ["of r1", "of r1"]
    making.engine.revision = "r2"
    assert making.made.now() == "of r2"
    assert making.asked == ["r1", "r2"]


def test_a_slow_count_keeps_nobody_waiting(making: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes while another request counts goes without after a moment, and finds it there later."""
    monkeypatch.setattr(once, "WAIT_SECONDS", 0.05)
    making.may_go_on.clear()
    first: list[Any] = []
    thread = threading.Thread(target=lambda: first.append(making.made.now()))
    thread.start()
    assert making.has_begun.wait(SECONDS)
    assert [making.made.now() for _ in range(3)] == [None, None, None]
    making.may_go_on.set()
    thread.join(SECONDS)
    assert first == [making.made.now()] == ["of r1"]
    assert making.asked == ["r1"]


def test_who_waits_a_moment_shares_what_is_made(making: Making) -> None:
    """It is not made a second time by those who came meanwhile."""
    making.may_go_on.clear()
    found: list[Any] = []
    threads = [threading.Thread(target=lambda: found.append(making.made.now())) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert making.has_begun.wait(SECONDS)
    making.may_go_on.set()
    for thread in threads:
        thread.join(SECONDS)
    assert found == ["of r1"] * 3
    assert making.asked == ["r1"]


def test_what_passes_a_limit_is_not_tried_at_every_request(making: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would run into it each time; after a while, and for another revision, it is."""
    making.error = QueryTimeout(30)
    assert [making.made.now() for _ in range(3)] == [None, None, None]
    assert making.asked == ["r1"]
    making.engine.revision = "r2"
    making.error = None
    assert making.made.now() == "of r2"
    making.engine.revision, making.error = "r3", QueryTimeout(30)
    monkeypatch.setattr(once, "RETRY_SECONDS", 0.0)
    assert [making.made.now(), making.made.now()] == [None, None]
    assert making.asked == ["r1", "r2", "r3", "r3"]


def test_an_engine_that_has_no_place_is_asked_again(making: Making) -> None:
    """That says nothing about the count."""
    making.error = EngineBusy("All places are taken.")
    assert making.made.now() is None
    making.error = None
    assert making.made.now() == "of r1"

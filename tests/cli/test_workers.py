"""The main process's end of its workers, with threads that play workers over the real socket."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from multiprocessing.connection import Client
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest

from jakgraph.cli import workers as module
from jakgraph.cli.dataset import ServedDataset
from jakgraph.cli.snapshots import (
    Answered,
    Asked,
    AskSiblings,
    Drop,
    Prepare,
    Prepared,
    Pulse,
    Released,
    SiblingsSaid,
    Snapshot,
    Spent,
    Switch,
    Switched,
)
from jakgraph.cli.workers import Workers
from jakgraph.errors import EngineUnavailable
from jakgraph.service.budget import Budget
from jakgraph.service.journal import Journal, QueryRecord
from jakgraph.service.siblings import Count, StopQuery
from jakgraph.store.dataset import DatasetSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from prometheus_client import Metric

SECONDS = 10


def snapshot(number: int) -> Snapshot:
    return Snapshot(number, ServedDataset(DatasetSource(()), "nothing"), Path("/nowhere"), f"r{number}")


def counted(queries: int) -> tuple[Metric, ...]:
    """Return the metrics of a worker that has answered so many queries, and is answering one."""
    journal = Journal()
    for _ in range(queries):
        journal.begin()
        journal.end(QueryRecord("id", "client", "ASK {}", form="ASK", outcome="ok"))
    journal.begin()
    return journal.counted_queries()


def total_of(answers: tuple[tuple[Metric, ...], ...], name: str = "jakgraph_queries_total") -> float:
    """Return one number of all that was counted."""
    samples = [sample for metrics in answers for metric in metrics for sample in metric.samples]
    return sum(sample.value for sample in samples if sample.name == name)


class Played:
    """A worker that says of each snapshot what it is told to, and notes what it hears until it has ``ended``."""

    def __init__(self, path: Path, error: str = "", *, switches: bool = True) -> None:
        self._connection: Connection = Client(str(path), family="AF_UNIX")
        self._error = error
        self._switches = switches
        self.heard: list[Any] = []
        self.queries = 0
        self.ended = threading.Event()
        self.is_serving = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()
        self._thread.join(SECONDS)
        self._connection.close()

    def hang_up(self) -> None:
        with (
            contextlib.suppress(OSError),  # it may have ended already
            socket.socket(fileno=os.dup(self._connection.fileno())) as connection,
        ):
            connection.shutdown(socket.SHUT_RDWR)

    def say(self, message: Any) -> None:
        self._connection.send(message)

    def _follow(self) -> None:
        try:
            while True:
                self._react(self._connection.recv())
        except (EOFError, OSError):
            self.ended.set()

    def _react(self, message: Any) -> None:
        self.heard.append(message)
        if isinstance(message, Prepare):
            self.say(Prepared(message.snapshot.number, self._error if message.snapshot.number > 1 else ""))
        elif isinstance(message, Switch) and (self._switches or message.number == 1):
            self.say(Switched(message.number))
            self.is_serving.set()
        elif isinstance(message, Asked) and isinstance(message.wish, StopQuery):
            self.say(Answered(message.ticket, message.wish.query_id))
        elif isinstance(message, Asked):
            self.say(Answered(message.ticket, counted(self.queries)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "control"


@pytest.fixture
def workers(path: Path) -> Iterator[Workers]:
    served = Workers(path, lambda _told: None, 3, Budget(10, clock=lambda: 0.0))
    served.serve_first(snapshot(1))
    yield served
    served.close()


def test_all_switch_when_all_are_ready(workers: Workers, path: Path) -> None:
    """Each worker is told to prepare, then to switch; one that comes later gets the new one at once."""
    with Played(path) as one, Played(path) as two:
        assert one.is_serving.wait(SECONDS)
        assert two.is_serving.wait(SECONDS)
        workers.switch_to(snapshot(2))
        assert [worker.heard[-1] for worker in (one, two)] == [Switch(2), Switch(2)]
        with Played(path) as late:
            assert late.is_serving.wait(SECONDS) or late.heard
            assert late.heard[0] == Prepare(snapshot(2))


@pytest.fixture
def one_place(path: Path) -> Iterator[Workers]:
    served = Workers(path, lambda _told: None, 1, Budget(0))
    served.serve_first(snapshot(1))
    yield served
    served.close()


@pytest.mark.usefixtures("one_place")
def test_a_worker_in_reserve_serves_when_another_ends(path: Path) -> None:
    """It is made ready at once, and told to serve when there is a place."""
    with Played(path) as first:
        assert first.is_serving.wait(SECONDS)
        with Played(path) as reserve:
            assert wait_for(lambda: reserve.heard == [Prepare(snapshot(1))])
            first.hang_up()
            assert reserve.is_serving.wait(SECONDS)
            assert reserve.heard == [Prepare(snapshot(1)), Switch(1)]


def test_reserve_holds_what_it_would_serve_and_nothing_else(one_place: Workers, path: Path) -> None:
    """At a reload it lets go of the old snapshot without ever having served it; what it holds up is nothing."""
    with Played(path) as one, Played(path) as other:
        assert wait_for(lambda: one.is_serving.is_set() or other.is_serving.is_set())
        serving, reserve = (one, other) if one.is_serving.is_set() else (other, one)
        assert wait_for(lambda: reserve.heard == [Prepare(snapshot(1))])
        one_place.switch_to(snapshot(2))
        serving.say(Released(1))
        assert one_place.wait_until_released(1, SECONDS)
        assert wait_for(lambda: reserve.heard[1:] == [Prepare(snapshot(2)), Drop(1)])
        serving.hang_up()
        assert reserve.is_serving.wait(SECONDS)
        assert reserve.heard[-1] == Switch(2)


def test_being_ready_is_told_once_of_each_worker(path: Path) -> None:
    """Whoever restarts workers learns that a start was not in vain; a reload says nothing about that."""
    told: list[None] = []
    workers = Workers(path, lambda _told: None, 2, Budget(0), ready=lambda: told.append(None))
    workers.serve_first(snapshot(1))
    with Played(path) as one, Played(path) as two:
        assert one.is_serving.wait(SECONDS)
        assert two.is_serving.wait(SECONDS)
        workers.switch_to(snapshot(2))
        assert len(told) == 2
    workers.close()


def test_none_switches_when_one_cannot(workers: Workers, path: Path) -> None:
    """What one worker cannot serve, no one does; the reason is said."""
    with Played(path) as good, Played(path, "no room") as bad:
        assert good.is_serving.wait(SECONDS)
        assert bad.is_serving.wait(SECONDS)
        with pytest.raises(EngineUnavailable, match="no room"):
            workers.switch_to(snapshot(2))
        good.ended.wait(0.2)
        assert Switch(2) not in [*good.heard, *bad.heard]
        assert good.heard[-1] == Drop(2)


def test_a_worker_that_does_not_switch_is_let_go(workers: Workers, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would serve old data for ever: its connection is ended, upon which a worker ends itself."""
    monkeypatch.setattr(module, "SWITCH_SECONDS", 0.2)
    with Played(path) as good, Played(path, switches=False) as stuck:
        assert good.is_serving.wait(SECONDS)
        assert stuck.is_serving.wait(SECONDS)
        workers.switch_to(snapshot(2))
        assert stuck.ended.wait(SECONDS)
        assert not good.ended.is_set()


def test_a_snapshot_is_released_when_nobody_answers_from_it(workers: Workers, path: Path) -> None:
    """It is waited for until the last worker has said so, or has ended."""
    with Played(path) as one:
        assert one.is_serving.wait(SECONDS)
        with Played(path) as two:
            assert two.is_serving.wait(SECONDS)
            workers.switch_to(snapshot(2))
            one.say(Released(1))
            assert not workers.wait_until_released(1, 0.2)
        assert workers.wait_until_released(1, SECONDS)


@pytest.mark.usefixtures("workers")
def test_siblings_are_asked_and_not_oneself(path: Path) -> None:
    """A worker gets the answers of all others, under its own ticket."""
    with Played(path) as one, Played(path) as two, Played(path) as three:
        for worker in (one, two, three):
            assert worker.is_serving.wait(SECONDS)
        one.say(AskSiblings(7, StopQuery("q", None)))
        assert wait_for(lambda: SiblingsSaid(7, ("q", "q")) in one.heard)
        assert not any(isinstance(message, Asked) for message in one.heard)


def test_counts_of_a_worker_that_ended_are_kept(workers: Workers, path: Path) -> None:
    """What it last told, by itself or when it was asked, goes on being told to whoever asks; what it held does not."""
    with Played(path) as asker, Played(path) as one, Played(path) as two:
        for worker in (asker, one, two):
            assert worker.is_serving.wait(SECONDS)
        one.queries, two.queries = 5, 7
        one.say(Pulse(counted(4), {}))
        asker.say(AskSiblings(1, Count(counted(2))))
        assert wait_for(lambda: isinstance(asker.heard[-1], SiblingsSaid))
        assert total_of(asker.heard[-1].answers) == 12
        assert total_of(asker.heard[-1].answers, "jakgraph_queries_running") == 2
        two.say(Pulse(counted(9), {}))
        for worker in (one, two):
            worker.hang_up()
        assert wait_for(lambda: len(workers._serving()) == 1)
        asker.say(AskSiblings(2, Count(counted(3))))
        assert wait_for(lambda: asker.heard[-1].ticket == 2)
        assert total_of(asker.heard[-1].answers) == 5 + 9
        assert total_of(asker.heard[-1].answers, "jakgraph_queries_running") == 0
        with Played(path) as successor:
            assert successor.is_serving.wait(SECONDS)
            asker.hang_up()
            assert wait_for(lambda: len(workers._serving()) == 1)
            successor.say(AskSiblings(3, Count()))
            assert wait_for(lambda: isinstance(successor.heard[-1], SiblingsSaid))
            assert total_of(successor.heard[-1].answers) == 5 + 9 + 3


@pytest.mark.usefixtures("workers")
def test_what_clients_spend_at_one_worker_all_others_charge(path: Path) -> None:
    """Each is told what the others were, one that comes later what is used up by then."""
    with Played(path) as one, Played(path) as two:
        for worker in (one, two):
            assert worker.is_serving.wait(SECONDS)
        one.say(Pulse((), {"192.0.2.1": 2.5}))
        one.say(Pulse((), {"192.0.2.1": 0.5}))
        assert wait_for(lambda: two.heard[-2:] == [Spent({"192.0.2.1": 2.5}), Spent({"192.0.2.1": 0.5})])
        assert not any(isinstance(message, Spent) for message in one.heard)
        with Played(path) as late:
            assert late.is_serving.wait(SECONDS)
            assert late.heard[0] == Spent({"192.0.2.1": 3.0})


def wait_for(is_met: Any) -> bool:
    for _ in range(100 * SECONDS):
        if is_met():
            return True
        threading.Event().wait(0.01)
    return False

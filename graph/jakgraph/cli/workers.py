"""The main process's end of its workers: who serves and who is in reserve, and which snapshot each of them holds."""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
from multiprocessing.connection import Listener
from typing import TYPE_CHECKING, Any

from jakgraph.cli.link import Link
from jakgraph.cli.snapshots import (
    Answered,
    Asked,
    AskReload,
    AskSiblings,
    Drop,
    Failure,
    Prepare,
    Prepared,
    Pulse,
    ReloadEnded,
    SiblingsSaid,
    Spent,
    Switch,
)
from jakgraph.errors import EngineUnavailable
from jakgraph.service.siblings import Count
from jakgraph.service.totals import lasting, merged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from prometheus_client import Metric

    from jakgraph.cli.snapshots import Snapshot
    from jakgraph.service.budget import Budget
    from jakgraph.service.reloading import Reloaded
    from jakgraph.service.siblings import Wish

    OnReload = Callable[[Callable[[Reloaded | Failure], None]], None]
    """What to do with a worker's wish for a reload; it is told the outcome by the call that it is given."""

PREPARE_SECONDS = 60.0
"""How long a worker may take to make a snapshot ready: it parses a few files."""
SWITCH_SECONDS = 10.0
"""How long a worker may take to serve what is ready. One that takes longer hangs, and is replaced."""


ANSWER_SECONDS = 2.0
"""How long a worker may take to answer another one's question."""

_RETRY_SECONDS = 0.1


class Workers:
    """All workers of this process; they connect to ``path`` when they start, also those that replace others.

    ``places`` of them serve; the others are ready and wait until one of these ends. What they have counted is kept when
    they end; ``budget`` knows what clients have spent at any of them, and each charges what the others have.
    ``ready`` is called whenever a worker has got ready for the first time.
    """

    def __init__(
        self, path: Path, asked: OnReload, places: int, budget: Budget, ready: Callable[[], None] = lambda: None
    ) -> None:
        self._listener = Listener(str(path), family="AF_UNIX", backlog=128)
        self._asked = asked
        self._places = places
        self._budget = budget
        self._ready = ready
        self._ended: tuple[Metric, ...] = ()
        self._changed = threading.Condition()
        self._links: set[Link] = set()
        self._current: Snapshot | None = None
        self._coming: Snapshot | None = None
        self._is_closed = False
        self._tickets = itertools.count()
        self._open_tickets: set[int] = set()
        threading.Thread(target=self._accept, name="jakgraph-workers", daemon=True).start()

    def serve_first(self, snapshot: Snapshot) -> None:
        """Say what workers that start from now on serve."""
        with self._changed:
            self._current = snapshot

    def switch_to(self, snapshot: Snapshot) -> None:
        """Bring every worker to serve a snapshot: all of them, when all are ready, or none.

        Raises EngineUnavailable where one cannot; then all go on as before.
        """
        with self._changed:
            self._coming = snapshot
            for link in self._links:
                self._prepare(link, snapshot)
            is_settled = self._changed.wait_for(lambda: self._have_prepared(snapshot.number), PREPARE_SECONDS)
            errors = [link.prepared[snapshot.number] for link in self._links if link.prepared.get(snapshot.number)]
            self._coming = None
            if errors or not is_settled or self._is_closed:
                for link in self._links:
                    link.tell(Drop(snapshot.number))
                    link.holds.discard(snapshot.number)
                raise EngineUnavailable(errors[0] if errors else "A worker process did not get ready in time.")
            before, self._current = self._current, snapshot
            for link in self._links:
                self._replace(link, before, snapshot)
            self._changed.wait_for(lambda: self._have_switched(snapshot.number), SWITCH_SECONDS)
            for link in [link for link in self._serving() if link.switched < snapshot.number]:
                link.hang_up()  # so it ends, and another takes its place

    def wait_until_released(self, number: int, seconds: float) -> bool:
        """Wait until no worker answers from a snapshot any more; False when some still do after these seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not any(number in link.holds for link in self._links), seconds)

    def close(self) -> None:
        """Let go of all workers."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
            for link in self._links:
                link.hang_up()
        self._listener.close()

    def _ask_others(self, asker: Link, question: AskSiblings) -> None:
        """Tell a worker what the others answer, as far as they do in time."""
        is_count = isinstance(question.wish, Count)
        with self._changed:
            if isinstance(question.wish, Count):
                asker.note_counted(question.wish.counted)
            answers = self._answers_of_others(asker, Count() if is_count else question.wish)
            for link, answer in answers.items():
                if is_count:
                    link.note_counted(answer)
            told = self._counted_by_others(asker) if is_count else tuple(answers.values())
        asker.tell(SiblingsSaid(question.ticket, told))

    def _answers_of_others(self, asker: Link, wish: Wish) -> dict[Link, Any]:
        """Ask all other workers that serve; whoever does not answer in time is left out."""
        ticket = next(self._tickets)
        self._open_tickets.add(ticket)
        others = [link for link in self._serving() if link is not asker]
        for link in others:
            link.tell(Asked(ticket, wish))

        def is_settled() -> bool:
            return all(ticket in link.answers or link not in self._links for link in others)

        self._changed.wait_for(is_settled, ANSWER_SECONDS)
        self._open_tickets.discard(ticket)
        return {link: link.answers.pop(ticket) for link in others if ticket in link.answers}

    def _counted_by_others(self, asker: Link) -> tuple[tuple[Metric, ...], ...]:
        """Return what is known of the counts of all other workers, those that have ended included."""
        living = [tuple(link.counted.values()) for link in self._serving() if link is not asker]
        return (self._ended, *living)

    def _hear_pulse(self, teller: Link, pulse: Pulse) -> None:
        """Keep what a worker has counted, and have the others charge what clients have spent there."""
        with self._changed:
            teller.note_counted(pulse.counted)
            if pulse.spent:
                self._budget.charge_spent(pulse.spent)
                for link in self._links - {teller}:
                    link.tell(Spent(pulse.spent))

    def _prepare(self, link: Link, snapshot: Snapshot) -> None:
        link.holds.add(snapshot.number)
        link.tell(Prepare(snapshot))

    def _replace(self, link: Link, before: Snapshot | None, snapshot: Snapshot) -> None:
        """Let one snapshot take another's place in a worker, which is ready for it."""
        if link.serves:
            link.tell(Switch(snapshot.number))
        elif before is not None:
            link.tell(Drop(before.number))
            link.holds.discard(before.number)

    def _fill_places(self) -> None:
        """Have workers in reserve serve until all places are taken, those first that are ready."""
        if self._current is None:
            return
        number = self._current.number
        reserve = [link for link in self._links if not link.serves]
        reserve.sort(key=lambda link: number not in link.prepared)
        for link in reserve[: max(0, self._places - len(self._serving()))]:
            link.serves = True
            link.tell(Switch(number))

    def _serving(self) -> list[Link]:
        return [link for link in self._links if link.serves]

    def _have_prepared(self, number: int) -> bool:
        return self._is_closed or all(number in link.prepared for link in self._links)

    def _have_switched(self, number: int) -> bool:
        return self._is_closed or all(link.switched >= number for link in self._serving())

    def _accept(self) -> None:
        while not self._is_closed:
            try:
                link = Link(self._listener.accept())
            except (OSError, EOFError):
                time.sleep(_RETRY_SECONDS)
                continue
            with self._changed:
                if self._current is None:
                    link.close()
                    continue
                self._links.add(link)
                if spent := self._budget.spent():
                    link.tell(Spent(spent))
                self._prepare(link, self._current)
                self._fill_places()
                if self._coming is not None:
                    self._prepare(link, self._coming)
            threading.Thread(target=self._listen, args=(link,), daemon=True).start()

    def _listen(self, link: Link) -> None:
        with contextlib.suppress(EOFError):
            while True:
                message = link.hear()
                if isinstance(message, AskReload):
                    self._asked(lambda outcome: link.tell(ReloadEnded(outcome)))
                    continue
                if isinstance(message, AskSiblings):
                    threading.Thread(target=self._ask_others, args=(link, message), daemon=True).start()
                    continue
                if isinstance(message, Pulse):
                    self._hear_pulse(link, message)
                    continue
                with self._changed:
                    if isinstance(message, Answered) and message.ticket not in self._open_tickets:
                        continue  # too late
                    is_first = not link.prepared
                    link.note(message)
                    self._changed.notify_all()
                if is_first and isinstance(message, Prepared):
                    self._ready()
        with self._changed:
            self._links.discard(link)
            self._ended = merged((self._ended, lasting(link.counted.values())))
            self._fill_places()
            self._changed.notify_all()
        link.close()

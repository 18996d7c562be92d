"""Places for queries and the queue before them."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from jakgraph.errors import EngineBusy
from jakgraph.store.lanes import IN_ORDER_EVERY, Lane, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def lane(places: int, queue: int | None = None) -> Lane:
    return Lane("queries", places, queue=queue, retry_after_seconds=7)


def test_a_released_place_can_be_taken_again_and_once() -> None:
    """A place is given back once, by its block or by hand, never twice."""
    only = lane(1)
    with only.place(0) as place:
        place.release()
        with only.place(0), pytest.raises(EngineBusy):
            only.place(0)
    with only.place(0):
        pass


def test_busy_tells_when_to_come_back() -> None:
    """The error carries the lane's name and its time to retry or up to twice that, not the same for all."""
    only = lane(1)
    told = set()
    with only.place(0):
        for _ in range(50):
            with pytest.raises(EngineBusy, match="All places for queries") as caught:
                only.place(0.0)
            told.add(caught.value.retry_after_seconds)
    assert told <= set(range(7, 15))
    assert len(told) > 1


def served(only: Lane, comers: Sequence[Callable[[], bool]], before: Callable[[], object] = list) -> list[int]:
    """Return the order in which these wait for the only place and get it; ``before`` is done before it comes free."""
    order: list[int] = []

    def wait(number: int, goes_ahead: Callable[[], bool]) -> None:
        with only.place(10, goes_ahead=goes_ahead):
            order.append(number)

    threads = []
    with only.place(0):
        assert only.is_full
        for number, goes_ahead in enumerate(comers):
            threads.append(threading.Thread(target=wait, args=(number, goes_ahead)))
            threads[-1].start()
            while only.waiting <= number:
                time.sleep(0.001)
        before()
    for thread in threads:
        thread.join()
    assert not only.is_full
    assert only.waiting == 0
    return order


def ahead() -> bool:
    return True


def test_some_go_ahead() -> None:
    """A place goes to the first of those who go ahead, else to whoever waits longest."""
    assert served(lane(1), [in_order, ahead, ahead, in_order]) == [1, 2, 0, 3]


def test_whether_one_goes_ahead_may_change_while_he_waits() -> None:
    """It is asked when a place comes free: whoever came before anything was known is not left behind for it."""
    known: list[str] = []
    first, second = (lambda: "first" in known), (lambda: "second" in known)
    assert served(lane(1), [in_order, first, second], lambda: known.append("second")) == [2, 0, 1]


def test_an_endless_stream_starves_nobody() -> None:
    """Of four places one goes to whoever waits longest, however many go ahead of him."""
    order = served(lane(1), [in_order, *[ahead] * (3 * IN_ORDER_EVERY)])
    assert order.index(0) == IN_ORDER_EVERY - 1


def test_a_full_queue_is_refused_at_once() -> None:
    """With as many waiting as the queue holds, the next one does not wait at all."""
    only = lane(1, queue=0)
    with only.place(0):
        started = time.monotonic()
        with pytest.raises(EngineBusy, match="queue"):
            only.place(30)
    assert time.monotonic() - started < 30


def test_waiting_threads_are_served_in_the_order_of_their_coming() -> None:
    """A place goes to whoever waits longest, also when a newcomer asks at the moment it comes free."""
    assert served(lane(1, queue=10), [in_order] * 5) == list(range(5))


def test_places_are_neither_lost_nor_made_under_contention() -> None:
    """Many threads with short waits leave exactly as many places as there were."""
    few = lane(3)
    held = threading.Semaphore(3)

    def work() -> None:
        for _ in range(200):
            try:
                with few.place(0.0005):
                    assert held.acquire(blocking=False)
                    held.release()
            except EngineBusy:
                continue

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with few.place(0), few.place(0), few.place(0), pytest.raises(EngineBusy):
        few.place(0)

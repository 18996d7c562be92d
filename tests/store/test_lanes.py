"""Places for queries and the queue before them."""

from __future__ import annotations

import threading
import time

import pytest

from jakgraph.errors import EngineBusy
from jakgraph.store.lanes import Lane


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


def test_lower_ranks_are_served_first() -> None:
    """A place goes to the lowest rank that waits, within a rank to whoever waits longest."""
    only = lane(1)
    order: list[tuple[int, int]] = []

    def wait(rank: int, number: int) -> None:
        with only.place(10, rank=rank):
            order.append((rank, number))

    threads = []
    with only.place(0):
        assert only.is_full
        for number, rank in enumerate((1, 0, 1, 0)):
            threads.append(threading.Thread(target=wait, args=(rank, number)))
            threads[-1].start()
            while len(only._waiting) <= number:
                time.sleep(0.001)
        assert only.is_waited_for
    for thread in threads:
        thread.join()
    assert order == [(0, 1), (0, 3), (1, 0), (1, 2)]
    assert not only.is_full


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
    only = lane(1, queue=10)
    order: list[int] = []

    def wait(number: int) -> None:
        with only.place(10):
            order.append(number)

    threads = []
    with only.place(0):
        for number in range(5):
            thread = threading.Thread(target=wait, args=(number,))
            thread.start()
            threads.append(thread)
            while len(only._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(5))


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

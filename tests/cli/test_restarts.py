"""What granian is told of the workers that it has started again."""

from __future__ import annotations

import time

from jakgraph.cli.restarts import MOST_IN_VAIN, Restarts

GRANIANS_SECONDS = 5.5


def gives_up(restarts: Restarts, index: int = 0) -> bool:
    """Ask as granian does when a worker has died."""
    return time.monotonic() - restarts.get(index, 0) <= GRANIANS_SECONDS


def restart(restarts: Restarts, index: int = 0) -> None:
    """Note a start as granian does."""
    restarts.clear()
    restarts[index] = time.monotonic()


def test_the_first_death_is_no_reason_to_give_up() -> None:
    """Whether or not anybody has served."""
    assert not gives_up(Restarts())


def test_a_service_that_never_came_up_ends_at_the_second_death() -> None:
    """Its reason is on standard error, twice; a third time would say no more."""
    restarts = Restarts()
    restart(restarts)
    assert gives_up(restarts)


def test_workers_that_serve_are_replaced_however_often_they_die() -> None:
    """Deaths of workers that had got ready are no starts in vain, however soon they follow each other."""
    restarts = Restarts()
    for _ in range(10 * MOST_IN_VAIN):
        restarts.note_ready()
        assert not gives_up(restarts)
        restart(restarts)


def test_starts_in_vain_end_a_service_that_was_up() -> None:
    """Ten in a row: another one would do no better."""
    restarts = Restarts()
    restarts.note_ready()
    for _ in range(MOST_IN_VAIN):
        assert not gives_up(restarts)
        restart(restarts)
    assert gives_up(restarts)

"""Limits as they come from the settings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jakgraph.settings import Settings, help_of
from jakgraph.store.limits import MIB, Limits


def test_limits_follow_the_settings() -> None:
    """Every setting that limits a query reaches the engine, MiB as bytes."""
    settings = Settings(
        timeout=3, max_rows=5, max_result_mb=7, memory_mb=11, fast_slots=13, slow_slots=17, slow_queue=19
    )
    limits = Limits.from_settings(settings)
    assert (limits.timeout_seconds, limits.max_rows, limits.max_result_bytes) == (3, 5, 7 * MIB)
    assert (limits.memory_bytes, limits.fast_slots, limits.slow_slots, limits.slow_queue) == (11 * MIB, 13, 17, 19)


def test_defaults_are_those_of_the_settings() -> None:
    """Published defaults are written in one place only, or agree."""
    assert Limits.from_settings(Settings()) == Limits()


def test_the_default_memory_of_all_queries_together_is_bounded() -> None:
    """Running and waiting queries of one worker can hold 14 GiB at most, as the documentation says."""
    limits = Limits()
    places = limits.fast_slots + limits.slow_slots + limits.slow_queue
    assert places * limits.memory_bytes == 14 * 1024 * MIB


@pytest.mark.parametrize("name", ["fast_slots", "slow_slots", "slow_queue"])
def test_help_says_that_slots_are_those_of_one_worker(name: str) -> None:
    """With more workers there are as many slots more."""
    assert help_of(name).endswith("for each HTTP worker")


def test_a_client_lowers_the_time_limit_and_never_raises_it() -> None:
    """The service's limit is the most; none asked means the service's."""
    limits = Limits(timeout_seconds=10)
    assert [limits.timeout_of(asked) for asked in (None, 2.5, 10, 60)] == [10, 2.5, 10, 10]


@pytest.mark.parametrize(("timeout", "slots", "seconds"), [(30, 2, 15), (0.5, 4, 1), (3600, 1, 30)])
def test_the_time_to_come_back_is_a_whole_number_within_reason(timeout: float, slots: int, seconds: int) -> None:
    """Retry-After is between 1 and 30 seconds."""
    assert replace(Limits(), timeout_seconds=timeout, slow_slots=slots).slow_retry_seconds == seconds

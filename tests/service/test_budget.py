"""Query time per client address, by a clock that the tests move."""

from __future__ import annotations

import pytest

from jakgraph.service import budget
from jakgraph.service.budget import Budget
from jakgraph.service.protocol.faults import TooManyRequests


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_who_has_used_his_share_is_told_when_to_come_back(clock: Clock) -> None:
    """A share of 30 s a minute that is overdrawn by 5 s is there again after some 10 s, and not before."""
    bounded = Budget(30, clock)
    bounded.charge("192.0.2.1", 35)
    with pytest.raises(TooManyRequests) as refused:
        bounded.check("192.0.2.1")
    assert refused.value.retry_after_seconds == 11
    clock.now += 9
    with pytest.raises(TooManyRequests):
        bounded.check("192.0.2.1")
    clock.now += 2
    bounded.check("192.0.2.1")


def test_what_is_left_may_be_used(clock: Clock) -> None:
    """Short queries below the share are never refused."""
    bounded = Budget(30, clock)
    for _ in range(1000):
        bounded.check("192.0.2.1")
        bounded.charge("192.0.2.1", 0.4)
        clock.now += 1


def test_a_rest_is_not_saved_up(clock: Clock) -> None:
    """Who comes back after an hour has one share, not sixty."""
    bounded = Budget(30, clock)
    bounded.charge("192.0.2.1", 1)
    clock.now += 3600
    bounded.charge("192.0.2.1", 31)
    with pytest.raises(TooManyRequests):
        bounded.check("192.0.2.1")


def test_each_address_has_its_own(clock: Clock) -> None:
    """Nobody pays for another; the addresses of one IPv6 customer are one."""
    bounded = Budget(30, clock)
    bounded.charge("2001:db8::1", 31)
    bounded.check("2001:db8:0:1::1")
    with pytest.raises(TooManyRequests):
        bounded.check("2001:db8::2")


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_is_never_bounded(clock: Clock, client: str) -> None:
    """Off on loopback."""
    bounded = Budget(1, clock)
    bounded.charge(client, 1000)
    bounded.check(client)


def test_zero_is_no_bound(clock: Clock) -> None:
    """Off unless it is asked for."""
    free = Budget(0, clock)
    free.charge("192.0.2.1", 1000)
    free.check("192.0.2.1")


def test_processes_share_a_budget(clock: Clock) -> None:
    """What one has charged and tells is as if the other had charged it; nothing is told twice."""
    one, other = Budget(30, clock), Budget(30, clock)
    one.charge("192.0.2.1", 20)
    one.charge("2001:db8::1", 1)
    one.charge("192.0.2.1", 5)
    told = one.untold()
    assert told == {"192.0.2.1": 25, "2001:db8::/64": 1}
    assert one.untold() == {}
    other.charge("192.0.2.1", 10)
    other.charge_spent(told)
    assert other.untold() == {"192.0.2.1": 10}
    with pytest.raises(TooManyRequests) as refused:
        other.check("192.0.2.1")
    assert refused.value.retry_after_seconds == 11
    other.check("2001:db8::2")


def test_a_budget_that_begins_anew_is_told_what_is_used_up(clock: Clock) -> None:
    """As much as would be missing now, debts included; what has come back meanwhile is not."""
    before = Budget(30, clock)
    before.charge("192.0.2.1", 40)
    before.charge("192.0.2.2", 1)
    clock.now += 10
    after = Budget(30, clock)
    after.charge_spent(before.spent())
    assert after.spent() == before.spent() == {"192.0.2.1": 35}
    with pytest.raises(TooManyRequests):
        after.check("192.0.2.1")


def test_memory_is_bounded(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of very many addresses, those that asked last are remembered."""
    monkeypatch.setattr(budget, "MOST_CLIENTS", 2)
    bounded = Budget(1, clock)
    for client in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        bounded.charge(client, 5)
    bounded.check("192.0.2.1")
    with pytest.raises(TooManyRequests):
        bounded.check("192.0.2.3")
    assert len(bounded.untold()) == 2

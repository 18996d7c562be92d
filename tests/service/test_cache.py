"""Keeping values within a bound of bytes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jakgraph.service.cache import ENTRY_BYTES, LARGEST_SHARE, ByteBoundCache

KIB = 1024


def test_what_was_kept_is_found() -> None:
    """A value comes back under its key, and under no other."""
    cache: ByteBoundCache[bytes] = ByteBoundCache(100 * KIB)
    cache.keep("a", b"1", 1)
    assert (cache.find("a"), cache.find("b")) == (b"1", None)


def test_the_one_asked_for_least_lately_goes_first() -> None:
    """Asking keeps an entry; what nobody asks for makes room."""
    cache: ByteBoundCache[int] = ByteBoundCache(8 * KIB)
    for number in range(8):
        cache.keep(number, number, KIB - ENTRY_BYTES)
    assert cache.find(0) == 0
    cache.keep(8, 8, KIB - ENTRY_BYTES)
    assert (cache.find(0), cache.find(1), cache.find(8)) == (0, None, 8)


def test_a_large_value_drives_nothing_out() -> None:
    """One huge answer must not empty the cache."""
    cache: ByteBoundCache[str] = ByteBoundCache(8 * KIB)
    cache.keep("small", "s", 1)
    cache.keep("large", "l", 8 * KIB // LARGEST_SHARE)
    assert (cache.find("small"), cache.find("large")) == ("s", None)


def test_no_bytes_keep_nothing() -> None:
    """``--cache-mb 0`` switches it off."""
    cache: ByteBoundCache[str] = ByteBoundCache(0)
    cache.keep("a", "b", 0)
    assert (cache.find("a"), len(cache), cache.used_bytes) == (None, 0, 0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4 * KIB))))
def test_the_bound_holds_whatever_comes(kept: list[tuple[int, int]]) -> None:
    """The bytes counted are those of the entries that are there, and never more than the bound."""
    cache: ByteBoundCache[int] = ByteBoundCache(8 * KIB)
    for key, size in kept:
        cache.keep(key, size, size)
        assert cache.used_bytes <= 8 * KIB
    sizes = [size for key in range(10) if (size := cache.find(key)) is not None]
    assert cache.used_bytes == sum(sizes) + len(sizes) * ENTRY_BYTES

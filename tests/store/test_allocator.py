"""The allocator of the dataset's processes: what is found, what an operator may say, and that limits hold with each.

Tests of tcmalloc and jemalloc need them; those of what is chosen need none.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.conftest import PREFIXES, TEST_LIMITS

from jakgraph.errors import QueryOutOfMemory, SettingsError
from jakgraph.store import allocator
from jakgraph.store.allocator import LIBRARIES, Allocator, choose_allocator
from jakgraph.store.dataset import DatasetSource
from jakgraph.store.engine import Engine
from jakgraph.store.jobs import QueryJob
from jakgraph.store.supervisor import Supervisor

LARGE = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TWICE = "SELECT ?a FROM <https://example.org/g1> FROM <https://example.org/g2> { ?a ?b ?c }"
PLAIN = {"PATH": os.environ["PATH"]}

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux replaces allocators")


def allocator_here(name: str) -> Allocator:
    """Return an allocator by name; skips the test where this machine has none."""
    try:
        return choose_allocator(name, PLAIN)
    except SettingsError as error:
        pytest.skip(error.message)


@pytest.fixture(params=["system", *LIBRARIES])
def chosen(request: pytest.FixtureRequest) -> Allocator:
    """Give each allocator that this machine has."""
    return allocator_here(request.param)


@linux_only
def test_auto_is_the_first_that_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the loader cannot load is passed over; any library of the system shows it."""
    monkeypatch.setattr(allocator, "LIBRARIES", {"one": ("libjakgraph-has-none.so.7",), "two": ("libc.so.6",)})
    found = choose_allocator("auto", PLAIN)
    assert found == Allocator("two", {**PLAIN, "LD_PRELOAD": "libc.so.6"})


def test_without_any_it_is_the_system_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without one is no reason not to start; glibc is told to keep more at hand."""
    monkeypatch.setattr(allocator, "LIBRARIES", {"one": ("libjakgraph-has-none.so.7",)})
    expected = Allocator("system", {**PLAIN, "GLIBC_TUNABLES": "glibc.malloc.tcache_count=2000"})
    assert choose_allocator("auto", PLAIN) == choose_allocator("system", PLAIN) == expected


@linux_only
def test_what_the_operator_preloads_stays_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """LD_PRELOAD is added to, never replaced."""
    monkeypatch.setattr(allocator, "LIBRARIES", {"two": ("libc.so.6",)})
    found = choose_allocator("auto", {**PLAIN, "LD_PRELOAD": "libm.so.6"})
    assert (found.environment or {})["LD_PRELOAD"] == "libm.so.6:libc.so.6"


@pytest.mark.parametrize(
    "environment", [{"LD_PRELOAD": "libjemalloc.so.2", "GLIBC_TUNABLES": ""}, {"GLIBC_TUNABLES": "a=1"}]
)
def test_what_the_operator_tuned_stays(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """An allocator in LD_PRELOAD and any tunables of glibc are the operator's decision."""
    monkeypatch.setattr(allocator, "LIBRARIES", {"one": ("libjakgraph-has-none.so.7",)})
    assert choose_allocator("auto", environment) == Allocator("system", environment)


@linux_only
def test_a_path_is_taken_at_its_word(tmp_path: Path) -> None:
    """Any library can be named; a link to one is what it leads to."""
    maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    library = next(line.split()[-1] for line in maps if "/libc.so" in line or "/libc-" in line or "musl" in line)
    (tmp_path / "mine.so").symlink_to(library)
    assert choose_allocator(str(tmp_path / "mine.so"), PLAIN).name == "mine.so"


@linux_only
@pytest.mark.parametrize(
    ("wanted", "content", "told"),
    [
        ("/nowhere/libmine.so", None, "/nowhere/libmine.so cannot be used: "),
        ("libmine.so", None, "'libmine.so' is no allocator."),
        ("/a b/libmine.so", None, "'/a b/libmine.so' is no allocator."),
        ("text.so", "no library", "text.so cannot be used: "),
    ],
)
def test_what_cannot_be_used_stops_the_start(tmp_path: Path, wanted: str, content: str | None, told: str) -> None:
    """Whoever names an allocator gets that one, or is told why not and what could be said instead."""
    if content is not None:
        (tmp_path / wanted).write_text(content, encoding="utf-8")
        wanted = str(tmp_path / wanted)
    with pytest.raises(SettingsError) as caught:
        choose_allocator(wanted, PLAIN)
    assert caught.value.name == "allocator"
    assert told in caught.value.message
    assert "auto, system, tcmalloc, jemalloc" in caught.value.remedy


@linux_only
def test_the_zygote_has_it_and_the_limits_hold(chosen: Allocator, dataset_file: Path) -> None:
    """With each allocator a query beyond the memory limit ends alone; one with a store of its own does not."""
    limits = replace(TEST_LIMITS, timeout_seconds=20)
    with (
        Supervisor(DatasetSource((dataset_file,)), limits, PREFIXES, allocator=chosen) as supervisor,
        Engine(supervisor.socket_path, limits, "") as engine,
    ):
        maps = Path(f"/proc/{supervisor.zygote_pid}/maps").read_text(encoding="utf-8")
        assert [name for name in LIBRARIES if f"lib{name}" in maps] == [chosen.name][: chosen.name != "system"]
        for _ in range(2):
            assert engine.evaluate(QueryJob(TWICE, "json")).count == 4
            with pytest.raises(QueryOutOfMemory):
                engine.evaluate(QueryJob(LARGE, "json"))


@linux_only
def test_what_loading_freed_is_not_added_to_the_limit(chosen: Allocator) -> None:
    """A process that once held much and gave it back may hold what it is given, and no more."""
    program = """
from jakgraph.store import processes
from jakgraph.store.allocator import limit_heap_growth, release_free_memory
once = [bytearray(2**20) for _ in range(400)]
del once
release_free_memory()
processes.cap_memory(128 * 2**20)
limit_heap_growth(128 * 2**20)
held = [None] * 256
try:
    for number in range(256):
        held[number] = bytearray(2**20)
except MemoryError:
    held.clear()
print(number)
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], env=chosen.environment, capture_output=True, text=True, check=True
    )
    assert 96 <= int(ended.stdout) <= 132

"""Memory in huge pages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from jakgraph.store.huge_pages import use_huge_pages

PROGRAM = """
import os
from jakgraph.store.huge_pages import use_huge_pages
held = bytearray(range(256)) * 2**16
pages = use_huge_pages()
assert held == bytearray(range(256)) * 2**16
print(pages, open("/proc/self/smaps_rollup").read())
"""


def kernel_has_them() -> bool:
    release = Path("/proc/sys/kernel/osrelease")
    version = re.match(r"(\d+)\.(\d+)", release.read_text("ascii")) if release.exists() else None
    is_new = version is not None and (int(version[1]), int(version[2])) >= (6, 1)
    return is_new and Path("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size").exists()


@pytest.mark.skipif(not kernel_has_them(), reason="the kernel has no MADV_COLLAPSE (Linux 6.1), or no huge pages")
def test_what_a_process_holds_is_moved_into_huge_pages() -> None:
    """Most of 16 MiB is in huge pages afterwards, and holds what it held."""
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    pages, _, memory = ended.stdout.partition(" ")
    in_huge_pages = re.search(r"AnonHugePages: +(\d+) kB", memory)
    assert in_huge_pages is not None
    assert int(pages) >= 6
    assert int(in_huge_pages[1]) >= 12 * 1024


def test_where_there_are_none_nothing_happens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On another system, or without the kernel's word on their size, memory is left as it is."""
    monkeypatch.setattr("jakgraph.store.huge_pages._SIZE_FILE", tmp_path / "none")
    assert use_huge_pages() == 0

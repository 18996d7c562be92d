"""Holds a process's memory in huge pages, so that it forks at once however much it holds. Linux 6.1 and later.

Forking copies page tables: of five million triples 70 ms' worth in pages of 4 KiB, 1 ms' worth in those of 2 MiB.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MADV_COLLAPSE = 25
_SIZE_FILE = Path("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size")


def use_huge_pages() -> int:
    """Move what this process holds into huge pages as far as the kernel can; return how many those are.

    Nothing happens where there are none. Takes about a tenth of the time that the memory took to be filled.
    """
    if sys.platform != "linux" or not _SIZE_FILE.exists():
        return 0
    size = int(_SIZE_FILE.read_text(encoding="ascii"))
    advise = ctypes.CDLL(None).madvise
    advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return sum(
        advise(address, size, _MADV_COLLAPSE) == 0
        for start, end in list(_private_memory())
        for address in range(-(-start // size) * size, end - size + 1, size)
    )


def _private_memory() -> Iterator[tuple[int, int]]:
    """Yield where the writable memory begins and ends that belongs to no file; no stacks."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        addresses, permissions, _, _, inode, *name = line.split(maxsplit=5)
        if permissions == "rw-p" and inode == "0" and (not name or name == ["[heap]"]):
            start, end = (int(address, 16) for address in addresses.split("-"))
            yield start, end

"""Which memory allocator the dataset's processes use: one that is faster than the C library's, where there is one.

Evaluating a query is a great many small allocations. tcmalloc and jemalloc serve them faster than glibc; the dynamic
loader puts them in its place by ``LD_PRELOAD``, in the zygote and so in its executors. What the environment says is the
operator's and stays. Knows nothing of who starts the zygote, and reads no environment itself.
"""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jakgraph.errors import SettingsError
from jakgraph.store.spawning import find_interpreter

if TYPE_CHECKING:
    from collections.abc import Mapping

LIBRARIES = {
    "tcmalloc": ("libtcmalloc_minimal.so.4", "libtcmalloc.so.4"),
    "jemalloc": ("libjemalloc.so.2",),
}
"""The allocators known to do, fastest first (docs/performance.md), under the names that the loader finds them by."""
_TUNING = {"jemalloc": {"MALLOC_CONF": "retain:false"}}
"""What they are told: to return address space that is free, so that a limit of it is one of what is in use."""
_SYSTEM = "system"
_PRELOAD = "LD_PRELOAD"
_TUNABLES = "GLIBC_TUNABLES"
_MORE_KEPT = "glibc.malloc.tcache_count=2000"
"""Has glibc keep more freed blocks of each size at hand than 7."""
_SHOW_MAPS = "print(open('/proc/self/maps').read())"
_PROBE_SECONDS = 20
_MIB = 2**20
_PURGE_ALL = b"arena.4096.purge"
_RELEASES: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("MallocExtension_ReleaseFreeMemory", ()),
    ("mallctl", (_PURGE_ALL, None, None, None, ctypes.c_size_t(0))),
    ("malloc_trim", (ctypes.c_size_t(0),)),
)
"""How tcmalloc, jemalloc and glibc are told to give free memory back."""


@dataclass(frozen=True)
class Allocator:
    """An allocator by name, and the whole environment of a process that shall use it (None: this process's own)."""

    name: str = _SYSTEM
    environment: Mapping[str, str] | None = None


def choose_allocator(wanted: str, environment: Mapping[str, str]) -> Allocator:
    """Return what is ``wanted``: ``auto``, ``system``, a name in `LIBRARIES`, or the path of a library.

    ``auto`` is the first of `LIBRARIES` that a process loads when told to, else the C library's; so it is where the
    environment preloads an allocator already. Raises SettingsError where another wish cannot be met.
    """
    inherited = environment.get(_PRELOAD, "")
    if wanted == _SYSTEM or (wanted == "auto" and "malloc" in inherited):
        return Allocator(environment={_TUNABLES: _MORE_KEPT, **environment})
    reason = "only Linux replaces allocators"
    if sys.platform == "linux":
        for name, library in _candidates(wanted):
            preloading = {**_TUNING.get(name, {}), **environment, _PRELOAD: f"{inherited}:{library}".lstrip(":")}
            if not (reason := _why_not_loaded(library, preloading)):
                return Allocator(name, preloading)
    if wanted == "auto":
        return choose_allocator(_SYSTEM, environment)
    raise SettingsError(
        "allocator",
        f"{wanted} cannot be used: {reason}.",
        remedy=f"Install it, or say auto, system, {', '.join(LIBRARIES)}, or the absolute path of a library.",
    )


def _candidates(wanted: str) -> list[tuple[str, str]]:
    """Return names and libraries to try. Raises SettingsError for a wish that names nothing."""
    if wanted in ("auto", *LIBRARIES):
        return [(name, file) for name, files in LIBRARIES.items() if wanted in ("auto", name) for file in files]
    if not wanted.startswith("/") or re.search(r"[\s:]", wanted):
        raise SettingsError(
            "allocator",
            f"{wanted!r} is no allocator.",
            remedy=f"Say auto, system, {', '.join(LIBRARIES)}, or the absolute path of a library.",
        )
    return [(Path(wanted).name, wanted)]


def _why_not_loaded(library: str, environment: Mapping[str, str]) -> str:
    """Return what keeps an interpreter in this environment from having the library, "" if it has it."""
    interpreter = find_interpreter(sys.executable, (sys.prefix, sys.base_prefix))
    try:
        shown = subprocess.run(  # noqa: S603 - an interpreter of this installation, with nothing that a client sent
            [interpreter, "-I", "-S", "-c", _SHOW_MAPS],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PROBE_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return f"a process with it fails ({error})"
    mapped = {path for line in shown.stdout.splitlines() for path in line.split(maxsplit=5)[5:]}
    if any(path == str(Path(library).resolve()) or Path(path).name.startswith(library) for path in mapped):
        return ""
    told = re.search(rf"{re.escape(library)}.*?\((.*?)\)", shown.stderr)
    return told[1] if told else "the loader does not load it"


def release_free_memory() -> None:
    """Give memory that was freed back to the system, so that processes forked from now on do not inherit it."""
    process = ctypes.CDLL(None)
    for name, arguments in _RELEASES:
        if (release := getattr(process, name, None)) is not None:
            release(*arguments)


def limit_heap_growth(extra_bytes: int) -> None:
    """Have tcmalloc hand out ``extra_bytes`` more than it does now and no more; with others nothing is to be done.

    It never returns address space, only the memory behind it, so a limit of the address space alone would let a process
    use what loading once took, beyond what it was given.
    """
    process = ctypes.CDLL(None)
    if (get := getattr(process, "MallocExtension_GetNumericProperty", None)) is None:
        return
    reserved, released = ctypes.c_size_t(), ctypes.c_size_t()
    get(b"generic.heap_size", ctypes.byref(reserved))
    get(b"tcmalloc.pageheap_unmapped_bytes", ctypes.byref(released))
    most = (reserved.value - released.value + extra_bytes) // _MIB
    process.MallocExtension_SetNumericProperty(b"tcmalloc.heap_limit_mb", ctypes.c_size_t(most))

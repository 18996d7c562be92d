"""What the operating system does for the engine: processes that die with their parent, caps, signals without a race.

Linux in full. macOS has no parent-death signal and does not hold RLIMIT_AS: there, closed sockets and pipes end
processes, and memory has no cap.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

_IS_LINUX = sys.platform == "linux"
_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15


def die_with_parent(parent_pid: int, with_signal: signal.Signals = signal.SIGKILL) -> None:
    """Have the kernel send this process a signal when its parent ends; exit now if it has already.

    "Parent" is the thread that started this process (Linux), so that thread must live as long as the process shall.
    """
    if _IS_LINUX:
        _prctl(_PR_SET_PDEATHSIG, int(with_signal))
    if os.getppid() != parent_pid:
        os._exit(0)


def name_process(name: str) -> None:
    """Show this process under a name of up to 15 characters in ``ps`` and ``top``."""
    if _IS_LINUX:
        _prctl(_PR_SET_NAME, ctypes.c_char_p(name.encode()))


def _prctl(option: int, value: int | ctypes.c_char_p) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(option, value if isinstance(value, ctypes.c_char_p) else ctypes.c_ulong(value), 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def cap_memory(extra_bytes: int) -> None:
    """Let this process grow by ``extra_bytes`` beyond its size now and no further; no core is written if it tries.

    Where the process already has a lower limit that it may not raise, that one stays.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if _IS_LINUX:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = sys.maxsize if hard == resource.RLIM_INFINITY else hard
        cap = min(pages * resource.getpagesize() + extra_bytes, most)
        resource.setrlimit(resource.RLIMIT_AS, (cap, cap))


def offer_to_memory_killer() -> None:
    """When the whole machine runs out of memory, have the kernel end this process before others."""
    if _IS_LINUX:
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def forbid_files() -> None:
    """Let this process open no further file and no further socket, for good."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def peak_memory() -> int:
    """Return the most memory this process has held, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * 1024 if _IS_LINUX else peak


class ProcessHandle:
    """Another process, held so that a signal can never reach a later process with the same number (on Linux).

    Every method does nothing when the process has ended.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._fd: int | None = None
        if sys.platform == "linux":
            with contextlib.suppress(OSError):  # ended already, or a container that forbids the call
                self._fd = os.pidfd_open(pid)

    def kill(self) -> None:
        """End the process at once."""
        self._send(signal.SIGKILL)

    def stop(self) -> None:
        """Take the process off the processor until `resume`, and let it run behind all others from then on."""
        self._send(signal.SIGSTOP)
        self.fall_behind()

    def fall_behind(self) -> None:
        """Let the process run behind all others from now on."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, self.pid, 19)

    def resume(self) -> None:
        """Let a stopped process go on."""
        self._send(signal.SIGCONT)

    def close(self) -> None:
        """Let go of the process."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _send(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            if sys.platform == "linux" and self._fd is not None:
                signal.pidfd_send_signal(self._fd, number)
            else:
                os.kill(self.pid, number)

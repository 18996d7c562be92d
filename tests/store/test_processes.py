"""What the operating system does for the engine. Each rule is tried in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from tests.store.conftest import eventually, is_running

from jakgraph.store.processes import ProcessHandle

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="macOS has no such limit")


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    """Run a few lines with the module under test imported as ``processes``.

    A shell stands between, because a process starts with the peak memory of the one that forked it: ours is large.
    """
    program = f"from jakgraph.store import processes\n{code}"
    command = ["sh", "-c", '"$1" -c "$2"; exit $?', "sh", sys.executable, program]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@linux_only
def test_memory_is_capped_above_the_size_at_the_call() -> None:
    """A process may grow by what it was given, and no further."""
    grown = run_python("processes.cap_memory(64 * 2**20); x = bytearray(32 * 2**20); print('fits')")
    assert grown.stdout == "fits\n"
    failed = run_python("processes.cap_memory(64 * 2**20); x = bytearray(96 * 2**20)")
    assert "MemoryError" in failed.stderr


@linux_only
def test_a_cap_beyond_what_is_allowed_is_what_is_allowed() -> None:
    """A cap that the kernel has no number for, or that is above this process's own hard limit, is no error."""
    code = """
import resource
processes.cap_memory(2**80)
resource.setrlimit(resource.RLIMIT_AS, (2**34, 2**34))
processes.cap_memory(2**40)
print(resource.getrlimit(resource.RLIMIT_AS) == (2**34, 2**34))
"""
    assert run_python(code).stdout == "True\n"


def test_files_and_sockets_cannot_be_opened_any_more() -> None:
    """After the call, opening a file or a socket fails, and what is open still works."""
    code = """
import socket
processes.forbid_files()
for attempt in (lambda: open('/dev/null'), socket.socket):
    try:
        attempt()
    except OSError:
        print('refused')
"""
    assert run_python(code).stdout == "refused\n" * 2


def test_peak_memory_is_in_bytes() -> None:
    """The peak of a small Python is megabytes, whatever unit the system counts in."""
    result = run_python("x = bytearray(50 * 2**20); print(processes.peak_memory())")
    assert 50 * 2**20 < int(result.stdout) < 500 * 2**20


@linux_only
def test_a_process_dies_with_its_parent() -> None:
    """When the parent is killed, the kernel sends its child the signal."""
    code = """
import os, sys, time
child = os.fork()
if not child:
    processes.die_with_parent(os.getppid())
    print(os.getpid(), flush=True)
time.sleep(60)
"""
    program = f"from jakgraph.store import processes\n{code}"
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_running(child)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert eventually(lambda: not is_running(child), 1.0)


def test_a_process_whose_parent_is_gone_already_ends() -> None:
    """The gap between start and the call is closed."""
    result = run_python("processes.die_with_parent(1 if __import__('os').getppid() != 1 else 2); print('still here')")
    assert (result.returncode, result.stdout) == (0, "")


def test_a_handle_stops_resumes_and_kills() -> None:
    """A stopped process stands still behind all others until it goes on; a killed one is gone."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    handle = ProcessHandle(process.pid)
    handle.stop()
    assert eventually(lambda: _state(process.pid).startswith("T"))
    assert os.getpriority(os.PRIO_PROCESS, process.pid) >= 19
    handle.resume()
    assert eventually(lambda: not _state(process.pid).startswith("T"))
    handle.kill()
    assert process.wait(5) == -signal.SIGKILL
    handle.kill()
    handle.stop()
    handle.close()
    handle.close()


def test_a_handle_of_an_ended_process_does_nothing() -> None:
    """Signals to a process that has ended are dropped, not raised."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    time.sleep(0)
    handle = ProcessHandle(process.pid)
    handle.kill()
    handle.close()


def _state(pid: int) -> str:
    listing = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listing.stdout.strip()

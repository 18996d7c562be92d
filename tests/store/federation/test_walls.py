"""What keeps an executor of federated queries in, tried in a process that has it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

from jakgraph.store.federation import walls

if TYPE_CHECKING:
    import os

    from tests.store.conftest import LoopbackTrap

needs_all_walls = pytest.mark.skipif(bool(walls.missing_walls()), reason="this kernel does not have all walls")

_TRY = """
import json, os, socket, sys
from jakgraph.store.federation import walls
port, other, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
def connects(family, kind, address, protocol=0):
    with socket.socket(family, kind, protocol) as end:
        end.settimeout(1)
        end.connect(address)
inet, inet6, unix = socket.AF_INET, socket.AF_INET6, socket.AF_UNIX
stream, packets = socket.SOCK_STREAM, socket.SOCK_DGRAM
tries = {
    "broker": lambda: connects(inet, stream, ("127.0.0.1", port)),
    "other port": lambda: connects(inet, stream, ("127.0.0.1", other)),
    "multipath": lambda: connects(inet, stream, ("127.0.0.1", other), 262),
    "udp": lambda: connects(inet, packets, ("127.0.0.1", other)),
    "ipv6": lambda: connects(inet6, stream, ("::1", port)),
    "unix": lambda: connects(unix, stream, path),
    "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close(),
    "file": lambda: os.close(os.open(sys.executable, os.O_RDONLY)),
    "new file": lambda: os.close(os.open(path + ".new", os.O_CREAT | os.O_WRONLY)),
    "listening": lambda: socket.create_server(("127.0.0.1", 0)).close(),
    "program": lambda: os.execv(sys.executable, [sys.executable, "-c", ""]),
}
walls.close_in(port)
done = {}
for name, attempt in tries.items():
    try:
        attempt()
        done[name] = True
    except OSError:
        done[name] = False
files = []
try:
    while True:
        files.append(os.dup(0))
except OSError:
    done["files"] = len(files)
print(json.dumps(done))
"""


@needs_all_walls
def test_only_the_brokers_port_can_be_reached(trap: LoopbackTrap, tmp_path: os.PathLike[str]) -> None:
    """TCP over IPv4 to that port; no other port, kind of socket, file or program; and a handful of open files."""
    hits = trap.hits
    path = str(tmp_path / "socket")  # type: ignore[operator]
    with (
        socket.create_server(("127.0.0.1", 0)) as broker,
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as unix,
    ):
        unix.bind(path)
        unix.listen()
        port, other = broker.getsockname()[1], int(trap.url.rsplit(":", 1)[1].rstrip("/"))
        command = [sys.executable, "-c", textwrap.dedent(_TRY), str(port), str(other), path]
        done = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert done.pop("files") < 8
    assert done.pop("broker")
    assert not any(done.values()), done
    assert trap.hits == hits


def test_what_a_machine_lacks_is_said() -> None:
    """In words for the operator; nothing where all walls hold."""
    missing = walls.missing_walls()
    assert bool(missing) == (sys.platform != "linux" or walls.landlock_version() < 4 or len(missing) == 1)

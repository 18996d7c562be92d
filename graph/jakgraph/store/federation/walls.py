"""Keeps an executor of federated queries in: it opens no file, and connects to the broker's port only, if Linux can.

Two means of the kernel, each asked for and done without where it is missing: Landlock (from 6.7 on with ports) and a
filter of the ``socket`` call. Both are for good, and need no privilege. Other systems have neither.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_FILES = 8
"""Open files: the ends of input, output and errors, the engine's connection, and a few for the broker's."""

_LANDLOCK_CREATE, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT = 444, 445, 446
"""Numbers of system calls that are the same on every architecture."""
_LANDLOCK_VERSION_FLAG = 1
_LANDLOCK_RULE_PORT = 2
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many kinds of access to files Landlock knows, from which of its versions on."""
_BIND_TCP, _CONNECT_TCP = 1, 2
_WITH_PORTS = 4
_WITH_SCOPES = 6
_SCOPES = 3
"""No abstract Unix sockets and no signals beyond this process."""

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""The kernel's name of an architecture and the number of its ``socket`` call."""
_LOAD, _EQUAL, _AND, _RETURN = 0x20, 0x15, 0x54, 0x06
"""What a filter does: load a word of the call, compare it, mask it, give the verdict."""
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001
"""Let the call through; fail it with EPERM."""
_CALL, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
"""Where what stands in the call that a filter is shown."""
_NOTHING = ctypes.c_ulong(0)
_AF_INET, _SOCK_STREAM, _TYPE_MASK, _IPPROTO_TCP = 2, 1, 0xF, 6


def close_in(port: int) -> None:
    """Let this process, which has one thread, open nothing but connections to a port, as far as the kernel can."""
    if sys.platform == "linux":
        _call(_library().prctl, _PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), _NOTHING, _NOTHING, _NOTHING)
        if version := landlock_version():
            _restrict(version, port)
        if platform.machine() in _ARCHITECTURES:
            _filter_sockets()
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MOST_FILES, _MOST_FILES))


def missing_walls() -> tuple[str, ...]:
    """Return what this machine cannot keep executors of federated queries from, in words; nothing where all hold."""
    missing = []
    version = landlock_version()
    if not version:
        missing.append("opening files")
    if version < _WITH_PORTS:
        missing.append("connecting to other ports than the broker's")
    if sys.platform != "linux" or platform.machine() not in _ARCHITECTURES:
        missing.append("other sockets than those of TCP")
    return tuple(missing)


def landlock_version() -> int:
    """Return the version of Landlock that the kernel has; 0 where it has none or does not use it."""
    if sys.platform != "linux":
        return 0
    version: int = _library().syscall(
        _LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_ulong(_LANDLOCK_VERSION_FLAG)
    )
    return max(0, version)


def _restrict(version: int, port: int) -> None:
    """Forbid every access to files, and every port but one."""
    files = (1 << max(count for since, count in _FILE_RIGHTS.items() if since <= version)) - 1
    ports = _BIND_TCP | _CONNECT_TCP if version >= _WITH_PORTS else 0
    attributes = struct.pack("=QQQ", files, ports, _SCOPES if version >= _WITH_SCOPES else 0)
    known = 8 * (1 + (version >= _WITH_PORTS) + (version >= _WITH_SCOPES))  # bytes that this version takes
    syscall = _library().syscall
    rules = _call(syscall, _LANDLOCK_CREATE, attributes, ctypes.c_size_t(known), _NOTHING)
    if ports:
        rule = struct.pack("=QQ", _CONNECT_TCP, port)
        _call(syscall, _LANDLOCK_ADD_RULE, ctypes.c_long(rules), ctypes.c_long(_LANDLOCK_RULE_PORT), rule, _NOTHING)
    _call(syscall, _LANDLOCK_RESTRICT, ctypes.c_long(rules), _NOTHING)
    os.close(rules)


def _filter_sockets() -> None:
    """Let ``socket`` make nothing but sockets of TCP over IPv4: no names are resolved, nobody else is spoken to."""
    architecture, socket_call = _ARCHITECTURES[platform.machine()]
    refuse, allow = 12, 13
    steps = (  # what to do, with which number, and where to go on where it is equal and where it is not
        (_LOAD, _ARCHITECTURE, 1, 1),
        (_EQUAL, architecture, 2, refuse),
        (_LOAD, _CALL, 3, 3),
        (_EQUAL, socket_call, 4, allow),
        (_LOAD, _ARGUMENTS, 5, 5),
        (_EQUAL, _AF_INET, 6, refuse),
        (_LOAD, _ARGUMENTS + 8, 7, 7),
        (_AND, _TYPE_MASK, 8, 8),
        (_EQUAL, _SOCK_STREAM, 9, refuse),
        (_LOAD, _ARGUMENTS + 16, 10, 10),
        (_EQUAL, 0, allow, 11),
        (_EQUAL, _IPPROTO_TCP, allow, refuse),
        (_RETURN, _REFUSE, refuse + 1, refuse + 1),
        (_RETURN, _ALLOW, allow + 1, allow + 1),
    )
    program = b"".join(
        struct.pack("=HBBI", code, yes - number, no - number, value)
        for number, (code, value, yes, no) in enumerate(steps, start=1)
    )
    text = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("@HP", len(steps), ctypes.addressof(text))
    _call(_library().prctl, _PR_SET_SECCOMP, ctypes.c_ulong(_FILTER_MODE), described, _NOTHING, _NOTHING)


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _call(function: Callable[..., int], *arguments: object) -> int:
    result = function(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result

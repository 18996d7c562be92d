"""Starts modules of this package as processes of their own, from whatever program this process runs in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jakgraph.errors import JakgraphError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_RUN_WITH_PATHS = """
import runpy, sys
module = sys.argv.pop(1)
sys.path.extend(sys.argv[1:])
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""


def find_interpreter(executable: str, prefixes: tuple[str, ...]) -> str:
    """Return the program that runs Python: this process's own, or, where that is a server such as uWSGI, a prefix's.

    Raises JakgraphError where there is none.
    """
    named = [Path(executable)] if executable and Path(executable).name.lower().startswith(("python", "pypy")) else []
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    installed = [Path(prefix, "bin", name) for prefix in prefixes for name in (version, "python3", "python")]
    for candidate in (*named, *installed):
        if os.access(candidate, os.X_OK) and candidate.is_file():
            return str(candidate)
    raise JakgraphError(
        f"No Python interpreter was found to load the dataset with; this process runs in {executable or 'no program'}.",
        remedy="Name the server's Python environment: uWSGI takes it as --venv.",
    )


def start_module(
    module: str, files: Collection[int] = (), environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a module with pipes to and from it, with the open ``files`` of this process, in its environment or another.

    It has a session of its own, so that Ctrl-C at a terminal reaches this process only.
    """
    interpreter = find_interpreter(sys.executable, (sys.prefix, sys.base_prefix))
    program = ["-m", module]
    if interpreter != sys.executable:  # it finds by itself only what is installed, not what this server was told
        program = ["-c", _RUN_WITH_PATHS, module, *filter(None, sys.path)]
    return subprocess.Popen(  # noqa: S603 - an interpreter of this installation, with nothing that a client sent
        [interpreter, "-P", *program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        start_new_session=True,
        pass_fds=tuple(files),
    )

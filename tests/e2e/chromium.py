"""Chromium: where it is, and how it is started so that it asks nothing of anybody but the village."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REQUIRED_VARIABLE = "TAOYUAN_REQUIRE_BROWSER"
"""Set to 1, a missing browser is a failure and no reason to skip."""
MISSING = (
    "no Chromium on the PATH: install it (Debian: `apt install chromium`, Fedora: `dnf install chromium`, "
    "macOS: `brew install chromium`), and the browser tests run"
)


def executable() -> str | None:
    """The browser's program, or None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def is_required() -> bool:
    """Whether the tests must not be skipped."""
    return os.environ.get(REQUIRED_VARIABLE) == "1"


@contextmanager
def launched() -> Iterator[Browser]:
    """A running browser without a window. Raises FileNotFoundError where there is none."""
    program = executable()
    if program is None:
        raise FileNotFoundError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()

"""A browser on a machine that sleeps, whose tabs are really hidden behind each other.

Playwright makes the pages of a browser that it launches believe that they are always in front. So this one is started
here, and Playwright only joins it, without those defaults, which hold off only in the browser's own profile.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen
from time import monotonic, sleep

from playwright.sync_api import Browser, BrowserContext

from tests.e2e import chromium
from tests.e2e.visit import LIMIT_SECONDS

PORT_FILE = "DevToolsActivePort"
"""Where Chromium writes in its profile on which port it can be joined."""


class Machine:
    """The browser's processes and its own profile."""

    def __init__(self, process: Popen[bytes], context: BrowserContext) -> None:
        self._process = process
        self.context = context

    def sleep(self) -> None:
        """Stop all that the browser does. The wall clock goes on, and so does the village."""
        os.killpg(self._process.pid, signal.SIGSTOP)

    def wake(self) -> None:
        """Go on as if nothing had been."""
        os.killpg(self._process.pid, signal.SIGCONT)


@contextmanager
def running_machine(browser: Browser, profile: Path) -> Iterator[Machine]:
    """A machine of its own, joined through the Playwright that drives `browser`."""
    arguments = [*chromium.ARGUMENTS, "--headless", "--accept-lang=zh-CN", "--remote-debugging-port=0"]
    process = Popen(
        [chromium.executable() or chromium.NAMES[0], *arguments, f"--user-data-dir={profile}", "about:blank"],
        stdout=DEVNULL,
        stderr=DEVNULL,
        start_new_session=True,
    )
    try:
        joined = browser.browser_type.connect_over_cdp(f"http://127.0.0.1:{_port(profile)}", no_defaults=True)
        yield Machine(process, joined.contexts[0])
        joined.close()
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _port(profile: Path) -> int:
    """Where the browser can be joined, once it says so."""
    deadline = monotonic() + LIMIT_SECONDS
    while monotonic() < deadline:
        if (profile / PORT_FILE).is_file() and (lines := (profile / PORT_FILE).read_text().splitlines()):
            return int(lines[0])
        sleep(0.05)
    raise AssertionError("the browser did not start in time")

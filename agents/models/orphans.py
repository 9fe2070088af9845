"""Orphans: an engine's own processes end with this one, even when it is killed and can end nothing itself.

Left over they would hold gigabytes, and the memory of the GPU that the next start needs.
"""

import subprocess
import sys
from collections.abc import Iterable

_WATCH = """
import contextlib, os, signal, sys
watched = [os.pidfd_open(int(pid)) for pid in sys.argv[1:]]
sys.stdin.read()  # until the other end is closed, which is when its process has ended
for process in watched:
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(process, signal.SIGKILL)
"""


def end_with_this_process(pids: Iterable[int]) -> None:
    """Have these processes killed once this one is no more. For Linux, which is where vLLM runs."""
    subprocess.Popen([sys.executable, "-c", _WATCH, *map(str, pids)], stdin=subprocess.PIPE, start_new_session=True)

"""Orphans: when this process is killed, the processes that an engine left behind end, too."""

import signal
import subprocess
import sys
import time

import pytest

from tests.command import ROOT

LIMIT_SECONDS = 30
PARENT = """
import subprocess, sys, time
from agents.models.orphans import end_with_this_process
sleeping = "import time; print('up', flush=True); time.sleep(600)"
child = subprocess.Popen([sys.executable, "-c", sleeping], stdout=subprocess.PIPE)
child.stdout.readline()
end_with_this_process([child.pid])
print(child.pid, flush=True)
time.sleep(600)
"""


def is_alive(pid: int) -> bool:
    """Whether it runs; a zombie that nobody has buried does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="processes are watched on Linux only, where vLLM runs")
def test_a_killed_process_leaves_none_behind() -> None:
    """kill -9, when nothing of its own can run any more."""
    with subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.send_signal(signal.SIGKILL)
        deadline = time.monotonic() + LIMIT_SECONDS
        while is_alive(child):
            assert time.monotonic() < deadline, "the child lives on"
            time.sleep(0.01)

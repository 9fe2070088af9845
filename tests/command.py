"""The command line as a user runs it: in a process of its own."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
START_SECONDS = 60
"""How long a server may take to answer on a slow machine."""


def taoyuan(*arguments: str, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "scenarios.command_line", *arguments],
        cwd=ROOT,
        env=environment(hash_seed),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def taoyuan_json(*arguments: str, hash_seed: str = "0") -> Any:
    """Run a command that prints JSON, and read it; its complaint shows if it fails."""
    done = taoyuan(*arguments, "--json", hash_seed=hash_seed)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def start(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start a command, with further variables in its environment, and leave it running."""
    return subprocess.Popen(
        [sys.executable, "-m", "scenarios.command_line", *arguments],
        cwd=ROOT,
        env={**environment("0"), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def kill(process: subprocess.Popen[str]) -> None:
    """End a process as a power cut would: no handler runs."""
    process.send_signal(signal.SIGKILL)
    process.wait()


def copied(database: Path, folder: Path) -> Path:
    """A copy of a database that a test may spoil."""
    copy = folder / "copy.db"
    source, target = sqlite3.connect(database), sqlite3.connect(copy)
    source.backup(target)
    source.close()
    target.close()
    return copy


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(database: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A village being served, and its port; it is ended at the end if it still lives."""
    with _running("serve", "--db", str(database), *options) as running:
        yield running


@contextmanager
def replayed(database: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A recording being shown, likewise."""
    with _running("replay", str(database), "--serve", *options) as running:
        yield running


@contextmanager
def compared(a: Path, b: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Two recordings being shown side by side, likewise."""
    with _running("compare", str(a), str(b), "--serve", *options) as running:
        yield running


@contextmanager
def _running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = start(*arguments, "--port", str(port))
    try:
        await_health(process, port)
        yield process, port
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)
        if process.stdout:
            process.stdout.close()


def health(port: int) -> Any:
    """What `/api/health` says."""
    with urlopen(f"http://127.0.0.1:{port}/api/health", timeout=5) as answer:
        return json.load(answer)


def await_health(process: subprocess.Popen[str], port: int) -> Any:
    """Wait until the server answers; what it printed shows if it dies first."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the server ended: {process.stdout.read() if process.stdout else ''}")
        try:
            return health(port)
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError("the server did not answer in time")


def environment(hash_seed: str) -> dict[str, str]:
    """The environment of a command, with a hash seed of its own."""
    return {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}

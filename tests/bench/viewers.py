"""What a viewer that reads nothing costs the others: 100 viewers on loopback, first all healthy, then one stalled.

    python -m tests.bench.viewers [--json]

A village is served by a process of its own at a lively pace; all viewers live in this process, on one clock. For each
public message, `spread` is the time from the first viewer's receipt to each other's. `delay` is the time from a
viewer's change of the pace, through the commit, to each viewer's receipt of the clock that says so. The viewer that is
to stall has next to no receive buffer, and counts in neither phase. What to compare between machines and versions is
the ratio of the two phases; they are different hours of the village's day, and busier hours come in larger bursts, so
a ratio somewhat off 1 says nothing yet. Linux only.
"""

import asyncio
import json
import select
import socket
import sys
import time
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.bench.system import cpu_seconds, peak_memory_bytes, unsent_bytes
from tests.command import served

VIEWERS = 100
PACE = 600
PHASE_SECONDS = 20.0
MARK_SECONDS = 0.5
"""Wall seconds between two changes of the pace."""
NARROW_BYTES = 4096
POLL_SECONDS = 0.1
LIMIT_RATIO = 3.0
"""The others' 99th percentile with a stalled viewer, to theirs without: about 1, and noisy on a busy machine."""
LIMIT_STALLED_SECONDS = 60.0
"""How long filling the buffers and waiting in vain may take together."""
SEQ, CLOCK, PACE_FIELD = b'"seq":', b'{"type":"clock"', b'"pace":'
HELLO = '{"type": "hello", "lang": "en"}'
Figures = dict[str, Any]


@dataclass
class Phase:
    """What all viewers received in one phase."""

    receipts: defaultdict[bytes, list[float]] = field(default_factory=lambda: defaultdict(list))
    """When each public message came, by its seq."""
    marks: dict[bytes, float] = field(default_factory=dict)
    """When each change of the pace was asked for, by the pace as the clock tells it."""
    delays: list[float] = field(default_factory=list)
    begun: float = field(default_factory=time.perf_counter)
    frames: int = 0
    size: int = 0


class Viewers:
    """The healthy viewers, and the phase that they measure for."""

    def __init__(self) -> None:
        self.phase = Phase()

    async def read(self, connection: ClientConnection) -> None:
        """Read one viewer's frames, parsing next to nothing."""
        seen = b""
        while True:
            frame = await connection.recv(decode=False)
            now, phase = time.perf_counter(), self.phase
            phase.frames += 1
            phase.size += len(frame)
            if frame.startswith(CLOCK):
                pace = _number_after(frame, PACE_FIELD)
                if pace != seen and pace in phase.marks:
                    phase.delays.append(now - phase.marks[pace])
                seen = pace
            elif (at := frame.find(SEQ, 0, 40)) >= 0:
                phase.receipts[frame[at : frame.index(b",", at)]].append(now)

    async def mark(self, connection: ClientConnection) -> None:
        """Change the pace by next to nothing, again and again."""
        changes = 0
        while True:
            changes += 1
            factor = PACE + changes / 1000
            self.phase.marks[str(factor).encode()] = time.perf_counter()
            await connection.send(json.dumps({"type": "pace", "factor": factor}))
            await asyncio.sleep(MARK_SECONDS)


def _number_after(frame: bytes, name: bytes) -> bytes:
    at = frame.index(name) + len(name)
    return frame[at : frame.index(b",", at)]


async def visit(port: int, narrow: bool = False) -> ClientConnection:
    """A viewer that has said hello."""
    own = socket.socket()
    if narrow:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, NARROW_BYTES)
    own.connect(("127.0.0.1", port))
    own.setblocking(False)
    url = f"ws://127.0.0.1:{port}/ws"
    connection = await connect(url, sock=own, max_size=None, proxy=None, close_timeout=0, ping_interval=None)
    await connection.send(HELLO)
    return connection


async def measure(process_id: int, port: int) -> Figures:
    """Both phases, and their ratios."""
    viewers = Viewers()
    stalled = await visit(port, narrow=True)
    reading_stalled = asyncio.create_task(Viewers().read(stalled))
    healthy = [await visit(port) for _ in range(VIEWERS - 1)]
    async with asyncio.TaskGroup() as tasks:
        reading = [tasks.create_task(viewers.read(connection)) for connection in healthy]
        reading.append(tasks.create_task(viewers.mark(healthy[0])))
        before = await _during(viewers, process_id, asyncio.sleep(PHASE_SECONDS))
        reading_stalled.cancel()
        stalled.transport.pause_reading()
        after = await _during(viewers, process_id, _cut_off(stalled, port))
        for task in reading:
            task.cancel()
    return {
        "viewers": VIEWERS,
        "pace": PACE,
        "healthy": before,
        "one_stalled": after,
        "ratios": {
            f"{kind}_{name}": round(after[f"{kind}_milliseconds"][name] / before[f"{kind}_milliseconds"][name], 2)
            for kind in ("spread", "delay")
            for name in ("median", "p99", "max")
        },
        "server_peak_memory_bytes": peak_memory_bytes(process_id),
    }


async def _during(viewers: Viewers, process_id: int, scene: Coroutine[Any, Any, Figures | None]) -> Figures:
    """The figures of what the viewers receive while a scene goes on."""
    viewers.phase, cpu, own_cpu = Phase(), cpu_seconds(process_id), time.process_time()
    told = await scene
    phase = viewers.phase
    wall = time.perf_counter() - phase.begun
    complete = [times for times in phase.receipts.values() if len(times) == VIEWERS - 1]
    spreads = [receipt - min(times) for times in complete for receipt in sorted(times)[1:]]
    return {
        "wall_seconds": round(wall, 1),
        "public_messages": len(complete),
        "messages_per_second": round(phase.frames / wall, 1),
        "bytes_per_second": round(phase.size / wall),
        "server_cpu_seconds": round(cpu_seconds(process_id) - cpu, 2),
        "bench_cpu_seconds": round(time.process_time() - own_cpu, 2),
        "spread_milliseconds": _distribution(spreads),
        "delay_milliseconds": _distribution(phase.delays),
        **(told or {}),
    }


def _distribution(seconds: Sequence[float]) -> dict[str, float]:
    figures = {"median": median(seconds), "p99": quantiles(seconds, n=100)[98], "max": max(seconds)}
    return {name: round(figure * 1000, 3) for name, figure in figures.items()}


async def _cut_off(stalled: ClientConnection, port: int) -> Figures:
    """Wait until the server ends a connection that reads nothing; how long that took."""
    own = stalled.transport.get_extra_info("socket")
    own_port, file = own.getsockname()[1], own.fileno()
    ends = select.poll()
    ends.register(file, select.POLLHUP | select.POLLERR)
    begun = filled = time.perf_counter()
    held = 0
    while not ends.poll(0) and time.perf_counter() - begun < LIMIT_STALLED_SECONDS:
        if (now_held := unsent_bytes(port, own_port) or 0) > held:
            held, filled = now_held, time.perf_counter()
        await asyncio.sleep(POLL_SECONDS)
    now = time.perf_counter()
    return {
        "stalled_was_cut_off": bool(ends.poll(0)),
        "cut_off_after_seconds": round(now - begun, 1),
        "cut_off_seconds_after_the_system_held_no_more": round(now - filled, 1),
        "system_held_bytes": held,
    }


def main() -> int:
    """Measure, print, and fail above the limits."""
    with TemporaryDirectory() as folder, served(Path(folder) / "bench.db", "--pace", str(PACE)) as (process, port):
        figures = asyncio.run(measure(process.pid, port))
    figures["limit_ratio"] = LIMIT_RATIO
    print(json.dumps(figures, indent=None if "--json" in sys.argv else 2))
    return 0 if figures["ratios"]["spread_p99"] <= LIMIT_RATIO and figures["one_stalled"]["stalled_was_cut_off"] else 1


if __name__ == "__main__":
    sys.exit(main())

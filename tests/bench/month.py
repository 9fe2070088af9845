"""What a month of twenty agents costs to open anywhere: a recorded run of thirty days, and random moments of it.

    python -m tests.bench.month [--days N] [--rerun]

The limit is the project's: under a second for any moment. `slowest_to_verify` is what to compare between machines and
versions: the slowest of the moments to folding and checking all of the history, measured in the same run. With
`--rerun` the month is made again from its inputs, which must come to the same digest.
"""

import argparse
import asyncio
import json
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from scenarios.headless import run
from scenarios.recording import Recording, open_recording, rerun, verify, world_at
from sim.clock import DAY

MOMENTS = 100
LIMIT_SECONDS = 1.0


def main() -> int:
    """Record, measure, print, and fail above the limit or at another digest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--rerun", action="store_true")
    wanted = parser.parse_args()
    with TemporaryDirectory() as folder:
        database = Path(folder) / "month.db"
        report = asyncio.run(run(None, wanted.days * DAY, database, 7, "scripted", False))
        figures = {"days": wanted.days, "events": report["events"], "run_cpu_seconds": report["cpu_seconds"]}
        figures |= _measure(database, wanted.rerun)
    print(json.dumps(figures, indent=2))
    return 0 if figures["slowest_seconds"] <= LIMIT_SECONDS and figures["same"] else 1


def _measure(database: Path, again: bool) -> dict[str, Any]:
    recording = open_recording(str(database))
    opened = _opening_seconds(recording)
    folded, verdict = _timed(lambda: verify(recording))
    remade, remade_verdict = _timed(lambda: rerun(recording)) if again else (None, verdict)
    recording.store.close()
    return {
        "moments": MOMENTS,
        "slowest_seconds": round(max(opened), 3),
        "median_seconds": round(median(opened), 3),
        "verify_seconds": round(folded, 1),
        "slowest_to_verify": round(max(opened) / folded, 4),
        "snapshots": verdict.snapshots,
        "rerun_seconds": remade and round(remade, 1),
        "same": verdict.same and remade_verdict.same,
        **_sizes(database),
    }


def _opening_seconds(recording: Recording) -> list[float]:
    chance, start, last = Random(7), recording.scenario.start, recording.last_time
    return [_timed(lambda: world_at(recording, chance.randint(start, last)))[0] for _ in range(MOMENTS)]


def _timed(work: Any) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def _sizes(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        snapshots = connection.execute("SELECT sum(length(world)) FROM snapshot").fetchone()[0]
    return {"database_bytes": database.stat().st_size, "snapshot_bytes": snapshots or 0}


if __name__ == "__main__":
    sys.exit(main())

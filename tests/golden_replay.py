"""Makes `tests/golden/replay.json`, a small run's past for the client's tests: `python -m tests.golden_replay`."""

import json
from pathlib import Path
from typing import Any

from sim.clock import MINUTE
from tests.small_village import START, lived, small_cast, small_world
from web.history import History

PATH = Path(__file__).parent / "golden" / "replay.json"
UNTIL = "1d11:00"
PAGE_SECONDS = 30 * MINUTE
"""The client's pages; START lies between two of them, and is a page's beginning."""


def golden_replay() -> dict[str, Any]:
    """The small village's first morning: every half hour as a snapshot, and what was told in between."""
    log = lived(UNTIL)[1]
    end = log.committed[-1].event.time
    history = History(small_world, log, small_cast(), lambda: end)
    times = range(START, end + 1, PAGE_SECONDS)
    return {
        "start": START,
        "end": end,
        "snapshots": [history.snapshot(time).model_dump(mode="json") for time in times],
        "frames": history.frames(START, end + 1).model_dump(mode="json")["frames"],
        "marks": history.timeline(0).model_dump(mode="json")["marks"],
    }


def as_text(replay: dict[str, Any]) -> str:
    """One entry a line, so that a change can be read."""
    lists = [name for name, value in replay.items() if isinstance(value, list)]
    heads = [f'  "{name}": {json.dumps(value)}' for name, value in replay.items() if name not in lists]
    bodies = [
        f'  "{name}": [\n' + ",\n".join(f"    {json.dumps(one, ensure_ascii=False)}" for one in replay[name]) + "\n  ]"
        for name in lists
    ]
    return "{\n" + ",\n".join([*heads, *bodies]) + "\n}\n"


if __name__ == "__main__":
    PATH.write_text(as_text(golden_replay()), encoding="utf-8")

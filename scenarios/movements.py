"""Movements: where everybody was in a recorded run, as JSON that other programs can draw.

`{"format": "taoyuan-movements", "version": 1, "run", "seed", "start", "end", "agents": [{"id", "name", "at"}],
"movements": [...]}`, a movement being `{"time", "agent", "path", "seconds_per_tile"}`, whoever walks being at
path[(t - time) / seconds_per_tile] at time t, or `{"time", "agent", "at"}`: it stands there from then on. They are in
order of time, one a line; times are simulated seconds since day 1, 00:00, places tiles, [x, y].
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from scenarios.export_file import export_file
from scenarios.recording import Recording
from sim import events
from sim.clock import HOUR, SimTime
from sim.events import Event

FORMAT, VERSION = "taoyuan-movements", 1


def export_movements(
    recording: Recording, path: Path, progress: Callable[[SimTime], None] = lambda time: None
) -> dict[str, Any]:
    """Write a run's movements into a file, as they are read; how many there were. Raises BadInput."""
    count = 0
    with export_file(path) as file:
        file.write(json.dumps(_head(recording), ensure_ascii=False)[:-1] + ', "movements": [')
        for movement in _movements(recording, progress):
            file.write(f"{',' if count else ''}\n{json.dumps(movement)}")
            count += 1
        file.write("\n]}\n")
    return {"run": recording.run.id, "file": str(path), "movements": count}


def _head(recording: Recording) -> dict[str, Any]:
    cast, world = recording.scenario.cast, recording.village.first_world()
    agents = [
        {"id": record.id, "name": cast.by_id[record.id].name.model_dump(), "at": record.at}
        for record in world.agents.values()
    ]
    return {
        "format": FORMAT,
        "version": VERSION,
        "run": recording.run.id,
        "seed": recording.village.seed,
        "start": recording.scenario.start,
        "end": recording.last_time,
        "agents": agents,
    }


def _movements(recording: Recording, progress: Callable[[SimTime], None]) -> Iterator[dict[str, Any]]:
    told = recording.scenario.start
    for item in recording.log.events():
        if item.event.time - told >= HOUR:
            told = item.event.time
            progress(told)
        movement = _movement(item.event)
        if movement:
            yield movement


def _movement(event: Event) -> dict[str, Any] | None:
    fact, here = event.fact, {"time": event.time, "agent": event.fact.agent}
    match fact:
        case events.WalkStarted():
            return {**here, "path": fact.path, "seconds_per_tile": fact.seconds_per_tile}
        case events.WalkStopped() | events.Arrived():
            return {**here, "at": fact.at}
    return None

"""Importing: a saved simulation is read, checked as a whole, and only then written: all of it, or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import scenarios
from scenarios.generative_agents.beats import beats
from scenarios.generative_agents.formats import Scratch
from scenarios.generative_agents.memories import memories_of
from scenarios.generative_agents.personas import activity_id, agent_ids, cast_of, words
from scenarios.generative_agents.places import Ground, ground_of
from scenarios.generative_agents.plain_map import plain_map
from scenarios.generative_agents.saved import SavedSimulation, find_simulation
from scenarios.generative_agents.talks import Talk, pair_up
from scenarios.generative_agents.teller import Teller
from scenarios.generative_agents.time_line import TimeLine, time_line
from scenarios.generative_agents.tracks import Tracks, follow_steps
from scenarios.output import share_progress, time_progress
from scenarios.scenario import Scenario, ScenarioFile
from scenarios.village import assemble
from sim.bad_input import BadInput
from sim.clock import MINUTE, SimTime, format_time
from sim.events import Event
from sim.records import Memory
from sim.store import IMPORTED, open_store
from sim.tiles import Tile
from sim.world import World

FORMAT = "generative-agents"


@dataclass(frozen=True)
class Reading:
    """All that was read of a simulation."""

    saved: SavedSimulation
    tracks: Tracks
    line: TimeLine
    scratches: dict[str, Scratch]
    memories: dict[str, list[Memory]]
    talks: list[Talk]

    @property
    def end(self) -> SimTime:
        """The time of the last step."""
        return self.line.time(self.tracks.last)


def import_simulation(folder: Path, db: Path) -> dict[str, Any]:
    """Import a simulation as a database's newest run; what came of it. Raises BadInput, having written nothing."""
    with share_progress("reading 正在读入") as progress:
        reading = read_simulation(folder, progress)
    scenario, ground = scenario_of(reading)
    village = assemble(scenario, 0)
    world = village.first_world()
    store = open_store(db, writing=True)
    try:
        with time_progress(scenario.start, reading.end) as wrote:
            history = _told(reading, ground, world, wrote)
            run = store.import_run(scenario.model_dump_json(), f"{IMPORTED}{FORMAT}", scenarios.VERSION, history, world)
        sealed = store.seal(run.id)
    finally:
        store.close()
    return {"run_id": run.id, **_figures(reading), "events": sealed.seq, "digest": sealed.digest}


def read_simulation(folder: Path, progress: Callable[[float], None] = lambda share: None) -> Reading:
    """Read and check a simulation. Raises BadInput."""
    saved = find_simulation(folder)
    tracks = follow_steps(saved, progress)
    line = time_line(saved, tracks.last)
    names = saved.meta.persona_names
    if len(set(names)) < len(names):
        raise BadInput(f"{folder}: persona_names", "a persona is named twice", "name each once")
    ids, scratches = agent_ids(names), {name: saved.scratch(name) for name in names}
    span = line.time(tracks.first), line.time(tracks.last)
    memories = {name: memories_of(saved.memories(name), scratches[name], ids, line, *span) for name in names}
    return Reading(saved, tracks, line, scratches, memories, pair_up(tracks.by_name, tracks.last))


def scenario_of(reading: Reading) -> tuple[Scenario, Ground]:
    """A scenario that holds a simulation's cast, and a plain map; and what is where on it."""
    saved, tracks, line = reading.saved, reading.tracks, reading.line
    ground = ground_of(tracks, saved.meta.maze_name)
    first_tiles = {name: track.tile_at(tracks.first) for name, track in tracks.by_name.items()}
    homes = {name: ground.place_at(tile) or "" for name, tile in first_tiles.items()}
    beds: dict[str, list[Tile]] = {}
    for name, home in homes.items():
        beds.setdefault(home, []).append(first_tiles[name])
    walked = {tile for track in tracks.by_name.values() for _, tile in track.moves()}
    source = saved.folder.resolve().name
    title = words(f"Generative Agents: {source}, {line.midnight:%Y-%m-%d}")
    settings = ScenarioFile(
        name=title,
        map=FORMAT,
        cast=FORMAT,
        start=format_time(line.time(tracks.first) // MINUTE * MINUTE),
        seed=0,
        language="en",
    )
    cast = cast_of(tracks, reading.scratches, homes, line.seconds_per_step)
    text = plain_map(ground, walked, beds)
    return Scenario(settings=settings, cast=cast, map_text=text, source=source), ground


def _told(reading: Reading, ground: Ground, world: World, wrote: Callable[[SimTime], None]) -> Iterator[Event]:
    tracks = reading.tracks
    sleep = frozenset(activity_id(number) for number, action in enumerate(tracks.actions) if action.is_sleep)
    ids = agent_ids(tracks.by_name)
    teller = Teller(world, ids, sleep, reading.line.seconds_per_step, ground.place_at)
    for beat in beats(tracks, reading.talks, reading.memories, ground, reading.line):
        yield from teller.tell(beat)
        wrote(beat.time)


def _figures(reading: Reading) -> dict[str, Any]:
    tracks, line = reading.tracks, reading.line
    return {
        "personas": len(tracks.by_name),
        "steps": tracks.last - tracks.first + 1,
        "seconds_per_step": line.seconds_per_step,
        "from": format_time(line.time(tracks.first)),
        "to": format_time(reading.end),
        "first_day": f"{line.midnight:%Y-%m-%d}",
        "actions": len(tracks.actions),
        "talks": len(reading.talks),
        "lines": sum(len(talk.lines) for talk in reading.talks),
        "memories": sum(map(len, reading.memories.values())),
    }

"""Importing: a saved simulation is read, checked as a whole, and only then written: all of it, or nothing."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import scenarios
from scenarios.generative_agents.beats import beats
from scenarios.generative_agents.maze import Maze, read_maze
from scenarios.generative_agents.painted_map import map_text
from scenarios.generative_agents.personas import activity_id, agent_ids, cast_of, words
from scenarios.generative_agents.places import Ground, ground_of
from scenarios.generative_agents.reading import Reading, read_simulation
from scenarios.generative_agents.teller import Teller
from scenarios.generative_agents.their_picture import their_picture
from scenarios.output import share_progress, time_progress
from scenarios.scenario import Scenario, ScenarioFile
from scenarios.village import assemble
from sim.clock import MINUTE, SimTime, format_time
from sim.events import Event
from sim.store import IMPORTED, History, open_store
from sim.tiles import Tile
from sim.world import World
from web.art.land.tiles import LAYERS

FORMAT = "generative-agents"
PLAIN = "plain, of ours; give the original's with --map"


def import_simulation(folder: Path, db: Path, map_folder: Path | None = None) -> dict[str, Any]:
    """Import a simulation as a database's newest run, on its own map if that is given; what came of it.

    Raises BadInput, having written nothing.
    """
    with share_progress("reading 正在读入") as progress:
        reading = read_simulation(folder, progress)
    maze = None if map_folder is None else read_maze(map_folder)
    pictures, drawn = ({}, PLAIN) if maze is None else _pictures(maze)
    scenario, ground = scenario_of(reading, maze)
    world = assemble(scenario, 0).first_world()
    store = open_store(db, writing=True)
    try:
        with time_progress(scenario.start, reading.end) as wrote:
            history = History(_told(reading, ground, world, wrote), world, pictures)
            run = store.import_run(scenario.model_dump_json(), f"{IMPORTED}{FORMAT}", scenarios.VERSION, history)
        sealed = store.seal(run.id)
    finally:
        store.close()
    return {"run_id": run.id, **reading.figures(), "map": drawn, "events": sealed.seq, "digest": sealed.digest}


def _pictures(maze: Maze) -> tuple[dict[str, bytes], str]:
    """Their map's pictures as PNGs by layer, and how the map is drawn; none where it must be drawn in our paint."""
    scene, drawn = their_picture(maze)
    if scene is None:
        return {}, f"in our paint, by its matrix/: {drawn}"
    pictures = {}
    for layer, picture in zip(LAYERS, (scene.ground, scene.above), strict=True):
        target = BytesIO()
        picture.save(target, format="PNG")
        pictures[layer] = target.getvalue()
    return pictures, drawn


def scenario_of(reading: Reading, maze: Maze | None = None) -> tuple[Scenario, Ground]:
    """A scenario that holds a simulation's cast and its map; and what is where on it."""
    saved, tracks, line = reading.saved, reading.tracks, reading.line
    ground = ground_of(tracks, saved.meta.maze_name, maze)
    first_tiles = {name: track.tile_at(tracks.first) for name, track in tracks.by_name.items()}
    homes = {name: ground.place_at(tile) or "" for name, tile in first_tiles.items()}
    beds: dict[str, list[Tile]] = {}
    for name, home in homes.items():
        beds.setdefault(home, []).append(first_tiles[name])
    walked = {tile for track in tracks.by_name.values() for _, tile in track.moves()}
    source = saved.folder.resolve().name
    settings = ScenarioFile(
        name=words(f"Generative Agents: {source}, {line.midnight:%Y-%m-%d}"),
        map=FORMAT,
        cast=FORMAT,
        start=format_time(line.time(tracks.first) // MINUTE * MINUTE),
        seed=0,
        language="en",
    )
    cast = cast_of(tracks, reading.scratches, homes, line.seconds_per_step)
    return Scenario(settings=settings, cast=cast, map_text=map_text(ground, walked, beds, maze), source=source), ground


def _told(reading: Reading, ground: Ground, world: World, wrote: Callable[[SimTime], None]) -> Iterator[Event]:
    tracks = reading.tracks
    sleep = frozenset(activity_id(action) for action in tracks.actions if action.is_sleep)
    ids = agent_ids(tracks.by_name)
    teller = Teller(world, ids, sleep, reading.line.seconds_per_step, ground.place_at)
    for beat in beats(tracks, reading.talks, reading.memories, ground, reading.line):
        yield from teller.tell(beat)
        wrote(beat.time)

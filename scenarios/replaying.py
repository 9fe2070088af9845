"""Replaying: a recorded run on the village's own page, to be looked at and not to be changed.

It takes no lease: a run that is being served elsewhere can be watched, and is followed as it grows.
"""

import asyncio
from pathlib import Path

from uvicorn import Config

from scenarios.map_tiles import tiles_of
from scenarios.recording import Recording, check_moment, open_recording
from scenarios.serving import (
    PAGE_FOLDER,
    Address,
    Server,
    announce,
    bind,
    check_guarded,
    stop_on_signals,
)
from sim.clock import SimTime, format_time
from web.doorway import server_config
from web.history import History
from web.history_api import RunInfo, map_info
from web.messages import Mind
from web.page_routes import tile_source
from web.projection import both
from web.replay_app import ReplayContext, create_replay_app
from web.why_api import Explained

DEFAULT_PACE = 60.0
"""A minute a second: a talk can be read, and a day takes less than half an hour."""


async def serve_recording(
    run_name: str, shown_from: SimTime | None, pace: float | None, address: Address, open_browser: bool
) -> None:
    """Serve a recording until SIGINT or SIGTERM. Raises BadInput."""
    check_guarded(address, "others could watch the village")
    recording = open_recording(run_name)
    try:
        if shown_from is not None:
            check_moment(recording, "--from", shown_from)
        context = replay_context(recording, shown_from, pace, address.token or None, tiles_of(recording))
        config = server_config(create_replay_app(context))
        await serve_past(config, "serves a recording", told_of(recording), address, open_browser)
    finally:
        recording.store.close()


def told_of(recording: Recording) -> str:
    """Which run a recording is, and from when to when, in a line."""
    extent = f"{format_time(recording.scenario.start)} to {format_time(recording.last_time)}"
    return f"run {recording.run.id}, seed {recording.village.seed}, {extent}."


async def serve_past(config: Config, does: str, what: str, address: Address, open_browser: bool) -> None:
    """Serve an application that shows the past, saying so, until SIGINT or SIGTERM."""
    bound = bind(address)
    server, stop = Server(config), asyncio.Event()
    stop_on_signals(stop, stop)
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    announce(does, f"{what} Ctrl+C stops.", bound.getsockname()[1], address, open_browser)
    await asyncio.wait({serving, asyncio.create_task(stop.wait())}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving


def replay_context(
    recording: Recording,
    shown_from: SimTime | None,
    pace: float | None,
    token: str | None,
    tiles_folder: Path,
    prefix: str = "",
) -> ReplayContext:
    """A recording as the web is given it."""
    scenario, run = recording.scenario, recording.run
    start, end = scenario.start, recording.last_time
    village = recording.village
    history = History(village.first_world, recording.log, scenario.cast, lambda: recording.last_time)
    info = RunInfo(
        run=run.id,
        live=False,
        seed=village.seed,
        scenario=both(scenario.settings.name),
        mind=_mind(run.mind),
        created=run.created,
        start=start,
        end=end,
        shown_from=start if shown_from is None else shown_from,
        pace=pace or DEFAULT_PACE,
        map=map_info(village.town_map),
        tiles=tile_source(tiles_folder, prefix),
    )
    explained = Explained(recording.log, recording.store.attempts(run.id), scenario.cast, village.town_map)
    return ReplayContext(info, history, scenario.cast, explained, tiles_folder, PAGE_FOLDER, token)


def _mind(text: str) -> Mind:
    """The mind that a run was recorded with, by its model's name alone: where it was served is nobody's business."""
    if text == "scripted":
        return Mind(kind="scripted")
    address, _, model = text.partition("#")
    is_address = address.startswith(("http://", "https://"))
    return Mind(kind="model", model=model or (None if is_address else address.partition(":")[2].partition(",")[0]))

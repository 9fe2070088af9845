"""Replay in the browser: a recorded run in the village's own page, to be looked at and not to be changed.

It takes no lease: a run that is being served elsewhere can be watched, and is followed as it grows.
"""

import asyncio
import webbrowser
from pathlib import Path

from scenarios.output import out, time_progress
from scenarios.recording import Recording, open_recording
from scenarios.serving import LOOPBACK, PAGE_FOLDER, Address, Server, bind, stop_on_signals, tiles_of
from sim.bad_input import BadInput
from sim.clock import MINUTE, SimTime, format_time
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
    if address.host not in LOOPBACK and not address.token:
        raise BadInput(f"--host {address.host}", "others could watch the village", "add --token SECRET")
    recording = open_recording(run_name)
    try:
        check_moment(recording, shown_from)
        context = replay_context(recording, shown_from, pace, address.token or None, tiles_of(recording))
        bound = bind(address)
        server, stop = Server(server_config(create_replay_app(context))), asyncio.Event()
        stop_on_signals(stop, stop)
        serving = asyncio.create_task(server.serve(sockets=[bound]))
        _announce(bound.getsockname()[1], address, recording, open_browser)
        await asyncio.wait({serving, asyncio.create_task(stop.wait())}, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await serving
    finally:
        recording.store.close()


def check_moment(recording: Recording, shown_from: SimTime | None) -> None:
    """Raises BadInput where the run has no such moment."""
    start, end = recording.scenario.start, recording.last_time
    if shown_from is not None and not start <= shown_from <= end:
        problem = f"run {recording.run.id} goes from {format_time(start)} to {format_time(end)}"
        raise BadInput(f"--from {format_time(shown_from)}", problem, "name a moment of it")


def replay_context(
    recording: Recording, shown_from: SimTime | None, pace: float | None, token: str | None, tiles_folder: Path
) -> ReplayContext:
    """A recording as the web is given it, read through once so that any moment is near."""
    scenario, run = recording.scenario, recording.run
    start, end = scenario.start, recording.last_time
    village, weather = recording.village, scenario.settings.weather
    history = History(village.first_world, recording.log, scenario.cast, lambda: recording.last_time, weather)
    with time_progress(start, end) as progress:
        for time in (*range(start, end, 60 * MINUTE), end):
            history.read_until(time)
            progress(time)
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
        tiles=tile_source(tiles_folder),
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


def _announce(port: int, address: Address, recording: Recording, open_browser: bool) -> None:
    host = f"[{address.host}]" if ":" in address.host else address.host
    url = f"http://{host}:{port}/"
    out.print(f"Taoyuan 桃源 shows a recording at [bold]{url}[/bold]", highlight=False)
    extent = f"{format_time(recording.scenario.start)} to {format_time(recording.last_time)}"
    out.print(f"run {recording.run.id}, seed {recording.village.seed}, {extent}. Ctrl+C stops.", highlight=False)
    if address.token:
        out.print("It asks visitors for its token. 进村要口令。", highlight=False)
    if open_browser:
        webbrowser.open(url)

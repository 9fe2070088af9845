"""Serving: puts simulator, mind, feed and web application together, and runs them until the process is told to stop."""

import asyncio
import signal
import socket
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import uvicorn

from agents.mind import Mind
from agents.models.meter import Meter
from agents.models.price import Price
from agents.observation import VISITORS_PURPOSES
from agents.population import Population
from scenarios.headless import resumed, started
from scenarios.live import LiveDriver
from scenarios.map_tiles import tiles_of
from scenarios.mind_choice import open_mind
from scenarios.output import out
from scenarios.recording import Recording, world_at
from sim.bad_input import BadInput
from sim.clock import Pace, format_time
from sim.horizon import Lockstep, Open
from sim.store import open_store
from web import messages
from web.app import create_app
from web.context import RunFacts, VillageContext
from web.doorway import server_config
from web.earshot import earshot
from web.feed import Feed
from web.history import History
from web.inbox import Inbox
from web.inference import Spending
from web.projection import both
from web.visitors import Visitors

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PORTS_TRIED = 50
FAREWELL_SECONDS = 2
"""How long the clients may take to hear that the village closes."""
BUSY_TIMEOUT_MILLISECONDS = 250
"""How long one write may wait for another process's: connections are served by the same thread, and wait with it."""
PAGE_FOLDER = Path(messages.__file__).parent / "map" / "dist"


@dataclass(frozen=True, slots=True)
class Address:
    """Where to serve, and the secret that visitors must bring, if any."""

    host: str
    port: int
    token: str | None = field(repr=False)


def check_guarded(address: Address, danger: str) -> None:
    """Raises BadInput where others than this machine's users can come, and no token is asked for."""
    if address.host not in LOOPBACK and not address.token:
        raise BadInput(f"--host {address.host}", danger, "add --token SECRET")


async def serve_village(
    scenario_name: str | None,
    db: Path,
    seed: int | None,
    pace: float | None,
    address: Address,
    mind_text: str,
    embeddings: str | None,
    price: Price | None,
    open_browser: bool,
) -> None:
    """Serve a database's newest run, or a new one, until SIGINT or SIGTERM."""
    check_guarded(address, "others could change the village")
    store = open_store(db, writing=True, busy_timeout_milliseconds=BUSY_TIMEOUT_MILLISECONDS)
    recording = (
        resumed(store, scenario_name, seed, str(db)) if store.runs() else started(store, scenario_name, seed, mind_text)
    )
    meter = Meter()
    try:
        async with open_mind(mind_text, recording.scenario.cast, recording.village.seed, meter, embeddings) as mind:
            bound = bind(address)
            context, driver = _assemble(recording, mind, Spending(meter, price), pace, address.token or None)
            await _run(context, driver, bound, address, open_browser, recording)
    finally:
        try:
            recording.store.seal(recording.run.id)
        finally:
            recording.store.close()


def _assemble(
    recording: Recording, mind: Mind, spending: Spending, pace: float | None, token: str | None
) -> tuple[VillageContext, LiveDriver]:
    scenario, village = recording.scenario, recording.village
    words = recording.store.words(recording.run.id)
    lockstep = mind.name is None
    world = world_at(recording)
    simulator = village.simulator(recording.log, Lockstep(VISITORS_PURPOSES) if lockstep else Open(), world.copy())
    shown = messages.Mind(kind="scripted" if lockstep else "model", model=mind.name)
    feed = Feed(recording.run.id, world, scenario.cast, words, shown, last_seq=recording.log.last_seq)
    inbox = Inbox()
    attempts = recording.store.attempts(recording.run.id)
    visitors = Visitors(feed, world.setting)
    population = Population(
        mind, scenario.cast, words, scenario.settings.language, attempts, spending.meter, earshot(feed, visitors)
    )
    driver = LiveDriver(simulator, population, feed, inbox, Pace(pace or scenario.settings.pace), lockstep=lockstep)
    context = VillageContext(
        feed=feed,
        log=recording.log,
        inbox=inbox,
        visitors=visitors,
        words=words,
        history=History(village.first_world, recording.log, scenario.cast, lambda: feed.time),
        facts=RunFacts(recording.village.seed, both(scenario.settings.name), recording.run.created),
        attempts=attempts,
        spending=replace(spending, since=world.time),
        cast=scenario.cast,
        town_map=village.town_map,
        tiles_folder=tiles_of(recording),
        page_folder=PAGE_FOLDER,
        token=token,
    )
    return context, driver


def bind(address: Address) -> socket.socket:
    """A listening socket on the port asked for, or the next free one."""
    for port in range(address.port, address.port + PORTS_TRIED):
        family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        candidate = socket.socket(family, socket.SOCK_STREAM)
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((address.host, port))
            return candidate
        except OSError:
            candidate.close()
    last = address.port + PORTS_TRIED - 1
    raise BadInput(
        f"--port {address.port}", f"none of {address.port} to {last} is free on {address.host}", "name another"
    )


async def _run(
    context: VillageContext,
    driver: LiveDriver,
    bound: socket.socket,
    address: Address,
    open_browser: bool,
    recording: Recording,
) -> None:
    config = server_config(create_app(context))
    server, stop, hurry = Server(config), asyncio.Event(), asyncio.Event()
    stop_on_signals(stop, hurry)
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    driving = asyncio.create_task(driver.run(stop))
    mind = driver.feed.mind.model or "rules"
    where = f"run {recording.run.id}, {format_time(driver.simulator.time)}, mind: {mind}"
    announce("lives", f"{where}. Ctrl+C stops; start again to go on.", bound.getsockname()[1], address, open_browser)
    await asyncio.wait({serving, driving}, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    try:
        await driving  # all that came in is committed and published before the clients are sent away
    finally:
        await _say_farewell(context.feed, hurry)
        server.should_exit = True
        await serving


async def _say_farewell(feed: Feed, hurry: asyncio.Event) -> None:
    """Tell all clients that the village closes, and wait for them: not for long, and not at all when told to hurry."""
    ends = {asyncio.create_task(feed.end()), asyncio.create_task(hurry.wait())}
    _, waiting = await asyncio.wait(ends, timeout=FAREWELL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


class Server(uvicorn.Server):
    """A server that leaves signals alone: uvicorn's own handlers end the process before the run is sealed."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def stop_on_signals(stop: asyncio.Event, hurry: asyncio.Event) -> None:
    """The first signal stops the village in good order; the next one stops the waiting for clients, too."""
    loop = asyncio.get_running_loop()

    def stop_or_hurry() -> None:
        if stop.is_set():
            hurry.set()
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop_or_hurry)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop_or_hurry))


def announce(does: str, where: str, port: int, address: Address, open_browser: bool) -> None:
    """Say that Taoyuan `does` something at an address, and where in time; who comes from elsewhere; open a browser."""
    host = f"[{address.host}]" if ":" in address.host else address.host
    url = f"http://{host}:{port}/"
    out.print(f"Taoyuan 桃源 {does} at [bold]{url}[/bold]", highlight=False)
    out.print(where, highlight=False)
    if address.host not in LOOPBACK:
        elsewhere = f"http://{socket.gethostname()}:{port}/"
        out.print(f"From elsewhere: {elsewhere}, or by this machine's address.", highlight=False)
    if address.token:
        # Not the token itself: what is printed may be kept in a log, and what a browser is started with is seen by all.
        out.print("It asks visitors for its token. 进村要口令。", highlight=False)
    if open_browser:
        webbrowser.open(url)

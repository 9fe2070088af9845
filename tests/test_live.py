"""The live driver: goes with the wall clock, stands still while paused, races through the night, and can be re-run."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from agents.happenings import occurrence_of
from agents.model_mind import ModelMind
from agents.models.meter import Meter
from agents.models.metered import Metered
from agents.models.openai_compatible import connect
from agents.observation import VISITORS_PURPOSES
from agents.population import Population
from agents.scripted_mind import ScriptedMind
from scenarios.headless import started
from scenarios.live import LiveDriver
from scenarios.recording import Recording, open_recording, rerun
from scenarios.unpaced import run_unpaced
from sim.clock import HOUR, RACING_FACTOR, Pace
from sim.events import Happened
from sim.horizon import Lockstep, Open
from sim.inputs import Happen, PaceSet, VisitorClosed, VisitorOpened, VisitorWhispered
from sim.store import open_store
from tests.model_server import ModelServer, model_server, silent
from web.feed import Feed
from web.inbox import Inbox, Whispering
from web.messages import Clock, Mind

WAIT_SECONDS = 30


class Stage:
    """A driver under way over a recording in a fresh database."""

    def __init__(self, database: Path, pace: float, skip_hours: int = 0, **options: int) -> None:
        self.store = open_store(database, writing=True, **options)
        self.recording: Recording = started(self.store, None, 7, "scripted")
        village, log, cast = self.recording.village, self.recording.log, self.recording.scenario.cast
        words = self.store.words(self.recording.run.id)
        population = Population(ScriptedMind(cast, 7), cast, words)
        simulator = village.simulator(log, Lockstep(VISITORS_PURPOSES))
        if skip_hours:
            asyncio.run(run_unpaced(simulator, population, village.scenario.start + skip_hours * HOUR))
        self.feed = Feed(
            self.recording.run.id, village.world_after(log), cast, words, Mind(kind="scripted"), last_seq=log.last_seq
        )
        self.inbox = Inbox()
        self.driver = LiveDriver(simulator, population, self.feed, self.inbox, Pace(pace), lockstep=True)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        stop = asyncio.Event()
        task = asyncio.create_task(self.driver.run(stop))
        try:
            yield
        finally:
            stop.set()
            await task

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let the village live until something holds."""
        async with asyncio.timeout(WAIT_SECONDS):
            while not condition():
                await asyncio.sleep(0.01)


def test_time_passes_at_the_pace_and_stands_while_paused_though_visitors_talk(tmp_path: Path) -> None:
    """A pause stops the clock for everyone; a talk begun meanwhile happens, at no simulated time; all can be re-run."""
    stage = Stage(tmp_path / "live.db", pace=300)

    async def live() -> None:
        async with stage.running():
            begun = stage.feed.time
            await stage.until(lambda: stage.feed.time >= begun + 300)
            stage.inbox.submit(PaceSet("v-1", 0))
            await stage.until(lambda: stage.feed.pace.paused_by == "v-1")
            stood_at = stage.feed.time
            stage.inbox.submit(PaceSet("v-2", 0))
            await stage.until(lambda: not len(stage.inbox))
            assert stage.feed.pace.paused_by == "v-1", "who paused first is named"
            stage.inbox.submit(VisitorOpened("farmer", "v-1", "c-1", "en"))
            await stage.until(lambda: stage.feed.world.agents["farmer"].visitor_talk is not None)
            await stage.until(lambda: stage.feed.world.agents["farmer"].request is None)
            assert stage.feed.time == stood_at
            stage.inbox.submit(VisitorClosed("farmer", "v-1", "c-1", "closed"))
            await stage.until(lambda: stage.feed.world.agents["farmer"].visitor_talk is None)
            assert stage.feed.time == stood_at
            stage.inbox.submit(PaceSet("v-1", 600_000))
            await stage.until(lambda: stage.feed.time >= stood_at + 600)
            assert stage.feed.pace == Pace(600.0, set_by="v-1")

    asyncio.run(live())
    stage.store.close()
    assert rerun(open_recording(str(tmp_path / "live.db"))).same


def test_a_new_pace_is_told_with_the_time_that_it_holds_from(tmp_path: Path) -> None:
    """However many instants a step has, a pause tells where time stands, and not where the step began."""
    stage = Stage(tmp_path / "live.db", pace=7200)

    async def told_paused() -> Clock:
        subscription = stage.feed.subscribe("v-1", None)
        stage.inbox.submit(PaceSet("v-1", 0))
        async for frame in subscription:
            message = json.loads(frame)
            if message["type"] == "clock" and message["paused_by"]:
                stage.feed.unsubscribe(subscription)
                return Clock.model_validate(message)
        raise AssertionError("the subscription ended")

    async def live() -> None:
        async with stage.running():
            begun = stage.feed.time
            await stage.until(lambda: stage.feed.time >= begun + HOUR)
            told = await told_paused()
        assert stage.feed.time == told.time

    asyncio.run(live())
    stage.store.close()


def test_a_night_in_which_all_sleep_goes_by_fast(tmp_path: Path) -> None:
    """Nobody has to watch twenty people sleep for a quarter of an hour; the chosen pace is kept for the morning."""
    stage = Stage(tmp_path / "night.db", pace=1, skip_hours=18)

    async def live() -> None:
        async with stage.running():
            begun = stage.feed.time
            await stage.until(lambda: stage.feed.time >= begun + HOUR)
            assert stage.feed.pace.rate == RACING_FACTOR
            assert stage.feed.pace.factor == 1

    asyncio.run(live())
    stage.store.close()


def test_what_was_submitted_before_the_stop_is_committed(tmp_path: Path) -> None:
    """A visitor's last deed is not lost when the village is told to stop."""
    stage = Stage(tmp_path / "stop.db", pace=1)

    async def live() -> None:
        async with stage.running():
            await stage.until(lambda: stage.feed.last_seq > 0)
            stage.inbox.submit(VisitorOpened("farmer", "v-1", "c-1", "zh"))

    asyncio.run(live())
    kinds = [item.event.fact.kind for item in stage.recording.log.events()]
    stage.store.close()
    assert "visitor_talk_started" in kinds


def test_an_answer_that_nobody_waits_for_any_more_is_given_up(tmp_path: Path) -> None:
    """When a character's patience is over its request is aborted, and its server works no more; so it is at the end."""
    stage = Stage(tmp_path / "live.db", pace=600)
    cast, meter = stage.recording.scenario.cast, Meter()

    async def live(server: ModelServer) -> None:
        engine = Metered(await connect(server.url, "village-model", "none"), meter)
        mind = ModelMind(engine, cast, ScriptedMind(cast, 7), meter)
        stage.driver.population = replace(stage.driver.population, mind=mind, meter=meter)
        stage.driver.lockstep = False
        stage.driver.simulator = stage.recording.village.simulator(stage.recording.log, Open())
        async with stage.running():
            await stage.until(lambda: meter.figures().aborted > 0)
            await stage.until(lambda: server.under_way <= len(stage.driver.simulator.open_requests()))
        await stage.until(lambda: server.under_way == 0)
        await engine.close()

    with model_server() as server:
        server.answer = silent
        asyncio.run(live(server))
        asked = len(server.bodies)
    stage.store.close()
    figures = meter.figures()
    assert (figures.in_flight, figures.completions, dict(figures.failures)) == (0, 0, {})
    assert figures.aborted >= asked > 0


def test_what_comes_from_outside_acts_with_everybody_and_a_whisper_at_once(tmp_path: Path) -> None:
    """A happening waits for the next decision tick; a whisper's words are kept before its input; all is re-run."""
    stage = Stage(tmp_path / "live.db", pace=60, skip_hours=4)
    tick = stage.driver.simulator.world.setting.decision_tick_seconds
    snow = occurrence_of("snow", None, None, stage.recording.village.town_map)

    async def live() -> None:
        async with stage.running():
            stage.inbox.submit(Happen(snow))
            stage.inbox.submit(Whispering("farmer", "v-1", "去歇一歇吧"))
            await stage.until(lambda: stage.feed.world.weather == "snow")
            await stage.until(lambda: any(isinstance(each.payload, VisitorWhispered) for each in log.inputs()))

    log = stage.recording.log
    asyncio.run(live())
    (begun,) = [item.event for item in log.events() if isinstance(item.event.fact, Happened)]
    assert begun.time % tick == 0
    (whispered,) = [each.payload for each in log.inputs() if isinstance(each.payload, VisitorWhispered)]
    assert stage.store.words(stage.recording.run.id).text(whispered.words_id) == "去歇一歇吧"
    stage.store.close()
    assert rerun(open_recording(str(tmp_path / "live.db"))).same

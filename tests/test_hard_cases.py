"""Hard cases: moments at which a lesser village loses its history, its visitors' secrets or its breath."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from agents.decision import InvalidDecision, parse
from agents.mind import Mind, Question
from agents.model_mind import ModelMind
from agents.models.meter import Meter
from agents.models.openai_compatible import connect
from agents.observation import observation_of
from agents.scripted_mind import ScriptedMind
from scenarios.recording import open_recording, verify
from sim import events
from sim.actions import WalkUpTo
from sim.bad_input import BadInput
from sim.event_log import MemoryEventLog
from sim.horizon import Open
from sim.inputs import Decided, PaceSet, VisitorClosed, VisitorCommanded, VisitorOpened, VisitorSaid
from sim.records import Request
from sim.rules import SIGHT_TILES, ActionRejected, resolve
from sim.store import open_store
from sim.tiles import tile_distance
from tests.command import copied, taoyuan_json
from tests.default_village import default_cast, default_village
from tests.model_server import model_server, saying
from tests.stage import Stage
from tests.test_live import Stage as LiveStage


class CountingPopulation:
    """Somebody who answers every question at once, and counts how often each was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.meter = Meter()

    async def answer(self, requests: Sequence[Request], is_open: Callable[[Request], bool]) -> list[Decided]:
        self.asked += [request.id for request in requests]
        return [Decided(r.agent, r.ordinal, r.prompt_hash, "model", observation_of(r).options[0]) for r in requests]


def test_a_model_is_asked_each_question_once_and_none_while_paused(tmp_path: Path) -> None:
    """An answer waits for its decision tick; meanwhile, and while nothing moves, it is not asked for again."""
    stage = LiveStage(tmp_path / "live.db", pace=600, skip_hours=2)
    population = CountingPopulation()
    stage.driver.population = population  # type: ignore[assignment]
    stage.driver.lockstep = False
    stage.driver.simulator = stage.recording.village.simulator(stage.recording.log, Open())

    async def live() -> None:
        async with stage.running():
            await stage.until(lambda: len(population.asked) >= 8)
            stage.inbox.submit(PaceSet("v-1", 0))
            await stage.until(lambda: stage.feed.pace.paused_by == "v-1")
            asked, ticks = len(population.asked), stage.feed.time
            for _ in range(10):
                await stage.driver._catch_up()
            assert (len(population.asked), stage.feed.time) == (asked, ticks)

    asyncio.run(live())
    stage.store.close()
    assert len(population.asked) == len(set(population.asked))


@pytest.mark.parametrize("restarted", [False, True])
def test_many_visits_in_one_instant_re_run_the_same_whether_or_not_the_village_was_restarted(restarted: bool) -> None:
    """The limit on wake-ups is counted in the World, so that a restart in the middle of an instant does not show."""
    village, stage = default_village(), Stage()
    stage.run_to("1d09:00")
    agent = next(r.id for r in stage.world.agents.values() if r.state in ("idle", "working"))
    simulator = village.simulator(stage.log, Open())
    for index in range(60):
        if restarted and index == 30:
            simulator = village.simulator(stage.log, Open())
        simulator.submit(VisitorOpened(agent, "v", f"c{index}"), simulator.time)
        simulator.advance(simulator.time)
        simulator.submit(VisitorClosed(agent, "v", f"c{index}", "closed"), simulator.time)
        simulator.advance(simulator.time)
    again = MemoryEventLog()
    rerun = village.simulator(again, Open())
    rerun.restore(list(stage.log.inputs()))
    rerun.advance(stage.log.committed[-1].event.time)
    assert again.digest() == stage.log.digest()


def _visited(stage: Stage) -> str:
    """A character that a visitor talks with."""
    agent = next(r.id for r in stage.world.agents.values() if r.state in ("idle", "working"))
    stage.visit(agent)
    return agent


def _open_question(stage: Stage, agent: str) -> Question:
    """What a visitor has just asked the character, not answered yet."""
    talk = stage.agent(agent).visitor_talk
    assert talk is not None
    said = stage.words.keep(talk.visitor, agent, talk.chat, "visitor", "你好")
    stage.submit(VisitorSaid(agent, talk.visitor, talk.chat, said.id, said.hash))
    stage.simulator.advance(stage.simulator.time)
    request = stage.agent(agent).request
    assert request is not None
    return Question(request, observation_of(request), (("visitor", "你好"),))


def test_nobody_walks_up_to_somebody_out_of_sight() -> None:
    """Effects are local: a late answer that names somebody far away comes to nothing."""
    stage = Stage()
    stage.run_to("1d09:00")
    idle = [record for record in stage.world.agents.values() if record.state == "idle"]
    here = {record.id: record.tile_at(stage.simulator.time) for record in idle}
    pairs = [(a, b) for a in idle for b in idle if tile_distance(here[a.id], here[b.id]) > SIGHT_TILES]
    assert pairs
    for a, b in pairs:
        assert isinstance(resolve(WalkUpTo(a.id, b.id, 10), stage.world, stage.simulator.time), ActionRejected)


def test_a_recording_cut_short_is_not_passed(tmp_path: Path) -> None:
    """A seal says how many events there were: fewer are noticed, and so is a changed beginning."""
    database = tmp_path / "run.db"
    taoyuan_json("run", "--until", "2h", "--db", str(database))
    copy = copied(database, tmp_path)
    connection = sqlite3.connect(copy)
    connection.execute("DELETE FROM event WHERE seq > 300")
    connection.commit()
    connection.close()
    verdict = verify(open_recording(str(copy)))
    assert not verdict.same
    assert "sealed" in str(verdict.problem)


def test_a_visitors_words_reach_no_log_line(caplog: pytest.LogCaptureFixture) -> None:
    """An answer to a visitor that can't be used is reported without a word of it."""
    stage = Stage()
    stage.run_to("1d09:00")
    agent = _visited(stage)
    question = _open_question(stage, agent)
    with pytest.raises(InvalidDecision):
        parse('{"words": ["my PIN is 4711"]}', question.observation)

    async def decide() -> None:
        rules: Mind = ScriptedMind(default_cast(), 7)
        with model_server() as server:
            server.answer = saying('{"words": ["my PIN is 4711"]}')
            mind = ModelMind(await connect(server.url, None, "none"), default_cast(), rules)
            (decision,) = await mind.decide([question])
            assert decision.source == "fallback"

    with caplog.at_level(logging.DEBUG, logger="taoyuan"):
        asyncio.run(decide())
    assert caplog.records
    assert "4711" not in caplog.text


def test_a_command_that_is_talked_over_is_answered_all_the_same() -> None:
    """A visitor who says something before the answer is told that the command fell away."""
    stage = Stage()
    stage.run_to("1d09:00")
    agent = _visited(stage)
    talk = stage.agent(agent).visitor_talk
    assert talk is not None
    ordered = stage.words.keep(talk.visitor, agent, talk.chat, "visitor", "去田里浇水。")
    said = stage.words.keep(talk.visitor, agent, talk.chat, "visitor", "谢谢")
    stage.submit(VisitorCommanded(agent, talk.visitor, talk.chat, ordered.id, ordered.hash))
    stage.submit(VisitorSaid(agent, talk.visitor, talk.chat, said.id, said.hash))
    stage.run_on(600)
    assert [fact.reason for fact in stage.facts(events.CommandAnswered, agent)] == ["superseded"]


def test_erasing_says_when_the_journal_still_holds_the_words(tmp_path: Path) -> None:
    """While another process reads, the journal can't be emptied: that is said, not passed over."""
    store = open_store(tmp_path / "words.db")
    words = store.words(store.create_run("{}", 7, "scripted", "test").id)
    words.keep("v-1", "farmer", "c-1", "visitor", "nobody else should read this")
    reader = sqlite3.connect(tmp_path / "words.db")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM visitor_words").fetchone()
    with pytest.raises(BadInput, match="journal"):
        words.erase("v-1")
    reader.close()
    assert words.erase("v-1") == 0
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"nobody else should read this" not in held
    store.close()

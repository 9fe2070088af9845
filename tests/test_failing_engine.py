"""A village day on a model server that fails three calls of ten, in every way: nobody is stuck, nothing is lost."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from agents.cast import MAXIMUM_LINE_LENGTH
from agents.model_mind import ModelMind
from agents.models.breaker import Breaker
from agents.models.meter import Figures, Meter
from agents.models.metered import Metered
from agents.models.openai_compatible import connect
from agents.observation import Observation
from agents.population import Population
from agents.scripted_mind import ScriptedMind
from scenarios.headless import started, statistics_of
from scenarios.recording import Recording, open_recording, rerun, verify
from scenarios.unpaced import run_unpaced
from sim.clock import DAY, HOUR, SimTime
from sim.events import DecisionMade, DecisionRequested
from sim.horizon import Lockstep
from sim.inputs import Decided
from sim.store import open_store
from tests.failing_server import WAYS, FailingAnswerer
from tests.model_server import model_server

SEED = 7
TIMEOUT_SECONDS = 0.7
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass
class FailingDay:
    """What came of it."""

    database: Path
    answerer: FailingAnswerer
    figures: Figures
    waited_for_nothing: list[tuple[SimTime, str]]
    open_requests: int


async def live(recording: Recording, url: str, answerer: FailingAnswerer, database: Path) -> FailingDay:
    """The shipped village, from its start to the same time of the next day."""
    meter, scenario, log = Meter(), recording.scenario, recording.log
    engine = Breaker(
        Metered(await connect(url, "village-model", "none", timeout_seconds=TIMEOUT_SECONDS), meter), meter
    )
    mind = ModelMind(engine, scenario.cast, ScriptedMind(scenario.cast, SEED), meter)
    words, attempts = recording.store.words(recording.run.id), recording.store.attempts(recording.run.id)
    population = Population(mind, scenario.cast, words, scenario.settings.language, attempts, meter)
    simulator = recording.village.simulator(log, Lockstep())
    stuck: list[tuple[SimTime, str]] = []

    def look_round(time: SimTime) -> None:
        for record in simulator.world.agents.values():
            if record.wake is None and record.request is None and record.conversation is None:
                stuck.append((time, record.id))

    await run_unpaced(simulator, population, scenario.start + DAY, look_round)
    await engine.close()
    figures, left = meter.figures(DAY), len(simulator.open_requests())
    return FailingDay(database, answerer, figures, stuck, left)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> FailingDay:
    """The day, recorded; its server is gone by now."""
    database = tmp_path_factory.mktemp("failing") / "day.db"
    answerer = FailingAnswerer(SEED)
    with model_server() as server, closing(open_store(database, writing=True)) as store:
        server.answer = answerer
        recording = started(store, None, SEED, f"{server.url}#village-model")
        lived = asyncio.run(live(recording, server.url, answerer, database))
        store.seal(recording.run.id)
    return lived


@pytest.fixture
def recording(day: FailingDay) -> Iterator[Recording]:
    """The recording of the day, opened again."""
    opened = open_recording(str(day.database))
    yield opened
    opened.store.close()


def test_the_server_failed_in_every_way(day: FailingDay) -> None:
    """Three calls of ten or more, counting retries, and each failure was seen for what it was."""
    failed = day.answerer.failed
    assert set(failed) == set(WAYS)
    assert 0.25 <= failed.total() / (failed.total() + len(day.answerer.good)) <= 0.45
    assert set(day.figures.failures) == {"timeout", "unreachable", "broken", "overloaded"}
    assert set(day.figures.invalid) >= {"malformed", "not_offered", "speakers", "repetition", "language"}


def test_no_unusable_answer_was_taken(day: FailingDay, recording: Recording) -> None:
    """What a decision of the model was made from is what the server meant to say; all else was tried in vain."""
    attempts, taken = recording.store.attempts(recording.run.id), Counter[str]()
    for decided in decisions(recording):
        tried = attempts.of(decided.agent, decided.ordinal)
        assert tried is not None
        answers = [attempt.answer for attempt in tried.attempts if attempt.problem is None]
        assert len(answers) == (decided.source == "model")
        taken.update(answers)
    assert taken
    assert taken <= Counter(day.answerer.good)
    assert day.figures.repairs > 0


def test_the_model_decides_most_and_the_rules_the_rest(day: FailingDay) -> None:
    """The rules decide where no answer came, or none that could be used: no more than that, and each is marked."""
    decided = day.figures.decisions
    unanswered = sum(day.figures.failures.values())
    assert set(decided) == {"model", "fallback"}
    assert unanswered <= decided["fallback"] <= unanswered + sum(day.figures.invalid.values()) / 2
    assert 0.05 <= decided["fallback"] / sum(decided.values()) <= 0.3


def test_nobody_is_stuck(day: FailingDay, recording: Recording) -> None:
    """Everyone always has something to come, nobody awake stands still for long, and no question is left open."""
    assert day.waited_for_nothing == []
    assert day.open_requests == 0
    statistics = statistics_of(recording.village, recording.log, recording.scenario.start + DAY)
    for agent in statistics.agents.values():
        assert agent.longest_still_seconds <= 3 * HOUR
        assert agent.walks > 4
        assert agent.seconds_by_state["sleeping"] >= 6 * HOUR


def test_every_stored_decision_is_valid(recording: Recording) -> None:
    """Whatever the server said, each input chooses what was offered, and says bounded words of those who talk."""
    asked: dict[tuple[str, int], Observation] = {}
    made = Counter[str]()
    for item in recording.log.events():
        if isinstance(fact := item.event.fact, DecisionRequested):
            asked[fact.agent, fact.ordinal] = Observation.model_validate_json(fact.observation)
        made.update([fact.source] if isinstance(fact, DecisionMade) else [])
    stored = decisions(recording)
    # What an answer of the same instant has made needless is dropped, and comes to no event.
    assert len(stored) >= made.total() > 200
    for decided in stored:
        check(decided, asked[decided.agent, decided.ordinal])


def decisions(recording: Recording) -> list[Decided]:
    """Every input of a day without visitors."""
    inputs = [entry.payload for entry in recording.log.inputs()]
    return [payload for payload in inputs if isinstance(payload, Decided)]


def check(decided: Decided, seen: Observation) -> None:
    """Whether a decision is among those that could be taken."""
    assert decided.source in ("model", "fallback")
    assert decided.choice in (*seen.options, "")
    assert (decided.choice == "") == (seen.purpose == "dialogue")
    assert len(decided.choices) == len(seen.slots)
    assert all(choice in slot.options for choice, slot in zip(decided.choices, seen.slots, strict=True))
    assert {line.speaker for line in decided.lines} <= {seen.agent, seen.partner}
    for text in (text for line in decided.lines for text in (line.text.zh, line.text.en)):
        assert 0 < len(text) <= MAXIMUM_LINE_LENGTH
        assert not CONTROL.search(text)


def test_the_day_is_made_again_without_the_server(recording: Recording) -> None:
    """Fold and re-run give the recorded digest."""
    assert verify(recording).same
    assert rerun(recording).same

"""Bedtime: everyone thinks its day over once and falls asleep, whatever its mind does or does not say."""

import pytest

from agents.observation import Observation, Recalled
from agents.reflection import COMPANY, DEED, HAPPENING, HEARD, INTERRUPTION, QUIET, SOLITUDE, VISIT, reflection
from sim.clock import DAY, HOUR, MINUTE, SimTime, parse_time
from sim.event_log import MemoryEventLog
from sim.events import DecisionRequested, Remembered
from sim.horizon import Open
from sim.inputs import Decided, VisitorClosed, VisitorOpened
from sim.records import Line
from sim.simulator import Simulator
from sim.text import Text
from tests.default_village import SEED, default_cast, default_village
from tests.questions import question
from tests.stage import Stage

CAST = default_cast()


def unanswered(until: SimTime) -> tuple[Simulator, MemoryEventLog]:
    """The shipped village with a mind that never answers anything."""
    log = MemoryEventLog()
    simulator = default_village().simulator(log, Open())
    simulator.advance(until)
    return simulator, log


def reflections(log: MemoryEventLog, agent: str | None = None) -> list[tuple[str, Text]]:
    facts = [item.event.fact for item in log.committed]
    return [
        (fact.agent, fact.memory.text)
        for fact in facts
        if isinstance(fact, Remembered) and fact.memory.kind == "reflection" and agent in (None, fact.agent)
    ]


def bedded(simulator: Simulator) -> str:
    """Somebody who lies awake, waiting for its mind to say what the day was."""
    while True:
        simulator.advance(simulator.time + MINUTE)
        for request in simulator.open_requests():
            if request.purpose == "reflect":
                return request.agent
        assert simulator.time < 2 * DAY, "nobody reflects"


def test_everyone_reflects_once_a_day_and_sleeps() -> None:
    """Three nights: three reflections each, in both languages, and one request for each."""
    stage = Stage()
    stage.run_to("4d00:30")
    thoughts = reflections(stage.log)
    assert {record.state for record in stage.world.agents.values()} == {"sleeping"}
    assert sorted(agent for agent, _ in thoughts) == sorted([*stage.world.agents] * 3)
    assert all(text.zh and text.en and text.zh != text.en for _, text in thoughts)
    asked = [fact for fact in stage.facts(DecisionRequested) if fact.purpose == "reflect"]
    assert len(asked) == len(thoughts)


def test_evenings_are_not_all_the_same() -> None:
    """Neither one character's, nor the village's."""
    stage = Stage()
    stage.run_to("4d00:30")
    thoughts = reflections(stage.log)
    assert len({text.zh for _, text in thoughts}) > len(thoughts) // 2
    assert len({text.zh for agent, text in thoughts if agent == "farmer"}) > 1


def test_a_mind_that_never_answers_keeps_nobody_awake() -> None:
    """When its patience is over a character makes of its day what the rules do, and sleeps."""
    simulator, log = unanswered(parse_time("2d01:30"))
    assert {record.state for record in simulator.world.agents.values()} == {"sleeping"}
    assert sorted(agent for agent, _ in reflections(log)) == sorted(simulator.world.agents)


def test_a_visitor_at_bedtime_delays_the_night_and_no_more() -> None:
    """The talk comes between the question and its answer; afterwards the day is thought over all the same."""
    simulator, log = unanswered(parse_time("1d18:00"))
    agent = bedded(simulator)
    simulator.submit(VisitorOpened(agent, "v-1", "c-1"), simulator.time)
    simulator.advance(simulator.time + MINUTE)
    assert simulator.world.agents[agent].state == "chatting"
    simulator.submit(VisitorClosed(agent, "v-1", "c-1", "closed"), simulator.time)
    simulator.advance(simulator.time + HOUR)
    assert simulator.world.agents[agent].state == "sleeping"
    assert len(reflections(log, agent)) == 1


def test_a_minds_own_thoughts_are_kept() -> None:
    """Each as a reflection of its own; then the character sleeps at once."""
    simulator, log = unanswered(parse_time("1d18:00"))
    agent = bedded(simulator)
    request = simulator.world.agents[agent].request
    assert request is not None
    thoughts = tuple(Line(agent, Text(text, text)) for text in ("下回多听。", "少说。"))
    decided = Decided(agent, request.ordinal, request.prompt_hash, "model", "sleep", thoughts)
    simulator.submit(decided, simulator.time)
    simulator.advance(simulator.time)
    assert simulator.world.agents[agent].state == "sleeping"
    assert reflections(log) == [(agent, thought.text) for thought in thoughts]


def test_an_answer_that_comes_when_its_character_sleeps_is_dropped() -> None:
    """The rules have spoken in the meantime."""
    simulator, log = unanswered(parse_time("1d18:00"))
    agent = bedded(simulator)
    request = simulator.world.agents[agent].request
    assert request is not None
    simulator.advance(simulator.time + HOUR)
    assert simulator.world.agents[agent].state == "sleeping"
    late = Decided(agent, request.ordinal, request.prompt_hash, "model", "sleep", (Line(agent, Text("晚", "late")),))
    simulator.submit(late, simulator.time)
    simulator.advance(simulator.time)
    assert "late" not in {text.en for _, text in reflections(log)}


# ---- by rule ---------------------------------------------------------------------------------------------------------


def day_of(*memories: tuple[str, str]) -> Observation:
    """The farmer's day: kinds of memory and whom they are about, the most important first."""
    recalled = tuple(
        Recalled(time=n, kind=kind, about=about, zh="事", en="it") for n, (kind, about) in enumerate(memories)
    )
    return question("farmer", "reflect").observation.model_copy(update={"memories": recalled})


@pytest.mark.parametrize(
    ("memories", "company", "matter"),
    [
        ((), SOLITUDE, QUIET),
        ((("talk", "vet"),), COMPANY, QUIET),
        ((("visit", "v-1"), ("talk", "vet")), COMPANY, VISIT),
        ((("news", "vet"),), COMPANY, HEARD),
        ((("news", "farmer"),), SOLITUDE, DEED),
        ((("plan", "field_work"), ("plan", "today")), SOLITUDE, INTERRUPTION),
        ((("plan", "today"), ("seen", "vet")), SOLITUDE, QUIET),
        ((("happening", "fire-0"), ("talk", "vet")), COMPANY, HAPPENING),
    ],
)
def test_a_reflection_is_about_the_best_company_and_what_else_mattered(
    memories: tuple[tuple[str, str], ...], company: object, matter: object
) -> None:
    """Two sentences, one out of each of the kinds that fit the day, in both languages."""
    vet = CAST.by_id["vet"].name
    possible = {
        (
            f"{first.zh}。{second.zh}。".replace("{name}", vet.zh),
            f"{first.en}. {second.en}.".replace("{name}", vet.en),
        )
        for first in company  # type: ignore[attr-defined]
        for second in matter  # type: ignore[attr-defined]
    }
    drawn = {reflection(CAST, day_of(*memories), SEED, ordinal) for ordinal in range(80)}
    assert {(text.zh, text.en) for text in drawn} == possible

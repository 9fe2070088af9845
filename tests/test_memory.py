"""Memory: what characters keep of their days, how important it is to them, and what they never keep."""

import json
from dataclasses import replace

import pytest

from agents.memory import importance_of_talk, plan_memory, talk_memory, visit_memory
from agents.observation import Observation, observation_of
from sim.actions import Remember
from sim.clock import DAY, HOUR, parse_time
from sim.events import DecisionRequested, Remembered, VisitorTalkEnded
from sim.inputs import VisitorSaid
from sim.records import (
    MAXIMUM_IMPORTANCE,
    Conversation,
    Line,
    Memory,
    PlanItem,
    Relationship,
    Request,
    TalkMood,
    Upshot,
)
from sim.text import Text
from tests.small_village import ANNA, BERT, START, act, lived, refusal, small_cast, small_world
from tests.stage import Stage

CAST = small_cast()
NOW = START + 10 * DAY


def visited(stage: Stage, agent: str, visitor: str) -> None:
    """A visitor comes, is greeted, says something, and goes."""
    stage.visit(agent, visitor)
    stage.say(agent, "谢谢", visitor)
    stage.leave(agent, visitor)
    stage.run_on(60)


def remembered(stage: Stage, agent: str, kind: str) -> list[Memory]:
    return [memory for memory in stage.agent(agent).memories if memory.kind == kind]


# ---- importance ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("affinity", "importance"), [(0, 2), (3, 2), (4, 3), (12, 5), (100, 5)])
def test_a_talk_matters_more_with_somebody_one_likes(affinity: int, importance: int) -> None:
    """A point for every few of affinity, three at the most."""
    assert importance_of_talk(Relationship(20, affinity, NOW - HOUR), NOW) == importance


@pytest.mark.parametrize(("last_talk", "importance"), [(None, 5), (NOW - HOUR, 2), (NOW - DAY, 3), (NOW - 9 * DAY, 4)])
def test_a_talk_matters_more_the_rarer_it_is(last_talk: int | None, importance: int) -> None:
    """The first one most of all."""
    assert importance_of_talk(Relationship(1, 0, last_talk), NOW) == importance


def test_a_first_visit_matters_more_than_the_next() -> None:
    """And the memory says whether the visitor was known."""
    first = visit_memory("v-1", (), NOW)
    again = visit_memory("v-1", (first,), NOW)
    assert first.importance > again.importance
    assert (first.text.en, again.text.en) == (
        "a visitor I had not met before came by and talked with me",
        "a visitor who had been here before came by again and talked with me",
    )
    assert visit_memory("v-2", (first,), NOW).text == first.text


TALK = Conversation("t-1", ANNA, BERT, START, "square", about=Text("天气", "the weather"))


@pytest.mark.parametrize(("mood", "points"), [("even", 0), ("warm", 1), ("cool", 1)])
def test_a_talk_that_moved_matters_more(mood: TalkMood, points: int) -> None:
    """Whichever way it did."""
    anna = small_world().agents[ANNA]
    moved = talk_memory(small_cast(), anna, BERT, replace(TALK, upshot=Upshot(mood)), START)
    assert moved.importance == importance_of_talk(Relationship(), START) + points


def test_a_talk_is_remembered_in_ones_own_words_or_by_what_it_was_about() -> None:
    """Each of the two keeps its own; who has none remembers the subject, and, if there was none, the talk."""
    cast, world = small_cast(), small_world()
    talk = replace(TALK, upshot=Upshot(kept=(Line(ANNA, Text("欠他一把锄头", "owe him a hoe")),)))
    assert talk_memory(cast, world.agents[ANNA], BERT, talk, START).text.en == "owe him a hoe"
    assert talk_memory(cast, world.agents[BERT], ANNA, talk, START).text.en == "talked with Anna about the weather"
    plain = replace(TALK, about=None)
    assert talk_memory(cast, world.agents[ANNA], BERT, plain, START).text.zh == "和伯特聊了聊"


@pytest.mark.parametrize("importance", [0, MAXIMUM_IMPORTANCE + 1])
def test_importance_has_its_limits(importance: int) -> None:
    """The rules take no memory outside them."""
    memory = talk_memory(small_cast(), small_world().agents[ANNA], BERT, TALK, START)
    beyond = Memory(memory.time, memory.kind, memory.about, memory.text, importance)
    assert "importance" in refusal(small_world(), Remember(ANNA, beyond))
    assert act(small_world(), Remember(ANNA, memory)) == [Remembered(ANNA, memory)]


# ---- what is kept ----------------------------------------------------------------------------------------------------


def test_a_day_leaves_memories_of_every_kind() -> None:
    """Plans, talks, whom one passed by, news, and what one made of it at night."""
    stage = Stage()
    stage.run_to("2d00:00")
    kinds = {memory.kind for record in stage.world.agents.values() for memory in record.memories}
    assert kinds == {"seen", "talk", "plan", "reflection", "news"}
    importances = {memory.importance for record in stage.world.agents.values() for memory in record.memories}
    assert importances <= set(range(1, MAXIMUM_IMPORTANCE + 1))
    assert len(importances) >= 5


def test_a_plan_names_the_days_own_work_once() -> None:
    """Meals and walks are everyone's; what is done twice is named once."""
    items = [PlanItem(NOW, NOW, activity, "shop", True) for activity in ("breakfast", "trade", "chat", "trade")]
    assert plan_memory(CAST, CAST.by_id[ANNA], items, NOW).text.en == "meant to do today: trade, chat"


def test_whoever_was_passed_by_is_remembered_once_a_day() -> None:
    """However often it happens."""
    stage = Stage()
    stage.run_to("2d06:00")
    seen = [(f.agent, f.memory.about, time // DAY) for time, f in stage.events(Remembered) if f.memory.kind == "seen"]
    assert seen
    assert len(seen) == len(set(seen))


def test_both_sides_remember_a_talk() -> None:
    """What it was about, and with whom."""
    world, _ = lived("1d14:00")
    for record in world.agents.values():
        partners = {memory.about for memory in record.memories if memory.kind == "talk"}
        assert partners == {other for other, known in record.relationships if known.familiarity}


def test_work_that_was_left_for_a_visitor_is_remembered() -> None:
    """As what it was, not as the visitor's doing."""
    stage = Stage()
    stage.run_to("1d10:00")
    agent = next(record.id for record in stage.world.agents.values() if record.state == "working")
    activity = stage.agent(agent).task.activity  # type: ignore[union-attr]
    visited(stage, agent, "v-1")
    assert [memory.about for memory in remembered(stage, agent, "plan")] == ["today", activity]


def test_a_visitor_is_remembered_next_week() -> None:
    """One visit, then a week of village life: the next observation with that visitor begins with it."""
    stage = Stage()
    stage.run_to("1d09:00")
    visited(stage, "teacher", "v-1")
    stage.run_to("8d09:00")
    stage.visit("teacher", "v-1")
    request = [fact for fact in stage.facts(DecisionRequested, "teacher") if fact.purpose == "reply"][-1]
    observation = observation_of(Request("teacher", request.ordinal, 0, request.purpose, request.observation))
    assert (observation.memories[0].kind, observation.memories[0].about) == ("visit", "v-1")
    assert observation.memories[0].time < parse_time("1d10:00")


def test_a_talk_that_reached_its_limit_is_remembered_as_a_visit_too() -> None:
    """However a visitor's talk ends, that it was is kept."""
    stage = Stage()
    stage.run_to("1d09:00")
    stage.visit("teacher")
    for _ in range(61):
        kept = stage.words.keep("v-1", "teacher", "c-v-1", "visitor", "再说一句")
        stage.submit(VisitorSaid("teacher", "v-1", "c-v-1", kept.id, kept.hash))
    stage.run_on(60)
    assert [fact.reason for fact in stage.facts(VisitorTalkEnded)] == ["limit"]
    assert [memory.about for memory in remembered(stage, "teacher", "visit")] == ["v-1"]


# ---- what comes to mind ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def observed() -> list[Observation]:
    """What everybody perceived on one day, each time that it had to think."""
    stage = Stage()
    stage.run_to("2d00:00")
    facts = stage.facts(DecisionRequested)
    return [observation_of(Request(f.agent, f.ordinal, 0, f.purpose, f.observation)) for f in facts]


def scores(observation: Observation) -> list[int]:
    return [n for m in observation.memories for n in (m.recency, m.importance, m.relevance)]


def test_why_a_memory_came_to_mind_is_kept_where_words_are_made(observed: list[Observation]) -> None:
    """In a talk the three scores stand beside it; a choice of what to do goes by the latest, unscored."""
    talks = [seen for seen in observed if seen.purpose == "dialogue" and len(seen.memories) > 1]
    choices = [seen for seen in observed if seen.purpose in ("next", "meet")]
    assert talks
    assert all(any(scores(seen)) for seen in talks)
    assert choices
    assert not any(any(scores(seen)) for seen in choices)


def test_the_partner_comes_to_mind_first(observed: list[Observation]) -> None:
    """Whoever has talked with the same one before remembers it before anything else."""
    again = [seen for seen in observed if seen.purpose == "dialogue" and seen.familiarity]
    assert again
    assert {seen.memories[0].about == seen.partner for seen in again} == {True}


def test_no_float_is_in_an_observation(observed: list[Observation]) -> None:
    """It is hashed: another machine must come to the same text."""

    def refuse(number: str) -> None:
        raise AssertionError(number)

    for seen in observed:
        json.loads(seen.to_json(), parse_float=refuse)

"""Morning: what of a day is open, who fills it, and that nobody stands about for a mind that does not say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.daily_plan import plan_for_day
from agents.decision import Decision
from agents.free_time import DAYTIME_BEGINS, DAYTIME_ENDS, filled, free_slots
from agents.memory import TODAY
from agents.mind import Question
from agents.morning import PLAN_PATIENCE_SECONDS
from agents.observation import PLAN, Observation, Slot
from agents.scripted_mind import ScriptedMind
from sim.clock import DAY, HOUR, MINUTE, start_of_day
from sim.event_log import MemoryEventLog
from sim.events import DecisionRequested, Planned, TaskStarted
from sim.horizon import Open
from sim.inputs import Decided, VisitorClosed, VisitorOpened, payload_from_json, payload_to_json
from sim.records import Line, PlanItem
from sim.text import Text
from tests.default_village import SEED, default_cast, default_village
from tests.stage import Stage

CAST = default_cast()
IDS = list(CAST.by_id)
PLACES = default_village().town_map.places
START = default_village().scenario.start
TICK_SECONDS = default_village().scenario.settings.decision_tick_seconds
INTENTION = Text("今天想多走走", "I mean to get about a bit today")


def usual(own_id: str, day: int = 0) -> tuple[PlanItem, ...]:
    return plan_for_day(CAST, CAST.by_id[own_id], SEED, day * DAY)


def slots_of(own_id: str, time: int = 0) -> tuple[Slot, ...]:
    return free_slots(CAST, CAST.by_id[own_id], usual(own_id), time, PLACES)


@dataclass(frozen=True)
class WilfulMind(ScriptedMind):
    """The rules, but for a plan: the last of what is offered for each hour, and an intention."""

    async def decide(self, questions: Sequence[Question]) -> list[Decision]:
        """See Mind."""
        decisions = await super().decide(questions)
        return [self._wilful(asked, made) for asked, made in zip(questions, decisions, strict=True)]

    def _wilful(self, asked: Question, made: Decision) -> Decision:
        if made.choice != PLAN:
            return made
        last = tuple(slot.options[-1] for slot in asked.observation.slots)
        return replace(made, source="model", choices=last, lines=(Line(asked.request.agent, INTENTION),))


# ---- what is open ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("own_id", IDS)
def test_work_keeps_its_hours_and_meals_theirs(own_id: str) -> None:
    """However a day is filled, work has at least its usual hours, and meals have just these."""
    character, plan = CAST.by_id[own_id], usual(own_id)
    for pick in (0, -1):
        slots = slots_of(own_id)
        lived = filled(CAST, character, plan, slots, [slot.options[pick] for slot in slots])
        assert [(item.start, item.end) for item in lived] == [(item.start, item.end) for item in plan]
        for before, after in zip(plan, lived, strict=True):
            is_free = before.activity in CAST.common_by_id and CAST.common_by_id[before.activity].free
            assert is_free or (after.activity, after.working) == (before.activity, before.working)
            assert after.working == CAST.activity(own_id, after.activity).working


@pytest.mark.parametrize("own_id", IDS)
def test_an_open_hour_offers_the_usual_first_and_only_what_is_possible(own_id: str) -> None:
    """Every option is an activity of the character's at a place of the map; own business is for the day."""
    by_start = {item.start: item for item in usual(own_id)}
    assert slots_of(own_id)
    for slot in slots_of(own_id):
        item = by_start[slot.start]
        assert slot.options[0] == f"{item.activity}@{item.place}"
        assert len(set(slot.options)) == len(slot.options) > 1
        for option in slot.options[1:]:
            activity, _, place = option.partition("@")
            assert place in PLACES
            own = activity in CAST.by_id[own_id].activity_by_id
            assert not own or item.activity == activity or DAYTIME_BEGINS <= slot.start % DAY < DAYTIME_ENDS


def test_hours_that_have_gone_by_are_not_open() -> None:
    """Who plans at noon plans the afternoon."""
    noon = 12 * HOUR
    assert all(slot.end > noon for slot in slots_of("retiree", noon))
    assert {slot.start for slot in slots_of("retiree", noon)} < {slot.start for slot in slots_of("retiree")}


def test_a_place_that_cannot_be_gone_to_is_not_offered() -> None:
    """An hour with nothing else to do in it is not open at all."""
    character = CAST.by_id["farmer"]
    slots = free_slots(CAST, character, usual("farmer"), 0, {character.home, "square"})
    assert {option.partition("@")[2] for slot in slots for option in slot.options} <= {character.home, "square"}
    assert free_slots(CAST, character, usual("farmer"), 0, set()) == ()


@settings(max_examples=60)
@given(
    choices=st.lists(
        st.one_of(st.text(max_size=12), st.sampled_from(["stroll@park", "field_work@fields"])), max_size=20
    )
)
def test_whatever_comes_as_choices_the_day_stays_whole(choices: list[str]) -> None:
    """What was not offered is as usual; too few choices, or too many, do no harm."""
    plan, slots = usual("farmer"), slots_of("farmer")
    lived = filled(CAST, CAST.by_id["farmer"], plan, slots, choices)
    offered = {slot.start: slot.options for slot in slots}
    for before, after in zip(plan, lived, strict=True):
        assert after == before or f"{after.activity}@{after.place}" in offered[after.start]


# ---- who fills it ----------------------------------------------------------------------------------------------------


def test_everyone_is_asked_once_each_morning_and_those_who_are_up_together_as_one_batch() -> None:
    """Getting up falls on decision ticks, so that thoughts about the day fall together."""
    stage = Stage()
    stage.run_to(START + DAY + 6 * HOUR)
    asked = [(time, fact.agent) for time, fact in stage.events(DecisionRequested) if fact.purpose == "plan"]
    assert sorted(agent for _, agent in asked) == sorted(IDS * 2)
    assert all(time % TICK_SECONDS == 0 for time, _ in asked)
    assert len({time for time, _ in asked}) < len(asked)
    assert len(stage.facts(Planned)) == len(asked)


def test_a_mind_fills_the_open_hours_and_its_intention_is_remembered() -> None:
    """The plan is as chosen, what is remembered of it is in the mind's own words, and it is lived."""
    stage = Stage(WilfulMind(CAST, SEED))
    stage.run_to(START + 10 * HOUR)
    for own_id in ("farmer", "vet", "retiree"):
        slots = Observation.model_validate_json(stage.facts(DecisionRequested, own_id)[0].observation).slots
        plan = {item.start: f"{item.activity}@{item.place}" for item in stage.facts(Planned, own_id)[0].plan}
        assert {slot.start: plan[slot.start] for slot in slots} == {slot.start: slot.options[-1] for slot in slots}
        [planned] = [memory for memory in stage.agent(own_id).memories if memory.about == TODAY]
        assert planned.text == INTENTION
        begun = {fact.task.activity for fact in stage.facts(TaskStarted, own_id)}
        assert begun & {slot.options[-1].partition("@")[0] for slot in slots}
    assert stage.stranded == []
    assert not stage.simulator.rejected


def test_a_day_that_a_mind_planned_is_made_again_from_its_inputs() -> None:
    """The choices and the intention are in the recorded answers: no mind is needed, and the digest is the same."""
    stage = Stage(WilfulMind(CAST, SEED))
    stage.run_to(START + 4 * HOUR)
    assert again(stage).digest() == stage.log.digest()
    usual_day = Stage()
    usual_day.run_to(START + 4 * HOUR)
    assert usual_day.log.digest() != stage.log.digest()


def again(stage: Stage) -> MemoryEventLog:
    """The same stretch of history from the inputs alone."""
    log = MemoryEventLog()
    simulator = default_village().simulator(log, Open())
    simulator.restore(
        [replace(taken, payload=payload_from_json(payload_to_json(taken.payload))) for taken in stage.log.taken]
    )
    simulator.advance(stage.simulator.time)
    return log


def test_an_answer_recorded_before_there_were_choices_still_reads() -> None:
    """Older recordings fill no hours."""
    old = payload_to_json(Decided("farmer", 1, "h", "rule", "stay")).replace('"choices":[],', "")
    assert "choices" not in old
    assert payload_from_json(old) == Decided("farmer", 1, "h", "rule", "stay")


# ---- and if the mind does not say ------------------------------------------------------------------------------------


def test_a_mind_that_does_not_say_in_time_leaves_the_day_as_usual() -> None:
    """After its patience everybody lives the usual plan, and an answer that comes later changes nothing."""
    log = MemoryEventLog()
    simulator = default_village().simulator(log, Open())
    request = next(r for r in simulator.advance(START).requests if r.agent == "farmer")
    simulator.advance(START + PLAN_PATIENCE_SECONDS + MINUTE)
    farmer = simulator.world.agents["farmer"]
    assert farmer.plan == usual("farmer", start_of_day(START) // DAY)
    assert farmer.task is not None
    before = len(log.committed)
    simulator.submit(Decided("farmer", request.ordinal, request.prompt_hash, "model", PLAN), simulator.time)
    simulator.advance(simulator.time)
    assert len(log.committed) == before


def test_a_visitor_in_the_morning_delays_the_plan_and_no_more() -> None:
    """The question is put again when the visitor has left."""
    simulator = default_village().simulator(MemoryEventLog(), Open())
    simulator.advance(START)
    simulator.submit(VisitorOpened("farmer", "v-1", "c-1"), START + MINUTE)
    simulator.submit(VisitorClosed("farmer", "v-1", "c-1", "closed"), START + 3 * MINUTE)
    simulator.advance(START + 4 * MINUTE)
    asked = simulator.world.agents["farmer"].request
    assert asked is not None
    assert (asked.purpose, asked.time) == ("plan", START + 3 * MINUTE)
    simulator.advance(START + HOUR)
    assert simulator.world.agents["farmer"].plan

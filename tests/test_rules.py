"""The rules: what becomes of each action, what is refused and why, and that they change nothing themselves."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import events
from sim.actions import (
    AcceptVisitor,
    Action,
    FinishTask,
    MakePlan,
    Remember,
    Sleep,
    Speak,
    StartTask,
    Think,
    Wait,
    WakeUp,
    WalkTo,
)
from sim.clock import HOUR, MINUTE
from sim.records import Memory, PlanItem
from sim.rules import ActionRejected, arrive, line_seconds, resolve
from sim.text import Text
from sim.world import World
from tests.small_actions import ACTIONS, due_arrivals
from tests.small_village import ANNA, BERT, START, act, contents, happen, refusal, small_world, trade_task

LEISURE = replace(trade_task(), activity="chat", place="square", working=False)


@pytest.fixture
def world() -> World:
    """A village in which everybody is idle."""
    return small_world()


# ---- nothing changes ---------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(ACTIONS, st.integers(0, 5 * MINUTE)), max_size=20))
def test_rules_never_change_the_world(wanted: list[tuple[Action, int]]) -> None:
    """Whatever is asked, when, and with whatever outcome: the world is as before until the facts are applied."""
    world, time = small_world(), START
    for action, pause in wanted:
        time += pause
        before = contents(world)
        outcome = resolve(action, world, time)
        assert contents(world) == before
        happen(world, *([] if isinstance(outcome, ActionRejected) else outcome), time=time)
        for arrival, agent in due_arrivals(world, time):
            before = contents(world)
            facts = arrive(world, world.agents[agent], arrival)
            assert contents(world) == before
            happen(world, *facts, time=time)


def test_same_question_has_the_same_answer(world: World) -> None:
    """Chance comes out of the world: resolved twice, an action leads to the same."""
    walk = WalkTo(ANNA, "shop", 10)
    assert resolve(walk, world, START) == resolve(walk, world, START) == resolve(walk, small_world(), START)


def test_what_is_no_action_has_no_rule(world: World) -> None:
    """A forgotten rule is an error, not a silent nothing."""
    with pytest.raises(TypeError, match="no rule for str"):
        resolve("fly", world, START)


# ---- simple actions ----------------------------------------------------------------------------------------------


def test_plan_memory_and_waiting_are_as_asked(world: World) -> None:
    """Settling the day, remembering and waiting are always allowed."""
    plan = (PlanItem(START, START + HOUR, "trade", "shop", True),)
    memory = Memory(START, "talk", BERT, Text("聊了天气", "talked of the weather"))
    assert act(world, MakePlan(ANNA, plan)) == [events.Planned(ANNA, plan)]
    assert act(world, Remember(ANNA, memory)) == [events.Remembered(ANNA, memory)]
    assert act(world, Wait(ANNA, START + 90)) == [events.Waited(ANNA, START + 90)]
    record = world.agents[ANNA]
    assert (record.plan, record.memories, record.wake) == (plan, (memory,), START + 90)


def test_nobody_waits_for_the_past(world: World) -> None:
    """Waiting until an earlier moment means now."""
    assert act(world, Wait(ANNA, START - 90)) == [events.Waited(ANNA, START)]


@given(st.text(max_size=200))
def test_spoken_line_can_be_read(zh: str) -> None:
    """A line lasts at least 60 seconds, and a longer one no shorter."""
    text = Text(zh, "")
    assert act(small_world(), Speak(ANNA, text, "rule", to=BERT)) == [
        events.Spoke(ANNA, BERT, None, text, "rule", START + line_seconds(zh))
    ]
    assert 60 <= line_seconds(zh) <= line_seconds(zh + "啊")


def test_thinking_asks_with_the_next_ordinal(world: World) -> None:
    """Each request has a number of its own, and the agent goes on by itself when no answer comes."""
    for ordinal in (1, 2):
        act(world, Think(ANNA, "next", "{}", START + MINUTE))
        request = world.agents[ANNA].request
        assert request is not None
        assert (request.id, request.purpose, request.time) == (f"anna#{ordinal}", "next", START)
    assert world.agents[ANNA].wake == START + MINUTE


# ---- tasks -------------------------------------------------------------------------------------------------------


def test_work_makes_one_working_and_leisure_leaves_one_idle(world: World) -> None:
    """Only a working task moves the state machine."""
    assert act(world, StartTask(ANNA, trade_task())) == [
        events.StateChanged(ANNA, "receive_task", "idle", "working"),
        events.TaskStarted(ANNA, trade_task()),
    ]
    assert act(world, StartTask(BERT, LEISURE)) == [events.TaskStarted(BERT, LEISURE)]
    assert (world.agents[ANNA].task, world.agents[BERT].task) == (trade_task(), LEISURE)


def test_finished_work_makes_one_idle(world: World) -> None:
    """The end of a task brings back to Idle from wherever it had led."""
    act(world, StartTask(ANNA, trade_task()))
    act(world, StartTask(BERT, LEISURE))
    assert act(world, FinishTask(ANNA)) == [
        events.StateChanged(ANNA, "finish_task", "working", "idle"),
        events.TaskFinished(ANNA, trade_task()),
    ]
    assert act(world, FinishTask(BERT)) == [events.TaskFinished(BERT, LEISURE)]
    assert world.agents[ANNA].task is world.agents[BERT].task is None


@pytest.mark.parametrize("task", [trade_task(), LEISURE])
def test_no_second_task_at_once(world: World, task: object) -> None:
    """Who has a task, of whatever kind, must finish it first."""
    act(world, StartTask(ANNA, LEISURE))
    assert refusal(world, StartTask(ANNA, task)) == "still at another task"  # type: ignore[arg-type]


def test_no_task_in_a_place_that_is_not(world: World) -> None:
    """A task leads to a place of the map."""
    assert refusal(world, StartTask(ANNA, replace(LEISURE, place="moon"))) == "no place moon"


@pytest.mark.parametrize("task", [trade_task(), LEISURE])
def test_no_task_while_asleep_or_talking(world: World, task: object) -> None:
    """Tasks begin from Idle only."""
    act(world, Sleep(ANNA, START + HOUR))
    act(world, AcceptVisitor(BERT, "v1", "c1", "zh"))
    assert "sleeping" in refusal(world, StartTask(ANNA, task))  # type: ignore[arg-type]
    assert "chatting" in refusal(world, StartTask(BERT, task))  # type: ignore[arg-type]


def test_nothing_to_finish(world: World) -> None:
    """Without a task there is no end of one."""
    assert refusal(world, FinishTask(ANNA)) == "no task to finish"


def test_accepted_command_leaves_the_queue_when_taken_up(world: World) -> None:
    """Commands wait in order; taking one up removes it, other tasks don't."""
    first, second = (replace(trade_task(until), origin="command") for until in ("1d08:00", "1d09:00"))
    happen(world, *(events.CommandAnswered(ANNA, "v1", "c1", True, "accepted", task) for task in (first, second)))
    act(world, StartTask(ANNA, trade_task()))
    act(world, FinishTask(ANNA))
    assert world.agents[ANNA].commands == (first, second)
    act(world, StartTask(ANNA, first))
    assert world.agents[ANNA].commands == (second,)


# ---- sleep -------------------------------------------------------------------------------------------------------


def test_sleep_lasts_until_its_time_and_waking_ends_it(world: World) -> None:
    """Falling asleep sets the alarm; getting up brings back to Idle at once."""
    act(world, Sleep(ANNA, START + 8 * HOUR))
    assert (world.agents[ANNA].state, world.agents[ANNA].wake) == ("sleeping", START + 8 * HOUR)
    act(world, WakeUp(ANNA), START + HOUR)
    assert (world.agents[ANNA].state, world.agents[ANNA].wake) == ("idle", START + HOUR)


@pytest.mark.parametrize("before", [StartTask(ANNA, trade_task()), StartTask(ANNA, LEISURE), WalkTo(ANNA, "home", 10)])
def test_nobody_falls_asleep_at_a_task_or_walking(world: World, before: Action) -> None:
    """Sleep needs someone idle who stands still."""
    act(world, before)
    assert "idle" in refusal(world, Sleep(ANNA, START + HOUR))


def test_only_sleepers_wake_up(world: World) -> None:
    """Waking is for those asleep, and sleeping is not for sleepers."""
    assert refusal(world, WakeUp(ANNA)) == "not asleep"
    act(world, Sleep(ANNA, START + HOUR))
    assert "idle" in refusal(world, Sleep(ANNA, START + HOUR))

"""The role rules on the shipped village: visitors are met, work is gone back to, and a day has everything in it."""

import pytest

from agents.observation import MAXIMUM_RECALLED
from sim.clock import HOUR, MINUTE
from sim.events import (
    Arrived,
    CommandAnswered,
    ConversationEnded,
    RepliedToVisitor,
    StateChanged,
    TaskFinished,
    TaskInterrupted,
    TaskStarted,
    VisitorRefused,
    VisitorTalkEnded,
)
from sim.inputs import VisitorSaid
from sim.records import MAXIMUM_VISITOR_TURNS
from tests.default_village import default_cast, default_village
from tests.stage import Stage

IDS = list(default_cast().by_id)
START = default_village().scenario.start


@pytest.fixture
def stage() -> Stage:
    """The village at half past eight in the morning, when most are at work."""
    stage = Stage()
    stage.run_to("1d08:30")
    return stage


def at_work(stage: Stage) -> str:
    """Somebody who works where the work is, with enough of it left."""
    return next(
        record.id
        for record in stage.world.agents.values()
        if record.task
        and record.state == "working"
        and record.place == record.task.place
        and record.task.until > stage.simulator.time + HOUR
    )


def greeting(stage: Stage, agent: str, visitor: str) -> str | None:
    """What a visitor who comes up to a character, says something, and leaves again, is greeted with."""
    stage.visit(agent, visitor)
    greeted = stage.words.text(stage.facts(RepliedToVisitor, agent)[-1].words_id)
    stage.say(agent, "谢谢", visitor)
    stage.leave(agent, visitor)
    stage.run_on(MINUTE)
    return greeted


def at_leisure(stage: Stage) -> str:
    return next(
        record.id
        for record in stage.world.agents.values()
        if record.task and record.state == "idle" and record.task.until > stage.simulator.time + HOUR // 2
    )


# ---- visitors --------------------------------------------------------------------------------------------------------


def test_an_interrupted_worker_takes_its_unfinished_task_up_again(stage: Stage) -> None:
    """Working → Chatting → Idle → Working: the same task, as soon as the visitor has left."""
    worker = at_work(stage)
    task = stage.agent(worker).task
    stage.visit(worker)
    assert stage.agent(worker).state == "chatting"
    assert (stage.agent(worker).task, stage.agent(worker).unfinished) == (None, (task,))
    stage.leave(worker)
    stage.run_on(MINUTE)
    record = stage.agent(worker)
    assert (record.state, record.task, record.unfinished) == ("working", task, ())
    assert [fact.after for fact in stage.facts(StateChanged, worker)][-3:] == ["chatting", "idle", "working"]
    assert stage.facts(TaskInterrupted, worker)[-1].task == task
    assert stage.facts(TaskStarted, worker)[-1].resumed


def test_a_worker_interrupted_on_its_way_still_gets_to_work(stage: Stage) -> None:
    """The walk to work is work: it stops for the visitor, and goes on afterwards."""
    while not (walkers := [r for r in stage.world.agents.values() if r.walk and r.state == "working" and r.task]):
        stage.run_on(MINUTE)
    worker, task = walkers[0].id, walkers[0].task
    assert task is not None
    stage.visit(worker)
    assert stage.agent(worker).walk is None
    stage.leave(worker)
    stage.run_on(20 * MINUTE)
    assert stage.agent(worker).task == task
    assert task.place in {fact.place for fact in stage.facts(Arrived, worker)[-2:]}


def test_work_whose_time_has_run_out_during_a_talk_is_still_taken_up(stage: Stage) -> None:
    """Unfinished is unfinished: the character gives it a little longer."""
    worker = at_work(stage)
    task = stage.agent(worker).task
    assert task is not None
    stage.visit(worker)
    while stage.simulator.time <= task.until:
        words = stage.words.keep("v-1", worker, "c-v-1", "visitor", "嗯嗯")
        stage.submit(VisitorSaid(worker, "v-1", "c-v-1", words.id, words.hash))
        stage.run_on(HOUR)
    stage.leave(worker)
    stage.run_on(MINUTE)
    resumed = stage.agent(worker).task
    assert resumed is not None
    assert (resumed.activity, resumed.place) == (task.activity, task.place)
    assert resumed.until > stage.simulator.time


def test_a_visitor_is_greeted_and_answered(stage: Stage) -> None:
    """One reply for coming up, one for each thing said, by the rules."""
    worker = at_work(stage)
    stage.visit(worker)
    words = stage.words.keep("v-1", worker, "c-v-1", "visitor", "你是谁？")
    stage.submit(VisitorSaid(worker, "v-1", "c-v-1", words.id, words.hash))
    stage.run_on(MINUTE)
    replies = [stage.words.text(fact.words_id) for fact in stage.facts(RepliedToVisitor, worker)]
    to_visitor = default_cast().by_id[worker].speech.to_visitor
    assert len(replies) == 2
    assert replies[0] in {line.zh for line in to_visitor.hello}
    assert replies[1] in {line.zh for line in to_visitor.who_are_you}


def test_a_visitor_who_comes_back_is_greeted_as_an_acquaintance(stage: Stage) -> None:
    """The second time at once, and days later, when much else has been remembered since; a newcomer is still new."""
    worker = at_work(stage)
    to_visitor = default_cast().by_id[worker].speech.to_visitor
    assert greeting(stage, worker, "v-1") in {line.zh for line in to_visitor.hello}
    assert greeting(stage, worker, "v-1") in {line.zh for line in to_visitor.again}
    visited_at = stage.simulator.time
    stage.run_to("3d09:00")
    since = [memory for memory in stage.agent(worker).memories if memory.time > visited_at]
    assert len(since) > MAXIMUM_RECALLED
    assert greeting(stage, worker, "v-2") in {line.zh for line in to_visitor.hello}
    assert greeting(stage, worker, "v-1") in {line.zh for line in to_visitor.again}


def test_an_accepted_command_is_done_after_the_talk(stage: Stage) -> None:
    """It is promised in the talk, begun when the talk is over, done at its place, and then the old work goes on."""
    worker = at_work(stage)
    task = stage.agent(worker).task
    assert task is not None
    command = default_cast().by_id[worker].command
    stage.visit(worker)
    stage.command(worker)
    (answered,) = stage.facts(CommandAnswered, worker)
    assert answered.accepted
    assert stage.agent(worker).state == "chatting"
    stage.leave(worker)
    stage.run_on(MINUTE)
    begun = stage.facts(TaskStarted, worker)[-1]
    assert (begun.task.origin, begun.task.activity, stage.agent(worker).state) == (
        "command",
        command.activity,
        "working",
    )
    stage.run_on(command.minutes * MINUTE + 5 * MINUTE)
    assert begun.task in [fact.task for fact in stage.facts(TaskFinished, worker)]
    assert stage.facts(TaskStarted, worker)[-1].resumed
    assert stage.facts(TaskStarted, worker)[-1].task.activity == task.activity


@pytest.mark.parametrize("own_id", IDS)
def test_everyone_can_be_given_its_command(own_id: str) -> None:
    """By day each role does what its command asks for, at a place of that activity."""
    stage = Stage()
    stage.run_to("1d10:00")
    while stage.agent(own_id).state not in ("idle", "working"):
        stage.run_on(5 * MINUTE)
    stage.visit(own_id)
    stage.command(own_id)
    stage.leave(own_id)
    stage.run_on(40 * MINUTE)
    who = default_cast().by_id[own_id]
    (begun,) = [fact.task for fact in stage.facts(TaskStarted, own_id) if fact.task.origin == "command"]
    places = who.activity_by_id[who.command.activity].places
    assert begun.activity == who.command.activity
    assert begun.place == (who.home if places[0] == "home" else places[0])
    assert begun.place in {fact.place for fact in stage.facts(Arrived, own_id)}


def test_a_character_at_leisure_sees_to_a_command_before_its_leisure(stage: Stage) -> None:
    """Idle, with something pleasant to do, it still keeps its word first."""
    idler = at_leisure(stage)
    stage.visit(idler)
    stage.command(idler)
    stage.leave(idler)
    stage.run_on(5 * MINUTE)
    task = stage.agent(idler).task
    assert task is not None
    assert (task.origin, stage.agent(idler).state) == ("command", "working")


def test_a_command_once_accepted_is_done_though_the_visitor_stays(stage: Stage) -> None:
    """The character takes its leave after a while of silence, and goes."""
    worker = at_work(stage)
    stage.visit(worker)
    stage.command(worker)
    stage.run_on(10 * MINUTE)
    assert stage.facts(VisitorTalkEnded, worker)
    assert stage.facts(TaskStarted, worker)[-1].task.origin == "command"


def test_a_silent_visitor_does_not_keep_anybody_for_ever(stage: Stage) -> None:
    """After a day of silence the character takes its leave, and goes back to its day."""
    worker = at_work(stage)
    stage.visit(worker)
    stage.run_on(25 * HOUR)
    assert [fact.reason for fact in stage.facts(VisitorTalkEnded, worker)] == ["time"]
    assert stage.agent(worker).visitor_talk is None


def test_a_talk_has_a_last_turn(stage: Stage) -> None:
    """A visitor who never stops is parted from after the maximum of turns, and remembered as any other."""
    worker = at_work(stage)
    stage.visit(worker)
    for _ in range(MAXIMUM_VISITOR_TURNS + 1):
        words = stage.words.keep("v-1", worker, "c-v-1", "visitor", "嗯嗯")
        stage.submit(VisitorSaid(worker, "v-1", "c-v-1", words.id, words.hash))
        stage.run_on(1)
    assert [fact.reason for fact in stage.facts(VisitorTalkEnded, worker)] == ["limit"]
    assert stage.agent(worker).memories[-1].about == "v-1"


def test_a_sleeper_is_not_woken() -> None:
    """At the start somebody is still asleep: a visitor is told so, and the sleep goes on."""
    stage = Stage()
    sleeper = next(record.id for record in stage.world.agents.values() if record.state == "sleeping")
    stage.visit(sleeper)
    (refused,) = stage.facts(VisitorRefused)
    assert (refused.agent, refused.visitor, refused.reason) == (sleeper, "v-1", "asleep")
    assert stage.agent(sleeper).state == "sleeping"


def test_a_second_visitor_is_told_that_the_character_is_busy(stage: Stage) -> None:
    """The first one's talk is not disturbed, and a word from the second is not heard."""
    worker = at_work(stage)
    stage.visit(worker, "v-1")
    stage.visit(worker, "v-2")
    stage.command(worker, "v-2")
    refusals = [(fact.visitor, fact.reason) for fact in stage.facts(VisitorRefused)]
    assert refusals == [("v-2", "busy"), ("v-2", "not_talking")]
    talk = stage.agent(worker).visitor_talk
    assert talk is not None
    assert talk.visitor == "v-1"
    assert stage.facts(CommandAnswered) == []


def test_a_visitor_who_leaves_ends_nobody_elses_talk(stage: Stage) -> None:
    """Closing a talk that one is not in does nothing."""
    worker = at_work(stage)
    stage.visit(worker, "v-1")
    stage.leave(worker, "v-2")
    stage.run_on(MINUTE)
    assert stage.agent(worker).state == "chatting"


def test_two_who_talk_are_busy(stage: Stage) -> None:
    """A visitor who comes up to a conversation is told so, and the conversation goes on."""
    while not stage.world.conversations:
        stage.run_on(MINUTE)
    (talk, *_) = stage.world.conversations.values()
    for own_id in (talk.host, talk.guest):
        stage.visit(own_id)
    assert [fact.reason for fact in stage.facts(VisitorRefused)] == ["busy", "busy"]
    stage.run_on(30 * MINUTE)
    (ended,) = [fact for fact in stage.facts(ConversationEnded) if fact.conversation == talk.id]
    assert ended.lines > 0

"""The role rules on the shipped village: visitors are met, work is gone back to, and a day has everything in it."""

from collections import Counter

import pytest

from agents.cast import Activity
from scenarios.headless import statistics_of
from scenarios.statistics import Statistics
from sim.clock import DAY, HOUR, MINUTE, parse_time
from sim.events import (
    Arrived,
    CommandAnswered,
    ConversationComposed,
    ConversationEnded,
    ConversationStarted,
    RepliedToVisitor,
    Spoke,
    StateChanged,
    TaskFinished,
    TaskInterrupted,
    TaskStarted,
    VisitorRefused,
    VisitorTalkEnded,
    WalkStarted,
)
from sim.inputs import VisitorSaid
from sim.records import MAXIMUM_LINES, MAXIMUM_VISITOR_TURNS
from sim.world import tile_distance
from tests.default_village import default_cast, default_village
from tests.stage import Stage

IDS = default_cast().names()
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
    assert (stage.agent(worker).task, stage.agent(worker).unfinished) == (None, task)
    stage.leave(worker)
    stage.run_on(MINUTE)
    record = stage.agent(worker)
    assert (record.state, record.task, record.unfinished) == ("working", task, None)
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
    """After hours of silence the character takes its leave, and goes back to its day."""
    worker = at_work(stage)
    stage.visit(worker)
    stage.run_on(4 * HOUR)
    assert [fact.reason for fact in stage.facts(VisitorTalkEnded, worker)] == ["time"]
    assert stage.agent(worker).visitor_talk is None


def test_a_talk_has_a_last_turn(stage: Stage) -> None:
    """A visitor who never stops is parted from after the maximum of turns."""
    worker = at_work(stage)
    stage.visit(worker)
    for _ in range(MAXIMUM_VISITOR_TURNS + 1):
        words = stage.words.keep("v-1", worker, "c-v-1", "visitor", "嗯嗯")
        stage.submit(VisitorSaid(worker, "v-1", "c-v-1", words.id, words.hash))
        stage.run_on(1)
    assert [fact.reason for fact in stage.facts(VisitorTalkEnded, worker)] == ["limit"]


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


# ---- a day -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def day() -> Stage:
    """A whole day without visitors."""
    stage = Stage()
    stage.run_to(START + DAY)
    return stage


@pytest.fixture(scope="module")
def figures(day: Stage) -> Statistics:
    """The day's figures."""
    return statistics_of(default_village(), day.log, START + DAY)


def test_nobody_is_ever_left_with_nothing_to_wait_for(day: Stage) -> None:
    """At every stop of the clock each has a wake-up, an open request, or a partner who has."""
    assert day.stranded == []


def test_no_action_is_refused(day: Stage) -> None:
    """The role rules ask for nothing that the world's rules forbid."""
    assert day.simulator.rejected == []


@pytest.mark.parametrize("own_id", IDS)
def test_everyone_performs_both_its_activities(day: Stage, figures: Statistics, own_id: str) -> None:
    """Each for half an hour at least, at one of its places, in its own state."""
    for activity in default_cast().by_id[own_id].activities:
        assert figures.own_activities(own_id)[activity.id] >= 30 * MINUTE
        assert_was_at(day, own_id, activity)


def assert_was_at(day: Stage, own_id: str, activity: Activity) -> None:
    home = default_cast().by_id[own_id].home
    started = [fact.task for fact in day.facts(TaskStarted, own_id) if fact.task.activity == activity.id]
    assert {task.working for task in started} == {activity.working}
    arrived = {fact.place for fact in day.facts(Arrived, own_id)}
    assert arrived & {home if place == "home" else place for place in activity.places}


@pytest.mark.parametrize("own_id", IDS)
def test_everyone_is_now_working_now_idle_now_chatting_and_asleep_at_night(figures: Statistics, own_id: str) -> None:
    """All four states are lived through, and they add up to the day."""
    seconds = figures.agents[own_id].seconds_by_state
    assert {state for state in seconds if seconds[state]} == {"working", "idle", "chatting", "sleeping"}
    assert seconds.total() == DAY


def test_everyone_sleeps_in_a_bed_of_its_own_at_midnight() -> None:
    """At home, and no two in one bed."""
    stage = Stage()
    stage.run_to("2d00:30")
    records = stage.world.agents.values()
    assert {record.state for record in records} == {"sleeping"}
    assert all(record.place == default_cast().by_id[record.id].home for record in records)
    beds = {seat.tile for place in default_village().town_map.places.values() for seat in place.seats if seat.use == "sleep"}
    assert {record.seat for record in records} <= beds
    assert len({record.seat for record in records}) == len(records)


def test_people_talk_with_each_other_all_day(day: Stage, figures: Statistics) -> None:
    """Forty conversations at least, everybody in some, at all hours of the day."""
    assert figures.conversations >= 40
    assert min(agent.conversations for agent in figures.agents.values()) >= 1
    hours = {time % DAY // HOUR for time, _ in day.events(ConversationStarted)}
    assert len(hours) >= 8


def test_conversations_are_bounded(day: Stage, figures: Statistics) -> None:
    """None is longer than the maximum, each is spoken to its end, both have a word in it."""
    composed = {fact.conversation: fact.lines for fact in day.facts(ConversationComposed)}
    assert 0 < figures.longest_conversation_lines <= MAXIMUM_LINES
    assert all(fact.lines == len(composed[fact.conversation]) for fact in day.facts(ConversationEnded))
    assert all(len({line.speaker for line in lines}) == 2 for lines in composed.values())


def test_conversations_begin_side_by_side(day: Stage) -> None:
    """Nobody talks across the village: the two stand within three tiles of each other."""
    world = default_village().first_world()
    for item in day.log.committed:
        world.apply(item.event)
        fact = item.event.fact
        if isinstance(fact, ConversationStarted):
            assert tile_distance(world.agents[fact.agent].at, world.agents[fact.guest].at) <= 3


def test_nobody_stands_still_for_long(figures: Statistics) -> None:
    """Awake and not in a talk, nobody keeps to one spot for more than two hours."""
    assert {own_id: agent.longest_still_seconds for own_id, agent in figures.agents.items() if agent.longest_still_seconds > 2 * HOUR} == {}


def test_nobody_repeats_a_conversation(day: Stage) -> None:
    """Two who talk twice in a day have something new to say."""
    opened = Counter(fact.lines[1].text.zh + fact.lines[0].speaker + fact.lines[1].speaker for fact in day.facts(ConversationComposed))
    assert opened.most_common(1)[0][1] == 1


def test_people_say_their_own_lines_at_work(day: Stage) -> None:
    """The vendor is heard selling, by everyone who can hear."""
    vendor = default_cast().by_id["vendor"]
    lines = {line.zh for activity in vendor.activities for line in activity.says} | {vendor.command.words.zh}
    muttered = {fact.text.zh for fact in day.facts(Spoke, "vendor") if fact.conversation is None}
    assert muttered
    assert muttered <= lines


def test_walks_are_whole(day: Stage) -> None:
    """Every step is to the tile beside, over ground that can be walked on."""
    walkable = default_village().town_map.walkable
    for walk in day.facts(WalkStarted):
        assert set(walk.path) <= walkable
        assert all(abs(x - u) + abs(y - v) == 1 for (x, y), (u, v) in zip(walk.path, walk.path[1:], strict=False))


def test_another_morning_comes(day: Stage) -> None:
    """Early risers are up before the day is over, with a plan for the next."""
    farmer = day.agent("farmer")
    assert farmer.state != "sleeping"
    assert farmer.plan[0].start >= parse_time("2d00:00")

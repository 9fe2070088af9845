"""An ordinary day in the shipped village, lived once by the scripted mind: all of it is in there."""

from collections import Counter

import pytest

from agents.cast import Activity
from scenarios.headless import statistics_of
from scenarios.statistics import Statistics
from sim.clock import DAY, HOUR, MINUTE, parse_time
from sim.events import (
    Arrived,
    ConversationComposed,
    ConversationEnded,
    ConversationStarted,
    Spoke,
    TaskStarted,
    WalkStarted,
)
from sim.records import MAXIMUM_LINES
from sim.tiles import tile_distance
from tests.default_village import default_cast, default_village
from tests.stage import Stage

IDS = list(default_cast().by_id)
START = default_village().scenario.start


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
    assert not day.simulator.rejected


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
    places = default_village().town_map.places.values()
    beds = {seat.tile for place in places for seat in place.seats if seat.use == "sleep"}
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
    still = {own_id: agent.longest_still_seconds for own_id, agent in figures.agents.items()}
    assert {own_id for own_id, seconds in still.items() if seconds > 2 * HOUR} == set()
    assert min(still.values()) > 0


def test_nobody_repeats_a_conversation(day: Stage) -> None:
    """Two who talk twice in a day have something new to say."""
    composed = day.facts(ConversationComposed)
    heard = Counter((lines[0].speaker, lines[1]) for lines in (fact.lines for fact in composed))
    assert heard.most_common(1)[0][1] == 1


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

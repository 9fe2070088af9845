"""The scenarios that are shipped: each is good, lives a day with nobody stuck, and lives it the same way again."""

from functools import cache
from itertools import takewhile

import pytest

from agents.attendance import ATTENDANCE
from scenarios.headless import statistics_of
from scenarios.scenario import DEFAULT, load_scenario, shipped
from scenarios.village import Village, assemble
from sim.clock import DAY, HOUR
from sim.event_log import MemoryEventLog, digest_line, digest_of
from sim.events import Arrived, ConversationStarted, Happened, TaskStarted, WalkStarted
from tests.default_village import default_cast
from tests.stage import Stage

EXPECTED = {"cast_of_five", "market_day", "newcomer", "ordinary_day", "spring_festival", "storm"}
SPECIAL = sorted(EXPECTED - {DEFAULT})
"""The ordinary day has tests of its own."""
AGAIN_SECONDS = 6 * HOUR
"""How much of the day is lived twice: what is to happen in the morning is in it."""


@cache
def village(name: str) -> Village:
    scenario = load_scenario(name)
    return assemble(scenario, scenario.settings.seed)


@cache
def day(name: str) -> Stage:
    """A whole day without visitors."""
    stage = Stage(village=village(name))
    stage.run_to(village(name).scenario.start + DAY)
    return stage


def digest_until(log: MemoryEventLog, time: int) -> str:
    ordered = sorted((item.event for item in log.committed), key=lambda event: event.key)
    return digest_of(digest_line(event) for event in takewhile(lambda event: event.time <= time, ordered))


def test_at_least_six_are_shipped() -> None:
    """By these names, the default among them."""
    assert set(shipped()) == EXPECTED


@pytest.mark.parametrize("name", SPECIAL)
def test_nobody_is_stuck(name: str) -> None:
    """At every stop of the clock each has something to wait for, and asks for nothing that is forbidden."""
    assert day(name).stranded == []
    assert not day(name).simulator.rejected


@pytest.mark.parametrize("name", SPECIAL)
def test_everybody_talks_and_works_and_sleeps(name: str) -> None:
    """Whatever happens, it is a village still."""
    figures = statistics_of(village(name), day(name).log, village(name).scenario.start + DAY)
    assert min(agent.conversations for agent in figures.agents.values()) >= 1
    for agent in figures.agents.values():
        assert {state for state, seconds in agent.seconds_by_state.items() if seconds} >= {"idle", "sleeping"}
        assert agent.longest_still_seconds <= 2 * HOUR


@pytest.mark.parametrize("name", SPECIAL)
def test_the_same_again(name: str) -> None:
    """A morning that is lived again has the same digest."""
    until = village(name).scenario.start + AGAIN_SECONDS
    again = Stage(village=village(name))
    again.run_to(until)
    assert digest_until(again.log, until) == digest_until(day(name).log, until)


@pytest.mark.parametrize("name", SPECIAL)
def test_all_that_is_to_happen_happens(name: str) -> None:
    """In its order and at its time, in Chinese and English."""
    happened = [(time, fact.happening) for time, fact in day(name).events(Happened)]
    schedule = village(name).scenario.schedule(village(name).town_map)
    assert [time for time, _ in happened] == [entry.time for entry in schedule]
    for _, happening in happened:
        assert happening.text.zh != happening.text.en


@pytest.mark.parametrize("name", ["market_day", "spring_festival", "storm"])
def test_people_do_something_about_it(name: str) -> None:
    """At least a quarter of the village goes to see, lends a hand, or shelters."""
    attending = {activity["id"] for activity in ATTENDANCE}
    moved = {fact.agent for fact in day(name).facts(TaskStarted) if fact.task.activity in attending}
    assert len(moved) >= 5


def test_the_cast_of_five_are_five_of_the_twenty() -> None:
    """Unchanged, on the same map."""
    five = village("cast_of_five").scenario.cast
    assert len(five.characters) == 5
    assert all(character == default_cast().by_id[character.id] for character in five.characters)
    assert five.common == default_cast().common


def test_the_newcomer_comes_down_the_road_and_makes_acquaintances() -> None:
    """The twenty are as ever; the twenty-first walks in from the edge of the map, and talks with several by noon."""
    here = village("newcomer")
    assert {character.id for character in here.scenario.cast.characters} - set(default_cast().by_id) == {"tea_seller"}
    newcomer = here.first_world().agents["tea_seller"]
    assert (newcomer.at, newcomer.state, newcomer.place) == ((0, 31), "idle", None)
    stage = day("newcomer")
    assert stage.facts(WalkStarted, "tea_seller")[0].path[0] == (0, 31)
    assert stage.facts(Arrived, "tea_seller")[0].place == "square"
    talks = [fact for time, fact in stage.events(ConversationStarted) if time < here.scenario.start + 6 * HOUR]
    assert (
        len(
            {fact.agent for fact in talks if fact.guest == "tea_seller"}
            | {fact.guest for fact in talks if fact.agent == "tea_seller"}
        )
        >= 3
    )
    assert stage.agent("tea_seller").relationships

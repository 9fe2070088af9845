"""Moods: what a character feels, at moments made by hand and over two days of the shipped village."""

from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from agents.mood import MOODS, mood_of
from sim.clock import DAY, HOUR, MINUTE, SimTime, parse_time
from sim.records import AgentRecord, Memory, PlanItem, Relationship, Task, VisitorTalk, Walk
from sim.text import Text
from tests.default_village import default_cast
from tests.small_village import ANNA, START, small_cast
from tests.stage import Stage

STEP_SECONDS = 10 * MINUTE
RESTED = AgentRecord(ANNA, (1, 1), memories=(Memory(parse_time("1d13:00"), "visit", "v-1", Text("有客", "a visit")),))
AFTERNOON = parse_time("1d14:00")


@pytest.fixture(scope="module")
def moods() -> dict[str, Counter[str]]:
    """How often each character had each mood in two days; the farmer and the pupil were visited, and commanded."""
    stage, found = Stage(), defaultdict[str, Counter[str]](Counter)
    look(stage, found, "1d08:00")
    for agent in ("farmer", "pupil"):
        stage.visit(agent, f"v-{agent}")
        look_once(stage, found)
        stage.command(agent, f"v-{agent}")
        stage.leave(agent, f"v-{agent}")
    look(stage, found, "3d06:30")
    return found


def look(stage: Stage, found: dict[str, Counter[str]], until: str) -> None:
    """Go on to a time and note everybody's mood on the way."""
    while stage.simulator.time < parse_time(until):
        stage.run_on(STEP_SECONDS)
        look_once(stage, found)


def look_once(stage: Stage, found: dict[str, Counter[str]]) -> None:
    """Note everybody's mood now."""
    for own_id, record in stage.world.agents.items():
        found[own_id][mood_of(record, default_cast().by_id[own_id], stage.simulator.time).id] += 1


def test_every_mood_occurs_in_two_days(moods: dict[str, Counter[str]]) -> None:
    """None is there for nothing."""
    assert set[str]().union(*moods.values()) == set(MOODS)


def test_nobody_has_one_mood_all_day(moods: dict[str, Counter[str]]) -> None:
    """Everybody knows six at least, and none that fills more than half of the time."""
    assert min(len(own) for own in moods.values()) >= 6
    assert max(max(own.values()) / own.total() for own in moods.values()) < 0.5


def test_the_young_and_the_old_feel_otherwise(moods: dict[str, Counter[str]]) -> None:
    """Only children are playful, only old people content, only a child is curious about a visitor."""
    ages = {own_id: default_cast().by_id[own_id].age for own_id in moods}
    assert {own_id for own_id in moods if moods[own_id]["playful"]} == {i for i, age in ages.items() if age < 13}
    assert {own_id for own_id in moods if moods[own_id]["content"]} == {i for i, age in ages.items() if age >= 60}
    assert {own_id for own_id in moods if moods[own_id]["curious"]} == {"pupil"}


def test_moods_are_said_in_both_languages() -> None:
    """Each in words of its own."""
    for language in ("zh", "en"):
        assert len({mood.text.get(language) for mood in MOODS.values()} - {""}) == len(MOODS)


def felt(record: AgentRecord, time: SimTime = AFTERNOON, age: int = 40) -> str:
    """Anna's mood at a moment, were she of that age."""
    return mood_of(record, small_cast().by_id[ANNA].model_copy(update={"age": age}), time).id


def item(start: str, end: str, activity: str = "trade", *, working: bool = True) -> PlanItem:
    return PlanItem(parse_time(start), parse_time(end), activity, "shop", working)


def task(activity: str = "trade", origin: str = "plan") -> Task:
    return Task(activity, "shop", AFTERNOON + HOUR, working=True, origin=origin)


def test_visitor_flatters_grown_ups_and_makes_children_curious() -> None:
    """The same talk, two feelings."""
    visited = replace(RESTED, state="chatting", visitor_talk=VisitorTalk("c1", "v-1", AFTERNOON, "zh"))
    assert (felt(visited), felt(visited, age=8)) == ("flattered", "curious")


def test_talk_cheers_only_with_somebody_liked_and_not_for_long() -> None:
    """After the second talk with the same neighbour, for less than half an hour."""
    known = replace(RESTED, relationships=(("bert", Relationship(1, 1, AFTERNOON)),))
    liked = replace(RESTED, relationships=(("bert", Relationship(2, 2, AFTERNOON)),))
    assert felt(known) == "at_ease"
    assert felt(liked) == "cheerful"
    assert felt(liked, AFTERNOON + 30 * MINUTE) == "at_ease"


def test_work_absorbs_then_tires_the_old_and_the_young_sooner() -> None:
    """Four hours in, a grown-up is still absorbed; a grandmother and a child are tired."""
    working = replace(RESTED, state="working", task=task(), plan=(item("1d08:00", "1d12:00"),))
    assert (felt(working), felt(working, age=70), felt(working, age=9)) == ("absorbed", "tired", "tired")
    assert felt(replace(working, plan=(item("1d08:00", "1d14:00"),))) == "tired"


def test_hungry_before_a_meal_and_on_the_way_to_it() -> None:
    """Half an hour before, and until sat down; then it is enjoyed."""
    plan = (item("1d14:20", "1d15:00", "supper", working=False),)
    waiting = replace(RESTED, plan=plan)
    eating = replace(waiting, task=task("supper"))
    walking = replace(eating, walk=Walk(((1, 1), (2, 1)), AFTERNOON, 10, "home"))
    assert (felt(waiting), felt(walking), felt(eating)) == ("hungry", "hungry", "savouring")
    assert felt(waiting, AFTERNOON - 20 * MINUTE) == "at_ease"
    assert felt(walking, parse_time("1d14:40")) == "savouring"


def test_lonely_without_a_talk_for_hours_the_old_sooner() -> None:
    """A visit counts as company; so does getting up, for nobody is lonely before the day has begun."""
    assert [felt(RESTED, parse_time("1d15:45"), age) for age in (40, 70)] == ["at_ease", "lonely"]
    assert felt(RESTED, parse_time("1d18:00")) == "lonely"
    assert felt(AgentRecord(ANNA, (1, 1)), START + HOUR) == "at_ease"


def test_sleepy_at_both_ends_of_the_day() -> None:
    """Before bed, children for longer; just after getting up; and asleep between."""
    assert (felt(RESTED, parse_time("1d20:40")), felt(RESTED, parse_time("1d06:40"))) == ("sleepy", "sleepy")
    assert (felt(RESTED, parse_time("1d20:10"), age=6), felt(RESTED, parse_time("1d20:10"))) == ("sleepy", "lonely")
    assert felt(replace(RESTED, state="sleeping"), DAY) == "asleep"


def test_command_makes_obliging() -> None:
    """What a visitor asked for is done gladly."""
    assert felt(replace(RESTED, state="working", task=task(origin="command"))) == "obliging"

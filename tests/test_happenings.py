"""Happenings: weather, gatherings and incidents, whether a scenario has them or somebody outside lets them happen.

Each begins and ends as an event of the village's own; who perceives it remembers it, and may do something about it.
"""

import asyncio
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.attendance import CELEBRATING, SHELTERING
from agents.behaviour import RoleBehaviour
from agents.decision import parse
from agents.happenings import MINUTES, TEXTS, ImpossibleHappening, occurrence_of
from agents.motive import motive_of
from agents.observation import GO, HOME, PASS, Observation, observation_of
from agents.perception import ATTENDING, SMOKE_TILES, distance_tiles, knows
from agents.population import Population
from agents.prompt import messages
from agents.reactions import reaction
from agents.scripted_mind import ScriptedMind
from agents.situation import situation
from scenarios.scenario import EventEntry, Scenario
from scenarios.unpaced import run_unpaced
from scenarios.village import Village, assemble
from sim.actions import Action, Wait, WalkTo
from sim.clock import HOUR, MINUTE, SimTime, parse_time
from sim.event_log import MemoryEventLog
from sim.events import DecisionRequested, Happened, HappeningEnded, NewsTold, Remembered, Spoke, TaskStarted
from sim.happenings import INCIDENTS, MAXIMUM_HAPPENINGS, VILLAGE, WEATHERS, Kind, Occurrence
from sim.horizon import Lockstep, Open
from sim.inputs import Happen, payload_from_json, payload_to_json
from sim.records import Request
from sim.rules import SIGHT_TILES
from sim.simulator import Simulator
from sim.snapshots import snapshot_from_bytes, snapshot_of, snapshot_to_bytes
from sim.text import Text
from sim.visitor_words import MemoryVisitorWords
from sim.world import World
from tests.default_village import SEED, default_cast, default_scenario, default_village
from tests.small_village import ANNA, BERT, START, lived, small_cast, small_map, small_world
from tests.stage import Stage

MAP = default_village().town_map
CAST = default_cast()
KINDS: tuple[Kind, ...] = tuple(TEXTS)
DAY_OF_EVENTS = (
    EventEntry(at="1d08:00", what="rain", minutes=60),
    EventEntry(at="1d10:30", what="fire", place="barn"),
    EventEntry(at="1d13:30", what="lost_lamb", place="pasture"),
    EventEntry(at="1d15:00", what="festival", place="square"),
    EventEntry(at="1d16:30", what="storm"),
)


@cache
def eventful_village() -> Village:
    """The shipped village on a day on which much happens."""
    settings = default_scenario().settings.model_copy(update={"events": DAY_OF_EVENTS})
    return assemble(Scenario.model_validate({**dict(default_scenario()), "settings": settings}), SEED)


@pytest.fixture(scope="module")
def day() -> Stage:
    """That day, lived by the rules until the next morning."""
    stage = Stage(village=eventful_village())
    stage.run_to("2d07:30")
    return stage


def happening(what: Kind, place: str | None = None, minutes: int | None = None) -> Happen:
    return Happen(occurrence_of(what, place, minutes, MAP))


def asked_about(stage: Stage, what: Kind) -> dict[str, Observation]:
    """Who was asked what to do about something, and what it perceived then."""
    seen = [observation_of(Request(f.agent, 0, 0, "", f.observation)) for f in stage.facts(DecisionRequested)]
    return {one.agent: one for one in seen if one.happening and one.happening.what == what}


def small_simulator(*submitted: Occurrence) -> tuple[Simulator, MemoryEventLog]:
    """The small village, in which these happen at once."""
    log = MemoryEventLog()
    simulator = Simulator(small_world(), RoleBehaviour(small_cast()), log, Open())
    for occurrence in submitted:
        simulator.submit(Happen(occurrence), START)
    simulator.advance(START)
    return simulator, log


class OneIsRefused(RoleBehaviour):
    """When something happens, Anna asks for what can't be, and Bert waits."""

    def witness(self, world: World, time: SimTime) -> list[list[Action]]:
        """See Behaviour."""
        return [[WalkTo(ANNA, "nowhere", 10), Wait(ANNA, time + HOUR)], [Wait(BERT, time + HOUR)]]


def test_what_one_witness_may_not_do_stops_no_other() -> None:
    """Each has a sequence of its own: a refusal ends that one, and who is refused thinks again."""
    simulator = Simulator(small_world(), OneIsRefused(small_cast()), MemoryEventLog(), Open())
    simulator.submit(Happen(Occurrence("rain", None, HOUR, Text("下雨", "rain"))), START)
    simulator.advance(START)
    assert [action for _, action, _ in simulator.rejected] == [WalkTo(ANNA, "nowhere", 10)]
    assert simulator.world.agents[ANNA].wake == START + simulator.world.setting.decision_tick_seconds
    assert simulator.world.agents[BERT].wake == START + HOUR


# ---- what begins and ends --------------------------------------------------------------------------------------------


def test_a_scenarios_events_begin_and_end_at_their_times(day: Stage) -> None:
    """Each with its usual length where none is named, and in the village's name."""
    begun = {fact.happening.what: (time, fact) for time, fact in day.events(Happened)}
    assert [parse_time(entry.at) for entry in DAY_OF_EVENTS] == [time for time, _ in begun.values()]
    ended = {fact.happening.what: time for time, fact in day.events(HappeningEnded)}
    for entry in DAY_OF_EVENTS:
        minutes = entry.minutes or MINUTES[entry.what]
        assert ended[entry.what] == parse_time(entry.at) + minutes * MINUTE
        assert begun[entry.what][1].scheduled
    assert {fact.agent for fact in [*day.facts(Happened), *day.facts(HappeningEnded)]} == {VILLAGE}
    assert day.world.village.happenings == ()


def test_new_weather_takes_the_place_of_the_old_and_everything_else_goes_on() -> None:
    """There is one weather; a market here and a market there are two."""
    town_map = small_map()
    wanted: list[tuple[Kind, str | None]] = [("rain", None), ("market_day", "square"), ("market_day", "shop")]
    wanted += [("snow", None), ("market_day", "shop")]
    simulator, _ = small_simulator(*(occurrence_of(what, place, None, town_map) for what, place in wanted))
    going_on = [(happening.what, happening.place) for happening in simulator.world.village.happenings]
    assert going_on == [("market_day", "square"), ("snow", None), ("market_day", "shop")]
    assert simulator.world.village.weather == "snow"


def test_what_is_too_much_ends_the_oldest() -> None:
    """No more than MAXIMUM_HAPPENINGS go on at once, whatever is asked for."""
    occurrences = [
        Occurrence(what, place, 60, Text("事", "something"))
        for what in ("fire", "stranger", "lost_lamb", "festival")
        for place in ("square", "shop", "home")
    ]
    simulator, log = small_simulator(*occurrences)  # type: ignore[arg-type]
    assert len(simulator.world.village.happenings) == MAXIMUM_HAPPENINGS
    ended = [item.event.fact.happening for item in log.committed if isinstance(item.event.fact, HappeningEnded)]
    assert [(one.what, one.place) for one in ended] == [(one.what, one.place) for one in occurrences[:4]]


@pytest.mark.parametrize(
    ("what", "place", "problem"),
    [("rain", "square", "everywhere"), ("fire", None, "somewhere"), ("fire", "moon", "no place 'moon'")],
)
def test_what_can_not_be_is_said(what: Kind, place: str | None, problem: str) -> None:
    """Weather is everywhere, all else is at a place of the map."""
    with pytest.raises(ImpossibleHappening, match=problem):
        occurrence_of(what, place, None, MAP)


@given(st.sampled_from(KINDS), st.sampled_from(sorted(MAP.places)), st.integers(1, 1440))
def test_an_input_that_lets_something_happen_reads_back_as_it_was(what: Kind, place: str, minutes: int) -> None:
    """It is logged as canonical JSON before it acts; its words name the place in both languages."""
    where = None if what in WEATHERS else place
    payload = happening(what, where, minutes)
    assert payload_from_json(payload_to_json(payload)) == payload
    text = payload.occurrence.text
    assert "{" not in text.zh + text.en
    assert where is None or MAP.places[place].name.zh in text.zh


# ---- who perceives it, and what it does ------------------------------------------------------------------------------


def test_weather_is_felt_by_all_who_are_awake_and_free(day: Stage) -> None:
    """A storm sends some home; the rest carry on, and who is at home already has nothing to decide."""
    asked = asked_about(day, "storm")
    assert len(asked) > 10
    assert all(seen.options == (PASS, HOME) for seen in asked.values())
    assert all(seen.place != CAST.by_id[own_id].home for own_id, seen in asked.items())
    sheltered = {fact.agent for fact in day.facts(TaskStarted) if fact.task.activity == SHELTERING}
    assert 3 < len(sheltered) < len(CAST.characters)


def test_what_was_felt_is_remembered_as_a_happening(day: Stage) -> None:
    """Rain and a festival by their ids; what was seen is people alone."""
    kept = [fact.memory for fact in day.facts(Remembered)]
    begun = {fact.happening.id for fact in day.facts(Happened) if fact.happening.what not in INCIDENTS}
    assert {memory.about for memory in kept if memory.kind == "happening"} == begun
    assert {memory.about for memory in kept if memory.kind == "seen"} <= set(CAST.by_id)


def test_an_incident_is_perceived_from_near_by_alone(day: Stage) -> None:
    """A lamb within sight, a fire as far as its smoke is seen; nobody knows of it by magic."""
    assert 0 < len(asked_about(day, "lost_lamb")) < len(CAST.characters)
    begun = {fact.happening.what: (time, fact.happening) for time, fact in day.events(Happened)}
    stage = Stage(village=eventful_village())
    for what, reach in (("fire", SMOKE_TILES), ("lost_lamb", SIGHT_TILES)):
        time, lamb = begun[what]
        stage.run_to(time)
        knowing = {record.id for record in stage.world.agents.values() if knows(record, lamb)}
        awake = [record for record in stage.world.agents.values() if record.state in ("idle", "working")]
        place = MAP.places[lamb.place or ""]
        assert knowing == {one.id for one in awake if distance_tiles(one.tile_at(time), place) <= reach}


def test_who_goes_to_see_is_at_the_place_until_it_is_over_or_long_enough(day: Stage) -> None:
    """It comes as to any task, and its motive says what for."""
    stage = Stage(village=eventful_village())
    stage.run_to("1d15:40")
    gone = [record for record in stage.world.agents.values() if record.task and record.task.activity == CELEBRATING]
    assert len(gone) > 3
    assert {record.task.place for record in gone if record.task} == {"square"}
    there = [record for record in gone if record.place == "square"]
    assert len(there) > 2
    alone = next(record for record in there if not record.conversation)
    motive = motive_of(situation(stage.world, CAST, alone.id, stage.simulator.time))
    assert "正热热闹闹地过节" in motive.zh
    assert "a festival is being held" in motive.en
    stage.run_to("1d20:00")
    assert not [one for one in stage.world.agents.values() if one.task and one.task.activity == CELEBRATING]


def test_what_was_witnessed_is_told_on_as_news(day: Stage) -> None:
    """With the witness's name: whoever hears of it knows who saw it."""
    told = [fact.news for fact in day.facts(NewsTold) if fact.news.id.startswith(("fire-", "lost_lamb-"))]
    assert told
    for news in told:
        assert CAST.by_id[news.origin].name.zh in news.text.zh
        assert "亲眼见着" in news.text.zh


def test_some_call_out(day: Stage) -> None:
    """What they say stands in the log as any line of theirs."""
    assert [fact for fact in day.facts(Spoke) if fact.text.zh in ("打雷了，快进屋！", "好大的雨，快走快走！")]


def test_nobody_is_left_standing(day: Stage) -> None:
    """Every reaction ends in something to wait for, and the rules refuse none of it."""
    assert day.stranded == []
    assert not day.simulator.rejected


@pytest.mark.parametrize(
    ("who", "what", "options", "working", "draws", "expected"),
    [
        ("vet", "lost_lamb", (PASS, GO), True, range(100), {GO}),
        ("farmer", "lost_lamb", (PASS, GO), False, range(100), {GO}),
        ("craftsman", "fire", (PASS, GO, HOME), False, range(100), {GO}),
        ("teacher", "lost_lamb", (PASS, GO), True, range(5, 100), {PASS}),
        ("little_girl", "stranger", (PASS, GO), False, range(60), {GO}),
        ("grandmother", "rain", (PASS, HOME), False, range(30, 100), {HOME}),
        ("postman", "rain", (PASS, HOME), True, range(95), {PASS}),
        ("pupil", "snow", (PASS, HOME), False, range(85), {PASS}),
    ],
)
def test_by_the_rules_it_depends_on_who_one_is(
    who: str, what: Kind, options: tuple[str, ...], working: bool, draws: Sequence[int], expected: set[str]
) -> None:
    """What is a role's business it always sees to; children look, old people go home, workers mostly work on."""
    assert {reaction(CAST.by_id[who], what, options, working, draw) for draw in draws} == expected


def test_a_promise_to_a_visitor_comes_first() -> None:
    """Who has been given a command remembers what happens, and is not asked what to do about it."""
    stage = Stage()
    stage.run_to("1d10:00")
    stage.visit("shepherd")
    stage.command("shepherd")
    stage.leave("shepherd")
    stage.run_on(2 * MINUTE)
    stage.submit(happening("storm"))
    stage.run_on(10 * MINUTE)
    task = stage.agent("shepherd").task
    assert task is not None
    assert task.origin == "command"
    assert "shepherd" not in asked_about(stage, "storm")
    assert knows(stage.agent("shepherd"), stage.world.village.happenings[0])


def test_who_came_for_what_is_over_goes_its_way() -> None:
    """A storm that clears: whoever sheltered from it takes up its day again at its next beat."""
    stage = Stage()
    stage.run_to("1d15:00")
    stage.submit(happening("storm"))
    stage.run_on(15 * MINUTE)

    def sheltering() -> list[str]:
        return [one.id for one in stage.world.agents.values() if one.task and one.task.origin.startswith(ATTENDING)]

    assert len(sheltering()) > 3
    stage.submit(happening("sunny"))
    stage.run_on(20 * MINUTE)
    assert sheltering() == []


# ---- what a model is asked -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "words"), [("zh", "着火"), ("en", "fire")])
def test_a_model_is_told_what_happens_and_what_it_could_do(day: Stage, language: str, words: str) -> None:
    """The question says what was noticed; later on, what goes on is part of now."""
    seen = next(iter(asked_about(day, "fire").values()))
    last = messages(CAST, seen, (), language)[-1].content
    assert words in last
    assert "go = " in last
    assert "{" not in last
    going_on = seen.model_copy(update={"happening": None, "going_on": (seen.happening,), "purpose": "next"})
    assert words in messages(CAST, going_on, (), language)[-1].content


def test_a_model_may_call_out_or_not(day: Stage) -> None:
    """Words are optional where something happens, and none are said by one who carries on."""
    seen = next(iter(asked_about(day, "fire").values()))
    assert parse('{"choice": "go", "words": "着火了！"}', seen).lines[0].text.zh == "着火了！"
    assert parse('{"choice": "go", "words": ""}', seen).lines == ()
    assert parse('{"choice": "pass", "words": "随它去"}', seen).lines == ()


# ---- the same history ------------------------------------------------------------------------------------------------


def test_an_ordinary_days_observations_know_nothing_of_happenings() -> None:
    """So its digest is the one that it had before there were any."""
    _, log = lived("1d20:00")
    asked = [item.event.fact.observation for item in log.committed if isinstance(item.event.fact, DecisionRequested)]
    assert asked
    assert not [text for text in asked if "going_on" in text or "happening" in text]
    assert not [item for item in log.committed if item.event.fact.agent == VILLAGE]


def test_a_day_of_events_is_made_again_from_its_inputs(day: Stage) -> None:
    """Happenings from outside, too: the recorded inputs lead to the same digest with no mind."""
    stage = Stage(village=eventful_village())
    stage.run_to("1d09:00")
    stage.submit(happening("stranger", "market"))
    stage.run_to("1d11:00")
    log = MemoryEventLog()
    simulator = eventful_village().simulator(log, Open())
    simulator.restore(stage.log.inputs())
    simulator.advance(stage.simulator.time)
    assert log.digest() == stage.log.digest()
    assert [fact for fact in stage.facts(Happened) if not fact.scheduled]


def test_a_village_goes_on_from_a_snapshot_in_the_midst_of_a_festival(day: Stage) -> None:
    """The World holds what goes on and how much of the scenario's has begun: the rest of the day is the same."""
    stage = Stage(village=eventful_village())
    stage.run_to("1d15:30")
    kept = snapshot_from_bytes(snapshot_to_bytes(snapshot_of(stage.world)))
    assert [one.what for one in kept.village.happenings] == ["lost_lamb", "festival"]
    world = kept.world(stage.world.setting)
    log = MemoryEventLog()
    simulator = Simulator(world, RoleBehaviour(CAST), log, Lockstep())
    population = Population(ScriptedMind(CAST, SEED), CAST, MemoryVisitorWords())
    asyncio.run(run_unpaced(simulator, population, stage.simulator.time + 4 * HOUR))
    stage.run_on(4 * HOUR)
    later = [item.event for item in stage.log.committed[-len(log.committed) :]]
    assert [item.event for item in log.committed] == later
    assert {event.fact.kind for event in later} >= {"happened", "happening_ended", "decision_made"}

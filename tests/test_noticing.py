"""Noticing: people at work have a word for an acquaintance who comes by, seldom, and work on."""

from collections import Counter

import pytest

from agents.noticing import NOTICE_COOLDOWN_SECONDS, notice, react
from agents.observation import GREET, observation_of
from agents.situation import Situation, situation
from sim.actions import Action, Speak
from sim.clock import DAY, HOUR, MINUTE
from sim.events import (
    DecisionMade,
    DecisionRequested,
    RelationshipChanged,
    Remembered,
    Spoke,
    StateChanged,
    TaskStarted,
)
from sim.inputs import Decided
from sim.records import Line, Memory, Request
from sim.text import Text
from sim.world import World
from tests.default_village import default_cast, default_village
from tests.small_village import ANNA, BERT, CARA, START, act, happen, small_cast, small_world, trade_task
from tests.stage import Stage
from tests.test_morning import again

HELLO = Text("早啊", "Morning!")


def at_work(familiarity: int = 1) -> World:
    """Anna works on the square, next to Bert, whom she has talked with that often."""
    world = small_world()
    happen(
        world,
        StateChanged(ANNA, "receive_task", "idle", "working"),
        TaskStarted(ANNA, trade_task()),
        RelationshipChanged(ANNA, BERT, familiarity, 1, START),
    )
    return world


def annas(world: World, time: int = START) -> Situation:
    return situation(world, small_cast(), ANNA, time)


def noticed(world: World, other: str = BERT, time: int = START) -> list[Action]:
    return list(notice(annas(world, time), world.agents[other]))


def asked(world: World) -> Request:
    for action in noticed(world):
        act(world, action)
    request = world.agents[ANNA].request
    assert request is not None
    return request


def answered(world: World, choice: str, *lines: Line, time: int = START) -> list[Action]:
    request = asked(world)
    decided = Decided(ANNA, request.ordinal, request.prompt_hash, "model", choice, lines)
    return list(react(annas(world, time), request, decided))


def test_somebody_at_work_thinks_about_an_acquaintance_who_comes_by() -> None:
    """It may carry on or say a word; that it saw the other is remembered; its work goes on meanwhile."""
    world = at_work()
    wake = world.agents[ANNA].wake
    request = asked(world)
    seen = observation_of(request)
    assert (seen.purpose, seen.options, seen.partner) == ("react", ("pass", f"{GREET}{BERT}"), BERT)
    record = world.agents[ANNA]
    assert [(memory.kind, memory.about) for memory in record.memories] == [("seen", BERT)]
    assert (record.state, record.task, record.wake) == ("working", trade_task(), wake)


def test_strangers_sleepers_and_people_in_a_talk_are_not_noticed() -> None:
    """Nor does anybody take notice who is at leisure, or thinks about something already."""
    assert noticed(at_work(familiarity=0)) == []
    assert noticed(at_work(), CARA) == []
    for trigger, state in (("fall_asleep", "sleeping"), ("begin_talk", "chatting")):
        world = at_work()
        happen(world, StateChanged(BERT, trigger, "idle", state))
        assert noticed(world) == []
    thinking = at_work()
    happen(thinking, DecisionRequested(ANNA, 1, "react", "{}", START + HOUR))
    assert noticed(thinking) == []
    assert noticed(small_world()) == []


@pytest.mark.parametrize(
    ("about", "ago", "wants"),
    [
        (BERT, 6 * HOUR, False),
        (BERT, DAY, True),
        (CARA, NOTICE_COOLDOWN_SECONDS - MINUTE, False),
        (CARA, NOTICE_COOLDOWN_SECONDS, True),
    ],
)
def test_the_same_is_noticed_once_a_day_and_others_now_and_then(about: str, ago: int, wants: bool) -> None:
    """The cooldowns are read off what is remembered."""
    world, time = at_work(), START + 12 * HOUR
    happen(world, Remembered(ANNA, Memory(time - ago, "seen", about, HELLO)))
    assert bool(noticed(world, time=time)) is wants


def test_weather_keeps_nobody_from_noticing() -> None:
    """Rain that was felt just now is a happening, and nobody who was seen."""
    world = at_work()
    happen(world, Remembered(ANNA, Memory(START - MINUTE, "happening", "rain-0", HELLO)))
    assert noticed(world) != []


def test_a_word_is_said_to_the_one_who_is_in_sight() -> None:
    """Aloud, marked with the mind that found it; one who carries on says nothing."""
    said = Line(ANNA, HELLO)
    assert answered(at_work(), f"{GREET}{BERT}", said) == [Speak(ANNA, HELLO, "model", BERT)]
    assert answered(at_work(), "pass") == []


def test_nobody_calls_after_one_who_has_gone() -> None:
    """An answer that comes late finds the other out of sight, and is not spoken."""
    assert answered(at_work(), f"{GREET}{CARA}", Line(ANNA, HELLO)) == []


def test_in_a_day_workers_greet_and_are_asked_seldom() -> None:
    """The rules' mind greets with the role's own words; nobody is asked more often than the cooldown allows."""
    stage = Stage()
    stage.run_to(default_village().scenario.start + DAY)
    times = [(fact.agent, time) for time, fact in stage.events(DecisionRequested) if fact.purpose == "react"]
    assert 5 <= len(times) <= 120
    latest: dict[str, int] = {}
    for agent, time in times:
        assert time - latest.get(agent, -DAY) >= NOTICE_COOLDOWN_SECONDS
        latest[agent] = time
    choices = Counter(fact.choice.partition(":")[0] for fact in stage.facts(DecisionMade))
    assert choices["greet"] > 0
    assert choices["pass"] > 0
    greeted = [fact for fact in stage.facts(Spoke) if fact.to and fact.conversation is None]
    assert len(greeted) == choices["greet"]
    for fact in greeted:
        assert fact.text.zh in {words.zh for words in default_cast().by_id[fact.agent].speech.greetings}
    assert again(stage).digest() == stage.log.digest()

"""What the web makes of events and records."""

from dataclasses import replace

import pytest

from sim import events
from sim.events import Fact
from sim.records import Request
from sim.text import Text
from sim.visitor_words import MemoryVisitorWords
from sim.world import World
from tests.small_village import ANNA, BERT, START, committed, small_cast, small_map, small_world, trade_task
from web.messages import AgentView, ChatEnd, ChatLine, ChatOpened, ChatRefused, CommandResult
from web.projection import (
    PublicMessage,
    agent_view,
    changes,
    is_thinking,
    place_views,
    private_message,
    speech_message,
)

CAST = small_cast()
PATH = ((1, 1), (1, 2), (1, 3))


def view(world: World, agent: str = ANNA) -> AgentView:
    return agent_view(world.agents[agent], world, CAST)


def told(world: World, *facts: Fact, agent: str = ANNA) -> list[PublicMessage]:
    """What onlookers of one character are told when the facts happen in one instant."""
    before = view(world, agent)
    for item in committed(facts):
        world.apply(item.event)
    return list(changes(before, view(world, agent), world.time))


def test_view_of_someone_idle() -> None:
    """A character is shown with both names, its role, its tile and its place."""
    shown = view(small_world())
    assert (shown.name.zh, shown.name.en, shown.role.en) == ("安娜", "Anna", "farmer")
    assert (shown.at, shown.place, shown.state) == ((1, 1), "square", "idle")
    assert (shown.walk, shown.activity, shown.talking_to) == (None, None, None)


def test_places_have_names_and_areas() -> None:
    """Every place of the map is shown with its rectangle."""
    square = place_views(small_map())[0]
    assert (square.id, square.name.zh, square.area) == ("square", "广场", (1, 1, 6, 4))


def test_nothing_is_told_when_nothing_shows() -> None:
    """Facts that an onlooker can't see make no messages."""
    assert told(small_world(), events.Waited(ANNA, START + 60)) == []


def test_walk_is_told_with_its_destination() -> None:
    """Setting out is one message: the path, when it began, how fast, and where to."""
    [walk] = told(small_world(), events.WalkStarted(ANNA, PATH, 10, "home"))
    assert walk.model_dump(exclude={"seq"}) == {
        "type": "walk",
        "time": START,
        "agent": ANNA,
        "path": list(PATH),
        "start": START,
        "seconds_per_tile": 10,
        "place": "home",
    }


def test_walker_is_shown_where_its_walk_began() -> None:
    """A snapshot's walker carries its walk, from the first tile of the path."""
    world = small_world()
    told(world, events.WalkStarted(ANNA, PATH, 10, "home"))
    shown = view(world)
    assert shown.at == (1, 1)
    assert shown.place == "home"
    assert shown.walk is not None
    assert shown.walk.path == list(PATH)


def test_new_way_within_a_walk_is_told() -> None:
    """Someone who changes its mind on the way is told of with the new path only."""
    world = small_world()
    told(world, events.WalkStarted(ANNA, PATH, 10, "home"))
    [walk] = told(world, events.WalkStarted(ANNA, PATH[::-1], 10, "square"))
    assert walk.type == "walk"
    assert walk.path == list(PATH[::-1])


@pytest.mark.parametrize(
    ("fact", "at", "facing", "place"),
    [
        (events.Arrived(ANNA, (1, 3), "left", "square", (1, 3)), (1, 3), "left", "square"),
        (events.WalkStopped(ANNA, (1, 2)), (1, 2), "down", None),
    ],
)
def test_end_of_a_walk_is_told(fact: Fact, at: tuple[int, int], facing: str, place: str | None) -> None:
    """Arriving and being stopped both say where the walker now stands."""
    world = small_world()
    told(world, events.WalkStarted(ANNA, PATH, 10, "square"))
    [stop] = told(world, fact)
    assert stop.type == "stop"
    assert (stop.at, stop.facing, stop.place) == (at, facing, place)


def test_task_shows_as_the_activity_looks() -> None:
    """State and activity of one instant come as one message."""
    [state] = told(
        small_world(),
        events.StateChanged(ANNA, "receive_task", "idle", "working"),
        events.TaskStarted(ANNA, trade_task()),
    )
    assert state.type == "state"
    assert state.activity is not None
    assert (state.state, state.activity.id, state.activity.en) == ("working", "trade", "at trade")


def test_sleep_shows_as_an_activity() -> None:
    """Someone asleep is shown asleep, whatever the cast knows."""
    [state] = told(small_world(), events.StateChanged(ANNA, "fall_asleep", "idle", "sleeping"))
    assert state.type == "state"
    assert state.activity is not None
    assert state.activity.model_dump() == {"id": "sleep", "zh": "睡觉", "en": "asleep", "asked_for": False}


@pytest.mark.parametrize("origin", ["plan", "command"])
def test_everyone_sees_whether_a_visitor_asked_for_it(origin: str) -> None:
    """What a command led to can be told from the day's own work."""
    task = replace(trade_task(), origin=origin)
    [state] = told(
        small_world(), events.StateChanged(ANNA, "receive_task", "idle", "working"), events.TaskStarted(ANNA, task)
    )
    assert state.type == "state"
    assert state.activity is not None
    assert state.activity.asked_for is (origin == "command")


@pytest.mark.parametrize(("agent", "other", "facing"), [(ANNA, BERT, "right"), (BERT, ANNA, "left")])
def test_both_who_talk_are_told(agent: str, other: str, facing: str) -> None:
    """Two who begin to talk turn to each other, and each is shown talking to the other."""
    stop, state = told(
        small_world(),
        events.StateChanged(agent, "begin_talk", "idle", "chatting"),
        events.ConversationStarted(ANNA, BERT, "anna-1", "square"),
        agent=agent,
    )
    assert stop.type == "stop"
    assert state.type == "state"
    assert (stop.facing, state.talking_to) == (facing, other)


def test_which_visitor_talks_is_not_shown() -> None:
    """Onlookers see that a talk with a visitor is on, not with which."""
    world = small_world()
    [state] = told(world, events.VisitorTalkStarted(ANNA, "v-1", "c1"))
    assert state.type == "state"
    assert state.talking_to == "visitor"
    assert "v-1" not in view(world).model_dump_json()


def test_speech_carries_both_languages_and_its_source() -> None:
    """A spoken line says to whom, until when it can be read, and which mind spoke."""
    fact = events.Spoke(ANNA, BERT, "anna-1", Text("你好", "hello"), "model", START + 64)
    speech = speech_message(fact, START)
    assert (speech.to, speech.text.zh, speech.text.en) == (BERT, "你好", "hello")
    assert (speech.source, speech.time, speech.until) == ("model", START, START + 64)


@pytest.mark.parametrize(
    ("purpose", "shows"), [("reply", True), ("command", True), ("dialogue", True), ("next", False), ("meet", False)]
)
def test_only_search_for_words_shows_as_thinking(purpose: str, shows: bool) -> None:
    """Someone thinks visibly when it is about to speak, not when it wonders what to do next."""
    record = replace(small_world().agents[ANNA], request=Request(ANNA, 1, START, purpose, "{}"))
    assert is_thinking(record) is shows


def test_answers_to_a_visitor() -> None:
    """Each fact that answers a visitor is one private message; a reply's text comes out of the erasable table."""
    words = MemoryVisitorWords()
    kept = words.keep("v-1", ANNA, "c1", "agent", "早！")
    who = (ANNA, "v-1", "c1")
    assert private_message(events.VisitorTalkStarted(*who), words) == ChatOpened(agent=ANNA, chat="c1")
    assert private_message(events.VisitorRefused(*who, "asleep"), words) == ChatRefused(agent=ANNA, reason="asleep")
    assert private_message(events.VisitorTalkEnded(*who, "time"), words) == ChatEnd(
        agent=ANNA, chat="c1", reason="time"
    )
    assert private_message(events.RepliedToVisitor(*who, kept.id, kept.hash, "rule"), words) == ChatLine(
        agent=ANNA, chat="c1", who="agent", text="早！", source="rule"
    )
    answer = private_message(events.CommandAnswered(*who, True, "accepted", None), words)
    assert answer == CommandResult(agent=ANNA, accepted=True, reason="accepted")


def test_reasons_unknown_to_the_wire_get_a_known_one() -> None:
    """A reason that the wire does not list becomes the nearest that it does."""
    words = MemoryVisitorWords()
    refused = private_message(events.VisitorRefused(ANNA, "v-1", "c1", "in a huff"), words)
    ended = private_message(events.VisitorTalkEnded(ANNA, "v-1", "c1", "in a huff"), words)
    assert isinstance(refused, ChatRefused)
    assert isinstance(ended, ChatEnd)
    assert (refused.reason, ended.reason) == ("busy", "closed")

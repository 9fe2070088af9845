"""The World: changed by events alone, so that a run's events make its World anew; and the books it keeps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import events
from sim.actions import Action, ComposeConversation, EndConversation, SpeakNextLine, StartConversation, Think, Wait
from sim.clock import HOUR, MINUTE
from sim.events import Event, Fact, Phase
from sim.records import MAXIMUM_MEMORIES, Line, Memory
from sim.rules import ActionRejected, arrive, resolve
from sim.text import Text
from sim.tiles import facing, tile_distance
from sim.world import World
from tests.small_actions import ACTIONS, due_arrivals
from tests.small_village import ANNA, BERT, CARA, START, act, contents, happen, lived, small_world

RUNS = st.lists(st.tuples(ACTIONS, st.integers(0, 5 * MINUTE)), max_size=30)
TILES = st.tuples(st.integers(0, 50), st.integers(0, 50))


def run(world: World, wanted: list[tuple[Action, int]]) -> list[Event]:
    """Let the world go through actions, each after a pause, and the arrivals between; what happened comes back."""
    happened: list[Event] = []

    def commit(facts: list[Fact], time: int) -> None:
        for fact in facts:
            happened.append(Event(time, Phase.WAKE, world.agents[fact.agent].counter, fact))
            world.apply(happened[-1])

    time = START
    for action, pause in wanted:
        time += pause
        for arrival, agent in due_arrivals(world, time):
            commit(list(arrive(world, world.agents[agent], arrival)), arrival)
        outcome = resolve(action, world, time)
        commit([] if isinstance(outcome, ActionRejected) else outcome, time)
    return happened


def folded(happened: list[Event], seed: int = 1) -> World:
    """A fresh world to which events were applied."""
    world = small_world(seed)
    for event in happened:
        world.apply(event)
    return world


@given(RUNS)
def test_folding_the_events_of_any_run_gives_the_same_world(wanted: list[tuple[Action, int]]) -> None:
    """Nothing but events has changed the world, whatever was asked for."""
    world = small_world()
    assert contents(folded(run(world, wanted), 1)) == contents(world)


@pytest.mark.parametrize("seed", [1, 2])
def test_folding_the_events_of_a_day_gives_the_same_world(seed: int) -> None:
    """A day with work, walks, talks and sleep, lived by the scripted mind, is in its events."""
    world, log = lived("2d07:00", seed)
    kinds = {item.event.fact.kind for item in log.events()}
    assert kinds >= {"planned", "task_started", "arrived", "conversation_ended", "decision_made", "remembered"}
    assert contents(folded([item.event for item in log.events()], seed)) == contents(world)


@given(RUNS)
def test_books_agree_with_the_records(wanted: list[tuple[Action, int]]) -> None:
    """Seats have one holder each, talks two talkers, and nobody is Chatting, Working or walking out of turn."""
    world = small_world()
    run(world, wanted)
    assert world.seat_holders == {record.seat: own_id for own_id, record in world.agents.items() if record.seat}
    for own_id, record in world.agents.items():
        talk = world.conversations.get(record.conversation or "")
        assert (record.conversation is None) == (talk is None)
        assert talk is None or own_id in (talk.host, talk.guest)
        assert (record.state == "chatting") == (talk is not None or record.visitor_talk is not None)
        assert (record.state == "working") == (record.task is not None and record.task.working)
        assert record.walk is None or (record.state in ("idle", "working") and record.seat is None)
    for talk in world.conversations.values():
        assert talk.host != talk.guest
        assert world.agents[talk.host].conversation == world.agents[talk.guest].conversation == talk.id


@given(RUNS)
def test_each_event_of_a_character_has_the_next_counter(wanted: list[tuple[Action, int]]) -> None:
    """The counters of one character run without gaps, so that keys are unique."""
    world = small_world()
    happened = run(world, wanted)
    for own_id, record in world.agents.items():
        counters = [event.counter for event in happened if event.fact.agent == own_id]
        assert counters == list(range(record.counter))


@given(RUNS)
def test_apply_names_whose_record_changed(wanted: list[tuple[Action, int]]) -> None:
    """Every record but those that `apply` names is as it was."""
    world = small_world()
    for event in run(small_world(), wanted):
        before = dict(world.agents)
        named = world.apply(event)
        assert {own_id for own_id, record in world.agents.items() if record != before[own_id]} <= set(named)


def test_time_is_that_of_the_last_event() -> None:
    """The world is as old as what happened last in it."""
    world = small_world()
    assert world.time == START
    act(world, Wait(ANNA, START + HOUR), START + 5)
    assert world.time == START + 5


def test_conversation_is_kept_from_start_to_end() -> None:
    """It begins empty, gets its lines, counts those spoken, and is gone at the end."""
    world, lines = small_world(), (Line(ANNA, Text("你好", "Hello")), Line(BERT, Text("再见", "Bye")))
    act(world, StartConversation(ANNA, BERT))
    [talk] = world.conversations.values()
    assert (talk.host, talk.guest, talk.lines, talk.spoken) == (ANNA, BERT, (), 0)
    about = Text("天气", "weather")
    act(world, ComposeConversation(ANNA, lines, "model", about))
    for spoken in (1, 2):
        act(world, SpeakNextLine(BERT))
        [talk] = world.conversations.values()
        assert (talk.lines, talk.spoken, talk.source, talk.about) == (lines, spoken, "model", about)
    [*_, ended, _, _] = act(world, EndConversation(BERT))
    assert ended == events.ConversationEnded(ANNA, BERT, talk.id, 2)
    assert (world.conversations, world.agents[ANNA].conversation, world.agents[BERT].conversation) == ({}, None, None)


def test_only_the_host_wakes_for_the_next_line() -> None:
    """The guest has nothing to do until the talk is over, even after its own line."""
    world = small_world()
    act(world, StartConversation(ANNA, BERT))
    act(world, ComposeConversation(ANNA, (Line(BERT, Text("嗯", "Hm")),), "rule"), START + 5)
    assert (world.agents[ANNA].wake, world.agents[BERT].wake) == (START + 5, None)
    [spoke] = act(world, SpeakNextLine(ANNA), START + 5)
    assert isinstance(spoke, events.Spoke)
    assert (world.agents[ANNA].wake, world.agents[BERT].wake) == (spoke.until, None)
    act(world, EndConversation(ANNA), spoke.until)
    assert world.agents[ANNA].wake == world.agents[BERT].wake == spoke.until


def test_each_talk_has_a_name_of_its_own() -> None:
    """Two talks at once are two entries; a later one of the same host has another name."""
    world, names = small_world(), set()
    for n in range(3):
        act(world, StartConversation(ANNA, BERT), START + n)
        names |= set(world.conversations)
        act(world, EndConversation(ANNA), START + n)
    assert len(names) == 3


def test_answered_request_is_no_longer_open() -> None:
    """A decision closes the request that it answers."""
    world = small_world()
    act(world, Think(ANNA, "next", "{}", START + MINUTE))
    assert world.agents[ANNA].request is not None
    happen(world, events.DecisionMade(ANNA, 1, "rule", "stay"))
    assert (world.agents[ANNA].request, world.agents[ANNA].requests_made) == (None, 1)


def test_thinking_does_not_delay_an_arrival() -> None:
    """A walker who thinks still wakes to arrive, and not when its patience ends."""
    world = small_world()
    happen(world, events.WalkStarted(ANNA, ((1, 1), (1, 2), (1, 3)), 10, "square"))
    act(world, Think(ANNA, "meet", "{}", START + HOUR))
    assert world.agents[ANNA].wake == START + 20


def test_oldest_memories_are_forgotten() -> None:
    """Beyond the maximum, what was remembered first goes first."""
    world = small_world()
    memories = [Memory(START + n, "talk", BERT, Text(f"事{n}", f"thing {n}")) for n in range(MAXIMUM_MEMORIES + 3)]
    happen(world, *(events.Remembered(ANNA, memory) for memory in memories))
    assert world.agents[ANNA].memories == tuple(memories[3:])


def test_near_are_those_in_reach_nearest_first() -> None:
    """Walkers count where they are now, diagonals as one step, and equals come by id."""
    world = small_world()
    happen(world, events.WalkStarted(CARA, tuple((x, 2) for x in range(10, 0, -1)), 10, "square"))
    assert [record.id for record in world.near(ANNA, 3, START)] == [BERT]
    assert [record.id for record in world.near(ANNA, 3, START + 60)] == [BERT, CARA]
    assert [record.id for record in world.near(ANNA, 1, START + 80)] == [BERT, CARA]
    assert world.near(ANNA, 0, START) == []


@given(TILES, TILES)
def test_facing_looks_along_the_longer_side(here: tuple[int, int], there: tuple[int, int]) -> None:
    """A step the way one looks brings nearer; on the spot one looks as before."""
    looks = facing(here, there, "nowhere")
    steps = {"up": (0, -1), "left": (-1, 0), "right": (1, 0), "down": (0, 1)}
    if here == there:
        assert looks == "nowhere"
    else:
        dx, dy = steps[looks]
        assert (there[0] - here[0]) * dx + (there[1] - here[1]) * dy == tile_distance(here, there)

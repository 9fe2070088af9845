"""The rules of talk: who may talk with whom, what it stops, and what remains of it."""

import pytest

from agents.behaviour import RoleBehaviour
from sim import events
from sim.actions import (
    AcceptVisitor,
    Action,
    AnswerCommand,
    ComposeConversation,
    EndConversation,
    EndVisitorTalk,
    HearVisitor,
    RefuseVisitor,
    ReplyToVisitor,
    Sleep,
    SpeakNextLine,
    StartConversation,
    StartTask,
    Think,
)
from sim.clock import HOUR, MINUTE
from sim.event_log import MemoryEventLog
from sim.horizon import Open
from sim.inputs import VisitorClosed, VisitorOpened
from sim.records import (
    MAXIMUM_COMMANDS,
    MAXIMUM_LINES,
    MAXIMUM_VISITOR_TURNS,
    Line,
    Relationship,
    TalkMood,
    Upshot,
)
from sim.simulator import Simulator
from sim.talk_rules import TALK_REACH_TILES
from sim.text import Text
from sim.world import World
from tests.small_village import ANNA, BERT, CARA, START, act, happen, refusal, small_cast, small_world, trade_task

HELLO, BYE = Text("你好", "Hello"), Text("再见", "Bye")
LINES = (Line(ANNA, HELLO), Line(BERT, BYE))


@pytest.fixture
def world() -> World:
    """A village in which everybody is idle, Anna beside Bert."""
    return small_world()


# ---- between characters ------------------------------------------------------------------------------------------


def test_talk_makes_both_chatting_and_turns_them_to_each_other(world: World) -> None:
    """The one who begins is the host."""
    act(world, StartConversation(ANNA, BERT))
    anna, bert = world.agents[ANNA], world.agents[BERT]
    assert anna.state == bert.state == "chatting"
    assert (anna.facing, bert.facing) == ("right", "left")
    talk = world.conversations[anna.conversation or ""]
    assert (talk.id, talk.host, talk.guest, talk.start, talk.place) == (bert.conversation, ANNA, BERT, START, "square")


@pytest.mark.parametrize("busy", [ANNA, BERT])
@pytest.mark.parametrize("state", ["working", "chatting", "sleeping"])
def test_talk_only_when_both_are_idle(world: World, busy: str, state: str) -> None:
    """Neither host nor guest may be anything but Idle."""
    before: dict[str, Action] = {
        "working": StartTask(busy, trade_task()),
        "chatting": AcceptVisitor(busy, "v1", "c1", "zh"),
        "sleeping": Sleep(busy, START + HOUR),
    }
    act(world, before[state])
    assert f"{busy} is {state}" in refusal(world, StartConversation(ANNA, BERT))


@pytest.mark.parametrize("tiles", [TALK_REACH_TILES, TALK_REACH_TILES + 1])
def test_talk_only_in_reach(world: World, tiles: int) -> None:
    """Up to the reach a talk begins, a tile beyond it doesn't."""
    happen(world, events.Arrived(BERT, (1 + tiles, 1), "down", "square", None))
    if tiles > TALK_REACH_TILES:
        assert refusal(world, StartConversation(ANNA, BERT)) == "bert is too far away"
    else:
        act(world, StartConversation(ANNA, BERT))


def test_reach_is_where_walkers_are_now(world: World) -> None:
    """Not where they set out from nor where they go to counts, but the tile they are on."""
    happen(world, events.WalkStarted(CARA, tuple((x, 2) for x in range(10, 0, -1)), 10, "square"))
    assert refusal(world, StartConversation(ANNA, CARA), START + 50) == "cara is too far away"
    act(world, StartConversation(ANNA, CARA), START + 60)
    assert world.agents[CARA].at == (4, 2)


def test_nobody_talks_with_themself(world: World) -> None:
    """A talk takes two."""
    assert refusal(world, StartConversation(ANNA, ANNA))


def test_walks_are_stopped_where_the_talk_begins(world: World) -> None:
    """Whoever was walking, host or guest, stands on the tile it had come to, and no longer wakes to arrive."""
    happen(world, events.WalkStarted(ANNA, ((1, 1), (1, 2), (1, 3), (1, 4)), 10, "square"))
    happen(world, events.WalkStarted(BERT, ((2, 1), (2, 2), (2, 3), (2, 4)), 10, "square"))
    act(world, StartConversation(ANNA, BERT), START + 15)
    for own_id, tile in ((ANNA, (1, 2)), (BERT, (2, 2))):
        record = world.agents[own_id]
        assert (record.walk, record.at, record.wake) == (None, tile, None)


def test_open_question_is_dropped_when_a_talk_begins(world: World) -> None:
    """What either was thinking about no longer matters."""
    for own_id in (ANNA, BERT):
        act(world, Think(own_id, "next", "{}", START + MINUTE))
    act(world, StartConversation(ANNA, BERT))
    assert world.agents[ANNA].request is world.agents[BERT].request is None


def test_lines_are_spoken_in_turn_to_each_other(world: World) -> None:
    """Every line is said by whoever it is given to, to the other one; after the last there is none."""
    act(world, StartConversation(ANNA, BERT))
    act(world, ComposeConversation(ANNA, LINES, "model", about=Text("天气", "weather")))
    talk_id, time = world.agents[ANNA].conversation, START
    for speaker, to, text in ((ANNA, BERT, HELLO), (BERT, ANNA, BYE)):
        [spoke] = act(world, SpeakNextLine(ANNA), time)
        assert isinstance(spoke, events.Spoke)
        assert (spoke.agent, spoke.to, spoke.text, spoke.source) == (speaker, to, text, "model")
        assert (spoke.conversation, world.agents[ANNA].wake) == (talk_id, spoke.until)
        assert spoke.until >= time + 60
        time = spoke.until
    assert refusal(world, SpeakNextLine(ANNA), time) == "all is said"


def test_only_the_host_composes_and_within_the_maximum(world: World) -> None:
    """A conversation has some lines and not too many, and they are the host's to settle."""
    assert refusal(world, ComposeConversation(ANNA, LINES, "rule")) == "no conversation to compose"
    act(world, StartConversation(ANNA, BERT))
    assert refusal(world, ComposeConversation(BERT, LINES, "rule")) == "no conversation to compose"
    for number in (0, MAXIMUM_LINES + 1):
        assert str(MAXIMUM_LINES) in refusal(world, ComposeConversation(ANNA, LINES[:1] * number, "rule"))
    act(world, ComposeConversation(ANNA, LINES[:1] * MAXIMUM_LINES, "rule"))


@pytest.mark.parametrize("who", [ANNA, BERT])
def test_ending_makes_both_idle_and_more_familiar(world: World, who: str) -> None:
    """Whoever ends it, both are Idle again, know each other by one talk more, and like each other better."""
    for talks in (1, 2):
        time = START + talks * HOUR
        act(world, StartConversation(ANNA, BERT), time)
        act(world, EndConversation(who), time + MINUTE)
        for own_id, other in ((ANNA, BERT), (BERT, ANNA)):
            record = world.agents[own_id]
            assert (record.state, record.conversation, record.wake) == ("idle", None, time + MINUTE)
            assert record.relationship(other) == Relationship(talks, talks, time + MINUTE)
        assert world.conversations == {}
    assert world.agents[ANNA].relationship(CARA) == Relationship()


@pytest.mark.parametrize(
    ("mood", "before", "after"),
    [("warm", 5, 7), ("even", 5, 6), ("cool", 5, 4), ("warm", 99, 100), ("even", 100, 100), ("cool", 0, 0)],
)
def test_how_a_talk_went_changes_how_much_they_like_each_other(
    world: World, mood: TalkMood, before: int, after: int
) -> None:
    """Both alike, from 0 to 100; familiarity grows by one talk whichever way it went."""
    for own_id, other in ((ANNA, BERT), (BERT, ANNA)):
        happen(world, events.RelationshipChanged(own_id, other, 150, before, START))
    act(world, StartConversation(ANNA, BERT))
    act(world, ComposeConversation(ANNA, LINES, "rule", upshot=Upshot(mood)))
    act(world, EndConversation(BERT))
    assert world.agents[ANNA].relationship(BERT) == Relationship(151, after, START)
    assert world.agents[BERT].relationship(ANNA) == Relationship(151, after, START)


@pytest.mark.parametrize("keepers", [(CARA,), (ANNA, ANNA), (ANNA, BERT, CARA)])
def test_only_the_two_keep_something_of_their_talk(world: World, keepers: tuple[str, ...]) -> None:
    """And each but one sentence."""
    act(world, StartConversation(ANNA, BERT))
    kept = tuple(Line(keeper, HELLO) for keeper in keepers)
    assert "keeps one" in refusal(world, ComposeConversation(ANNA, LINES, "rule", upshot=Upshot(kept=kept)))


def test_only_the_two_speak_in_their_talk(world: World) -> None:
    """Nobody is given words in a talk of others, wherever it may be."""
    act(world, StartConversation(ANNA, BERT))
    assert "nobody but the two" in refusal(world, ComposeConversation(ANNA, (*LINES, Line(CARA, HELLO)), "rule"))


@pytest.mark.parametrize("action", [SpeakNextLine(ANNA), EndConversation(ANNA)])
def test_without_a_conversation_nothing_to_say_or_end(world: World, action: Action) -> None:
    """A talk with a visitor is no conversation between characters."""
    assert refusal(world, action) == "in no conversation"
    act(world, AcceptVisitor(ANNA, "v1", "c1", "zh"))
    assert refusal(world, action) == "in no conversation"


# ---- with visitors -----------------------------------------------------------------------------------------------


def test_visitor_interrupts_work_which_waits_unfinished(world: World) -> None:
    """Working leads straight to Chatting; the task is put aside, and the walk to it ends."""
    act(world, StartTask(ANNA, trade_task()))
    happen(world, events.WalkStarted(ANNA, ((1, 1), (1, 2), (1, 3)), 10, "shop"))
    facts = act(world, AcceptVisitor(ANNA, "v1", "c1", "zh"), START + 10)
    assert facts == [
        events.WalkStopped(ANNA, (1, 2)),
        events.StateChanged(ANNA, "be_interrupted", "working", "chatting"),
        events.TaskInterrupted(ANNA, trade_task()),
        events.VisitorTalkStarted(ANNA, "v1", "c1"),
    ]
    assert (world.agents[ANNA].task, world.agents[ANNA].unfinished) == (None, (trade_task(),))
    act(world, EndVisitorTalk(ANNA, "left"), START + 60)
    assert (world.agents[ANNA].state, world.agents[ANNA].wake) == ("idle", START + 60)
    act(world, StartTask(ANNA, trade_task(), resumed=True), START + 60)
    assert (world.agents[ANNA].task, world.agents[ANNA].unfinished) == (trade_task(), ())


def test_interrupted_work_is_taken_up_again_of_its_own_accord() -> None:
    """When the visitor has left, the character goes back to its unfinished task without being told."""
    world, log = small_world(), MemoryEventLog()
    simulator = Simulator(world, RoleBehaviour(small_cast()), log, Open())
    simulator.advance(START + 2 * HOUR)
    task = world.agents[ANNA].task
    assert task is not None
    assert (world.agents[ANNA].state, task.activity) == ("working", "trade")
    simulator.submit(VisitorOpened(ANNA, "v1", "c1"), simulator.time)
    simulator.advance(simulator.time + MINUTE)
    assert (world.agents[ANNA].state, world.agents[ANNA].unfinished) == ("chatting", (task,))
    simulator.submit(VisitorClosed(ANNA, "v1", "c1", "left"), simulator.time)
    simulator.advance(simulator.time + MINUTE)
    assert (world.agents[ANNA].state, world.agents[ANNA].task, world.agents[ANNA].unfinished) == ("working", task, ())
    assert events.TaskStarted(ANNA, task, resumed=True) in [item.event.fact for item in log.events()]


def test_visitor_talks_with_who_is_idle(world: World) -> None:
    """Nothing is interrupted, and a task of leisure is kept."""
    facts = act(world, AcceptVisitor(ANNA, "v1", "c1", "zh"))
    assert facts == [
        events.StateChanged(ANNA, "begin_talk", "idle", "chatting"),
        events.VisitorTalkStarted(ANNA, "v1", "c1"),
    ]


def test_visitor_does_not_disturb_talkers_and_sleepers(world: World) -> None:
    """Who talks already, with whomever, or sleeps, can't be talked to."""
    act(world, StartConversation(ANNA, BERT))
    act(world, Sleep(CARA, START + HOUR))
    for own_id, state in ((ANNA, "chatting"), (BERT, "chatting"), (CARA, "sleeping")):
        assert refusal(world, AcceptVisitor(own_id, "v1", "c1", "zh")) == f"can't talk while {state}"


def test_refusal_is_told_and_changes_nothing_else(world: World) -> None:
    """A visitor who is refused hears why; the character's state and talk are as before."""
    before = world.agents[ANNA]
    assert act(world, RefuseVisitor(ANNA, "v1", "c1", "busy")) == [events.VisitorRefused(ANNA, "v1", "c1", "busy")]
    after = world.agents[ANNA]
    assert (after.state, after.visitor_talk, after.wake) == (before.state, before.visitor_talk, before.wake)


def test_words_are_heard_and_answered_only_within_the_talk(world: World) -> None:
    """Only the talk that is on counts, and it names the visitor who is answered."""
    act(world, AcceptVisitor(ANNA, "v1", "c1", "zh"))
    assert refusal(world, HearVisitor(ANNA, "v1", "c2", "w1", "hash")) == "not in that talk"
    act(world, HearVisitor(ANNA, "v1", "c1", "w1", "hash"))
    assert act(world, ReplyToVisitor(ANNA, "w2", "hash2", "model")) == [
        events.RepliedToVisitor(ANNA, "v1", "c1", "w2", "hash2", "model")
    ]
    act(world, EndVisitorTalk(ANNA, "left"))
    assert refusal(world, HearVisitor(ANNA, "v1", "c1", "w3", "hash")) == "not in that talk"
    assert refusal(world, ReplyToVisitor(ANNA, "w4", "hash", "rule")) == "no visitor to answer"
    assert refusal(world, EndVisitorTalk(ANNA, "left")) == "no talk to end"


def test_other_visitor_can_not_speak_in_the_talk(world: World) -> None:
    """A talk belongs to the visitor who began it."""
    act(world, AcceptVisitor(ANNA, "v1", "c1", "zh"))
    assert refusal(world, HearVisitor(ANNA, "v2", "c1", "w1", "hash")) == "not in that talk"


def test_talk_has_a_maximum_of_turns(world: World) -> None:
    """After the last turn nothing more is heard."""
    act(world, AcceptVisitor(ANNA, "v1", "c1", "zh"))
    for turn in range(MAXIMUM_VISITOR_TURNS):
        act(world, HearVisitor(ANNA, "v1", "c1", f"w{turn}", "hash"))
    assert str(MAXIMUM_VISITOR_TURNS) in refusal(world, HearVisitor(ANNA, "v1", "c1", "w", "hash"))


def test_accepted_command_waits_for_the_end_of_the_talk(world: World) -> None:
    """An accepted command is queued, not begun; a refused one leaves nothing."""
    act(world, AcceptVisitor(ANNA, "v1", "c1", "zh"))
    act(world, AnswerCommand(ANNA, False, "refused", trade_task()))
    assert world.agents[ANNA].commands == ()
    act(world, AnswerCommand(ANNA, True, "accepted", trade_task()))
    assert (world.agents[ANNA].commands, world.agents[ANNA].task) == ((trade_task(),), None)
    assert "chatting" in refusal(world, StartTask(ANNA, trade_task()))


def test_full_hands_refuse_whatever_the_mind_says(world: World) -> None:
    """Beyond the maximum of queued commands an acceptance becomes a refusal, and says so."""
    act(world, AcceptVisitor(ANNA, "v1", "c1", "zh"))
    for _ in range(MAXIMUM_COMMANDS):
        act(world, AnswerCommand(ANNA, True, "accepted", trade_task()))
    assert act(world, AnswerCommand(ANNA, True, "accepted", trade_task())) == [
        events.CommandAnswered(ANNA, "v1", "c1", False, "hands full", None)
    ]
    assert len(world.agents[ANNA].commands) == MAXIMUM_COMMANDS


def test_no_command_without_a_visitor(world: World) -> None:
    """Commands are answered within a talk."""
    assert refusal(world, AnswerCommand(ANNA, True, "accepted", trade_task())) == "no visitor to answer"

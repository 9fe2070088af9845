"""Walking up to a character before a talk, and walking away from one. The small village's map is in small_village."""

import pytest

from sim import events
from sim.clock import Pace
from sim.inputs import VisitorClosed, VisitorOpened, VisitorStopped
from tests.small_village import ANNA, BERT, CARA, START
from tests.talk_stage import KEY, VISITOR, TalkStage
from web.chat import MAXIMUM_APPROACH_SECONDS
from web.visitors import MAXIMUM_ABSENCE_SECONDS

FAR_CORNER = (6, 4)
"""The square's corner furthest from Anna, at (1, 1)."""


def reasons(stage: TalkStage) -> list[str]:
    return [frame["reason"] for frame in stage.told() if frame["type"] == "chat_refused"]


def goal(stage: TalkStage) -> tuple[int, int]:
    """Where the visitor's sprite walks to."""
    here = stage.visitors.get(VISITOR)
    assert here is not None
    return here.path[-1]


def test_visitor_walks_up_before_the_talk_is_asked_for() -> None:
    """The character hears of the visitor only when it stands beside it."""
    stage = TalkStage()
    stage.walk_on(FAR_CORNER)
    stage.talks.open(VISITOR, ANNA, "zh")
    assert stage.inputs() == []
    assert goal(stage) in ((1, 2), (2, 1))
    stage.talks.follow()
    assert stage.inputs() == []
    stage.arrive()
    [opened] = stage.inputs()
    assert isinstance(opened, VisitorOpened)
    assert (opened.agent, opened.visitor) == (ANNA, VISITOR)


def test_who_stands_beside_need_not_walk() -> None:
    """The talk is asked for at once."""
    stage = TalkStage()
    stage.walk_on((2, 2))
    stage.talks.open(VISITOR, ANNA, "zh")
    assert [type(payload) for payload in stage.inputs()] == [VisitorOpened]
    assert goal(stage) == (2, 2)


def test_a_wall_between_them_keeps_them_apart() -> None:
    """Two tiles away as the crow flies is not near when the way leads round by the door."""
    stage = TalkStage()
    stage.happen(events.Arrived(CARA, (8, 1), "left", "shop", None))
    stage.walk_on((6, 1))
    stage.talks.open(VISITOR, CARA, "zh")
    assert stage.inputs() == []
    stage.arrive()
    assert [type(payload) for payload in stage.inputs()] == [VisitorOpened]
    assert goal(stage) in ((8, 2), (9, 1))


def test_visitor_meets_somebody_who_is_walking_where_it_can() -> None:
    """The sprite makes for the first tile of the walk where it can be before the character."""
    stage = TalkStage()
    stage.walk_on((6, 1))
    path = ((1, 1), (1, 2), (1, 3), (1, 4), (2, 4), (3, 4), (4, 4), (5, 4), (6, 4))
    stage.feed.set_clock(START, Pace(10.0))
    stage.happen(events.WalkStarted(ANNA, path, 10, None, None))
    stage.talks.open(VISITOR, ANNA, "zh")
    beside = {(x, y) for x, y in path[2:]} | {(x, y - 1) for x, y in path[2:]} | {(x + 1, y) for x, y in path[2:]}
    assert goal(stage) in beside
    assert goal(stage)[1] >= 2


def test_who_keeps_walking_off_is_given_up() -> None:
    """After the maximum of wall seconds the visitor is told that the character is too far away."""
    stage = TalkStage()
    stage.walk_on(FAR_CORNER)
    stage.talks.open(VISITOR, ANNA, "zh")
    stage.now = MAXIMUM_APPROACH_SECONDS + 1
    stage.talks.follow()
    assert reasons(stage) == ["too_far"]
    stage.arrive()
    assert stage.inputs() == []


@pytest.mark.parametrize("change_of_mind", ["move", "close"])
def test_visitor_may_change_its_mind_on_the_way(change_of_mind: str) -> None:
    """Walking elsewhere, or taking leave before the talk began, withdraws it; the character never knew."""
    stage = TalkStage()
    stage.walk_on(FAR_CORNER)
    stage.talks.open(VISITOR, ANNA, "zh")
    stage.wall += 600
    if change_of_mind == "move":
        assert stage.talks.walk(VISITOR, FAR_CORNER)
    else:
        stage.talks.close(VISITOR, ANNA)
        assert stage.visitors.tile(VISITOR) == goal(stage) != FAR_CORNER
    assert reasons(stage) == ["withdrawn"]
    stage.arrive()
    assert stage.inputs() == []


def test_walking_away_ends_the_talk() -> None:
    """A step aside is no leave-taking; making for a place out of earshot is, at once."""
    stage = TalkStage()
    chat = stage.opened()
    assert stage.talks.walk(VISITOR, (3, 1))
    assert stage.inputs() == []
    assert stage.talks.walk(VISITOR, FAR_CORNER)
    assert stage.inputs() == [VisitorClosed(ANNA, VISITOR, chat, "walked_away")]


def test_going_up_to_somebody_else_leaves_the_first_behind() -> None:
    """One can't be in two places: the talk that one walks away from ends, one in earshot goes on."""
    stage = TalkStage()
    chats = {agent: stage.opened(agent) for agent in (ANNA, BERT)}
    assert stage.inputs() == []
    stage.talks.close(VISITOR, BERT)
    assert stage.inputs() == [VisitorClosed(BERT, VISITOR, chats[BERT], "closed")]
    stage.talks.open(VISITOR, CARA, "zh")
    assert stage.inputs() == [VisitorClosed(ANNA, VISITOR, chats[ANNA], "walked_away")]


@pytest.mark.parametrize(
    ("before", "after", "trigger", "reason"),
    [("idle", "sleeping", "fall_asleep", "asleep"), ("idle", "chatting", "begin_talk", "busy")],
)
def test_nobody_walks_up_in_vain(before: str, after: str, trigger: str, reason: str) -> None:
    """Whoever can't talk now says so before the visitor has made a step."""
    stage = TalkStage()
    stage.walk_on(FAR_CORNER)
    stage.happen(events.StateChanged(ANNA, trigger, before, after))
    stage.talks.open(VISITOR, ANNA, "zh")
    assert reasons(stage) == [reason]
    assert goal(stage) == FAR_CORNER


def test_who_comes_back_is_told_of_the_talk_that_goes_on() -> None:
    """A page that was reloaded learns of its open talk; one that was only wanted is no talk yet."""
    stage = TalkStage()
    stage.talks.greet(VISITOR)
    assert stage.told() == []
    chat = stage.opened()
    stage.talks.greet(VISITOR)
    assert stage.told() == [{"type": "chat_opened", "agent": ANNA, "chat": chat}]


def test_a_reply_can_be_stopped_only_in_an_open_talk() -> None:
    """The stop becomes an input; without a talk there is nothing to stop."""
    stage = TalkStage()
    stage.talks.stop(VISITOR, ANNA)
    stage.talks.stop(VISITOR, "nobody")
    assert stage.inputs() == []
    chat = stage.opened()
    stage.talks.stop(VISITOR, ANNA)
    assert stage.inputs() == [VisitorStopped(ANNA, VISITOR, chat)]


def test_a_visitor_who_has_gone_no_longer_walks_up() -> None:
    """Leaving while walking up leaves nothing behind."""
    stage = TalkStage()
    stage.walk_on(FAR_CORNER)
    stage.talks.open(VISITOR, ANNA, "zh")
    stage.visitors.part(VISITOR)
    stage.talks.leave(VISITOR)
    stage.arrive()
    assert stage.inputs() == []


def test_who_was_away_hears_on_coming_back_that_the_talk_is_over() -> None:
    """A visitor whose connection was lost for long is told how its talk ended, and only that one is."""
    stage = TalkStage()
    chat = stage.opened()
    seen = stage.feed.snapshot().seq
    stage.visitors.part(VISITOR)
    stage.mono += MAXIMUM_ABSENCE_SECONDS
    assert stage.visitors.sweep() == [VISITOR]
    stage.talks.leave(VISITOR)
    assert stage.inputs() == [VisitorClosed(ANNA, VISITOR, chat, "left")]
    stage.happen(events.VisitorTalkEnded(ANNA, VISITOR, chat, "left"))
    stage.visitors.join(KEY, "Ming", "zh")
    ends = [frame for frame in stage.missed(seen) if frame["type"] == "chat_end"]
    assert [(end["agent"], end["chat"], end["reason"]) for end in ends] == [(ANNA, chat, "left")]
    assert not [frame for frame in stage.missed(seen, "v-2") if frame["type"] == "chat_end"]


def test_the_nearer_wish_takes_the_place_of_an_earlier_one() -> None:
    """Who is walking up to somebody and asks somebody beside it talks with that one, and walks on to nobody."""
    stage = TalkStage()
    stage.walk_on((2, 2))
    stage.talks.open(VISITOR, CARA, "zh")
    stage.talks.open(VISITOR, ANNA, "zh")
    [opened] = stage.inputs()
    assert isinstance(opened, VisitorOpened)
    assert opened.agent == ANNA
    assert reasons(stage) == ["withdrawn"]
    stage.arrive()
    assert stage.inputs() == []

"""Earshot: a visitor hears what is said near its sprite, for as long as it is here."""

from sim import events
from tests.small_village import ANNA, CARA
from tests.talk_stage import VISITOR, TalkStage
from web.earshot import HEARING_TILES, earshot


def test_who_is_near_a_visitor_is_heard() -> None:
    """Up to as far as characters see each other, wherever either has walked."""
    stage = TalkStage()
    is_heard = earshot(stage.feed, stage.visitors)
    assert is_heard(ANNA)
    assert not is_heard(CARA)
    stage.happen(events.Arrived(CARA, (1 + HEARING_TILES, 1), "down", "square", None))
    assert is_heard(CARA)
    stage.walk_on((9, 8))
    assert is_heard(CARA)
    stage.happen(events.Arrived(ANNA, (0, 1), "down", "square", None))
    assert not is_heard(ANNA)


def test_who_has_left_hears_nothing() -> None:
    """The village is by itself again."""
    stage = TalkStage()
    is_heard = earshot(stage.feed, stage.visitors)
    stage.visitors.part(VISITOR)
    stage.mono += 60
    assert stage.visitors.sweep() == [VISITOR]
    assert not is_heard(ANNA)

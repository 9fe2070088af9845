"""Sociability: who talks with whom when several want to."""

from agents.behaviour import RoleBehaviour
from agents.observation import TALK
from agents.situation import situation
from agents.sociability import approach
from sim.actions import StartConversation, Wait
from sim.events import Arrived, ConversationStarted
from sim.inputs import Decided
from sim.rules import SIGHT_TILES
from tests.small_village import ANNA, BERT, CARA, START, act, happen, small_cast, small_world


def test_two_who_want_to_talk_with_the_same_one_do_not_both() -> None:
    """They choose in the same instant; the second finds the other in a talk, and waits for the next tick."""
    world, cast = small_world(), small_cast()
    behaviour = RoleBehaviour(cast)
    happen(world, Arrived(CARA, (3, 1), "down", "square", None))
    for own_id in (ANNA, CARA):
        act(world, situation(world, cast, own_id, START).think("next", (f"{TALK}{BERT}",)))
    for own_id in (ANNA, CARA):
        request = world.agents[own_id].request
        assert request is not None
        decided = Decided(own_id, request.ordinal, request.prompt_hash, "rule", f"{TALK}{BERT}")
        for action in behaviour.decide(world, request, decided, START):
            act(world, action)
    assert [talk.host for talk in world.conversations.values()] == [ANNA]
    assert world.agents[CARA].wake == START + world.setting.decision_tick_seconds


def test_what_somebody_out_of_sight_does_makes_no_difference() -> None:
    """Who has gone away while the mind was thinking is not walked up to, whether it is at leisure or in a talk."""
    world, cast = small_world(), small_cast()
    assert isinstance(approach(situation(world, cast, ANNA, START), BERT)[0], StartConversation)
    happen(world, Arrived(BERT, (SIGHT_TILES + 2, 2), "down", "shop", None))
    apart = approach(situation(world, cast, ANNA, START), BERT)
    assert apart == [Wait(ANNA, START + world.setting.decision_tick_seconds)]
    happen(world, ConversationStarted(BERT, CARA, "bert-0", "shop"))
    assert approach(situation(world, cast, ANNA, START), BERT) == apart

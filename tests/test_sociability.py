"""Sociability: who talks with whom when several want to."""

from agents.behaviour import RoleBehaviour
from agents.observation import TALK
from agents.situation import situation
from sim.events import Arrived
from sim.inputs import Decided
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

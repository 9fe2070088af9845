"""Noticing: what somebody at work does about who comes by. It carries on, or says a word, and works on either way.

It is asked once a day for each acquaintance at the most, and not more often than its cooldown; that it was asked is
itself a memory, so that the World knows. People at leisure stop for a talk instead: that is in `sociability`.
"""

from collections.abc import Sequence

from agents.memory import noticed_memory
from agents.observation import GREET, PASS, observation_of
from agents.situation import Situation
from agents.witness import respond
from sim.actions import Action, Remember, Speak, Think
from sim.clock import MINUTE, start_of_day
from sim.inputs import Decided
from sim.records import AgentRecord, Request
from sim.rules import SIGHT_TILES

NOTICE_COOLDOWN_SECONDS = 30 * MINUTE
"""How long somebody who noticed one passer-by takes no notice of others."""
KNOWN_FAMILIARITY = 1
"""Talks that make two people acquainted enough for a word in passing."""
NOTICING_STATES = ("idle", "working")
"""The states of those who are noticed: nobody calls out to sleepers, or into a talk."""


def notice(here: Situation, other: AgentRecord) -> Sequence[Action]:
    """Somebody came within reach of the character, which is at work: a thought about it, now and then."""
    record = here.record
    if record.state != "working" or record.request or record.wake is None or other.state not in NOTICING_STATES:
        return []
    if record.relationship(other.id).familiarity < KNOWN_FAMILIARITY or _has_noticed(here, other.id):
        return []
    seen = here.observe("react", (PASS, f"{GREET}{other.id}"), other.id)
    remember = Remember(here.id, noticed_memory(here.cast, other.id, here.time))
    return [remember, Think(here.id, "react", seen.to_json(), record.wake)]  # work goes on as if nobody had asked


def react(here: Situation, request: Request, decided: Decided) -> Sequence[Action]:
    """Say the word, if that is what the mind chose and the other is still in sight; what happens is the witness's."""
    if observation_of(request).happening is not None:
        return respond(here, request, decided)
    other = decided.choice.removeprefix(GREET)
    in_sight = {near.id for near in here.world.near(here.id, SIGHT_TILES, here.time)}
    if not decided.choice.startswith(GREET) or not decided.lines or other not in in_sight:
        return []
    return [Speak(here.id, decided.lines[0].text, decided.source, other)]


def _has_noticed(here: Situation, other: str) -> bool:
    """Whether it has noticed the other today, or anybody just now."""
    today, lately = start_of_day(here.time), here.time - NOTICE_COOLDOWN_SECONDS
    seen = [memory for memory in here.record.memories if memory.kind == "seen" and memory.time >= today]
    return any(memory.about == other or memory.time > lately for memory in seen)

"""Sociability: when characters talk with each other, and how a conversation goes. Both must be Idle."""

from collections.abc import Sequence

from agents.memory import seen_memory, talk_memory
from agents.news import told
from agents.observation import ACCEPT, PASS, TALK, observation_of
from agents.situation import Situation, situation
from sim.actions import Action, EndConversation, Remember, SpeakNextLine, StartConversation, Wait, WalkUpTo
from sim.clock import MINUTE, SimTime, start_of_day
from sim.records import AgentRecord, Conversation, Request
from sim.rules import SIGHT_TILES, line_seconds
from sim.talk_rules import TALK_REACH_TILES, next_speaker

PAIR_COOLDOWN_SECONDS = 75 * MINUTE
"""After a talk, how long until the same two talk again."""
OWN_COOLDOWN_SECONDS = 20 * MINUTE
"""After a talk, how long until somebody talks with anyone."""


def company(here: Situation) -> list[AgentRecord]:
    """Who is in sight, idle and standing, and has not been talked to just now; nobody if oneself has just talked."""
    if not _rested(here.record, here.time):
        return []
    return [
        other
        for other in here.world.near(here.id, SIGHT_TILES, here.time)
        if other.state == "idle" and other.walk is None and _not_lately(here.record, other, here.time)
    ]


def meet(here: Situation, other: AgentRecord) -> Sequence[Action]:
    """The character, walking, comes within reach of another: it talks if it meant to, else it thinks about it."""
    if here.record.state != "idle" or other.state != "idle":
        return []
    if here.record.walk and here.record.walk.towards == other.id:
        return approach(here, other.id)
    if not (_not_lately(here.record, other, here.time) and _rested(here.record, here.time)):
        return []
    return [here.think("meet", (PASS, f"{TALK}{other.id}"), other.id)]


def pass_by(here: Situation, request: Request) -> Sequence[Action]:
    """It did not stop for the other; that it was there is remembered once a day."""
    other = observation_of(request).partner
    today = start_of_day(here.time)
    seen = any(m.kind == "seen" and m.about == other and m.time >= today for m in here.record.memories)
    return [] if other is None or seen else [Remember(here.id, seen_memory(here.cast, other, here.time))]


def approach(here: Situation, other: str) -> Sequence[Action]:
    """Talk if near enough, else walk up. Who has gone out of sight, or is in another talk by now, is left alone."""
    in_sight = {near.id: near for near in here.world.near(here.id, SIGHT_TILES, here.time)}
    if other not in in_sight or in_sight[other].state != "idle":
        return [] if here.record.walk else [Wait(here.id, here.time + here.world.setting.decision_tick_seconds)]
    if other not in (near.id for near in here.world.near(here.id, TALK_REACH_TILES, here.time)):
        return [WalkUpTo(here.id, other, here.character.seconds_per_tile)]
    return [StartConversation(here.id, other), here.think("dialogue", (ACCEPT,), other)]


def converse(here: Situation, talk: Conversation) -> Sequence[Action]:
    """Say the next line, let the next think of one, or part; both remember the talk.

    It ends when nobody has more to say, or whose turn it is has not come up with anything while the other had patience.
    One for which no words came at all just ends.
    """
    if talk.spoken < len(talk.lines):
        return _say(here, talk)
    speaker = next_speaker(talk) if talk.lines else None
    if speaker is not None and here.world.agents[speaker].request is None:
        return _turn(here, talk, speaker)
    return [*(_kept(here, talk) if talk.lines else ()), EndConversation(here.id)]


def _say(here: Situation, talk: Conversation) -> Sequence[Action]:
    """The next line; in turns the other begins to think when it has been heard, whoever's it is."""
    heard = here.time + line_seconds(talk.lines[talk.spoken].text.zh)
    return [SpeakNextLine(here.id), *([Wait(talk.host, heard)] if talk.goes_on else [])]


def _turn(here: Situation, talk: Conversation, speaker: str) -> Sequence[Action]:
    """Whose turn it is answers as itself, from what it perceives and remembers; the host waits for the guest."""
    own = situation(here.world, here.cast, speaker, here.time)
    think = own.think("dialogue", (ACCEPT,), talk.guest if speaker == talk.host else talk.host, talk)
    return [think] if speaker == talk.host else [think, Wait(talk.host, think.until)]


def _kept(here: Situation, talk: Conversation) -> Sequence[Action]:
    """What the two keep of the talk: the news, if there were any, else what it was about."""
    host, guest = here.world.agents[talk.host], here.world.agents[talk.guest]
    return told(here.cast, talk, host, guest, here.time) or [
        Remember(one.id, talk_memory(here.cast, one, other.id, talk, here.time))
        for one, other in ((host, guest), (guest, host))
    ]


def _rested(record: AgentRecord, time: SimTime) -> bool:
    """Whether its last talk is long enough ago for another."""
    last = max((r.last_talk for _, r in record.relationships if r.last_talk is not None), default=None)
    return last is None or time - last >= OWN_COOLDOWN_SECONDS


def _not_lately(record: AgentRecord, other: AgentRecord, time: SimTime) -> bool:
    last = record.relationship(other.id).last_talk
    return last is None or time - last >= PAIR_COOLDOWN_SECONDS

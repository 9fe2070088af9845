"""Observation: what one character perceives at the moment it needs to think, and what it may choose from.

It is everything that a prompt is made from. Its canonical JSON is stored with the request, so that a decision can be
explained, repeated after a crash, and never confused with another. Visitors' words are in it only by id.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from agents.memory import recent
from sim.clock import SimTime
from sim.events import canonical_json
from sim.records import AgentRecord, Request
from sim.rules import SIGHT_TILES
from sim.tiles import tile_distance
from sim.world import World

MAXIMUM_NEARBY = 8
MAXIMUM_RECALLED = 5

Purpose = Literal["next", "meet", "dialogue", "reply", "command"]

VISITORS_PURPOSES = ("reply", "command")
"""What a visitor is waiting for, in wall time."""

STAY = "stay"
MOVE = "move"
PASS = "pass"
TALK = "talk:"
SAY = "say"
ACCEPT = "accept"
REFUSE = "refuse"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Nearby(_Part):
    """Somebody in sight, and how well they know each other."""

    id: str
    state: str
    distance_tiles: int
    familiarity: int


class Recalled(_Part):
    """A memory that came to mind."""

    time: SimTime
    about: str
    zh: str
    en: str


class Observation(_Part):
    """What `agent` perceives at `time`. `options` are the only choices that an answer may take."""

    agent: str
    time: SimTime
    purpose: Purpose
    state: str
    place: str | None
    activity: str | None
    until: SimTime | None
    partner: str | None = None
    """The other in a dialogue, or a visitor's id."""
    familiarity: int = 0
    chat: str | None = None
    language: str | None = None
    """What the visitor reads."""
    words_id: str = ""
    """What the visitor said last, by id; empty when it has only come up."""
    nearby: Annotated[tuple[Nearby, ...], Field(max_length=MAXIMUM_NEARBY)] = ()
    memories: Annotated[tuple[Recalled, ...], Field(max_length=MAXIMUM_RECALLED)] = ()
    options: tuple[str, ...]

    def to_json(self) -> str:
        """As canonical JSON, the form that is hashed and stored."""
        return canonical_json(self.model_dump(mode="json"))


def observe(
    world: World,
    record: AgentRecord,
    purpose: Purpose,
    options: tuple[str, ...],
    time: SimTime,
    *,
    partner: str | None = None,
) -> Observation:
    """What the character perceives now, for one purpose."""
    task = record.task or next(reversed(record.unfinished), None)
    return Observation(
        agent=record.id,
        time=time,
        purpose=purpose,
        state=record.state,
        place=record.place,
        activity=task.activity if task else None,
        until=task.until if task else None,
        partner=partner,
        familiarity=record.relationship(partner).familiarity if partner else 0,
        nearby=_nearby(world, record, time),
        memories=_recalled(record, partner),
        options=options,
    )


def _nearby(world: World, record: AgentRecord, time: SimTime) -> tuple[Nearby, ...]:
    here = record.tile_at(time)
    return tuple(
        Nearby(
            id=other.id,
            state=other.state,
            distance_tiles=tile_distance(here, other.tile_at(time)),
            familiarity=record.relationship(other.id).familiarity,
        )
        for other in world.near(record.id, SIGHT_TILES, time)[:MAXIMUM_NEARBY]
    )


def _recalled(record: AgentRecord, partner: str | None) -> tuple[Recalled, ...]:
    return tuple(
        Recalled(time=memory.time, about=memory.about, zh=memory.text.zh, en=memory.text.en)
        for memory in recent(record.memories, partner, MAXIMUM_RECALLED)
    )


def observation_of(request: Request) -> Observation:
    """The observation that a stored request carries."""
    return Observation.model_validate_json(request.observation)

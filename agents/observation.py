"""Observation: what one character perceives at the moment it needs to think, and what it may choose from.

It is everything that a prompt is made from. Its canonical JSON is stored with the request, so that a decision can be
explained, repeated after a crash, and never confused with another. Visitors' words are in it only by id. How it is
made from the World is in `observing`.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from agents.perception import Occurring
from sim.clock import DAY, HOUR, MINUTE, SimTime
from sim.events import canonical_json
from sim.happenings import MAXIMUM_HAPPENINGS
from sim.records import MAXIMUM_LINES, Request

MAXIMUM_NEARBY = 8
MAXIMUM_RECALLED = 5
MAXIMUM_RECALLED_AT_LENGTH = 12
"""Memories where more is wanted: of the day, and in a talk with a visitor, whose words then choose among them."""
MAXIMUM_TIDINGS = 2
"""Pieces of news that come to mind."""
MAXIMUM_SLOTS = 12
MAXIMUM_SLOT_OPTIONS = 12
"""Stretches of a day that are open when it is planned, and what each may be filled with."""

Purpose = Literal["plan", "next", "meet", "react", "dialogue", "reply", "command", "reflect"]

VISITORS_PURPOSES = ("reply", "command")
"""What a visitor is waiting for, in wall time."""
TALKING_PURPOSES = ("dialogue", *VISITORS_PURPOSES)
"""Where words are made for somebody."""
WORDY_PURPOSES = ("plan", *TALKING_PURPOSES)
"""Where words are made, and memories are worth searching for what has to do with them."""

PLAN = "plan"
STAY = "stay"
MOVE = "move"
PASS = "pass"
TALK = "talk:"
GREET = "greet:"
GO = "go"
HOME = "home"
"""To where something happens, and home from it."""
SAY = "say"
DO = "do:"
"""With an activity: say so, and do it after the talk."""
ACCEPT = "accept"
REFUSE = "refuse"
SLEEP = "sleep"

SELDOM = ("spoken", "going_on", "happening", "voice")
"""Parts that are left out where there is nothing of them: an ordinary day's observations are as they ever were."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Nearby(_Part):
    """Somebody in sight, and how well they know each other."""

    id: str
    state: str
    distance_tiles: int
    familiarity: int


class Recalled(_Part):
    """A memory that came to mind, and why, in thousandths; all 0 where the latest did."""

    time: SimTime
    kind: str = "talk"
    about: str
    zh: str
    en: str
    recency: int = 0
    importance: int = 0
    relevance: int = 0


class Tidings(_Part):
    """A piece of news that could be told, as this character would tell it; `teller` is whom it has it from."""

    id: str
    origin: str
    teller: str
    zh: str
    en: str


class SpokenLine(_Part):
    """What one of two characters said in their talk."""

    speaker: str
    zh: str
    en: str


class Slot(_Part):
    """A stretch of the day that is the character's own, and what it may be filled with: the usual first."""

    start: SimTime
    end: SimTime
    options: Annotated[tuple[str, ...], Field(min_length=1, max_length=MAXIMUM_SLOT_OPTIONS)]
    """Each `activity@place`."""

    @property
    def name(self) -> str:
        """How it is called in an answer: by the time of day at which it begins."""
        return f"{self.start % DAY // HOUR:02d}:{self.start % HOUR // MINUTE:02d}"


class Voice(_Part):
    """What a visitor whispered, by id: an inner voice."""

    visitor: str
    words_id: str


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
    """Talks held with the partner before."""
    chat: str | None = None
    language: str | None = None
    """What the visitor reads."""
    words_id: str = ""
    """What the visitor said last, by id; empty when it has only come up."""
    nearby: Annotated[tuple[Nearby, ...], Field(max_length=MAXIMUM_NEARBY)] = ()
    memories: Annotated[tuple[Recalled, ...], Field(max_length=MAXIMUM_RECALLED_AT_LENGTH)] = ()
    news: Annotated[tuple[Tidings, ...], Field(max_length=MAXIMUM_TIDINGS)] = ()
    """In a talk, what the partner may not know yet."""
    spoken: Annotated[tuple[SpokenLine, ...], Field(max_length=MAXIMUM_LINES)] = ()
    """What the two have said so far, where a dialogue is to go on."""
    going_on: Annotated[tuple[Occurring, ...], Field(max_length=MAXIMUM_HAPPENINGS)] = ()
    """What goes on in the village, as far as the character knows."""
    happening: Occurring | None = None
    """What it has just perceived, and is to react to."""
    voice: Voice | None = None
    """What goes through its head, where what to do next is thought about."""
    slots: Annotated[tuple[Slot, ...], Field(max_length=MAXIMUM_SLOTS)] = ()
    """In the morning, what of the day is open."""
    options: tuple[str, ...]

    def to_json(self) -> str:
        """As canonical JSON, the form that is hashed and stored."""
        empty = {name for name in SELDOM if not getattr(self, name)}
        return canonical_json(self.model_dump(mode="json", exclude=empty))


def observation_of(request: Request) -> Observation:
    """The observation that a stored request carries."""
    return Observation.model_validate_json(request.observation)

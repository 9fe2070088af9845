"""Records: the frozen pieces that the World is made of.

Everything that can influence the future is in one of these, so that resuming, branching and replaying are the same
code as living. All numbers are integers: floats would make the digest depend on the machine.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field

from sim.clock import SimTime
from sim.text import Text
from sim.tiles import Tile, facing
from sim.whispers import Whisper

MAXIMUM_MEMORIES = 200
"""What one character keeps; what goes first is in `forgetting`."""
MAXIMUM_IMPORTANCE = 10
MAXIMUM_COMMANDS = 3
MAXIMUM_UNFINISHED = 3
MAXIMUM_LINES = 12
"""Lines in one conversation between characters."""
MAXIMUM_VISITOR_TURNS = 60
"""Things that a visitor can say in one talk."""
RECORDED = "recorded"
"""The origin of a task in an imported history: nobody here planned it, nor asked for it."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A committed walk: at time t the walker stands on `path[(t - start) // seconds_per_tile]`."""

    path: tuple[Tile, ...]
    start: SimTime
    seconds_per_tile: int
    place: str | None
    """The place it leads to; None for a walk to a bare tile."""
    towards: str | None = None
    """The character that the walker means to talk with."""

    @property
    def arrival(self) -> SimTime:
        """When the last tile is reached."""
        return self.start + (len(self.path) - 1) * self.seconds_per_tile

    def tile_at(self, time: SimTime) -> Tile:
        """The tile that the walker stands on at `time`, the first before the start and the last after the end."""
        return self.path[self._step(time)]

    def facing_at(self, time: SimTime, otherwise: str) -> str:
        """Which way the walker looks at `time`: along its last step, or its first before it has made one."""
        step = max(1, self._step(time))
        return facing(self.path[step - 1], self.path[step], otherwise) if len(self.path) > 1 else otherwise

    def _step(self, time: SimTime) -> int:
        return max(0, min((time - self.start) // self.seconds_per_tile, len(self.path) - 1))


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do at a place until a time. Working tasks make the character Working, others leave it Idle."""

    activity: str
    place: str
    until: SimTime
    working: bool
    origin: str
    """Where it came from: `plan`, `command`, `whisper`, `happening:` and its id, or, imported, RECORDED."""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """From `start` on, the character means to do `activity` at `place`."""

    start: SimTime
    end: SimTime
    activity: str
    place: str
    working: bool


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened to `origin` at a place and is worth telling. It keeps its id from mouth to mouth."""

    id: str
    origin: str
    place: str
    text: Text


MemoryKind = Literal["seen", "talk", "visit", "plan", "reflection", "news", "happening"]


@dataclass(frozen=True, slots=True)
class Memory:
    """Something that a character remembers, with whom or what it was about. Never a visitor's words."""

    time: SimTime
    kind: MemoryKind
    about: str
    """Whom or what: the id of a character, visitor, activity or happening; for news, who told it (oneself at first)."""
    text: Text
    importance: int = 1
    """From 1 to MAXIMUM_IMPORTANCE."""
    news: News | None = None
    """What was heard, or told in a talk."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """How well one character knows another (talks held), how much it likes them, and when they last talked."""

    familiarity: int = 0
    affinity: int = 0
    last_talk: SimTime | None = None


def request_id(agent: str, ordinal: int) -> str:
    """How a request, and the answer to it, is called in the log."""
    return f"{agent}#{ordinal}"


@dataclass(frozen=True, slots=True)
class Request:
    """A decision that a character is waiting for. `observation` is canonical JSON: all that a prompt is made from."""

    agent: str
    ordinal: int
    time: SimTime
    purpose: str
    observation: str

    @property
    def id(self) -> str:
        """Its name in the log: `farmer#12`."""
        return request_id(self.agent, self.ordinal)

    @property
    def prompt_hash(self) -> str:
        """SHA-256 of what the prompt is made from, so that a recorded answer is never used for another question."""
        return sha256(self.observation.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation between characters."""

    speaker: str
    text: Text


TalkMood = Literal["warm", "even", "cool"]


@dataclass(frozen=True, slots=True)
class Upshot:
    """What a conversation leaves in both: how it went, and what each keeps of it in its own words, if it has any."""

    mood: TalkMood = "even"
    kept: tuple[Line, ...] = ()

    def kept_by(self, own_id: str) -> Text | None:
        """The character's own words for it, if it has any."""
        return next((line.text for line in self.kept if line.speaker == own_id), None)


PLAIN = Upshot()
UpshotUnlessPlain = Annotated[Upshot, Field(exclude_if=lambda upshot: upshot == PLAIN)]
"""Left out of JSON where it is plain, as in what was recorded when there was no other: its digest is what it was."""
GoesOn = Annotated[bool, Field(exclude_if=lambda goes_on: not goes_on)]
"""Whether there is more to come when the lines are spoken; left out of JSON where there is not, for the same reason."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A talk between two characters: composed as a whole or in turns, spoken line by line by its host's wake-ups."""

    id: str
    host: str
    guest: str
    start: SimTime
    place: str | None
    lines: tuple[Line, ...] = ()
    spoken: int = 0
    source: str = "rule"
    about: Text | None = None
    """What it is about, for those who will remember it."""
    news: str = ""
    """The id of the news that the host tells in it; empty for none."""
    upshot: Upshot = PLAIN
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class VisitorTalk:
    """A talk with a visitor, as the character sees it."""

    chat: str
    visitor: str
    start: SimTime
    language: str
    turns: int = 0


@dataclass(frozen=True, slots=True)
class AgentRecord:
    """Everything about one character that can influence what it does next."""

    id: str
    at: Tile
    facing: str = "down"
    moved_at: SimTime = 0
    """When its present walk or stand began; meetings are computed from there."""
    state: str = "idle"
    place: str | None = None
    seat: Tile | None = None
    walk: Walk | None = None
    task: Task | None = None
    unfinished: tuple[Task, ...] = ()
    """Interrupted tasks, the latest last: it is the first to be taken up again."""
    commands: tuple[Task, ...] = ()
    plan: tuple[PlanItem, ...] = ()
    wake: SimTime | None = None
    conversation: str | None = None
    visitor_talk: VisitorTalk | None = None
    request: Request | None = None
    whisper: Whisper | None = None
    requests_made: int = 0
    memories: tuple[Memory, ...] = ()
    relationships: tuple[tuple[str, Relationship], ...] = ()
    """Pairs of character id and relationship, sorted by id."""
    woken_at: SimTime = -1
    woken_facts: int = 0
    """The last instant at which a wake-up led to something, and how many facts came of wake-ups in it."""
    counter: int = 0
    """Events that bear this character's id so far; the next one's counter, and the argument of its draws."""

    def tile_at(self, time: SimTime) -> Tile:
        """Where it is at `time`, walking or standing."""
        return self.walk.tile_at(time) if self.walk else self.at

    def relationship(self, other: str) -> Relationship:
        """What it feels for `other`; a fresh one for a stranger."""
        return dict(self.relationships).get(other, Relationship())

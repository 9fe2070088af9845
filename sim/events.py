"""WorldEvents: what happened, in the past tense. The only thing that changes a World.

A fact says what happened to `agent`; an Event is a fact with its key. Facts are stdlib dataclasses with a `kind`, so
that pydantic can validate them when they come back from a database.
"""

import json
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from sim.clock import SimTime
from sim.records import Line, Memory, PlanItem, Task
from sim.text import Text
from sim.tiles import Tile


class Phase(IntEnum):
    """The order of work within one instant: what fell due first, then what came from outside."""

    WAKE = 1
    MEETING = 2
    INPUT = 3


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The state machine moved: `trigger` took the character from `before` to `after`."""

    agent: str
    trigger: str
    before: str
    after: str
    kind: Literal["state_changed"] = "state_changed"


@dataclass(frozen=True, slots=True)
class Planned:
    """The character made up its mind about the day."""

    agent: str
    plan: tuple[PlanItem, ...]
    kind: Literal["planned"] = "planned"


@dataclass(frozen=True, slots=True)
class TaskStarted:
    """The character took a task up (`resumed`: again, after an interruption)."""

    agent: str
    task: Task
    resumed: bool = False
    kind: Literal["task_started"] = "task_started"


@dataclass(frozen=True, slots=True)
class TaskFinished:
    """The task's time was over, or something else took its place."""

    agent: str
    task: Task
    kind: Literal["task_finished"] = "task_finished"


@dataclass(frozen=True, slots=True)
class TaskInterrupted:
    """A visitor came; the task waits as unfinished."""

    agent: str
    task: Task
    kind: Literal["task_interrupted"] = "task_interrupted"


@dataclass(frozen=True, slots=True)
class WalkStarted:
    """The character set out along `path`. Nobody streams positions: everyone interpolates this segment."""

    agent: str
    path: tuple[Tile, ...]
    seconds_per_tile: int
    place: str | None
    towards: str | None = None
    kind: Literal["walk_started"] = "walk_started"


@dataclass(frozen=True, slots=True)
class WalkStopped:
    """The walk was interrupted at `at`."""

    agent: str
    at: Tile
    kind: Literal["walk_stopped"] = "walk_stopped"


@dataclass(frozen=True, slots=True)
class Arrived:
    """The walk is over; a free seat was claimed if one stands there."""

    agent: str
    at: Tile
    facing: str
    place: str | None
    seat: Tile | None
    kind: Literal["arrived"] = "arrived"


@dataclass(frozen=True, slots=True)
class Waited:
    """Nothing to do until `until`."""

    agent: str
    until: SimTime
    kind: Literal["waited"] = "waited"


@dataclass(frozen=True, slots=True)
class Spoke:
    """A line that all near may hear, readable until `until`."""

    agent: str
    to: str | None
    conversation: str | None
    text: Text
    source: str
    until: SimTime
    kind: Literal["spoke"] = "spoke"


@dataclass(frozen=True, slots=True)
class ConversationStarted:
    """`agent`, the host, began to talk with `guest`."""

    agent: str
    guest: str
    conversation: str
    place: str | None
    kind: Literal["conversation_started"] = "conversation_started"


@dataclass(frozen=True, slots=True)
class ConversationComposed:
    """The mind wrote the lines of the conversation."""

    agent: str
    conversation: str
    lines: tuple[Line, ...]
    source: str
    about: Text | None = None
    kind: Literal["conversation_composed"] = "conversation_composed"


@dataclass(frozen=True, slots=True)
class ConversationEnded:
    """The conversation is over after `lines` lines."""

    agent: str
    guest: str
    conversation: str
    lines: int
    kind: Literal["conversation_ended"] = "conversation_ended"


@dataclass(frozen=True, slots=True)
class DecisionRequested:
    """The character needs to think; until the answer, or `until`, it goes on as it is."""

    agent: str
    ordinal: int
    purpose: str
    observation: str
    until: SimTime
    kind: Literal["decision_requested"] = "decision_requested"


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A mind answered: which one (`model`, `rule`, `fallback`), and what it chose of what was offered."""

    agent: str
    ordinal: int
    source: str
    choice: str
    kind: Literal["decision_made"] = "decision_made"


@dataclass(frozen=True, slots=True)
class Remembered:
    """Something was committed to memory."""

    agent: str
    memory: Memory
    kind: Literal["remembered"] = "remembered"


@dataclass(frozen=True, slots=True)
class RelationshipChanged:
    """What `agent` feels for `other` is now this."""

    agent: str
    other: str
    familiarity: int
    affinity: int
    last_talk: SimTime
    kind: Literal["relationship_changed"] = "relationship_changed"


@dataclass(frozen=True, slots=True)
class VisitorRefused:
    """A visitor asked for something that can't be now."""

    agent: str
    visitor: str
    chat: str
    reason: str
    kind: Literal["visitor_refused"] = "visitor_refused"


@dataclass(frozen=True, slots=True)
class VisitorTalkStarted:
    """A visitor, who reads `language`, came up and a talk began."""

    agent: str
    visitor: str
    chat: str
    language: str = "zh"
    kind: Literal["visitor_talk_started"] = "visitor_talk_started"


@dataclass(frozen=True, slots=True)
class VisitorSpoke:
    """A visitor said something. The words are elsewhere, erasable; this is their id and salted hash."""

    agent: str
    visitor: str
    chat: str
    words_id: str
    words_hash: str
    kind: Literal["visitor_spoke"] = "visitor_spoke"


@dataclass(frozen=True, slots=True)
class RepliedToVisitor:
    """The character answered a visitor; private like the question."""

    agent: str
    visitor: str
    chat: str
    words_id: str
    words_hash: str
    source: str
    kind: Literal["replied_to_visitor"] = "replied_to_visitor"


@dataclass(frozen=True, slots=True)
class CommandAnswered:
    """The character accepted or refused what a visitor asked it to do; an accepted task waits for the talk's end."""

    agent: str
    visitor: str
    chat: str
    accepted: bool
    reason: str
    task: Task | None
    kind: Literal["command_answered"] = "command_answered"


@dataclass(frozen=True, slots=True)
class VisitorTalkEnded:
    """The talk with a visitor is over."""

    agent: str
    visitor: str
    chat: str
    reason: str
    kind: Literal["visitor_talk_ended"] = "visitor_talk_ended"


Fact = (
    StateChanged
    | Planned
    | TaskStarted
    | TaskFinished
    | TaskInterrupted
    | WalkStarted
    | WalkStopped
    | Arrived
    | Waited
    | Spoke
    | ConversationStarted
    | ConversationComposed
    | ConversationEnded
    | DecisionRequested
    | DecisionMade
    | Remembered
    | RelationshipChanged
    | VisitorRefused
    | VisitorTalkStarted
    | VisitorSpoke
    | RepliedToVisitor
    | CommandAnswered
    | VisitorTalkEnded
)

_facts: TypeAdapter[Fact] = TypeAdapter(Annotated[Fact, Field(discriminator="kind")])

EventKey = tuple[int, int, str, int]


@dataclass(frozen=True, slots=True)
class Event:
    """A fact at a moment. Its key orders events the same way on every machine; `seq` is only commit order."""

    time: SimTime
    phase: int
    counter: int
    fact: Fact

    @property
    def key(self) -> EventKey:
        """(time, phase, agent id, per-agent counter): the order that the digest is taken in."""
        return (self.time, self.phase, self.fact.agent, self.counter)


def canonical_json(value: Any) -> str:
    """JSON with sorted keys and no spaces: one text for one value, whatever the hash seed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fact_to_json(fact: Fact) -> str:
    """The fact as canonical JSON."""
    return canonical_json(_facts.dump_python(fact, mode="json"))


def fact_from_json(text: str) -> Fact:
    """Read a fact back. Raises pydantic.ValidationError where the text is none."""
    return _facts.validate_json(text)

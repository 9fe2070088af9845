"""WorldEvents: what happened, in the past tense. The only thing that changes a World.

An Event is a fact with its key. The facts themselves are in `life_facts`, `talk_facts` and `village_facts`; this
is where all of them are gathered, ordered and written as JSON.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any

import orjson
from pydantic import Field, TypeAdapter

from sim.clock import SimTime
from sim.life_facts import (
    Arrived,
    DecisionMade,
    DecisionRequested,
    Planned,
    Remembered,
    StateChanged,
    TaskFinished,
    TaskInterrupted,
    TaskStarted,
    Waited,
    WalkStarted,
    WalkStopped,
)
from sim.talk_facts import (
    CommandAnswered,
    ConversationComposed,
    ConversationEnded,
    ConversationStarted,
    NewsTold,
    RelationshipChanged,
    RepliedToVisitor,
    Spoke,
    VisitorRefused,
    VisitorSpoke,
    VisitorTalkEnded,
    VisitorTalkStarted,
)
from sim.village_facts import Happened, HappeningEnded
from sim.whispers import Whispered

__all__ = [
    "Arrived",
    "CommandAnswered",
    "ConversationComposed",
    "ConversationEnded",
    "ConversationStarted",
    "DecisionMade",
    "DecisionRequested",
    "Event",
    "EventKey",
    "Fact",
    "Happened",
    "HappeningEnded",
    "NewsTold",
    "Phase",
    "Planned",
    "RelationshipChanged",
    "Remembered",
    "RepliedToVisitor",
    "Spoke",
    "StateChanged",
    "TaskFinished",
    "TaskInterrupted",
    "TaskStarted",
    "VisitorRefused",
    "VisitorSpoke",
    "VisitorTalkEnded",
    "VisitorTalkStarted",
    "Waited",
    "WalkStarted",
    "WalkStopped",
    "Whispered",
    "canonical_json",
    "fact_from_json",
    "fact_to_json",
]


class Phase(IntEnum):
    """The order of work within one instant: what fell due first, then what came from outside."""

    WAKE = 1
    MEETING = 2
    INPUT = 3


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
    | NewsTold
    | RelationshipChanged
    | VisitorRefused
    | VisitorTalkStarted
    | VisitorSpoke
    | RepliedToVisitor
    | CommandAnswered
    | VisitorTalkEnded
    | Whispered
    | Happened
    | HappeningEnded
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
    """JSON with sorted keys and no spaces: one text for one value, whatever the hash seed.

    Of texts and whole numbers below 2 to the power of 63 it is what `json` writes, at a tenth of the time. Raises
    TypeError for what has no JSON.
    """
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def fact_to_json(fact: Fact) -> str:
    """The fact as canonical JSON."""
    return canonical_json(_facts.dump_python(fact, mode="json"))


def fact_from_json(text: str) -> Fact:
    """Read a fact back. Raises pydantic.ValidationError where the text is none."""
    return _facts.validate_json(text)

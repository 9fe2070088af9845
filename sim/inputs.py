"""Inputs: what comes from outside, logged before it acts.

A run can be re-run from its seed and its inputs alone, to the same digest, with no model and no wall clock. So the
validated outcome of a decision is the input, not the prompt and not the model's text.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from sim.clock import SimTime
from sim.events import canonical_json
from sim.happenings import Occurrence
from sim.records import PLAIN, GoesOn, Line, UpshotUnlessPlain, request_id
from sim.text import Text


@dataclass(frozen=True, slots=True)
class Decided:
    """A mind's answer to the request `ordinal` of `agent`. Private words are named, not quoted."""

    agent: str
    ordinal: int
    prompt_hash: str
    source: str
    choice: str
    lines: tuple[Line, ...] = ()
    about: Text | None = None
    news: str = ""
    words_id: str = ""
    words_hash: str = ""
    choices: tuple[str, ...] = ()
    """What fills the open slots of a day, in their order."""
    upshot: UpshotUnlessPlain = PLAIN
    goes_on: GoesOn = False
    kind: Literal["decided"] = "decided"

    @property
    def request_id(self) -> str:
        """The id of the request that it answers."""
        return request_id(self.agent, self.ordinal)


@dataclass(frozen=True, slots=True)
class VisitorOpened:
    """A visitor, who reads `language`, wants to talk."""

    agent: str
    visitor: str
    chat: str
    language: str = "zh"
    kind: Literal["visitor_opened"] = "visitor_opened"


@dataclass(frozen=True, slots=True)
class VisitorSaid:
    """A visitor said something (its words are in the erasable table)."""

    agent: str
    visitor: str
    chat: str
    words_id: str
    words_hash: str
    kind: Literal["visitor_said"] = "visitor_said"


@dataclass(frozen=True, slots=True)
class VisitorCommanded:
    """A visitor gave the character its command."""

    agent: str
    visitor: str
    chat: str
    words_id: str
    words_hash: str
    kind: Literal["visitor_commanded"] = "visitor_commanded"


@dataclass(frozen=True, slots=True)
class VisitorStopped:
    """A visitor cut a reply short: recorded, but of no effect by itself. What was said until then is the answer."""

    agent: str
    visitor: str
    chat: str
    kind: Literal["visitor_stopped"] = "visitor_stopped"


@dataclass(frozen=True, slots=True)
class VisitorClosed:
    """A visitor ended the talk or went away."""

    agent: str
    visitor: str
    chat: str
    reason: str
    kind: Literal["visitor_closed"] = "visitor_closed"


@dataclass(frozen=True, slots=True)
class VisitorWhispered:
    """A visitor lends the character an inner voice (its words are in the erasable table)."""

    agent: str
    visitor: str
    words_id: str
    words_hash: str
    kind: Literal["visitor_whispered"] = "visitor_whispered"


@dataclass(frozen=True, slots=True)
class PaceSet:
    """Someone changed the pace: recorded, but of no effect on the world. 0 is a pause, None the end of one."""

    by: str
    factor_thousandths: int | None
    kind: Literal["pace_set"] = "pace_set"


@dataclass(frozen=True, slots=True)
class Happen:
    """Somebody outside lets something happen to the village."""

    occurrence: Occurrence
    kind: Literal["happen"] = "happen"


Payload = (
    Decided
    | VisitorOpened
    | VisitorSaid
    | VisitorCommanded
    | VisitorStopped
    | VisitorClosed
    | VisitorWhispered
    | PaceSet
    | Happen
)

_payloads: TypeAdapter[Payload] = TypeAdapter(Annotated[Payload, Field(discriminator="kind")])


@dataclass(frozen=True, slots=True)
class Input:
    """A payload with its place in the order of inputs and the instant at which it acts."""

    n: int
    effective_time: SimTime
    payload: Payload
    request_id: str = ""


def payload_to_json(payload: Payload) -> str:
    """The payload as canonical JSON."""
    return canonical_json(_payloads.dump_python(payload, mode="json"))


def payload_from_json(text: str) -> Payload:
    """Read a payload back. Raises pydantic.ValidationError where the text is none."""
    return _payloads.validate_json(text)

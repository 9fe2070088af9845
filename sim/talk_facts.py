"""Facts of talk: lines, conversations between characters, and talks with visitors, whose words are kept elsewhere."""

from dataclasses import dataclass
from typing import Literal

from sim.clock import SimTime
from sim.records import PLAIN, GoesOn, Line, News, Task, UpshotUnlessPlain
from sim.text import Text


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
    """The mind wrote the lines of the conversation, or, where it goes on, the next of them."""

    agent: str
    conversation: str
    lines: tuple[Line, ...]
    source: str
    about: Text | None = None
    news: str = ""
    upshot: UpshotUnlessPlain = PLAIN
    goes_on: GoesOn = False
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
class NewsTold:
    """`agent` told `to` something that `to` did not know: a step on the way from mouth to mouth."""

    agent: str
    to: str
    news: News
    conversation: str
    place: str | None
    kind: Literal["news_told"] = "news_told"


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

"""Conversations between characters: who said what to whom, when and where, from the log alone.

What is said with a visitor is none of these: its words are not in the log.
"""

from dataclasses import dataclass, field

from sim import events
from sim.clock import SimTime
from sim.event_log import Committed, EventLog
from sim.text import Text

KINDS = ("conversation_started", "conversation_composed", "spoke", "conversation_ended")
"""The events that tell of conversations."""
MAXIMUM_EVENTS_SEARCHED = 5_000
"""How far one question reads on for those that are wanted."""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line that was spoken; `event` is its number in the log."""

    event: int
    time: SimTime
    agent: str
    text: Text
    source: str


@dataclass
class PastConversation:
    """`host` began to talk with `guest`. What it is about is known once it has been composed, `end` when it is over."""

    id: str
    event: int
    host: str
    guest: str
    place: str | None
    start: SimTime
    end: SimTime | None = None
    about: Text | None = None
    lines: list[SpokenLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which conversations: of everybody or of one character, that began from `since` on and not after `until`."""

    agent: str | None = None
    since: SimTime | None = None
    until: SimTime | None = None

    def has(self, time: SimTime, fact: events.ConversationStarted) -> bool:
        """Whether a conversation that began so is wanted."""
        return self.agent in (None, fact.agent, fact.guest) and (self.since is None or time >= self.since)

    def is_past(self, time: SimTime) -> bool:
        """Whether none that begins now is wanted any more."""
        return self.until is not None and time > self.until


@dataclass
class Found:
    """Conversations in the order they began; the search goes on after the event `after`, if it is not `complete`."""

    conversations: list[PastConversation]
    after: int
    complete: bool = False


def conversations(log: EventLog, after: int, maximum: int, wanted: Wanted) -> Found:
    """At most `maximum` conversations that began after the event `after`, among the next MAXIMUM_EVENTS_SEARCHED.

    The log is read on until the last of them is over.
    """
    talks: dict[str, PastConversation] = {}
    found = Found([], after)
    for count, item in enumerate(log.events(after, kinds=KINDS)):
        is_past = wanted.is_past(item.event.time)
        is_enough = len(talks) == maximum or is_past or count >= MAXIMUM_EVENTS_SEARCHED
        if is_enough and all(talk.end is not None for talk in talks.values()):
            found.complete = is_past
            break
        found.after = found.after if is_enough else item.seq
        fact = item.event.fact
        if not isinstance(fact, events.ConversationStarted):
            _go_on(talks, item)
        elif not is_enough and wanted.has(item.event.time, fact):
            talks[fact.conversation] = _begun(item, fact)
    else:
        found.complete = len(talks) < maximum
    found.conversations = list(talks.values())
    return found


def _begun(item: Committed, fact: events.ConversationStarted) -> PastConversation:
    return PastConversation(fact.conversation, item.seq, fact.agent, fact.guest, fact.place, item.event.time)


def _go_on(found: dict[str, PastConversation], item: Committed) -> None:
    """Add what an event tells of the conversations found so far."""
    match item.event.fact:
        case events.ConversationComposed(conversation=own_id, about=about) if own_id in found:
            found[own_id].about = about
        case events.Spoke(conversation=str(own_id)) as fact if own_id in found:
            found[own_id].lines.append(SpokenLine(item.seq, item.event.time, fact.agent, fact.text, fact.source))
        case events.ConversationEnded(conversation=own_id) if own_id in found:
            found[own_id].end = item.event.time

"""The projection: World to what everyone sees of it, and events to the messages that tell of them.

Pure. What everyone sees is compared before and after an instant (`changes`), so a snapshot and the stream of changes
can't disagree. Messages carry `seq` 0 here: the feed numbers what it sends.
"""

from collections.abc import Iterator, Sequence
from typing import get_args

from agents.cast import Cast, Words
from sim import events
from sim.records import AgentRecord
from sim.text import Text
from sim.town_map import TownMap
from sim.visitor_words import VisitorWords
from sim.world import World
from web.messages import (
    UNNUMBERED,
    ActivityInfo,
    AgentView,
    Both,
    ChatEnd,
    ChatLine,
    ChatOpened,
    ChatRefused,
    CommandResult,
    EndReason,
    PlaceView,
    RefusalReason,
    SpeechMessage,
    StateMessage,
    StopMessage,
    WalkInfo,
    WalkMessage,
)

ASLEEP = ActivityInfo(id="sleep", zh="睡觉", en="asleep")
THINKING_PURPOSES = frozenset({"reply", "command", "dialogue"})
"""The decisions that an onlooker would notice: a character that searches for words."""
REFUSAL_REASONS = frozenset(get_args(RefusalReason))
END_REASONS = frozenset(get_args(EndReason))

STANCE = ("walk", "at", "facing", "place")
"""What a `stop` tells of a character."""
DOING = ("state", "activity", "talking_to")
"""What a `state` tells of a character."""

PublicMessage = WalkMessage | StopMessage | StateMessage | SpeechMessage
PrivateMessage = ChatOpened | ChatRefused | ChatLine | ChatEnd | CommandResult
VisitorFact = (
    events.VisitorRefused
    | events.VisitorTalkStarted
    | events.VisitorSpoke
    | events.RepliedToVisitor
    | events.CommandAnswered
    | events.VisitorTalkEnded
)
"""The facts that answer a visitor, its own words once the character has heard them among them."""


def both(text: Text | Words) -> Both:
    """A text in both languages, as the wire has it."""
    return Both(zh=text.zh, en=text.en)


def place_views(town_map: TownMap) -> list[PlaceView]:
    """Every named place of the map."""
    return [PlaceView(id=place.id, name=both(place.name), area=place.area) for place in town_map.places.values()]


def agent_view(record: AgentRecord, world: World, cast: Cast) -> AgentView:
    """A character as everyone sees it. While it walks, `place` is where it goes."""
    character, walk = cast.by_id[record.id], record.walk
    return AgentView.model_validate(
        {
            "id": record.id,
            "name": both(character.name),
            "role": both(character.role),
            "at": walk.path[0] if walk else record.at,
            "facing": record.facing,
            "walk": walk and WalkInfo(path=list(walk.path), start=walk.start, seconds_per_tile=walk.seconds_per_tile),
            "state": record.state,
            "activity": activity_info(record, cast),
            "place": walk.place if walk else record.place,
            "talking_to": talking_to(record, world),
        }
    )


def activity_info(record: AgentRecord, cast: Cast) -> ActivityInfo | None:
    """What a character is at, as an onlooker would say it; None for nothing in particular."""
    if record.state == "sleeping":
        return ASLEEP
    if record.task is None:
        return None
    activity = cast.activity(record.id, record.task.activity)
    asked_for = record.task.origin == "command"
    return ActivityInfo(id=activity.id, zh=activity.looks.zh, en=activity.looks.en, asked_for=asked_for)


def talking_to(record: AgentRecord, world: World) -> str | None:
    """The character that it talks with, or `visitor`: who that visitor is stays private."""
    if record.visitor_talk:
        return "visitor"
    if record.conversation is None:
        return None
    talk = world.conversations[record.conversation]
    return talk.guest if talk.host == record.id else talk.host


def is_thinking(record: AgentRecord) -> bool:
    """Whether an onlooker would see the character think."""
    return record.request is not None and record.request.purpose in THINKING_PURPOSES


def changes(before: AgentView, after: AgentView, time: int) -> Iterator[PublicMessage]:
    """What to tell those who saw a character as `before`, so that they see it as `after`."""
    if after.walk and after.walk != before.walk:
        yield _walk_message(after, after.walk, time)
    elif not after.walk and _fields(before, STANCE) != _fields(after, STANCE):
        yield StopMessage.model_validate(
            {"seq": UNNUMBERED, "time": time, "agent": after.id, **_fields(after, STANCE[1:])}
        )
    if _fields(before, DOING) != _fields(after, DOING):
        yield StateMessage.model_validate(
            {"seq": UNNUMBERED, "time": time, "agent": after.id, "place": after.place, **_fields(after, DOING)}
        )


def _walk_message(view: AgentView, walk: WalkInfo, time: int) -> WalkMessage:
    return WalkMessage(
        seq=UNNUMBERED,
        time=time,
        agent=view.id,
        path=walk.path,
        start=walk.start,
        seconds_per_tile=walk.seconds_per_tile,
        place=view.place,
    )


def _fields(view: AgentView, names: Sequence[str]) -> dict[str, object]:
    return {name: getattr(view, name) for name in names}


def speech_message(fact: events.Spoke, time: int, event: int | None = None) -> SpeechMessage:
    """A line that all may hear, and its number in the log."""
    return SpeechMessage.model_validate(
        {
            "seq": UNNUMBERED,
            "time": time,
            "until": fact.until,
            "agent": fact.agent,
            "to": fact.to,
            "text": both(fact.text),
            "source": fact.source,
            "event": event,
        }
    )


def private_message(fact: VisitorFact, words: VisitorWords, event: int | None = None) -> PrivateMessage:
    """What the visitor whom the fact concerns is told."""
    match fact:
        case events.VisitorTalkStarted():
            return ChatOpened(agent=fact.agent, chat=fact.chat)
        case events.VisitorRefused():
            reason = fact.reason if fact.reason in REFUSAL_REASONS else "busy"
            return ChatRefused.model_validate({"agent": fact.agent, "reason": reason})
        case events.VisitorSpoke():
            words_heard = words.text(fact.words_id)
            return ChatLine(agent=fact.agent, chat=fact.chat, who="visitor", text=words_heard, event=event)
        case events.RepliedToVisitor():
            line = {"who": "agent", "text": words.text(fact.words_id), "source": fact.source, "event": event}
            return ChatLine.model_validate({"agent": fact.agent, "chat": fact.chat, **line})
        case events.CommandAnswered():
            return CommandResult(agent=fact.agent, accepted=fact.accepted, reason=fact.reason)
        case events.VisitorTalkEnded():
            reason = fact.reason if fact.reason in END_REASONS else "closed"
            return ChatEnd.model_validate({"agent": fact.agent, "chat": fact.chat, "reason": reason})

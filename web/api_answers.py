"""What REST answers, as pydantic models; and how the World's records become them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from fastapi import HTTPException
from pydantic import BaseModel, JsonValue, TypeAdapter

from agents.mood import mood_of
from agents.motive import motive_of
from agents.situation import Situation
from sim.clock import SimTime
from sim.event_log import LATEST_SEQ, Committed, EventLog
from sim.events import RepliedToVisitor, VisitorSpoke, fact_to_json
from sim.records import Memory, PlanItem
from sim.visitor_words import Said
from web.messages import Both
from web.privacy import Asker
from web.projection import both

MAXIMUM_LINES_SEARCHED = 500
"""The latest lines of each kind that a character heard and said, among which a visitor's own are looked for."""

_json: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])


def nobody() -> HTTPException:
    """The answer to a question about somebody who doesn't live here."""
    detail = {"zh": "村里没有这个人。", "en": "Nobody of that id lives here."}
    return HTTPException(404, detail, {"Cache-Control": "no-store"})


class Named(Both):
    """Something with an id, and words for it."""

    id: str


class PlannedTask(BaseModel):
    """One item of a day's plan, in simulated seconds."""

    start: SimTime
    end: SimTime
    activity: Named
    place: str
    working: bool


class InnerLife(BaseModel):
    """What a character feels, why it does what it does, and what it means to do."""

    id: str
    time: SimTime
    mood: Named
    why: Both
    plan: list[PlannedTask]


class RememberedTalk(BaseModel):
    """One memory. `about` is a character's id, one's own as a visitor, or `visitor` for any other."""

    time: SimTime
    kind: str
    about: str
    text: Both


class MemoryPage(BaseModel):
    """Memories, newest first; `before` counts the older ones and asks for the next page, None after the last."""

    memories: list[RememberedTalk]
    before: int | None


class SaidLine(BaseModel):
    """A text of one's own talk; `source` is the mind that spoke, None for the visitor's own words.

    `event` is its number in the log, None for one that was said long ago, and much by others since.
    """

    who: Literal["visitor", "agent"]
    text: str
    source: Literal["model", "rule", "fallback"] | None
    time: SimTime
    chat: str
    event: int | None


class OwnTalk(BaseModel):
    """All that a visitor and one character said to each other."""

    agent: str
    lines: list[SaidLine]


class OwnTalks(BaseModel):
    """A visitor's own talks; the character talked to first comes first."""

    visitor: str
    talks: list[OwnTalk]


class Erased(BaseModel):
    """How many texts are gone."""

    erased_texts: int


class HappenedEvent(BaseModel):
    """A committed event: its place in commit order, its time, and the fact as the asker may see it."""

    seq: int
    time: SimTime
    fact: dict[str, JsonValue]


class EventPage(BaseModel):
    """Events in commit order; `after` asks for the next page."""

    events: list[HappenedEvent]
    after: int


def inner_life(here: Situation) -> InnerLife:
    """What a character feels, does and means to do."""
    mood = mood_of(here.record, here.character, here.time)
    return InnerLife(
        id=here.id,
        time=here.time,
        mood=Named(id=mood.id, **both(mood.text).model_dump()),
        why=both(motive_of(here)),
        plan=[_planned(here, item) for item in here.record.plan],
    )


def _planned(here: Situation, item: PlanItem) -> PlannedTask:
    activity = Named(id=item.activity, **here.activity(item.activity).name.model_dump())
    return PlannedTask(start=item.start, end=item.end, activity=activity, place=item.place, working=item.working)


def memory_page(memories: Sequence[Memory], maximum: int, before: int | None, asker: Asker) -> MemoryPage:
    """At most `maximum` memories of the first `before`, newest first.

    Memories of one instant are many where a visitor comes and goes while time is paused, so a page begins at a number
    and not at a time. The oldest are forgotten: a page asked for late may repeat some, but passes none over.
    """
    end = len(memories) if before is None else min(before, len(memories))
    start = max(0, end - maximum)
    page = [
        RememberedTalk(time=m.time, kind=m.kind, about=asker.name(m.about), text=both(m.text))
        for m in memories[start:end]
    ]
    return MemoryPage(memories=page[::-1], before=start or None)


def numbers_of(log: EventLog, history: Iterable[Said]) -> dict[str, int]:
    """The number in the log of each text that was said, by the text's id."""
    found: dict[str, int] = {}
    for agent in {said.agent for said in history}:
        for kind in ("visitor_spoke", "replied_to_visitor"):
            for item in log.latest(kind, LATEST_SEQ, MAXIMUM_LINES_SEARCHED, agent):
                if isinstance(fact := item.event.fact, VisitorSpoke | RepliedToVisitor):
                    found[fact.words_id] = item.seq
    return found


def own_talks(visitor: str, history: Iterable[Said], numbers: Mapping[str, int]) -> OwnTalks:
    """A visitor's texts, gathered by character, with their numbers in the log."""
    lines: dict[str, list[SaidLine]] = {}
    for said in history:
        line = {"who": said.who, "text": said.text, "source": said.source, "time": said.time, "chat": said.chat}
        line["event"] = numbers.get(said.id)
        lines.setdefault(said.agent, []).append(SaidLine.model_validate(line))
    return OwnTalks(visitor=visitor, talks=[OwnTalk(agent=agent, lines=own) for agent, own in lines.items()])


def event_page(committed: Iterable[Committed], after: int, asker: Asker) -> EventPage:
    """Events as JSON; the page ends where the next one begins."""
    events = [_happened(item, asker) for item in committed]
    return EventPage(events=events, after=events[-1].seq if events else after)


def _happened(item: Committed, asker: Asker) -> HappenedEvent:
    fact = _json.validate_json(fact_to_json(item.event.fact))
    return HappenedEvent(seq=item.seq, time=item.event.time, fact=asker.sees_fields(fact))

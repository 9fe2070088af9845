"""REST of conversations: who said what to whom in the village, in the order it was said; visitors' talks are not here.

All that is told was said aloud, so that anybody may read it. The log is asked anew each time, in the question's thread.
"""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from agents.cast import Cast
from agents.conversations import PastConversation, SpokenLine, Wanted, conversations
from sim.clock import SimTime
from sim.event_log import LATEST_SEQ, EventLog
from web.api_answers import nobody
from web.history_api import OptionalMoment
from web.message_parts import Source
from web.messages import Both
from web.projection import both

MAXIMUM_CONVERSATIONS_PER_PAGE = 50


class SpokenLineView(BaseModel):
    """A line: its event's number, by which `/api/events/{event}/why` explains it, and the mind that made it."""

    event: int
    time: SimTime
    agent: str
    text: Both
    source: Source


class ConversationView(BaseModel):
    """`host` began to talk with `guest` by the event `event`; `end` is None while it goes on."""

    id: str
    event: int
    host: str
    guest: str
    place: str | None
    start: SimTime
    end: SimTime | None
    about: Both | None
    lines: list[SpokenLineView]


class ConversationPage(BaseModel):
    """Conversations in the order they began; `after` asks for the next page, until they are `complete`.

    A page may have few, or none, and not be the last: one question reads only so far on.
    """

    conversations: list[ConversationView]
    after: int
    complete: bool


def add_conversations(routes: APIRouter, log: EventLog, cast: Cast) -> None:
    """`/conversations` of one run."""

    @routes.get("/conversations")
    def page(
        agent: Annotated[str | None, Query(max_length=64)] = None,
        since: OptionalMoment = None,
        until: OptionalMoment = None,
        after: Annotated[int, Query(ge=0, le=LATEST_SEQ)] = 0,
        limit: Annotated[int, Query(ge=1, le=MAXIMUM_CONVERSATIONS_PER_PAGE)] = MAXIMUM_CONVERSATIONS_PER_PAGE,
    ) -> ConversationPage:
        if agent is not None and agent not in cast.by_id:
            raise nobody()
        found = conversations(log, after, limit, Wanted(agent, since, until))
        views = [_view(talk) for talk in found.conversations]
        return ConversationPage(conversations=views, after=found.after, complete=found.complete)


def _view(talk: PastConversation) -> ConversationView:
    return ConversationView(
        id=talk.id,
        event=talk.event,
        host=talk.host,
        guest=talk.guest,
        place=talk.place,
        start=talk.start,
        end=talk.end,
        about=both(talk.about) if talk.about else None,
        lines=[_line(line) for line in talk.lines],
    )


def _line(line: SpokenLine) -> SpokenLineView:
    return SpokenLineView.model_validate(
        {"event": line.event, "time": line.time, "agent": line.agent, "text": both(line.text), "source": line.source}
    )

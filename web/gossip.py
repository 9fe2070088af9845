"""REST of gossip: a run's news, newest first, and the way of each from mouth to mouth.

It reads the log on from where the last question left it, in the thread of the question. News are characters' own: no
visitor is in them, nor a visitor's words.
"""

from dataclasses import replace
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel

from agents.rumours import Rumour, Telling, hear
from sim.clock import SimTime
from sim.event_log import EventLog
from web.history_api import OptionalMoment
from web.messages import Both
from web.projection import both

MAXIMUM_RUMOURS_KEPT = 2_000
"""Pieces of news that can be followed; of more, the oldest are let go."""
MAXIMUM_RUMOURS_PER_PAGE = 50
MAXIMUM_TELLINGS = 500
"""Tellings of one piece of news in an answer, the first: what was forgotten can be told anew for ever."""
NO_NEWS = {"zh": "没有这条新鲜事。", "en": "There is no such news."}


class RumourView(BaseModel):
    """A piece of news: what happened, to whom, when and where, and how many know it."""

    id: str
    origin: str
    time: SimTime
    place: str
    text: Both
    knowers: int


class TellingView(BaseModel):
    """`teller` told it to `listener`, who had not known; `place` is None on the way."""

    time: SimTime
    teller: str
    listener: str
    place: str | None


class GossipPage(BaseModel):
    """News, newest first. `before` counts the older ones and asks for the next page; None after the last."""

    news: list[RumourView]
    before: int | None


class FollowedRumour(RumourView):
    """A piece of news and its tellings, oldest first: whoever tells is its origin, or was told before."""

    tellings: list[TellingView]


class Gossip:
    """What is told in a run. Questions may come from several threads."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._seq = 0
        self._found: dict[str, Rumour] = {}
        self._let_go = 0
        self._lock = Lock()

    def page(self, before: int | None, maximum: int, until: SimTime | None = None) -> GossipPage:
        """At most `maximum` pieces of news, the newest of the run's first `before`, as of a moment, or now."""
        with self._lock:
            self._read_on()
            found, first = [r for r in self._found.values() if _is_by(until, r.time)], self._let_go
            end = len(found) if before is None else max(0, min(before - first, len(found)))
            start = max(0, end - maximum)
            news = [_view(_as_of(rumour, until)) for rumour in reversed(found[start:end])]
        return GossipPage(news=news, before=first + start if start else None)

    def follow(self, news_id: str, until: SimTime | None = None) -> FollowedRumour | None:
        """One piece of news with its way, as of a moment, or now; None where it is not known, or no longer."""
        with self._lock:
            self._read_on()
            rumour = self._found.get(news_id)
            return _followed(_as_of(rumour, until)) if rumour and _is_by(until, rumour.time) else None

    def _read_on(self) -> None:
        for item in self._log.events(self._seq):
            hear(self._found, item)
            self._seq = item.seq
            if len(self._found) > MAXIMUM_RUMOURS_KEPT:
                del self._found[next(iter(self._found))]
                self._let_go += 1


def add_gossip(routes: APIRouter, gossip: Gossip) -> None:
    """`/gossip` and `/gossip/{fact}` of one run."""

    @routes.get("/gossip")
    def all_news(
        before: Annotated[int | None, Query(ge=0)] = None,
        limit: Annotated[int, Query(ge=1, le=MAXIMUM_RUMOURS_PER_PAGE)] = MAXIMUM_RUMOURS_PER_PAGE,
        until: OptionalMoment = None,
    ) -> GossipPage:
        return gossip.page(before, limit, until)

    @routes.get("/gossip/{fact}")
    def one_piece(fact: str, until: OptionalMoment = None) -> FollowedRumour:
        followed = gossip.follow(fact, until)
        if followed is None:
            raise HTTPException(404, NO_NEWS, {"Cache-Control": "no-store"})
        return followed


def _is_by(until: SimTime | None, time: SimTime) -> bool:
    return until is None or time <= until


def _as_of(rumour: Rumour, until: SimTime | None) -> Rumour:
    """The piece of news as it stood at a moment."""
    return replace(rumour, tellings=[telling for telling in rumour.tellings if _is_by(until, telling.time)])


def _view(rumour: Rumour) -> RumourView:
    news = rumour.news
    return RumourView(
        id=news.id, origin=news.origin, time=rumour.time, place=news.place, text=both(news.text), knowers=rumour.knowers
    )


def _followed(rumour: Rumour) -> FollowedRumour:
    tellings = [_telling(telling) for telling in rumour.tellings[:MAXIMUM_TELLINGS]]
    return FollowedRumour(**_view(rumour).model_dump(), tellings=tellings)


def _telling(telling: Telling) -> TellingView:
    return TellingView(time=telling.time, teller=telling.teller, listener=telling.listener, place=telling.place)

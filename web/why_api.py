"""REST of why: what an event came of, what a character does now came of, its decisions; and the runs that one may ask.

All are plain functions, which run in threads of their own: they read the database. What belongs to a visitor's talk is
told to that visitor alone; to everyone else there is no such thing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query

from agents.cast import Cast
from agents.why import doing_since, why
from agents.why_words import WhyWords
from sim.attempts import Attempts
from sim.event_log import LATEST_SEQ, EventLog
from sim.town_map import TownMap
from web.history_api import RunInfo
from web.privacy import Asker
from web.visitor_keys import KnownId
from web.why_answers import DecisionPage, WhyView, decision_page, why_view

MAXIMUM_DECISIONS_PER_PAGE = 100
NO_EVENT = {
    "zh": "没有这件事；或者它属于别人和村民的私下谈话。",
    "en": "There is no such event, or it belongs to somebody else's talk.",
}

Seq = Annotated[int, Path(ge=1, le=LATEST_SEQ)]
Before = Annotated[int, Query(ge=1, le=LATEST_SEQ)]


@dataclass(frozen=True)
class Explained:
    """A run whose events can be explained."""

    log: EventLog
    attempts: Attempts
    cast: Cast
    town_map: TownMap

    def view(self, seq: int, visitor: str | None) -> WhyView:
        """Why an event happened, if the visitor may know; else there is no such event."""
        found = why(self.log, self.attempts, seq)
        if found is None or found.visitor not in (None, visitor):
            raise _not_found()
        return why_view(found, WhyWords(self.cast, self.town_map), Asker(visitor))


def add_why(routes: APIRouter, run: Explained, info: Callable[[], RunInfo]) -> None:
    """`/events/{seq}/why`, `/agents/{agent}/why`, `/agents/{agent}/decisions` and `/runs` of one run."""

    @routes.get("/events/{seq}/why")
    def why_event(seq: Seq, visitor: KnownId) -> WhyView:
        return run.view(seq, visitor)

    @routes.get("/agents/{agent}/why")
    def why_now(agent: str, visitor: KnownId, before: Before = LATEST_SEQ) -> WhyView:
        return run.view(doing_since(run.log, agent, before) or 0, visitor)

    @routes.get("/agents/{agent}/decisions")
    def decisions(
        agent: str,
        before: Before = LATEST_SEQ,
        limit: Annotated[int, Query(ge=1, le=MAXIMUM_DECISIONS_PER_PAGE)] = MAXIMUM_DECISIONS_PER_PAGE,
    ) -> DecisionPage:
        if agent not in run.cast.by_id:
            raise _not_found()
        made = run.log.latest("decision_made", before, limit, agent)
        return decision_page(made, run.log.latest("decision_requested", before, 2 * limit, agent), limit)

    @routes.get("/runs")
    def runs() -> list[RunInfo]:
        return [info()]


def _not_found() -> HTTPException:
    return HTTPException(404, NO_EVENT, {"Cache-Control": "no-store"})

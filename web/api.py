"""REST under `/api`: the characters and what goes on in them, a visitor's own talks, the events, health; the past, too.

What is read from the feed's World is read in the event loop's thread, where it is folded; what asks the database is a
plain function, which runs in a thread of its own. A visitor's key comes in a header and never in an address, which
servers, proxies and browsers keep.
"""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Response

from agents.cast import Cast
from agents.situation import Situation, situation
from sim.bad_input import BadInput
from sim.clock import format_time
from sim.event_log import LATEST_SEQ
from web.api_answers import (
    Erased,
    EventPage,
    InnerLife,
    MemoryPage,
    OwnTalks,
    event_page,
    inner_life,
    memory_page,
    nobody,
    numbers_of,
    own_talks,
)
from web.context import VillageContext
from web.conversations import add_conversations
from web.gossip import Gossip, add_gossip
from web.happenings_api import add_happenings
from web.history_api import OptionalMoment, add_history
from web.inference import Inference, inference
from web.privacy import Asker
from web.visitor_keys import KnownId, OwnId
from web.why_api import Explained, add_why

MAXIMUM_TALK_LINES = 200
"""Lines that a visitor gets of its talks with one character, the latest."""
MAXIMUM_MEMORIES_PER_PAGE = 100
MAXIMUM_EVENTS_PER_PAGE = 500
PERSON_FIELDS = {"id", "name", "role", "age", "clothing", "temperament", "background"}


def never_stored(response: Response) -> None:
    """What changes by the minute, or is private, is kept by no cache."""
    response.headers["Cache-Control"] = "no-store"


def router(village: VillageContext) -> APIRouter:
    """All of REST for one village."""
    routes = APIRouter(prefix="/api", dependencies=[Depends(never_stored)])
    _add_people(routes, village)
    _add_talks(routes, village)
    _add_history(routes, village)
    add_history(routes, village.history, village.feed.run, village.run_info)
    add_happenings(routes, village)
    add_conversations(routes, village.log, village.cast)
    add_gossip(routes, Gossip(village.log))
    explained = Explained(village.log, village.attempts, village.cast, village.town_map)
    add_why(routes, explained, village.run_info)
    return routes


def _add_people(routes: APIRouter, village: VillageContext) -> None:
    people = people_of(village.cast)

    @routes.get("/agents")
    def agents() -> list[dict[str, Any]]:
        return people

    @routes.get("/agents/{agent}")
    async def agent(agent: str, at: OptionalMoment = None) -> InnerLife:
        here = _situation(village, agent)
        if at is None:
            return inner_life(here)
        time = max(village.history.start, min(at, village.feed.time))
        world = await asyncio.to_thread(village.history.world_at, time)
        return inner_life(situation(world, village.cast, agent, time))

    @routes.get("/agents/{agent}/memories")
    async def memories(
        agent: str,
        visitor: KnownId,
        before: Annotated[int | None, Query(ge=0)] = None,
        limit: Annotated[int, Query(ge=1, le=MAXIMUM_MEMORIES_PER_PAGE)] = MAXIMUM_MEMORIES_PER_PAGE,
    ) -> MemoryPage:
        asker = Asker(visitor)
        return memory_page(_situation(village, agent).record.memories, limit, before, asker)


def _add_talks(routes: APIRouter, village: VillageContext) -> None:
    @routes.get("/talks")
    def talks(visitor: OwnId) -> OwnTalks:
        history = village.words.history(visitor, MAXIMUM_TALK_LINES)
        return own_talks(visitor, history, numbers_of(village.log, history))

    @routes.delete("/talks")
    async def erase(visitor: OwnId) -> Erased:
        village.feed.forget(visitor)
        try:
            await asyncio.to_thread(village.attempts.erase, visitor)  # before the words: that empties the journal
            return Erased(erased_texts=await asyncio.to_thread(village.words.erase, visitor))
        except BadInput as error:  # not erased, or still in the journal of the database: it says which
            raise HTTPException(503, str(error), {"Cache-Control": "no-store"}) from error


def _add_history(routes: APIRouter, village: VillageContext) -> None:
    @routes.get("/events")
    def events(
        visitor: KnownId,
        after: Annotated[int, Query(ge=0, le=LATEST_SEQ)] = 0,
        limit: Annotated[int, Query(ge=1, le=MAXIMUM_EVENTS_PER_PAGE)] = MAXIMUM_EVENTS_PER_PAGE,
    ) -> EventPage:
        return event_page(village.log.events(after, limit), after, Asker(visitor))

    @routes.get("/inference")
    async def thinking() -> Inference:
        return inference(village.spending, village.feed.mind, village.feed.time)

    @routes.get("/health")
    async def health() -> dict[str, Any]:
        return _health(village)


def _situation(village: VillageContext, agent: str) -> Situation:
    if agent not in village.feed.world.agents:
        raise nobody()
    return situation(village.feed.world, village.cast, agent, village.feed.time)


def people_of(cast: Cast) -> list[dict[str, Any]]:
    """What everyone may know of the characters."""
    return [
        {**character.model_dump(include=PERSON_FIELDS), "command": character.command.words.model_dump()}
        for character in cast.characters
    ]


def _health(village: VillageContext) -> dict[str, Any]:
    feed = village.feed
    return {
        "status": "ok",
        "run": feed.run,
        "seq": feed.last_seq,
        "time": format_time(feed.time),
        "pace": feed.pace.effective,
        "agents": len(feed.world.agents),
        "visitors": len(village.visitors),
        "open_requests": sum(1 for record in feed.world.agents.values() if record.request),
        "waiting_inputs": len(village.inbox),
        "mind": feed.mind.model_dump(),
        **village.health(),
    }

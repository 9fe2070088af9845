"""The web application of a recording: the same page and pictures as a living village, its past over REST, no websocket.

Nothing can be done in it, so there is nothing that it could change.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query

from agents.cast import Cast
from agents.situation import Situation, situation
from sim.clock import SimTime, format_time
from web.admission import Admission
from web.api import MAXIMUM_MEMORIES_PER_PAGE, never_stored, people_of
from web.api_answers import InnerLife, MemoryPage, inner_life, memory_page, nobody
from web.conversations import add_conversations
from web.gossip import Gossip, add_gossip
from web.history import History
from web.history_api import OptionalMoment, RunInfo, add_history
from web.page_routes import add_art, add_page, add_tiles
from web.privacy import Asker
from web.security import Gate
from web.why_api import Explained, add_why


@dataclass(frozen=True)
class ReplayContext:
    """One recording as the web serves it; `info` tells of it as it was when it was opened."""

    info: RunInfo
    history: History
    cast: Cast
    explained: Explained
    tiles_folder: Path
    page_folder: Path
    token: str | None = field(default=None, repr=False)

    def run_info(self) -> RunInfo:
        """What run this is; one that is being served elsewhere goes on."""
        return self.info.model_copy(update={"end": self.history.now()})


def create_replay_app(recording: ReplayContext, admission: Admission | None = None) -> FastAPI:
    """The application that shows one recording."""
    app = guarded_app(recording.token, admission)
    add_page(app.router, recording.page_folder)
    app.include_router(recording_routes(recording))
    return app


def guarded_app(token: str | None, admission: Admission | None) -> FastAPI:
    """An application of recordings with nothing in it yet but the gate in front of it."""
    app = FastAPI(title="Taoyuan replay", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Gate, token=token, admission=Admission() if admission is None else admission)
    return app


def recording_routes(recording: ReplayContext, prefix: str = "") -> APIRouter:
    """All that is told and painted of one recording, below a prefix of its addresses."""
    routes = APIRouter(prefix=prefix)
    add_tiles(routes, recording.tiles_folder)
    add_art(routes, recording.cast.by_id.__contains__)
    routes.include_router(_past(recording))
    return routes


def _past(recording: ReplayContext) -> APIRouter:
    routes = APIRouter(prefix="/api", dependencies=[Depends(never_stored)])
    add_history(routes, recording.history, recording.info.run, recording.run_info)
    add_conversations(routes, recording.explained.log, recording.cast)
    add_gossip(routes, Gossip(recording.explained.log))
    add_why(routes, recording.explained, recording.run_info)
    people = people_of(recording.cast)

    @routes.get("/agents")
    def agents() -> list[dict[str, Any]]:
        return people

    def at_moment(agent: str, at: SimTime | None) -> Situation:
        if agent not in recording.cast.by_id:
            raise nobody()
        # Where no moment is named it is the one that the recording is shown from.
        time = recording.info.shown_from if at is None else at
        return situation(recording.history.world_at(time), recording.cast, agent, time)

    @routes.get("/agents/{agent}")
    def agent(agent: str, at: OptionalMoment = None) -> InnerLife:
        return inner_life(at_moment(agent, at))

    @routes.get("/agents/{agent}/memories")
    def memories(
        agent: str,
        at: OptionalMoment = None,
        before: Annotated[int | None, Query(ge=0)] = None,
        limit: Annotated[int, Query(ge=1, le=MAXIMUM_MEMORIES_PER_PAGE)] = MAXIMUM_MEMORIES_PER_PAGE,
    ) -> MemoryPage:
        return memory_page(at_moment(agent, at).record.memories, limit, before, Asker(None))

    @routes.get("/health")
    def health() -> dict[str, Any]:
        return {"status": "ok", "run": recording.info.run, "time": format_time(recording.history.now()), "replay": True}

    return routes

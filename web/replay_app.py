"""The web application of a recording: the same page and pictures as a living village, its past over REST, no websocket.

Nothing can be done in it, so there is nothing that it could change.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query

from agents.cast import Cast
from agents.situation import situation
from sim.clock import SimTime, format_time
from web.admission import Admission
from web.api import never_stored, people_of
from web.api_answers import InnerLife, inner_life, nobody
from web.conversations import add_conversations
from web.history import History
from web.history_api import LATEST_TIME, RunInfo, add_history
from web.page_routes import add_art, add_page, add_tiles
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
    add_why(routes, recording.explained, recording.run_info)
    people = people_of(recording.cast)

    @routes.get("/agents")
    def agents() -> list[dict[str, Any]]:
        return people

    @routes.get("/agents/{agent}")
    def agent(agent: str, at: Annotated[SimTime | None, Query(ge=0, le=LATEST_TIME)] = None) -> InnerLife:
        if agent not in recording.cast.by_id:
            raise nobody()
        time = recording.info.shown_from if at is None else at
        return inner_life(situation(recording.history.world_at(time), recording.cast, agent, time))

    @routes.get("/health")
    def health() -> dict[str, Any]:
        return {"status": "ok", "run": recording.info.run, "time": format_time(recording.history.now()), "replay": True}

    return routes

"""The web application of a comparison: a page that shows two recordings side by side, each below an address of its own.

What is told of the one is below `/a`, of the other below `/b`, as a recording alone tells it below nothing.
"""

from dataclasses import dataclass

from fastapi import APIRouter, Depends, FastAPI
from pydantic import BaseModel

from sim.clock import SimTime
from web.admission import Admission
from web.api import never_stored
from web.history_api import RunInfo
from web.messages import Both
from web.page_routes import add_page
from web.replay_app import ReplayContext, guarded_app, recording_routes

SIDES = ("/a", "/b")


class Deed(BaseModel):
    """What happened in one of the two: `event` is its number in that run's log."""

    event: int
    time: SimTime
    agent: str
    who: Both
    what: Both


class Parting(BaseModel):
    """Where two runs first differ; a side is None where that run has nothing further to tell."""

    time: SimTime
    a: Deed | None
    b: Deed | None


class ComparisonInfo(BaseModel):
    """Which two runs are shown, and where they part; nowhere, if they are the same as far as both have come."""

    a: RunInfo
    b: RunInfo
    parting: Parting | None


@dataclass(frozen=True)
class ComparedRecordings:
    """Two recordings as the web serves them, each with the addresses of its side of SIDES."""

    a: ReplayContext
    b: ReplayContext
    parting: Parting | None


def create_comparison_app(compared: ComparedRecordings, admission: Admission | None = None) -> FastAPI:
    """The application that shows two recordings."""
    app = guarded_app(compared.a.token, admission)
    add_page(app.router, compared.a.page_folder, "compare.html")
    for prefix, recording in zip(SIDES, (compared.a, compared.b), strict=True):
        app.include_router(recording_routes(recording, prefix))
    routes = APIRouter(prefix="/api", dependencies=[Depends(never_stored)])

    @routes.get("/comparison")
    def comparison() -> ComparisonInfo:
        return ComparisonInfo(a=compared.a.run_info(), b=compared.b.run_info(), parting=compared.parting)

    @routes.get("/health")
    def health() -> dict[str, object]:
        runs = [compared.a.info.run, compared.b.info.run]
        return {"status": "ok", "runs": runs, "replay": True}

    app.include_router(routes)
    return app

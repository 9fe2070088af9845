"""REST of a run's past: what run this is, its timeline, and any stretch of it as the messages that told of it.

All are plain functions, which run in threads of their own: they read the database.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Response
from pydantic import BaseModel

from sim.clock import DAY, SimTime
from sim.town_map import TownMap
from web.files import FOR_A_WHILE
from web.history import FramePage, History, TimelinePage
from web.messages import Both, MapInfo, Mind, Snapshot, TileSource

LATEST_TIME = 10_000 * DAY
"""No run comes so far."""
OTHER_RUN = {"zh": "这里放的是另一段历史，请刷新页面。", "en": "Another run is shown here by now. Reload the page."}

Moment = Annotated[SimTime, Query(ge=0, le=LATEST_TIME)]
OptionalMoment = Annotated[SimTime | None, Query(ge=0, le=LATEST_TIME)]
RunName = Annotated[str | None, Query(max_length=64)]


class RunInfo(BaseModel):
    """What run this is. `live`: it goes on, and `/ws` tells of it; else it is a recording, to be looked at only.

    A recording is to be shown from `shown_from` on, at `pace` simulated seconds a wall second.
    """

    run: str
    live: bool
    seed: int
    scenario: Both
    mind: Mind
    created: str
    start: SimTime
    end: SimTime
    shown_from: SimTime
    pace: float
    map: MapInfo
    tiles: TileSource


def map_info(town_map: TownMap) -> MapInfo:
    """A map's measures."""
    return MapInfo(width=town_map.width, height=town_map.height, tile_size=town_map.tile_size)


def add_history(routes: APIRouter, history: History, run: str, info: Callable[[], RunInfo]) -> None:
    """`/run`, `/timeline`, `/snapshot` and `/frames` of one run."""

    @routes.get("/run")
    def what_run() -> RunInfo:
        return info()

    @routes.get("/timeline")
    def timeline(after: Annotated[int, Query(ge=0)] = 0) -> TimelinePage:
        return history.timeline(after)

    @routes.get("/snapshot")
    def snapshot(response: Response, at: Moment, of_run: Annotated[RunName, Query(alias="run")] = None) -> Snapshot:
        _check_run(of_run, run)
        at = max(history.start, min(at, history.now()))
        _let_keep(response, of_run, at, history)
        return history.snapshot(at)

    @routes.get("/frames")
    def frames(
        response: Response,
        since: Annotated[Moment, Query(alias="from")],
        until: Moment,
        of_run: Annotated[RunName, Query(alias="run")] = None,
    ) -> FramePage:
        _check_run(of_run, run)
        if until <= since:
            raise HTTPException(422, "until must be later than from")
        page = history.frames(max(since, history.start), max(until, history.start))
        _let_keep(response, of_run, page.until, history)
        return page


def _check_run(asked: str | None, run: str) -> None:
    if asked not in (None, run):
        raise HTTPException(409, OTHER_RUN, {"Cache-Control": "no-store"})


def _let_keep(response: Response, asked: str | None, until: SimTime, history: History) -> None:
    """What happened before the present never changes, if the address says of which run."""
    if asked is not None and until <= history.now():
        response.headers["Cache-Control"] = FOR_A_WHILE["Cache-Control"]

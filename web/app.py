"""The web application: the page, its pictures, REST (in `api`), and the websocket."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial

from fastapi import FastAPI, WebSocket

from sim.inputs import PaceSet
from web import api
from web.admission import Admission
from web.chat import Talks
from web.context import VillageContext
from web.page_routes import add_art, add_page, add_tiles
from web.security import Gate
from web.socket import serve_socket

__all__ = ["VillageContext", "create_app"]

FOLLOW_SECONDS = 0.2
"""How often those who walk up to somebody look where that one is."""
SWEEP_SECONDS = 1.0
"""How often silent talks and absent visitors are looked for."""
log = logging.getLogger("taoyuan.web")


def create_app(village: VillageContext, admission: Admission | None = None) -> FastAPI:
    """The application that serves one village. It starts with its server and ends all connections with it."""
    admission = Admission() if admission is None else admission
    talks = Talks(village.feed, village.inbox, village.cast, village.visitors)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        regular = [
            asyncio.create_task(_every(FOLLOW_SECONDS, talks.follow)),
            asyncio.create_task(_every(SWEEP_SECONDS, partial(_sweep, village, talks))),
        ]
        try:
            yield
        finally:
            village.feed.close()
            for task in regular:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    app = FastAPI(title="Taoyuan", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Gate, token=village.token, admission=admission)
    add_page(app.router, village.page_folder)
    add_tiles(app.router, village.tiles_folder)
    add_art(app.router, lambda name: name in village.cast.by_id or village.visitors.knows(name))
    app.include_router(api.router(village))

    @app.websocket("/ws")
    async def socket(websocket: WebSocket) -> None:
        await serve_socket(websocket, village, talks, admission)

    return app


async def _every(seconds: float, act: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            act()
        except Exception as error:  # one turn that fails, over a locked database say, must not be the last
            log.error("what is done regularly failed (%s)", type(error).__name__)  # no more: it may quote visitors


def _sweep(village: VillageContext, talks: Talks) -> None:
    gone = village.visitors.sweep()
    for visitor in gone:
        talks.leave(visitor)
    if gone and not len(village.visitors) and village.feed.pace.paused_by is not None:
        village.inbox.submit(PaceSet(gone[-1], None))  # no newcomer finds a village that stands still
    talks.sweep()

"""The web application: the page, its pictures, REST (in `api`), and the websocket."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from functools import partial
from typing import Any

from fastapi import FastAPI, HTTPException, WebSocket
from PIL.Image import Image
from starlette.responses import Response

from sim.inputs import PaceSet
from web import api, files
from web.admission import Admission
from web.art.people.portraits import paint_portrait
from web.art.people.sheets import FRAMES, paint_sheet
from web.chat import Talks
from web.context import VillageContext
from web.pictures import Pictures
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
    _add_page(app, village)
    _add_art(app, village)
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


def _add_page(app: FastAPI, village: VillageContext) -> None:
    @app.get("/")
    def page() -> Response:
        return files.page(village.page_folder)

    @app.get("/assets/{name}")
    def asset(name: str) -> Response:
        return files.asset(village.page_folder, name)

    @app.get("/tiles/{path:path}")
    def tile(path: str) -> Response:
        return files.tile(village.tiles_folder, path)


def _add_art(app: FastAPI, village: VillageContext) -> None:
    def add_pictures(kind: str, paint: Callable[[str], Image]) -> None:
        pictures = Pictures(paint)

        @app.get(f"/art/{kind}/{{name}}.png")
        async def picture(name: str) -> Response:
            if name not in village.cast.by_id and not village.visitors.knows(name):
                raise HTTPException(404)
            return Response(await pictures.png(name), media_type="image/png", headers=files.FOR_A_WHILE)

    add_pictures("sprites", paint_sheet)
    add_pictures("portraits", paint_portrait)

    @app.get("/art/frames.json")
    def frames() -> dict[str, Any]:
        return asdict(FRAMES)

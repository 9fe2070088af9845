"""The web application: the page, its pictures, a little REST, and the websocket."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from typing import Any

from fastapi import FastAPI, HTTPException, WebSocket
from PIL.Image import Image
from starlette.responses import Response

from agents.cast import Cast
from sim.clock import format_time
from web import files
from web.admission import Admission
from web.art.people.portraits import paint_portrait
from web.art.people.sheets import FRAMES, paint_sheet
from web.chat import Talks
from web.context import VillageContext
from web.pictures import Pictures
from web.security import Gate
from web.socket import serve_socket

__all__ = ["VillageContext", "create_app"]

SWEEP_SECONDS = 1.0
"""How often silent talks and absent visitors are looked for."""
PERSON_FIELDS = {"id", "name", "role", "age", "clothing", "temperament", "background"}


def create_app(village: VillageContext, admission: Admission | None = None) -> FastAPI:
    """The application that serves one village. It starts with its server and ends all connections with it."""
    admission = Admission() if admission is None else admission
    talks = Talks(village.feed, village.inbox, village.words, village.cast)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        sweeper = asyncio.create_task(_sweep(village, talks))
        try:
            yield
        finally:
            village.feed.close()
            sweeper.cancel()
            with suppress(asyncio.CancelledError):
                await sweeper

    app = FastAPI(title="Taoyuan", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Gate, token=village.token, admission=admission)
    _add_page(app, village)
    _add_art(app, village)
    _add_api(app, village)

    @app.websocket("/ws")
    async def socket(websocket: WebSocket) -> None:
        await serve_socket(websocket, village, talks, admission)

    return app


async def _sweep(village: VillageContext, talks: Talks) -> None:
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        for visitor in village.visitors.sweep():
            talks.leave(visitor)
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


def _add_api(app: FastAPI, village: VillageContext) -> None:
    people = _people(village.cast)

    @app.get("/api/agents")
    def agents() -> list[dict[str, Any]]:
        return people

    @app.get("/api/health")
    async def health() -> dict[str, Any]:
        return _health(village)


def _people(cast: Cast) -> list[dict[str, Any]]:
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

"""The page and all of its pictures, as routes: the same for a village that lives and for a recording."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fastapi import APIRouter, HTTPException
from PIL.Image import Image
from starlette.responses import Response

from web import files
from web.art.people.portraits import paint_portrait
from web.art.people.sheets import FRAMES, paint_sheet
from web.messages import TileSource
from web.pictures import Pictures

MINIMUM_ZOOM = -2
MAXIMUM_NATIVE_ZOOM = 0
"""Zoom 0 shows a picture pixel as a pixel; the tiles are cut from there down to MINIMUM_ZOOM."""


def tile_source(tiles_folder: Path, prefix: str = "") -> TileSource:
    """Where clients get the map's pictures; the folder's name makes the address of each painting its own."""
    address = prefix + "/tiles/{layer}/{{z}}/{{x}}/{{y}}.png?v={version}"
    return TileSource(
        ground=address.format(layer="ground", version=tiles_folder.name),
        above=address.format(layer="above", version=tiles_folder.name),
        minimum_zoom=MINIMUM_ZOOM,
        maximum_native_zoom=MAXIMUM_NATIVE_ZOOM,
    )


def add_page(routes: APIRouter, page_folder: Path, name: str = "index.html") -> None:
    """One page of the built client, and what it is made of."""

    @routes.get("/")
    def page() -> Response:
        return files.page(page_folder, name)

    @routes.get("/assets/{name}")
    def asset(name: str) -> Response:
        return files.asset(page_folder, name)


def add_tiles(routes: APIRouter, tiles_folder: Path) -> None:
    """The map's tiles."""

    @routes.get("/tiles/{path:path}")
    def tile(path: str) -> Response:
        return files.tile(tiles_folder, path)


def add_art(routes: APIRouter, knows: Callable[[str], bool]) -> None:
    """The sprites and portraits of everybody who is known."""

    def add_pictures(kind: str, paint: Callable[[str], Image]) -> None:
        pictures = Pictures(paint)

        @routes.get(f"/art/{kind}/{{name}}.png")
        async def picture(name: str) -> Response:
            if not knows(name):
                raise HTTPException(404)
            return Response(await pictures.png(name), media_type="image/png", headers=files.FOR_A_WHILE)

    add_pictures("sprites", paint_sheet)
    add_pictures("portraits", paint_portrait)

    @routes.get("/art/frames.json")
    def frames() -> dict[str, Any]:
        return asdict(FRAMES)

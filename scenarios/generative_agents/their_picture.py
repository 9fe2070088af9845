"""Their picture: the original's Tiled map drawn with the tilesets that lie beside it in the user's own copy.

Nothing of it is ours, and nothing of it comes with Taoyuan. It is drawn at sixteen pixels a tile, as our people are.
"""

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from PIL import Image, UnidentifiedImageError
from pydantic import Field, TypeAdapter

from scenarios.generative_agents.formats import Saved
from scenarios.generative_agents.maze import Maze
from scenarios.generative_agents.saved import read_json
from sim.bad_input import BadInput
from web.art.land.plan import TILE
from web.art.land.scene import Scene

MAXIMUM_MAP_BYTES = 16_000_000
MAXIMUM_PICTURE_PIXELS = 16_000_000
"""Of one tileset."""
MAXIMUM_TILES_KEPT = 4_096
NAMES = ("*_jan7.json", "*.json", "*.tmj")
"""How the map's file is called in `visuals/`; the first that is found is taken, the last of several."""
FIRST_LOGICAL = "Collisions"
"""From this layer on, layers say what tiles mean, and are not to be seen."""
IN_FRONT = "Foreground"
"""Layers whose names begin so are drawn over people."""
FLIP_HORIZONTALLY, FLIP_VERTICALLY, FLIP_DIAGONALLY, GID = 0x80000000, 0x40000000, 0x20000000, 0x0FFFFFFF

Count = Annotated[int, Field(ge=1, le=65_536)]


class Layer(Saved):
    """A layer; only those of tiles are drawn."""

    name: str
    type: str
    data: tuple[int, ...] = ()


class Tileset(Saved):
    """A tileset embedded in the map."""

    firstgid: int
    image: str | None = None
    columns: Annotated[int, Field(ge=0)] = 0
    tilewidth: Count = 32
    tileheight: Count = 32
    margin: Annotated[int, Field(ge=0)] = 0
    spacing: Annotated[int, Field(ge=0)] = 0
    tilecount: Annotated[int, Field(ge=0)] = 0
    transparentcolor: str | None = None


class TiledMap(Saved):
    """A map as Tiled exports it, its layers not compressed."""

    type: Literal["map"]
    width: Count
    height: Count
    tilewidth: Annotated[int, Field(ge=TILE, le=8 * TILE, multiple_of=TILE)]
    layers: tuple[Layer, ...]
    tilesets: tuple[Tileset, ...]


def their_picture(maze: Maze) -> tuple[Scene | None, str]:
    """The picture; or None, and why not: without all of the tilesets it can't be drawn. Raises BadInput."""
    visuals = maze.folder / "visuals"
    path = next((found for name in NAMES for found in sorted(visuals.glob(name), reverse=True)), None)
    if path is None:
        return None, f"{visuals} holds no Tiled map"
    tiled = read_json(path, _tiled_maps, MAXIMUM_MAP_BYTES)
    if (tiled.width, tiled.height) != (maze.width, maze.height):
        problem = f"{tiled.width} × {tiled.height} tiles, and the maze has {maze.width} × {maze.height}"
        raise BadInput(str(path), problem, "take map and maze from the same copy")
    layers = _seen(tiled, path)
    used = {gid & GID for layer in layers for gid in layer.data}
    pictures: Opened = {}
    for tileset in tiled.tilesets:
        if not used.isdisjoint(range(tileset.firstgid, tileset.firstgid + tileset.tilecount)):
            picture = _open(tileset, path, maze.folder)
            if picture is None:
                return None, f"{tileset.image} is not there"
            pictures[tileset.firstgid] = (tileset, picture)
    return _drawn(tiled, layers, pictures), "drawn from its own tilesets"


_tiled_maps: TypeAdapter[TiledMap] = TypeAdapter(TiledMap)
Opened = dict[int, tuple[Tileset, Image.Image]]


def _seen(tiled: TiledMap, path: Path) -> list[Layer]:
    """The tile layers that are to be seen, from the ground up."""
    layers = [layer for layer in tiled.layers if layer.type == "tilelayer"]
    names = [layer.name for layer in layers]
    seen = layers[: names.index(FIRST_LOGICAL)] if FIRST_LOGICAL in names else layers
    for layer in seen:
        if len(layer.data) != tiled.width * tiled.height:
            problem = f"{len(layer.data)} tiles, and not {tiled.width * tiled.height}"
            raise BadInput(f"{path}: layer {layer.name!r}", problem, "export the map from Tiled, not compressed")
    return seen


def _open(tileset: Tileset, path: Path, folder: Path) -> Image.Image | None:
    """A tileset's picture, its transparent colour taken out; None where it is not there, or not in the map's folder."""
    found = (path.parent / (tileset.image or "")).resolve()
    if not (tileset.image and tileset.columns and found.is_file() and found.is_relative_to(folder.resolve())):
        return None
    try:
        with Image.open(found) as opened:
            if opened.width * opened.height > MAXIMUM_PICTURE_PIXELS:
                raise BadInput(str(found), f"more than {MAXIMUM_PICTURE_PIXELS} pixels", "is it the right file?")
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise BadInput(str(found), "not a picture that can be read", "copy it again") from error
    return _without(picture, tileset.transparentcolor)


def _without(picture: Image.Image, colour: str | None) -> Image.Image:
    if colour is None or len(colour.lstrip("#")) != 6:
        return picture
    pixels = np.array(picture)
    pixels[(pixels[..., :3] == tuple(bytes.fromhex(colour.lstrip("#")))).all(axis=-1)] = 0
    return Image.fromarray(pixels)


def _drawn(tiled: TiledMap, layers: Sequence[Layer], opened: Opened) -> Scene:
    """Both pictures, drawn at the tilesets' size and then brought to ours, colours weighed by how much they cover."""
    side = tiled.tilewidth
    tiles = Tiles(opened, side)
    size = (tiled.width * side, tiled.height * side)
    ground, above = Image.new("RGBA", size), Image.new("RGBA", size)
    for layer in layers:
        picture = above if layer.name.startswith(IN_FRONT) else ground
        for index, gid in enumerate(layer.data):
            tile = tiles.get(gid) if gid else None
            if tile:
                picture.alpha_composite(tile, (index % tiled.width * side, index // tiled.width * side))
    return Scene(*(each.convert("RGBa").reduce(side // TILE).convert("RGBA") for each in (ground, above)))


class Tiles:
    """The tiles of all tilesets by their gids, turned as the gids' upper bits say."""

    def __init__(self, opened: Opened, side: int) -> None:
        self._opened = opened
        self._firsts = sorted(opened)
        self._side = side
        self._kept: dict[int, Image.Image | None] = {}

    def get(self, gid: int) -> Image.Image | None:
        """A tile, or None where no tileset has it."""
        if gid not in self._kept:
            if len(self._kept) >= MAXIMUM_TILES_KEPT:
                self._kept.clear()
            self._kept[gid] = self._cut(gid)
        return self._kept[gid]

    def _cut(self, gid: int) -> Image.Image | None:
        index = bisect_right(self._firsts, gid & GID) - 1
        if index < 0:
            return None
        tileset, picture = self._opened[self._firsts[index]]
        row, column = divmod((gid & GID) - tileset.firstgid, tileset.columns)
        left = tileset.margin + column * (tileset.tilewidth + tileset.spacing)
        top = tileset.margin + row * (tileset.tileheight + tileset.spacing)
        tile = picture.crop((left, top, left + self._side, top + self._side))
        for bit, turn in TURNS:
            tile = tile.transpose(turn) if gid & bit else tile
        return tile


TURNS = (
    (FLIP_DIAGONALLY, Image.Transpose.TRANSPOSE),
    (FLIP_HORIZONTALLY, Image.Transpose.FLIP_LEFT_RIGHT),
    (FLIP_VERTICALLY, Image.Transpose.FLIP_TOP_BOTTOM),
)
"""In the order that Tiled turns a tile in."""

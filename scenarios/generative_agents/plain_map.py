"""A plain map in the Tiled format: floors where the places are, paths where anybody has walked, and grass."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from scenarios.generative_agents.places import Box, Ground
from sim.tiles import Tile

TILE_PIXELS = 16
TILES = ("grass", "path", "floor_wood", "floor_stone", "floor_brick", "meadow")
FLOORS = ("floor_wood", "floor_stone", "floor_brick")
OUTDOORS = ("park", "garden", "field", "forest")
"""A place whose name has one of these words has no floor."""
LAYER = {"x": 0, "y": 0, "opacity": 1, "visible": True}


def plain_map(ground: Ground, walked: Iterable[Tile], homes: Mapping[str, list[Tile]]) -> str:
    """The map's text. `homes` are the tiles, by place id, that its inhabitants begin at, in the cast's order."""
    cells = [[TILES.index("grass")] * ground.width for _ in range(ground.height)]
    for x, y in walked:
        cells[y][x] = TILES.index("path")
    for name, box in sorted(ground.boxes.items(), key=lambda item: (-item[1][2] * item[1][3], item[0])):
        if box[2] * box[3] < ground.width * ground.height:
            _lay(cells, box, TILES.index(_floor(name)))
    flat = [number + 1 for row in cells for number in row]
    size = {"width": ground.width, "height": ground.height}
    layers = [
        {**LAYER, **size, "id": 1, "name": "ground", "type": "tilelayer", "data": flat},
        {**LAYER, **size, "id": 2, "name": "structures", "type": "tilelayer", "data": [0] * len(flat)},
        *(_objects(number, name, items) for number, (name, items) in enumerate(_named(ground, homes), start=3)),
    ]
    return json.dumps(_tiled(size, layers), ensure_ascii=False)


def _lay(cells: list[list[int]], box: Box, number: int) -> None:
    left, top, width, height = box
    for row in cells[top : top + height]:
        row[left : left + width] = [number] * width


def _floor(name: str) -> str:
    if any(word in name.casefold() for word in OUTDOORS):
        return "meadow"
    return FLOORS[sum(map(ord, name)) % len(FLOORS)]


def _named(ground: Ground, homes: Mapping[str, list[Tile]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The object layers: every place has a door; its seats are the beds of those who begin there."""
    places, doors, seats = [], [], []
    for name, (left, top, width, height) in ground.boxes.items():
        place = ground.ids[name]
        words = [{"name": language, "type": "string", "value": name} for language in ("zh", "en")]
        corner, size = _pixels((left, top)), {"width": width * TILE_PIXELS, "height": height * TILE_PIXELS}
        places.append({**corner, **size, "name": place, "type": "place", "properties": words})
        middle = (left + width // 2, top + height // 2)
        doors.append({**_pixels(middle), "name": place, "type": "door", "point": True})
        use = "sleep" if place in homes else "stand"
        properties = [{"name": n, "type": "string", "value": v} for n, v in (("facing", "down"), ("use", use))]
        for tile in homes.get(place, [middle]):
            seats.append({**_pixels(tile), "name": place, "type": "seat", "point": True, "properties": properties})
    return [("places", places), ("doors", doors), ("seats", seats), ("scenery", [])]


def _pixels(tile: Tile) -> dict[str, int]:
    return {"x": tile[0] * TILE_PIXELS, "y": tile[1] * TILE_PIXELS, "width": 0, "height": 0}


def _objects(number: int, name: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    objects = [{"id": index, "rotation": 0, "visible": True, **item} for index, item in enumerate(items, start=1)]
    return {**LAYER, "id": number, "name": name, "type": "objectgroup", "draworder": "topdown", "objects": objects}


def _tiled(size: dict[str, int], layers: list[dict[str, Any]]) -> dict[str, Any]:
    tiles = [{"id": number, "type": name} for number, name in enumerate(TILES)]
    picture = {"image": "tileset.png", "imagewidth": TILE_PIXELS * len(TILES), "imageheight": TILE_PIXELS}
    counts = {"columns": len(TILES), "tilecount": len(TILES), "margin": 0, "spacing": 0}
    measures = {"tilewidth": TILE_PIXELS, "tileheight": TILE_PIXELS}
    tileset = {"firstgid": 1, "name": "village", **picture, **counts, **measures, "tiles": tiles}
    return {
        "type": "map",
        "version": "1.10",
        "tiledversion": "1.10.2",
        "orientation": "orthogonal",
        "renderorder": "right-down",
        "infinite": False,
        "compressionlevel": -1,
        **size,
        **measures,
        "nextlayerid": len(layers) + 1,
        "nextobjectid": 10_000,
        "tilesets": [tileset],
        "layers": layers,
    }

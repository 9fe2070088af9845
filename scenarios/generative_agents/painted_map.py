"""A map in the Tiled format, in our paint: floors where the places are, paths where anybody has walked, and grass.

Of a maze that is given it has the walls and the furniture. Nothing blocks on it: nobody looks for a way any more.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from scenarios.generative_agents.maze import Maze
from scenarios.generative_agents.places import Ground
from sim.tiles import Tile

TILE_PIXELS = 16
PIECES = {
    "bed": ("bed",),
    "bookcase": ("bookshelf", "shelf"),
    "blackboard": ("blackboard",),
    "lectern": ("podium",),
    "counter": ("counter", "bar"),
    "desk": ("desk", "computer", "easel", "piano"),
    "table": ("table",),
    "stove": ("cooking", "stove", "toaster"),
    "cupboard": ("refrigerator", "cabinet"),
    "wardrobe": ("closet", "wardrobe"),
    "jar": ("sink", "toilet", "shower", "bath"),
    "bench": ("sofa", "seating", "bench"),
    "stool": ("chair", "seat"),
    "planter": ("garden", "plant"),
    "crate": ("",),
}
"""What stands for an object of theirs, by a word of its name; a crate for what nothing else does."""
GROUNDS = ("grass", "path", "floor_wood", "floor_stone", "floor_brick", "meadow")
WALLS = ("wall_back", "wall_front", "wall_side", "hedge")
TILES = (*GROUNDS, *WALLS, *PIECES)
FLOORS = ("floor_wood", "floor_stone", "floor_brick")
OUTDOORS = ("park", "garden", "field", "forest")
"""A place whose name has one of these words has no floor."""
LAYER = {"x": 0, "y": 0, "opacity": 1, "visible": True}


def map_text(ground: Ground, walked: Iterable[Tile], homes: Mapping[str, list[Tile]], maze: Maze | None) -> str:
    """The map's text. `homes` are the tiles, by place id, that its inhabitants begin at, in the cast's order."""
    cells = [[TILES.index("grass")] * ground.width for _ in range(ground.height)]
    for x, y in walked:
        cells[y][x] = TILES.index("path")
    for (x, y), name in _floored(ground).items():
        cells[y][x] = TILES.index(_floor(name))
    flat = [number + 1 for row in cells for number in row]
    standing = _standing(maze) if maze else {}
    structures = [
        TILES.index(standing[x, y]) + 1 if (x, y) in standing else 0
        for y in range(ground.height)
        for x in range(ground.width)
    ]
    size = {"width": ground.width, "height": ground.height}
    layers = [
        {**LAYER, **size, "id": 1, "name": "ground", "type": "tilelayer", "data": flat},
        {**LAYER, **size, "id": 2, "name": "structures", "type": "tilelayer", "data": structures},
        *(_objects(number, name, items) for number, (name, items) in enumerate(_named(ground, homes), start=3)),
    ]
    return json.dumps(_tiled(size, layers), ensure_ascii=False)


def _floored(ground: Ground) -> Mapping[Tile, str]:
    """The tiles that belong to places; of those that overlap, the smaller lies over the larger."""
    if ground.sectors:
        return ground.sectors
    found: dict[Tile, str] = {}
    for name, (left, top, width, height) in sorted(ground.boxes.items(), key=lambda item: -item[1][2] * item[1][3]):
        if name != ground.world:
            found |= {(x, y): name for y in range(top, top + height) for x in range(left, left + width)}
    return found


def _standing(maze: Maze) -> dict[Tile, str]:
    """What stands where: objects, and where something blocks without being one a wall of a place, or a hedge."""
    found = {tile: _wall(maze, tile) for tile in maze.blocked}
    return found | {tile: _piece(name) for tile, name in maze.objects.items()}


def _wall(maze: Maze, tile: Tile) -> str:
    """A wall is seen from its front where there is room below it, else from above where there is room beside it."""
    x, y = tile

    def is_room(*steps: Tile) -> bool:
        beside = [(x + across, y + down) for across, down in steps]
        return any(each in maze.sectors and (each in maze.objects or each not in maze.blocked) for each in beside)

    if is_room((0, 1)):
        return "wall_back"
    if is_room((0, -1)):
        return "wall_front"
    if is_room((-1, 0), (1, 0)):
        return "wall_side"
    if is_room((-1, 1), (1, 1)):
        return "wall_back"
    return "wall_front" if is_room((-1, -1), (1, -1)) else "hedge"


def _piece(name: str) -> str:
    return next(piece for piece, words in PIECES.items() if any(word in name.casefold() for word in words))


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

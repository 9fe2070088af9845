"""The town map: walkable tiles and named places, read from a map in the Tiled format.

Layers that count here: tile layers `ground` and `structures` (a tile blocks if its tile property `blocks` is true),
object layers `places` (rectangles named by place id, with properties `zh` and `en`), `doors` and `seats` (points named
by the place they belong to; a seat has `facing` and `use`). What is only to look at is the painter's business.
"""

from collections import deque
from dataclasses import dataclass
from os.path import isfile  # Path's own raises for a name that the system can't take
from pathlib import Path
from tempfile import TemporaryDirectory

import pytiled_parser
from pytiled_parser import ObjectLayer, TiledMap, TileLayer
from pytiled_parser.tiled_object import TiledObject

from sim.bad_input import BadInput
from sim.text import Text
from sim.tiles import Tile

ROAD_PREFIXES = ("path", "plaza", "bridge", "floor", "door", "gate")
"""Ground that people prefer to walk on, by the beginning of its tile's name."""
MAXIMUM_MAP_TILES = 512 * 512
_GID_MASK = 0x1FFFFFFF  # the upper three bits of a Tiled gid are flip flags


@dataclass(frozen=True, slots=True)
class Seat:
    """A spot to be at in a place: to sit, work, sleep or just stand, looking one way."""

    tile: Tile
    facing: str
    use: str


@dataclass(frozen=True, slots=True)
class Place:
    """A named area; `area` is x, y, width, height in tiles."""

    id: str
    name: Text
    area: tuple[int, int, int, int]
    doors: tuple[Tile, ...]
    seats: tuple[Seat, ...]

    def contains(self, tile: Tile) -> bool:
        """Whether the tile lies in the area."""
        x, y, width, height = self.area
        return x <= tile[0] < x + width and y <= tile[1] < y + height


@dataclass(frozen=True, slots=True)
class TownMap:
    """A validated map: every door and seat is walkable and can be reached from every other."""

    width: int
    height: int
    tile_size: int
    walkable: frozenset[Tile]
    roads: frozenset[Tile]
    places: dict[str, Place]


def load_town_map(path: Path) -> TownMap:
    """Read and validate a `.tmj` map. Raises BadInput naming the place and the fix."""
    if not isfile(path):
        raise BadInput(
            str(path),
            "there is no such map",
            "name an existing .tmj file under `map:`; it is looked for from the scenario file's folder",
        )
    try:
        tiled = pytiled_parser.parse_map(path)
    except Exception as error:  # the parser raises whatever the malformed part makes it raise
        raise BadInput(str(path), f"not a readable Tiled map ({error!r:.120})", "open and save it in Tiled") from error
    return _build(tiled, str(path))


def load_town_map_text(text: str, source: str) -> TownMap:
    """Read a map from its text, as a run stores it (the Tiled library only reads files)."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "map.tmj"
        path.write_text(text, encoding="utf-8")
        try:
            return load_town_map(path)
        except BadInput as error:
            raise BadInput(source, error.problem, error.fix) from error


def _build(tiled: TiledMap, source: str) -> TownMap:
    width, height = int(tiled.map_size.width), int(tiled.map_size.height)
    if not 0 < width * height <= MAXIMUM_MAP_TILES:
        raise BadInput(source, f"{width}×{height} tiles", f"keep a map within {MAXIMUM_MAP_TILES} tiles")
    names, blocking = _tile_kinds(tiled)
    ground, structures = _tile_layer(tiled, "ground", source), _tile_layer(tiled, "structures", source)
    tiles = [(x, y) for y in range(height) for x in range(width)]

    def at(layer: list[list[int]], tile: Tile) -> int:
        return layer[tile[1]][tile[0]] & _GID_MASK

    walkable = frozenset(t for t in tiles if at(ground, t) and not {at(ground, t), at(structures, t)} & blocking)
    roads = frozenset(t for t in walkable if names.get(at(ground, t), "").startswith(ROAD_PREFIXES))
    tile_size = int(tiled.tile_size.width)
    places = _places(tiled, tile_size, source)
    town_map = TownMap(width, height, tile_size, walkable, roads, places)
    _check_reachable(town_map, source)
    return town_map


def _tile_kinds(tiled: TiledMap) -> tuple[dict[int, str], set[int]]:
    """Tile names by gid, and the gids that block."""
    names: dict[int, str] = {}
    blocking: set[int] = set()
    for first_gid, tileset in tiled.tilesets.items():
        for tile_id, tile in (tileset.tiles or {}).items():
            names[first_gid + tile_id] = tile.class_ or ""
            if (tile.properties or {}).get("blocks") is True:
                blocking.add(first_gid + tile_id)
    return names, blocking


def _tile_layer(tiled: TiledMap, name: str, source: str) -> list[list[int]]:
    for layer in tiled.layers:
        if layer.name == name and isinstance(layer, TileLayer) and layer.data is not None:
            width, height = tiled.map_size
            if len(layer.data) != height or any(len(row) != width for row in layer.data):
                raise BadInput(source, f"tile layer {name!r} is not of the map's size", "resize the map in Tiled")
            return layer.data
    raise BadInput(source, f"no tile layer {name!r}", f"add a tile layer named {name!r} in Tiled")


def _objects(tiled: TiledMap, name: str, source: str) -> list[TiledObject]:
    for layer in tiled.layers:
        if layer.name == name and isinstance(layer, ObjectLayer):
            return layer.tiled_objects
    raise BadInput(source, f"no object layer {name!r}", f"add an object layer named {name!r} in Tiled")


def _places(tiled: TiledMap, tile_size: int, source: str) -> dict[str, Place]:
    doors: dict[str, list[Tile]] = {}
    seats: dict[str, list[Seat]] = {}
    for door in _objects(tiled, "doors", source):
        doors.setdefault(door.name, []).append(_tile(door, tile_size))
    for seat in _objects(tiled, "seats", source):
        properties = seat.properties or {}
        facing, use = str(properties.get("facing", "down")), str(properties.get("use", "stand"))
        seats.setdefault(seat.name, []).append(Seat(_tile(seat, tile_size), facing, use))
    places: dict[str, Place] = {}
    for item in _objects(tiled, "places", source):
        if item.name in places:
            raise BadInput(source, f"two places are named {item.name!r}", "rename or delete one")
        places[item.name] = _place(item, tile_size, doors, seats, source)
    return places


def _place(
    item: TiledObject,
    tile_size: int,
    doors: dict[str, list[Tile]],
    seats: dict[str, list[Seat]],
    source: str,
) -> Place:
    x, y = _tile(item, tile_size)
    size = (round(item.size.width) // tile_size, round(item.size.height) // tile_size)
    if item.name not in doors or item.name not in seats:
        raise BadInput(source, f"place {item.name!r} lacks a door or a seat", "add points of its name to both layers")
    properties = item.properties or {}
    name = Text(str(properties.get("zh", item.name)), str(properties.get("en", item.name)))
    return Place(item.name, name, (x, y, *size), tuple(doors[item.name]), tuple(seats[item.name]))


def _tile(item: TiledObject, tile_size: int) -> Tile:
    return int(item.coordinates.x // tile_size), int(item.coordinates.y // tile_size)


def neighbours(tile: Tile) -> tuple[Tile, Tile, Tile, Tile]:
    """The four tiles beside a tile, in the fixed order up, left, right, down."""
    x, y = tile
    return (x, y - 1), (x - 1, y), (x + 1, y), (x, y + 1)


def _check_reachable(town_map: TownMap, source: str) -> None:
    """Refuse a map in which some door or seat can't be reached from the first door."""
    if not town_map.places:
        raise BadInput(source, "no places", "draw rectangles in the object layer 'places'")
    first = next(iter(town_map.places.values())).doors[0]
    reached = {first}
    border = deque([first])
    while border:
        for tile in neighbours(border.popleft()):
            if tile in town_map.walkable and tile not in reached:
                reached.add(tile)
                border.append(tile)
    for place in town_map.places.values():
        for tile in (*place.doors, *(seat.tile for seat in place.seats)):
            if tile not in town_map.walkable:
                raise BadInput(
                    source, f"place {place.id!r} has a door or seat at {tile} where something blocks", "move it"
                )
            if tile not in reached:
                raise BadInput(source, f"no path leads to place {place.id!r} at {tile}", "open a way to it in Tiled")

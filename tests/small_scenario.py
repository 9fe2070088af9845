"""The small village as files: a scenario, a Tiled map and a cast, for tests to spoil before they are read."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.small_village import small_cast, small_map

TILE_SIZE = 16
FLOOR, WALL = 1, 2
Value = dict[str, Any]


@dataclass(frozen=True)
class SmallScenario:
    """The files, all of them good. JSON is YAML too, so that is what they are written in."""

    folder: Path

    @property
    def path(self) -> Path:
        """The scenario's own file."""
        return self.folder / "small.yaml"

    def edit(self, name: str, change: Callable[[Any], object]) -> None:
        """Change one file's content in place."""
        path = self.folder / name
        content = json.loads(path.read_text(encoding="utf-8"))
        change(content)
        _write(path, content)


def small_scenario(folder: Path) -> SmallScenario:
    """Write the small village into a folder."""
    (folder / "cast").mkdir()
    settings = {"name": {"zh": "小村", "en": "Small village"}, "map": "map.tmj", "cast": "cast"}
    _write(folder / "small.yaml", settings)
    _write(folder / "map.tmj", tiled_map())
    cast = small_cast()
    _write(folder / "cast" / "_common.yaml", [activity.model_dump(mode="json") for activity in cast.common])
    for character in cast.characters:
        _write(folder / "cast" / f"{character.id}.yaml", character.model_dump(mode="json"))
    return SmallScenario(folder)


def tiled_map() -> Value:
    """The small map in the Tiled format."""
    town_map = small_map()
    tiles = [(x, y) for y in range(town_map.height) for x in range(town_map.width)]
    places = town_map.places.values()
    layers = [
        _tile_layer("ground", [FLOOR if tile in town_map.walkable else WALL for tile in tiles]),
        _tile_layer("structures", [0 for _ in tiles]),
        _object_layer("places", [_object(place.id, *place.area) for place in places]),
        _object_layer("doors", [_object(place.id, *door) for place in places for door in place.doors]),
        _object_layer("seats", [_object(place.id, *seat.tile) for place in places for seat in place.seats]),
    ]
    size = {"width": town_map.width, "height": town_map.height, "tilewidth": TILE_SIZE, "tileheight": TILE_SIZE}
    kinds = [_tile_kind(0, "grass", False), _tile_kind(1, "water", True)]
    tileset = {
        **{"firstgid": 1, "name": "small", "image": "tileset.png", "imagewidth": 32, "imageheight": 16},
        **{"tilewidth": TILE_SIZE, "tileheight": TILE_SIZE, "columns": 2, "tilecount": 2, "margin": 0, "spacing": 0},
        "tiles": kinds,
    }
    head = {"type": "map", "version": "1.10", "tiledversion": "1.10.2", "orientation": "orthogonal"}
    return {
        **head,
        **size,
        "renderorder": "right-down",
        "infinite": False,
        "nextlayerid": 9,
        "nextobjectid": 999,
        "layers": layers,
        "tilesets": [tileset],
    }


def _tile_kind(own_id: int, name: str, blocks: bool) -> Value:
    return {"id": own_id, "type": name, "properties": [{"name": "blocks", "type": "bool", "value": blocks}]}


def _tile_layer(name: str, data: list[int]) -> Value:
    size = {"x": 0, "y": 0, "width": small_map().width, "height": small_map().height}
    return {"id": 1, "name": name, "type": "tilelayer", "opacity": 1, "visible": True, "data": data, **size}


def _object_layer(name: str, objects: list[Value]) -> Value:
    head = {"id": 2, "name": name, "type": "objectgroup", "opacity": 1, "visible": True, "draworder": "topdown"}
    return {**head, "objects": objects}


def _object(name: str, x: int, y: int, width: int = 0, height: int = 0) -> Value:
    box = {"x": x * TILE_SIZE, "y": y * TILE_SIZE, "width": width * TILE_SIZE, "height": height * TILE_SIZE}
    return {"id": 3, "name": name, "type": "", "rotation": 0, "visible": True, "point": not width, **box}


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

"""The plan: the Tiled map as the painters need it, checked for the layers and tiles they rely on."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pytiled_parser import parse_map
from pytiled_parser.layer import Layer, ObjectLayer, TileLayer
from pytiled_parser.tiled_map import TiledMap

from web.art.canvas import Mask

TILE = 16
"""Pixels along the side of a tile."""

BACK_WALLS = ("wall_back", "window", "blackboard", "toolrack")
"""Tiles of the walls at the back of a room, which one looks at."""

Names = npt.NDArray[np.str_]
"""One tile name per cell, height x width; the empty string where there is no tile."""


@dataclass(frozen=True, slots=True)
class Area:
    """A named place in tiles, with the look its builder gave it (`roof`, `sign`)."""

    name: str
    left: int
    top: int
    width: int
    height: int
    look: dict[str, str]

    def holds(self, x: int, y: int) -> bool:
        """Whether the tile lies in the place."""
        return self.left <= x < self.left + self.width and self.top <= y < self.top + self.height


@dataclass(frozen=True, slots=True)
class Ornament:
    """Something that is only to be looked at, standing on tile (x, y)."""

    kind: str
    x: int
    y: int
    look: dict[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is where: ground and structures by tile, places, and ornaments from back to front."""

    ground: Names
    structures: Names
    areas: tuple[Area, ...]
    ornaments: tuple[Ornament, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return self.ground.shape[0] * TILE, self.ground.shape[1] * TILE

    def ground_cells(self, *names: str) -> Mask:
        """The tiles whose ground is one of the names; a name ending in _ stands for all that begin so."""
        return _matching(self.ground, names)

    def structure_cells(self, *names: str) -> Mask:
        """The tiles on which one of the named structures stands."""
        return _matching(self.structures, names)

    def structure_at(self, x: int, y: int) -> str:
        """What stands on the tile; nothing stands beyond the border."""
        inside = 0 <= y < self.structures.shape[0] and 0 <= x < self.structures.shape[1]
        return str(self.structures[y, x]) if inside else ""

    def look_at(self, x: int, y: int) -> dict[str, str]:
        """The look of the place that the tile lies in, empty outside all places."""
        return next((area.look for area in self.areas if area.holds(x, y)), {})


def read_plan(map_path: Path) -> Plan:
    """Read a Tiled JSON map. Raises ValueError naming a layer that is missing or of the wrong kind."""
    tiled = parse_map(map_path)
    layers = {layer.name: layer for layer in tiled.layers}
    return Plan(
        ground=_tile_names(tiled, layers, "ground"),
        structures=_tile_names(tiled, layers, "structures"),
        areas=_areas(_object_layer(layers, "places")),
        ornaments=_ornaments(_object_layer(layers, "scenery")),
    )


def enlarge(cells: Mask) -> Mask:
    """A mask of tiles as a mask of pixels."""
    return np.repeat(np.repeat(cells, TILE, axis=0), TILE, axis=1)


def _matching(names: Names, wanted: tuple[str, ...]) -> Mask:
    exact = np.isin(names, [name for name in wanted if not name.endswith("_")])
    for prefix in (name for name in wanted if name.endswith("_")):
        exact |= np.strings.startswith(names, prefix)
    return exact


def _tile_names(tiled: TiledMap, layers: dict[str, Layer], name: str) -> Names:
    layer = layers.get(name)
    if not isinstance(layer, TileLayer) or layer.data is None:
        raise ValueError(f"{tiled.map_file}: no tile layer {name!r}; add it in Tiled")
    by_number = {0: ""}
    for first, tileset in tiled.tilesets.items():
        for number, tile in (tileset.tiles or {}).items():
            by_number[first + number] = tile.class_ or ""
    return np.array([[by_number.get(number, "") for number in row] for row in layer.data])


def _object_layer(layers: dict[str, Layer], name: str) -> ObjectLayer:
    layer = layers.get(name)
    if not isinstance(layer, ObjectLayer):
        raise ValueError(f"the map has no object layer {name!r}; add it in Tiled")
    return layer


def _areas(layer: ObjectLayer) -> tuple[Area, ...]:
    return tuple(
        Area(
            item.name,
            int(item.coordinates.x) // TILE,
            int(item.coordinates.y) // TILE,
            int(item.size.width) // TILE,
            int(item.size.height) // TILE,
            _look(item.properties),
        )
        for item in layer.tiled_objects
    )


def _ornaments(layer: ObjectLayer) -> tuple[Ornament, ...]:
    found = [
        Ornament(
            item.class_,
            int(item.coordinates.x) // TILE,
            int(item.coordinates.y) // TILE,
            _look(item.properties),
        )
        for item in layer.tiled_objects
    ]
    return tuple(sorted(found, key=lambda ornament: (ornament.y, ornament.x, ornament.kind)))


def _look(properties: object) -> dict[str, str]:
    return {str(key): str(value) for key, value in properties.items()} if isinstance(properties, dict) else {}

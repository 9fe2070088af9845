"""The tileset: one 16-pixel cell for each tile of the map, cut from the same painters, so that Tiled opens the map.

The picture is not part of the repository: it is painted beside the map when needed.
"""

from pathlib import Path

import numpy as np
from PIL import Image
from pytiled_parser import parse_map
from pytiled_parser.tileset import Tileset

from web.art.canvas import INDEX, TRANSPARENT, Pixels, blank, paste, to_image
from web.art.land.plan import TILE, Area, Plan
from web.art.land.scene import PIECES, paint_layers

_MARGIN = 3
"""Tiles of the same kind around a sample, so that no edge shows in its cell."""

_UNDERLAY = {"roof": "floor_wood", "wall_back": "floor_wood", "window": "floor_wood", "wall_side": "floor_wood"} | {
    "wall_front": "floor_wood",
    "door": "floor_wood",
}


def paint_tileset(map_path: Path) -> Path:
    """Write the picture that the map's first tileset names, and return its path.

    Raises ValueError if the map has no tileset with a picture and columns.
    """
    tileset = next(iter(parse_map(map_path).tilesets.values()), None)
    if tileset is None or tileset.image is None or not tileset.columns or not tileset.tiles:
        raise ValueError(f"{map_path}: no tileset with a picture and columns; embed one in Tiled")
    sheet = _paint_cells(tileset)
    target = map_path.parent / Path(tileset.image).name
    sheet.save(target)
    return target


def _paint_cells(tileset: Tileset) -> Image.Image:
    rows = -(-tileset.tile_count // tileset.columns)
    sheet = blank(tileset.columns * TILE, rows * TILE)
    for number, tile in sorted((tileset.tiles or {}).items()):
        cell = paint_cell(tile.class_ or "")
        paste(sheet, cell, number % tileset.columns * TILE, number // tileset.columns * TILE)
    return to_image(sheet)


def paint_cell(name: str) -> Pixels:
    """One tile as 16 x 16 pixels: a picture of the piece made to fit, or a sample of the terrain or wall."""
    painter = PIECES.get(name)
    if painter is not None:
        return _fitted(painter(TILE, 0))
    return _sample(name)


def _fitted(stamp: Pixels) -> Pixels:
    """The whole stamp in one cell, by leaving out rows and columns if it is larger."""
    height, width = stamp.shape
    scale = max(1.0, height / TILE, width / TILE)
    rows = (np.arange(int(height / scale)) * scale).astype(np.int64)
    columns = (np.arange(int(width / scale)) * scale).astype(np.int64)
    cell = blank(TILE, TILE)
    paste(cell, stamp[rows][:, columns], (TILE - len(columns)) // 2, TILE - len(rows))
    return cell


def _sample(name: str) -> Pixels:
    """The middle of a small map that is full of this tile."""
    side = 2 * _MARGIN + 1
    ground, structures = np.full((side, side), "grass", dtype="U24"), np.full((side, side), "", dtype="U24")
    is_structure = name in _STRUCTURES
    if is_structure:
        structures[_MARGIN, _MARGIN - 1 : _MARGIN + 2] = "fence" if name == "gate" else name
        structures[_MARGIN, _MARGIN] = name
        ground[:] = _UNDERLAY.get(name, "grass")
    else:
        ground[:] = name
    area = Area("sample", 0, 0, side, side, {})
    below, above = paint_layers(Plan(ground, structures, (area,), ()))
    paste(below, above, 0, 0)
    start = _MARGIN * TILE
    cell = below[start : start + TILE, start : start + TILE].copy()
    return _marked(cell) if name in _UNPAINTED else cell


_STRUCTURES = frozenset({*_UNDERLAY, "fence", "gate", "hedge", "animal", "trunk_big"})
_UNPAINTED = frozenset({"animal", "trunk_big"})
"""Tiles that only block the way: what is seen there is an ornament."""


def _marked(cell: Pixels) -> Pixels:
    """A cell with a red cross, for tiles that have no picture of their own."""
    cell = np.full_like(cell, TRANSPARENT)
    for step in range(2, 14):
        cell[step, step : step + 2] = INDEX["red"]
        cell[step, 14 - step : 16 - step] = INDEX["red"]
    return cell

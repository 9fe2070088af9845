"""The sample's map as the original keeps one: mazes of numbers, names for them, a Tiled map and a tileset.

The Brook house and the Old Mill have walls with a door, the park none; a lantern hangs over the mill's door.
"""

from pathlib import Path
from typing import Any

from PIL import Image

from sim.tiles import Tile
from tests.generative_agents_sample import BOXES, HEIGHT, WIDTH, write_json

TILE_PIXELS = 32
GRASS, FLOOR, WALL, LANTERN = range(1, 5)
COLOURS = {GRASS: (40, 160, 60), FLOOR: (200, 150, 90), WALL: (90, 80, 80), LANTERN: (240, 200, 40)}
MARKS = {name: 32_136 + 10 * number for number, name in enumerate(BOXES)}
BED_MARK, BLOCK_MARK = 32_227, 32_125
BED: Tile = (3, 3)
LANTERN_AT: Tile = (20, 6)
DOORS: tuple[Tile, ...] = ((7, 7), (20, 6), (21, 10), (23, 4), (9, 6))


def sector_at(tile: Tile) -> str | None:
    """The sector that a tile belongs to."""
    return next((name for name, box in BOXES.items() if _lies_in(tile, box)), None)


def is_wall(tile: Tile) -> bool:
    """Whether a wall stands there."""
    name = sector_at(tile)
    if name is None or name == "Vale Park" or tile in DOORS:
        return False
    left, top, width, height = BOXES[name]
    return tile[0] in (left, left + width - 1) or tile[1] in (top, top + height - 1)


def _lies_in(tile: Tile, box: tuple[int, int, int, int]) -> bool:
    left, top, width, height = box
    return left <= tile[0] < left + width and top <= tile[1] < top + height


def write_map(folder: Path) -> Path:
    """The map's folder, with pictures."""
    tiles = [(x, y) for y in range(HEIGHT) for x in range(WIDTH)]
    write_json(folder / "matrix" / "maze_meta_info.json", {"maze_width": WIDTH, "maze_height": HEIGHT})
    _write_maze(folder, "sector", [MARKS[name] if (name := sector_at(tile)) else 0 for tile in tiles])
    _write_maze(folder, "collision", [BLOCK_MARK if is_wall(tile) else 0 for tile in tiles])
    _write_maze(folder, "game_object", [BED_MARK if tile == BED else 0 for tile in tiles])
    blocks = folder / "matrix" / "special_blocks"
    blocks.mkdir()
    sectors = "".join(f"{mark}, the Vale, {name}\n" for name, mark in MARKS.items())
    (blocks / "sector_blocks.csv").write_text(sectors, encoding="utf-8")
    (blocks / "game_object_blocks.csv").write_text(f"{BED_MARK}, the Vale, <all>, bed\n", encoding="utf-8")
    write_json(folder / "visuals" / "the_vale.json", tiled(tiles))
    tileset = folder / "visuals" / "map_assets" / "tiles.png"
    tileset.parent.mkdir()
    _tileset().save(tileset)
    return folder


def _write_maze(folder: Path, kind: str, values: list[int]) -> None:
    path = folder / "matrix" / "maze" / f"{kind}_maze.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(", ".join(map(str, values)), encoding="utf-8")


def tiled(tiles: list[Tile]) -> dict[str, Any]:
    """The Tiled map: ground, walls, what hangs over people, and a layer that only means something."""
    layers = {
        "Bottom Ground": [FLOOR if sector_at(tile) else GRASS for tile in tiles],
        "Wall": [WALL if is_wall(tile) else 0 for tile in tiles],
        "Foreground L1": [LANTERN if tile == LANTERN_AT else 0 for tile in tiles],
        "Collisions": [BLOCK_MARK if is_wall(tile) else 0 for tile in tiles],
    }
    size, side = {"width": WIDTH, "height": HEIGHT}, {"tilewidth": TILE_PIXELS, "tileheight": TILE_PIXELS}
    sheet = {"name": "tiles", "firstgid": 1, "image": "map_assets/tiles.png", "columns": 2, "tilecount": 4}
    marks = {"name": "blocks", "firstgid": BLOCK_MARK, "image": "map_assets/blocks.png", "columns": 10, "tilecount": 80}
    return {
        "type": "map",
        "version": "1.8",
        **size,
        **side,
        "layers": [{"name": name, "type": "tilelayer", **size, "data": data} for name, data in layers.items()],
        "tilesets": [{**sheet, **side, "transparentcolor": "#ff00ff"}, {**marks, **side}],
    }


def _tileset() -> Image.Image:
    """Four tiles of one colour each; the lantern has magenta round it, which stands for nothing."""
    sheet = Image.new("RGB", (2 * TILE_PIXELS, 2 * TILE_PIXELS), (255, 0, 255))
    for number, colour in COLOURS.items():
        left, top = (number - 1) % 2 * TILE_PIXELS, (number - 1) // 2 * TILE_PIXELS
        inset = 8 if number == LANTERN else 0
        side = TILE_PIXELS - 2 * inset
        sheet.paste(Image.new("RGB", (side, side), colour), (left + inset, top + inset))
    return sheet

"""The maze: what the original's own map says of each tile, read from the user's copy of it: its `matrix/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from scenarios.generative_agents.formats import MAXIMUM_COORDINATE, Saved
from scenarios.generative_agents.saved import MAXIMUM_FILE_BYTES, read_model
from sim.bad_input import BadInput
from sim.tiles import Tile

NAME_A_MAP = "name the folder of the map, which holds matrix/ and visuals/"
EMPTY = "0"

Box = tuple[int, int, int, int]
"""x, y, width and height in tiles."""
Side = Annotated[int, Field(ge=1, le=MAXIMUM_COORDINATE + 1)]


class MazeMeta(Saved):
    """`matrix/maze_meta_info.json`."""

    maze_width: Side
    maze_height: Side


@dataclass(frozen=True, slots=True)
class Maze:
    """A map of sectors: which one a tile belongs to, where something blocks, and which objects stand where."""

    folder: Path
    width: int
    height: int
    sectors: Mapping[Tile, str]
    objects: Mapping[Tile, str]
    blocked: frozenset[Tile]

    def boxes(self) -> dict[str, Box]:
        """For each sector the box around all of its tiles."""
        around: dict[str, tuple[int, int, int, int]] = {}
        for (x, y), sector in self.sectors.items():
            left, top, right, bottom = around.get(sector, (x, y, x, y))
            around[sector] = min(left, x), min(top, y), max(right, x), max(bottom, y)
        return {name: (x, y, right - x + 1, bottom - y + 1) for name, (x, y, right, bottom) in sorted(around.items())}


def read_maze(folder: Path) -> Maze:
    """Read a map. Raises BadInput naming what is missing or wrong."""
    matrix = folder / "matrix"
    if not matrix.is_dir():
        raise BadInput(str(folder), "there is no matrix/ in it", NAME_A_MAP)
    meta = read_model(matrix / "maze_meta_info.json", MazeMeta)
    width, height = meta.maze_width, meta.maze_height
    found = {
        kind: _layer(matrix / "maze" / f"{kind}_maze.csv", width, height)
        for kind in ("sector", "game_object", "collision")
    }
    blocks = {kind: _blocks(matrix / "special_blocks" / f"{kind}_blocks.csv") for kind in ("sector", "game_object")}
    named = {
        kind: {tile: names[gid] for tile, gid in found[kind].items() if gid in names} for kind, names in blocks.items()
    }
    return Maze(folder, width, height, named["sector"], named["game_object"], frozenset(found["collision"]))


def _layer(path: Path, width: int, height: int) -> dict[Tile, str]:
    """What of a layer is not empty: one row of all its values, row by row of the map, or a row for each."""
    values = [value.strip() for value in _text(path).replace("\n", ",").split(",") if value.strip()]
    if len(values) != width * height:
        problem = f"{len(values)} values, and not {width} × {height} = {width * height}"
        raise BadInput(str(path), problem, "export the layer from Tiled again")
    return {(index % width, index // width): value for index, value in enumerate(values) if value != EMPTY}


def _blocks(path: Path) -> dict[str, str]:
    """Names by their mark: the first field is the mark, the last the name."""
    rows = [[field.strip() for field in row.split(",")] for row in _text(path).splitlines() if row.strip()]
    for number, row in enumerate(rows, start=1):
        if len(row) < 2 or not row[0].isdigit() or not row[-1]:
            raise BadInput(f"{path} line {number}", "no mark and name", "write it like 32136, the Ville, Hobbs Cafe")
    return {row[0]: row[-1] for row in rows}


def _text(path: Path) -> str:
    if not path.is_file():
        raise BadInput(str(path), "there is no such file", NAME_A_MAP)
    if path.stat().st_size > MAXIMUM_FILE_BYTES:
        raise BadInput(str(path), f"larger than {MAXIMUM_FILE_BYTES} bytes", "is it the right file?")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(str(path), f"not UTF-8 (byte {error.start})", "save it as UTF-8") from error

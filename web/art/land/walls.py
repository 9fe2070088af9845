"""Walls of the open houses: a back wall one looks at, side walls seen from above, a low front wall with its door."""

import numpy as np

from web.art.canvas import Pixels, paste, shade, shifted
from web.art.land.landmarks import lantern
from web.art.land.noise import generator
from web.art.land.plan import BACK_WALLS, TILE, Plan, enlarge
from web.art.land.sketch import Sketch

_FRONT = ("wall_front", "door")

_PLASTER = ("plaster", "sand", "timber_dark")
_ADOBE = ("sand", "sand_dark", "soil")


def paint_walls(ground: Pixels, above: Pixels, plan: Plan) -> None:
    """All walls and doors; door posts and their lanterns hide those who stand inside behind them."""
    _shade_outside(ground, plan)
    for y, x in _tiles(plan, *BACK_WALLS):
        paste(ground, _back_wall(plan, x, y), x * TILE, y * TILE)
    for y, x in _tiles(plan, "wall_side"):
        _paint_side_wall(ground, plan, x, y)
    for y, x in _tiles(plan, "wall_front"):
        paste(ground, _front_wall(plan, x, y), x * TILE, y * TILE)
    for y, x in _tiles(plan, "door"):
        _paint_door(ground, above, plan, x, y)


def _tiles(plan: Plan, *names: str) -> list[tuple[int, int]]:
    """The tiles (y, x) with one of the structures, from back to front."""
    found = plan.structure_cells(*names).nonzero()
    return [(int(y), int(x)) for y, x in zip(*found, strict=True)]


def _shade_outside(ground: Pixels, plan: Plan) -> None:
    """Houses throw a shadow to the south and east."""
    house = enlarge(plan.structure_cells("roof", "wall_side", *BACK_WALLS, *_FRONT))
    floor = enlarge(plan.ground_cells("floor_"))
    cast = (shifted(house, 5, 0) | shifted(house, 5, 4) | shifted(house, 0, 4)) & ~house & ~floor
    shade(ground, cast)


def _finish(plan: Plan, x: int, y: int) -> tuple[str, str, str]:
    """Wall colours (face, shadow, timber): plaster, or clay under thatch."""
    return _ADOBE if plan.look_at(x, y).get("roof") == "thatch" else _PLASTER


def _back_wall(plan: Plan, x: int, y: int) -> Pixels:
    face, dark, timber = _finish(plan, x, y)
    sketch = Sketch(TILE, TILE).box(0, 0, 16, 16, face).box(0, 0, 16, 4, dark).box(0, 13, 16, 1, dark)
    sketch.box(0, 14, 16, 2, timber)
    draw = generator("wall", x, y).random()
    if plan.structure_at(x, y) == "window":
        _draw_window(sketch)
    elif plan.structure_at(x, y) == "wall_back":
        _draw_hanging(sketch, draw, x, y, plan)
    if plan.structure_at(x - 1, y) not in BACK_WALLS:
        sketch.box(0, 0, 4, 16, timber).box(1, 0, 1, 14, "earth")
    if plan.structure_at(x + 1, y) not in BACK_WALLS:
        sketch.box(12, 0, 4, 16, timber).box(13, 0, 1, 14, "earth")
    return sketch.pixels


def _draw_window(sketch: Sketch) -> None:
    """A lattice with paper panes."""
    sketch.box(1, 2, 14, 11, "timber_dark").box(2, 3, 12, 9, "straw").box(2, 3, 12, 2, "gold")
    for left in (5, 10):
        sketch.box(left, 3, 1, 9, "soil")
    sketch.box(2, 7, 12, 1, "soil").box(1, 13, 14, 1, "sand_dark").dots("cream", (3, 9), (7, 9), (12, 9))


def _draw_hanging(sketch: Sketch, draw: float, x: int, y: int, plan: Plan) -> None:
    """Something on the bare wall, so that no two rooms look alike."""
    inner = plan.structure_at(x - 1, y) in BACK_WALLS and plan.structure_at(x + 1, y) in BACK_WALLS
    if not inner or draw > 0.55:
        return
    if draw < 0.16:
        for row in range(9):
            half = 4 - abs(4 - row)
            sketch.box(8 - half, 3 + row, half * 2 + 1, 1, "red")
        sketch.dots("gold", (8, 5), (7, 7), (8, 7), (9, 7), (8, 8), (7, 9), (9, 9))
    elif draw < 0.3:
        sketch.box(5, 3, 7, 9, "cream").box(5, 3, 7, 1, "soil").box(5, 11, 7, 1, "soil")
        sketch.dots("slate", (8, 5), (7, 6), (9, 6), (8, 8), (7, 9)).dots("red", (10, 10))
    elif draw < 0.43:
        for left, colour in ((5, "red"), (8, "gold"), (11, "brick")):
            sketch.box(left, 4, 2, 7, colour).dots("leaf", (left, 3)).dots("coral", (left, 6), (left, 9))
    else:
        sketch.box(5, 4, 6, 7, "cream").box(5, 4, 6, 2, "red").dots("stone", (6, 7), (8, 7), (6, 9), (9, 9))


def _paint_side_wall(ground: Pixels, plan: Plan, x: int, y: int) -> None:
    """The top of the wall, on the tile's outer edge; where rooms meet, each has its own."""
    sketch = Sketch(6, TILE).box(0, 0, 6, 16, "roof_dark").box(1, 0, 1, 16, "stone").box(2, 0, 2, 16, "roof_light")
    sketch.box(0, 0, 1, 16, "ink").box(5, 0, 1, 16, "ink")
    is_western = any(area.holds(x, y) and area.left == x for area in plan.areas)
    if is_western:
        beside = ground[y * TILE : (y + 1) * TILE, x * TILE + 6 : x * TILE + 9]
        shade(beside, np.ones(beside.shape, dtype=np.bool_))
    paste(ground, sketch.pixels, x * TILE + (0 if is_western else 10), y * TILE)


def _front_wall(plan: Plan, x: int, y: int) -> Pixels:
    face, dark, _ = _finish(plan, x, y)
    sketch = Sketch(TILE, TILE)
    sketch.box(0, 3, 16, 1, "ink").box(0, 4, 16, 3, "roof_light").box(0, 4, 16, 1, "stone").box(
        0, 7, 16, 1, "slate_dark"
    )
    sketch.box(0, 8, 16, 4, face).box(0, 8, 16, 1, dark).box(0, 12, 16, 3, "stone").box(0, 12, 16, 1, "stone_light")
    for left in range((x * 5 + 3) % 7, 16, 7):
        sketch.box(left, 12, 1, 3, "slate")
    sketch.box(0, 15, 16, 1, "slate_dark")
    if plan.structure_at(x - 1, y) not in _FRONT:
        sketch.box(0, 0, 6, 4, "roof_light").box(0, 0, 1, 16, "ink").box(1, 0, 1, 4, "stone").box(5, 0, 1, 4, "ink")
    if plan.structure_at(x + 1, y) not in _FRONT:
        sketch.box(10, 0, 6, 4, "roof_light").box(15, 0, 1, 16, "ink").box(11, 0, 1, 4, "stone").box(10, 0, 1, 4, "ink")
    return sketch.pixels


def _paint_door(ground: Pixels, above: Pixels, plan: Plan, x: int, y: int) -> None:
    """A stone step, and where the gap ends a post with its couplet and lantern."""
    step = Sketch(TILE, 7).box(0, 0, 16, 7, "stone_light").box(0, 0, 16, 1, "cream").box(0, 5, 16, 2, "stone")
    paste(ground, step.box(7, 1, 1, 4, "stone").pixels, x * TILE, y * TILE + 9)
    for gap_end, left in ((x - 1, x * TILE - 7), (x + 1, (x + 1) * TILE)):
        if plan.structure_at(gap_end, y) != "door":
            paste(ground, _door_post(), left, y * TILE - 8)
            paste(above, _door_post()[:12], left, y * TILE - 8)
            lamp = Sketch(7, 11)
            lantern(lamp, 0, 0)
            paste(above, lamp.pixels, left + (-6 if gap_end < x else 6), y * TILE - 6)


def _door_post() -> Pixels:
    """A timber post with a red couplet, seven pixels wide and twenty-four tall."""
    sketch = Sketch(7, 24).box(0, 0, 7, 24, "timber_dark").box(1, 0, 1, 24, "soil").box(0, 0, 7, 1, "ink")
    sketch.box(2, 2, 4, 17, "red").box(5, 2, 1, 17, "brick")
    for top in (4, 8, 12, 16):
        sketch.dots("gold", (3, top), (4, top + 1), (3, top + 2))
    return sketch.box(0, 21, 7, 3, "stone").box(0, 21, 7, 1, "stone_light").pixels

"""Fences, gates and hedges: what encloses yards, gardens and the pasture."""

import numpy as np

from web.art.canvas import Mask, Pixels, paint, paste, rim, shade, shifted
from web.art.land.noise import jittered_points, organic, scatter, smooth_noise
from web.art.land.plan import TILE, Plan
from web.art.land.sketch import Sketch

_JOINED = ("fence", "gate", "gate_post")


def paint_fences(ground: Pixels, plan: Plan) -> None:
    """Wooden fences whose rails run on to the next fence or gate."""
    for y, x in np.argwhere(plan.structure_cells("fence", "gate")):
        column, row = int(x), int(y)
        painter = _fence if plan.structure_at(column, row) == "fence" else _gate
        stamp = painter(plan, column, row)
        paste(ground, stamp, column * TILE, row * TILE - 2)


def _neighbours(plan: Plan, x: int, y: int, names: tuple[str, ...]) -> tuple[bool, bool, bool, bool]:
    """Whether one of the structures stands left, right, above and below."""
    beside = ((x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1))
    left, right, above, below = (plan.structure_at(*spot) in names for spot in beside)
    return left, right, above, below


def _fence(plan: Plan, x: int, y: int) -> Pixels:
    left, right, above, below = _neighbours(plan, x, y, _JOINED)
    sketch = Sketch(TILE, 18)
    if above:
        sketch.box(7, 0, 2, 8, "earth").box(9, 0, 1, 8, "timber_dark")
    if below:
        sketch.box(7, 8, 2, 10, "earth").box(9, 8, 1, 10, "timber_dark")
    for top in (6, 11):
        start, end = (0 if left else 7), (16 if right else 9)
        sketch.box(start, top, end - start, 1, "sand").box(start, top + 1, end - start, 1, "earth")
        sketch.box(start, top + 2, end - start, 1, "timber_dark")
    sketch.box(6, 3, 4, 14, "timber_dark").box(6, 4, 3, 12, "sand_dark").box(6, 4, 1, 12, "sand")
    return sketch.box(6, 2, 4, 2, "earth").dots("timber_dark", (5, 16), (10, 16), (9, 2)).pixels


def _gate(plan: Plan, x: int, y: int) -> Pixels:
    """Only the gate's outer posts and its leaves, which stand open."""
    left, right, above, below = _neighbours(plan, x, y, ("fence",))
    sketch = Sketch(TILE, 18)
    for side, at in ((left, 0), (right, 12)):
        if side:
            sketch.box(at, 1, 4, 16, "timber_dark").box(at, 2, 3, 14, "sand_dark").box(at, 2, 1, 14, "sand")
            sketch.box(at, 0, 4, 2, "brick")
    for side, at in ((above, 0), (below, 12)):
        if side:
            sketch.box(6, at, 4, 6, "timber_dark").box(6, at, 3, 5, "sand_dark").box(6, at, 1, 5, "sand")
    return sketch.pixels


def paint_hedges(ground: Pixels, plan: Plan) -> None:
    """Clipped hedges, lit from above, with a few blossoms."""
    cells = plan.structure_cells("hedge")
    for ornament in plan.ornaments:
        cells[ornament.y, ornament.x] = False
    foot = organic(cells, 0.2, "hedge", soft=5, cell=4)
    body = foot | shifted(foot, 0, -5)
    shade(ground, (shifted(foot, 3, 3)) & ~body)
    paint(ground, rim(body), "pine")
    _paint_leaves(ground, body, body & ~shifted(body, 0, -7))


def _paint_leaves(ground: Pixels, body: Mask, front: Mask) -> None:
    noise = smooth_noise(body.shape, 4, "hedge leaves")
    paint(ground, body, "leaf")
    paint(ground, body & ~front & (noise > 0.45), "grass_dark")
    paint(ground, body & ~front & (noise > 0.72), "grass")
    paint(ground, front & (noise < 0.5), "pine")
    paint(ground, body & ~shifted(body, 0, 1), "grass")
    spots = jittered_points(body, 9, 0.35, "hedge rose")
    scatter(ground, body, spots, ((0, 0, "pink"), (1, 0, "rose"), (0, 1, "rose")))

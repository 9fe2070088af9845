"""Pieces: all that stands on a tile, whoever paints it, and how it stands there."""

from web.art.canvas import Pixels, paste, shade_ellipse
from web.art.furniture import FURNITURE
from web.art.landmarks import LANDMARKS
from web.art.noise import TILE
from web.art.outdoors import OUTDOORS
from web.art.plan import Plan
from web.art.sketch import Painter
from web.art.workrooms import WORKROOMS

PIECES: dict[str, Painter] = FURNITURE | WORKROOMS | OUTDOORS | LANDMARKS
"""The painter of every piece, by its tile name."""

_TALL = frozenset({"well", "swing_post", "swing", "lamp_post", "flagpole", "notice_board", "scarecrow", "gate_post"})
_TALL_IN_YARDS = frozenset({"laundry", "mailbox", "haystack", "planter", "kennel"})
_FLAT = frozenset({"swing", "swing_post", "boat", "trunk", "stall", "laundry"})
_SINGLE = frozenset({"well", "flagpole", "cart", "millstone", "stone_table", "haystack", "bed", "bed_foot"})


def paint_pieces(ground: Pixels, above: Pixels, plan: Plan, y: int, taken: set[tuple[int, int]]) -> None:
    """Paint the pieces of one row of tiles, equal neighbours as one; `taken` tiles (x, y) show something else."""
    x, width = 0, plan.structures.shape[1]
    while x < width:
        name, run = plan.structure_at(x, y), 1
        while name and name not in _SINGLE and plan.structure_at(x + run, y) == name:
            run += 1
        if name in PIECES and (x, y) not in taken:
            _paint_piece(ground, above, name, (x, y, run))
        x += run


def _paint_piece(ground: Pixels, above: Pixels, name: str, where: tuple[int, int, int]) -> None:
    """Paint one piece, `where` being its first tile (x, y) and how many tiles it runs east.

    Where it is tall, what rises above its own tile also hides those who walk behind it.
    """
    x, y, run = where
    variant = x * 3 if name in ("bed", "bed_foot") else x * 7 + y * 3
    stamp = PIECES[name](run * TILE, variant)
    left = x * TILE + (run * TILE - stamp.shape[1]) // 2
    top = (y + 1) * TILE - stamp.shape[0]
    if name in (OUTDOORS.keys() | LANDMARKS.keys()) - _FLAT:
        shade_ellipse(ground, left + stamp.shape[1] // 2 + 3, (y + 1) * TILE - 3, stamp.shape[1] // 2 + 1, 4)
    paste(ground, stamp, left, top)
    if name in _TALL | _TALL_IN_YARDS:
        paste(above, stamp[: stamp.shape[0] - TILE + 3], left, top)

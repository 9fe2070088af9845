"""The scene: the whole village as two pictures, one below the people and one above them, and how a piece stands.

The order is that of a painter: terrain, fields, water, floors, shadows and walls, then everything that stands,
from back to front. The same map always gives the same pixels.
"""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from web.art.canvas import Pixels, blank, paste, shade_ellipse, to_image
from web.art.land.animals import ANIMALS, paint_animal
from web.art.land.crops import paint_fields
from web.art.land.fences import paint_fences, paint_hedges
from web.art.land.furniture import FURNITURE
from web.art.land.landmarks import LANDMARKS
from web.art.land.ornaments import ORNAMENTS
from web.art.land.outdoors import OUTDOORS
from web.art.land.plan import TILE, Ornament, Plan, read_plan
from web.art.land.river import paint_crossings, paint_water
from web.art.land.roofs import paint_roofs
from web.art.land.sketch import Painter
from web.art.land.terrain import paint_floors, paint_terrain
from web.art.land.trees import TREES, paint_tree
from web.art.land.walls import paint_walls
from web.art.land.workrooms import WORKROOMS

PAINTER_VERSION = "1"
"""Raise it when the pictures change, so that tiles cut earlier are cut anew."""

PIECES: dict[str, Painter] = FURNITURE | WORKROOMS | OUTDOORS | LANDMARKS
"""The painter of every piece, by its tile name."""

_TALL = frozenset({"well", "swing_post", "swing", "lamp_post", "flagpole", "notice_board", "scarecrow", "gate_post"})
_TALL_IN_YARDS = frozenset({"laundry", "mailbox", "haystack", "planter", "kennel"})
_FLAT = frozenset({"swing", "swing_post", "boat", "trunk", "stall", "laundry"})
_SINGLE = frozenset({"well", "flagpole", "cart", "millstone", "stone_table", "haystack", "bed", "bed_foot"})


@dataclass(frozen=True, slots=True)
class Scene:
    """Two RGBA pictures at one pixel per map pixel: `ground` below all sprites, `above` over them."""

    ground: Image.Image
    above: Image.Image


def paint_scene(map_path: Path) -> Scene:
    """Paint the map. Raises ValueError naming a layer that the map lacks."""
    ground, above = paint_layers(read_plan(map_path))
    return Scene(to_image(ground), to_image(above))


def paint_layers(plan: Plan) -> tuple[Pixels, Pixels]:
    """Ground and above as palette indices."""
    ground = paint_terrain(plan)
    above = blank(plan.shape[1], plan.shape[0])
    paint_fields(ground, plan)
    paint_water(ground, plan)
    paint_floors(ground, plan)
    paint_crossings(ground, above, plan)
    paint_walls(ground, above, plan)
    paint_hedges(ground, plan)
    paint_fences(ground, plan)
    _paint_standing(ground, above, plan)
    paint_roofs(above, plan)
    return ground, above


def _paint_standing(ground: Pixels, above: Pixels, plan: Plan) -> None:
    """Furniture and ornaments, row by row, so that what is in front covers what is behind."""
    rows: dict[int, list[Ornament]] = {}
    for ornament in plan.ornaments:
        rows.setdefault(ornament.y, []).append(ornament)
    taken = {(ornament.x, ornament.y) for ornament in plan.ornaments if ornament.kind in TREES | {"stele"}}
    for y in range(plan.structures.shape[0]):
        _paint_pieces(ground, above, plan, y, taken)
        for ornament in rows.get(y, []):
            _paint_ornament(ground, above, ornament)


def _paint_pieces(ground: Pixels, above: Pixels, plan: Plan, y: int, taken: set[tuple[int, int]]) -> None:
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


def _paint_ornament(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    """Paint an ornament; a kind that no painter knows is left out, as a map may be ahead of its painters."""
    if ornament.kind in TREES:
        paint_tree(ground, above, ornament)
    elif ornament.kind in ANIMALS:
        paint_animal(ground, ornament)
    elif ornament.kind in ORNAMENTS:
        ORNAMENTS[ornament.kind](ground, above, ornament)

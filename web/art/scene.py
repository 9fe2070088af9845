"""The scene: the whole village as two pictures, one below the people and one above them.

The order is that of a painter: terrain, fields, water, floors, shadows and walls, then everything that stands,
from back to front. The same map always gives the same pixels.
"""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from web.art.animals import ANIMALS, paint_animal
from web.art.canvas import Pixels, blank, to_image
from web.art.crops import paint_fields
from web.art.fences import paint_fences, paint_hedges
from web.art.ornaments import ORNAMENTS
from web.art.pieces import paint_pieces
from web.art.plan import Ornament, Plan, read_plan
from web.art.river import paint_crossings, paint_water
from web.art.roofs import paint_roofs
from web.art.terrain import paint_floors, paint_terrain
from web.art.trees import TREES, paint_tree
from web.art.walls import paint_walls

PAINTER_VERSION = "1"
"""Raise it when the pictures change, so that tiles cut earlier are cut anew."""


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
        paint_pieces(ground, above, plan, y, taken)
        for ornament in rows.get(y, []):
            _paint_ornament(ground, above, ornament)


def _paint_ornament(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    """Paint an ornament; a kind that no painter knows is left out, as a map may be ahead of its painters."""
    if ornament.kind in TREES:
        paint_tree(ground, above, ornament)
    elif ornament.kind in ANIMALS:
        paint_animal(ground, ornament)
    elif ornament.kind in ORNAMENTS:
        ORNAMENTS[ornament.kind](ground, above, ornament)

"""Trees: trunk, crown and shadow of each kind. Trunks belong to the ground, crowns hide those behind them."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from web.art.canvas import INDEX, TRANSPARENT, Pixels, blank, paste, rim, shade_ellipse, solid
from web.art.land.foliage import RAMPS, balls, bunch, crown
from web.art.land.noise import generator, scatter
from web.art.land.plan import TILE, Ornament
from web.art.land.sketch import Sketch

_VARIANTS = 6


@dataclass(frozen=True, slots=True)
class Tree:
    """A painted tree; its foot is the middle of the trunk's lower edge, `lift` the crown's lower edge above it."""

    trunk: Pixels
    crown: Pixels
    lift: int
    shadow: int


def paint_tree(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    """Paint the tree on its tile; the wide old trees stand on their tile and the one to its east."""
    tree = grow(ornament.kind, int(generator("tree", ornament.x, ornament.y).integers(0, _VARIANTS)))
    wide = ornament.kind in ("old_tree", "big_tree")
    foot_x = ornament.x * TILE + (TILE if wide else TILE // 2)
    foot_y = (ornament.y + 1) * TILE - 2
    shade_ellipse(ground, foot_x + 3, foot_y - 1, tree.shadow, max(4, tree.shadow * 2 // 5))
    _drop_litter(ground, ornament, foot_x, foot_y)
    trunk_height, trunk_width = tree.trunk.shape
    paste(ground, tree.trunk, foot_x - trunk_width // 2, foot_y - trunk_height + 1)
    crown_height, crown_width = tree.crown.shape
    paste(above, tree.crown, foot_x - crown_width // 2, foot_y - tree.lift - crown_height)


@cache
def grow(kind: str, variant: int) -> Tree:
    """The tree of that kind in one of its few shapes. Raises KeyError for a kind that is no tree."""
    return _GROWERS[kind](variant)


def _drop_litter(ground: Pixels, ornament: Ornament, x: int, y: int) -> None:
    """Petals or windfalls on the ground around the tree."""
    litter = {
        "blossom_tree": ("pink", "blossom", 26),
        "apple_tree": ("red", "coral", 3),
        "old_tree": ("sprout", "gold", 24),
    }
    if ornament.kind not in litter:
        return
    colour, light, count = litter[ornament.kind]
    random = generator("litter", ornament.x, ornament.y)
    spread = 46 if ornament.kind == "old_tree" else 20
    points = np.stack([random.normal(x, spread / 2, count), random.normal(y + 2, spread / 4, count)], axis=1)
    everywhere = np.ones(ground.shape, dtype=np.bool_)
    scatter(ground, everywhere, points.astype(np.int64), ((0, 0, colour), (1, 0, light)))


def _trunk(width: int, height: int) -> Pixels:
    sketch = Sketch(width + 8, height)
    left = 4
    sketch.box(left, 0, width, height - 1, "soil").box(left, 0, max(1, width // 3), height - 1, "earth")
    sketch.box(left + width * 2 // 3, 0, width - width * 2 // 3, height - 1, "timber_dark")
    sketch.box(left - 2, height - 3, width + 4, 2, "timber_dark").box(left - 1, height - 4, 2, 2, "soil")
    for row in range(3, height - 4, 4):
        sketch.box(left + width // 2, row, 1, 2, "timber_dark")
    return sketch.outlined("soil_dark").pixels


def _leafy(variant: int) -> Tree:
    names = ("green", "green", "fresh", "olive", "green", "fresh")
    width, height = (38, 42, 36, 40, 44, 38)[variant], (34, 36, 36, 32, 36, 38)[variant]
    leaves = bunch(width, height, names[variant], 7, "tree", variant)
    return Tree(_trunk(6, 22), leaves, 11, 17)


def _blossoming(variant: int) -> Tree:
    width, height = (38, 42, 36, 40, 44, 38)[variant], (30, 32, 32, 30, 33, 34)[variant]
    leaves = bunch(width, height, "pale" if variant % 3 == 2 else "blossom", 8, "blossom", variant)
    return Tree(_trunk(5, 22), leaves, 11, 16)


def _fruiting(variant: int) -> Tree:
    width, height = 36 + variant % 3 * 2, 30 + variant % 2 * 2
    leaves = bunch(width, height, "fresh" if variant % 2 else "green", 7, "apple", variant)
    random = generator("apples", variant)
    for _ in range(13):
        x, y = int(random.integers(5, width - 6)), int(random.integers(5, height - 6))
        if solid(leaves[y - 1 : y + 4, x - 1 : x + 4]).all():
            leaves[y : y + 3, x : x + 3] = INDEX["red"]
            leaves[y, x], leaves[y + 2, x + 2], leaves[y + 2, x] = INDEX["coral"], INDEX["brick"], INDEX["brick"]
            leaves[y - 1, x + 1] = INDEX["pine"]
    return Tree(_trunk(6, 20), leaves, 10, 16)


def _pine(variant: int) -> Tree:
    width, height = 30 + variant % 3 * 2, 46 + variant % 2 * 4
    pixels = blank(width, height)
    random = generator("pine", variant)
    tiers = 4
    for tier in range(tiers - 1, -1, -1):
        top, bottom = tier * (height - 16) // tiers, tier * (height - 16) // tiers + 18
        half = 5 + (width / 2 - 6) * (tier + 1) / tiers
        for y in range(top + 1, min(height - 1, bottom)):
            share = (y - top) / 18
            reach = int(half * share**0.8) - (int(random.integers(0, 3)) if share > 0.6 else 0)
            _needle_row(pixels, y, width // 2, max(1, reach), share, random)
    inside = solid(pixels)
    pixels[rim(inside)] = INDEX["ink"]
    return Tree(_trunk(5, 14), pixels, 6, 14)


def _needle_row(pixels: Pixels, y: int, middle: int, reach: int, share: float, random: np.random.Generator) -> None:
    left, right = max(1, middle - reach), min(pixels.shape[1] - 1, middle + reach + 1)
    pixels[y, left:right] = INDEX["pine"]
    pixels[y, left : left + (right - left) // 2] = INDEX["teal" if share < 0.75 else "pine"]
    if share < 0.6:
        pixels[y, left + 1 : left + 1 + max(1, (right - left) // 4)] = INDEX["leaf"]
    if random.random() < 0.5:
        spot = int(random.integers(left, right))
        pixels[y, spot] = INDEX["grass_dark" if spot < middle else "leaf"]


def _willow(variant: int) -> Tree:
    width, height = 50 + variant % 3 * 2, 46
    top = bunch(width, 30, "willow", 7, "willow", variant)
    pixels = blank(width, height)
    random = generator("strands", variant)
    for x in range(3, width - 3):
        start, share = 12 + int(random.integers(0, 6)), abs(x - width / 2) / (width / 2)
        end = int(28 + 16 * share - 5 * share**4 + random.integers(-4, 4)) if x % 3 else 24
        tone = ("leaf", "olive", "grass_light")[int(random.integers(0, 3))]
        pixels[start : min(end, height - 1), x] = INDEX[tone if x % 3 else "olive_dark"]
        if x % 3:
            pixels[min(end, height - 1) - 2 : min(end, height - 1), x] = INDEX["sprout"]
    paste(pixels, top, 0, 0)
    for x in range(5, width - 5, 2):
        start = 16 + int(random.integers(0, 8))
        pixels[start : start + int(random.integers(5, 12)), x] = INDEX[("grass_light", "leaf", "sprout")[x % 3]]
    return Tree(_trunk(7, 26), pixels, 6, 19)


def _old(variant: int) -> Tree:
    leaves = crown(132, 84, RAMPS["green"], balls(132, 84, 13, "old", 1) + balls(132, 74, 10, "old", 2)[4:], "old")
    return Tree(_great_trunk(ribbons=True), leaves, 30, 52)


def _broad(variant: int) -> Tree:
    leaves = crown(
        136, 80, RAMPS["olive"], balls(136, 80, 14, "broad", 1) + balls(136, 70, 10, "broad", 2)[4:], "broad"
    )
    return Tree(_great_trunk(ribbons=False), leaves, 32, 54)


def _great_trunk(*, ribbons: bool) -> Pixels:
    """A trunk two tiles wide, gnarled, with roots; the village's own tree wears red ribbons."""
    sketch = Sketch(44, 62)
    for row in range(60):
        flare = max(0, row - 48) * 6 // 10 + max(0, 16 - row) // 3
        sketch.box(10 - flare, row, 24 + flare * 2, 1, "soil").box(10 - flare, row, 7 + flare, 1, "earth")
        sketch.box(27, row, 7 + flare, 1, "timber_dark")
    for x, top, length in (
        (14, 6, 16),
        (19, 14, 20),
        (24, 8, 14),
        (17, 36, 14),
        (23, 30, 18),
        (30, 20, 22),
        (12, 26, 9),
    ):
        sketch.box(x, top, 1, length, "timber_dark").box(
            x - 1, top + 2, 1, length - 4, "sand_dark" if x < 20 else "earth"
        )
    for column in range(44):
        sketch.pixels[59 - int(3.6 * abs(np.sin(column * 0.42 + 0.5))) :, column] = TRANSPARENT
    sketch.disc(21, 36, 2.6, 4, "soil_dark").outlined("soil_dark")
    if ribbons:
        sketch.box(9, 40, 26, 4, "red").box(9, 43, 26, 1, "brick").box(9, 40, 26, 1, "coral")
        for x, length in ((12, 7), (17, 9), (22, 6), (28, 8)):
            sketch.box(x, 44, 2, length, "red").dots("gold", (x, 46))
    return sketch.pixels


_GROWERS = {
    "tree": _leafy,
    "blossom_tree": _blossoming,
    "apple_tree": _fruiting,
    "pine": _pine,
    "willow": _willow,
    "old_tree": _old,
    "big_tree": _broad,
}

TREES = frozenset(_GROWERS)
"""Ornaments that are trees."""

"""Water and what crosses it: banks, depth, ripples, the stone bridge and the wooden landing stages."""

import numpy as np

from web.art.canvas import Mask, Pixels, paint, rim, shade, shifted, shrunk
from web.art.land.noise import Dots, box_blur, jittered_points, organic, scatter, smooth_noise
from web.art.land.plan import TILE, Plan, enlarge

_RIPPLE: Dots = (
    (0, 0, "water_light"),
    (1, 0, "water_light"),
    (2, 0, "foam"),
    (3, 0, "foam"),
    (4, 0, "water_light"),
    (5, 1, "water_light"),
    (-1, 1, "water_light"),
)
_GLINT: Dots = ((0, 0, "foam"), (1, 0, "cream"), (2, 0, "foam"))
_EDDY: Dots = ((0, 0, "blue"), (1, 0, "blue"), (2, 0, "blue"), (3, 1, "blue"), (-1, 1, "blue"))


def paint_water(pixels: Pixels, plan: Plan) -> None:
    """River and ponds, with an earthen bank on the far side and a shallow rim on the near one."""
    mask = organic(plan.ground_cells("water", "bridge", "plank"), 0.3, "water", soft=19, cell=8)
    _paint_banks(pixels, mask)
    paint(pixels, mask, "water")
    _paint_depth(pixels, mask)
    _paint_far_bank(pixels, mask)
    open_water = shrunk(mask, 5)
    scatter(pixels, open_water, jittered_points(open_water, 15, 0.4, "eddy"), _EDDY)
    scatter(pixels, open_water, jittered_points(open_water, 17, 0.55, "ripple"), _RIPPLE)
    scatter(pixels, open_water, jittered_points(open_water, 30, 0.4, "glint"), _GLINT)


def _paint_banks(pixels: Pixels, mask: Mask) -> None:
    shore = rim(mask, 4)
    lush = shore & (smooth_noise(pixels.shape, 11, "bank") > 0.35)
    paint(pixels, lush, "grass_dark")
    paint(pixels, rim(mask, 2), "sand_dark")
    paint(pixels, rim(mask), "earth")
    scatter(
        pixels, shore, jittered_points(lush, 4, 0.6, "sedge"), ((0, 0, "leaf"), (0, -1, "leaf"), (1, -2, "grass_dark"))
    )


def _paint_depth(pixels: Pixels, mask: Mask) -> None:
    """Light shallows along the shore, dark water in mid-stream."""
    noise = smooth_noise(pixels.shape, 14, "depth") - 0.5
    near = box_blur(mask, 31) + noise * 0.24
    deep = box_blur(mask, 77) + noise * 0.16
    paint(pixels, mask & (deep > 0.93), "blue")
    paint(pixels, mask & (near < 0.6), "water_light")
    foam = mask & ~shifted(mask, 0, -1) | mask & (~shifted(mask, 1, 0) | ~shifted(mask, -1, 0))
    paint(pixels, foam, "foam")


def _paint_far_bank(pixels: Pixels, mask: Mask) -> None:
    """Where land lies to the north, one looks at the face of the bank above the water."""
    face = mask & ~shifted(mask, 0, 6)
    paint(pixels, mask & ~shifted(mask, 0, 10), "blue")
    paint(pixels, face, "soil")
    paint(pixels, face & ~shifted(mask, 0, 3), "earth")
    paint(pixels, mask & ~shifted(mask, 0, 1), "grass_dark")
    paint(pixels, face & shifted(mask, 0, 5), "timber_dark")
    stones = jittered_points(face, 5, 0.4, "bank stone")
    scatter(
        pixels, face, stones, ((0, 0, "sand_dark"), (1, 0, "sand_dark"), (0, 1, "timber_dark"), (1, 1, "timber_dark"))
    )


def paint_crossings(ground: Pixels, above: Pixels, plan: Plan) -> None:
    """The stone bridge, whose near parapet hides the feet of those who cross, and planks on posts."""
    _paint_bridge(ground, above, enlarge(plan.ground_cells("bridge")))
    _paint_planks(ground, enlarge(plan.ground_cells("plank")))


def _paint_bridge(ground: Pixels, above: Pixels, deck: Mask) -> None:
    y, x = np.mgrid[0 : deck.shape[0], 0 : deck.shape[1]]
    side = shifted(deck, 0, 14) & ~deck
    shade(ground, shifted(deck, 0, 22) & ~deck)
    _paint_arch(ground, side, x)
    paint(ground, deck, "stone_light")
    paint(ground, deck & (y % 16 < 8) & (x % 11 == 0), "stone")
    paint(ground, deck & (y % 16 >= 8) & (x % 11 == 5), "stone")
    paint(ground, deck & (y % 8 == 7), "stone")
    paint(ground, deck & (y % 8 == 0), "cream")
    far = deck & ~shifted(deck, 0, 7)
    _paint_parapet(ground, far, x)
    shade(ground, deck & ~far & ~shifted(deck, 0, 9))
    near = deck & ~shifted(deck, 0, -6)
    _paint_parapet(above, near, x)
    _paint_parapet(ground, near, x)


def _paint_arch(ground: Pixels, side: Mask, x: np.ndarray) -> None:
    """The bridge's southern face: ashlar with one wide opening."""
    if not side.any():
        return
    columns, rows = np.flatnonzero(side.any(axis=0)), np.flatnonzero(side.any(axis=1))
    middle, half = (columns[0] + columns[-1]) / 2, (columns[-1] - columns[0]) / 2
    y = np.arange(side.shape[0])[:, None]
    curve = np.sqrt(np.clip(1 - ((x - middle) / (half * 0.74)) ** 2, 0, 1))
    opening = side & (y > rows[-1] - curve * 12) & (curve > 0)
    ring = side & rim(opening, 2)
    paint(ground, side & ~opening, "stone")
    paint(ground, side & ~opening & ((y % 5 == 0) | ((x + y // 5 * 6) % 12 == 0)), "slate")
    paint(ground, ring, "stone_light")
    paint(ground, opening, "navy")
    paint(ground, side & ~shifted(side, 0, 1), "slate_dark")


def _paint_parapet(pixels: Pixels, mask: Mask, x: np.ndarray) -> None:
    """A stone rail with posts every tile."""
    paint(pixels, mask, "stone")
    paint(pixels, mask & ~shifted(mask, 0, 2), "stone_light")
    paint(pixels, mask & ~shifted(mask, 0, 1), "cream")
    paint(pixels, mask & ~shifted(mask, 0, -1), "slate_dark")
    post = mask & (x % TILE < 4)
    paint(pixels, post, "stone_light")
    paint(pixels, post & (x % TILE == 3), "slate")
    paint(pixels, mask & (x % TILE == 4), "slate")


def _paint_planks(ground: Pixels, deck: Mask) -> None:
    y, x = np.mgrid[0 : deck.shape[0], 0 : deck.shape[1]]
    shade(ground, shifted(deck, 1, 5) & ~deck)
    paint(ground, deck, "sand_dark")
    paint(ground, deck & (x % 5 == 1), "sand")
    paint(ground, deck & (x % 5 == 0), "soil")
    paint(ground, deck & ((x // 5 * 7 + y) % 23 == 0), "earth")
    paint(ground, deck & ~shifted(deck, 0, 1), "soil")
    below = shifted(deck, 0, 3) & ~deck
    paint(ground, below, "timber_dark")
    posts = shifted(deck, 0, 7) & ~deck & (x % 16 < 3)
    paint(ground, posts, "soil")
    paint(ground, posts & (x % 16 == 2), "timber_dark")

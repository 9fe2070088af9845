"""Fields: furrows, terraces and what grows on them (paddy rice, wheat, cabbage, seedlings, flowers)."""

import numpy as np

from web.art.canvas import Mask, Pixels, paint, rim, shifted, shrunk
from web.art.land.noise import Dots, jittered_points, organic, scatter, smooth_noise, window
from web.art.land.plan import Plan

_SEEDLING: Dots = (
    (0, 0, "leaf"),
    (0, -1, "grass_dark"),
    (-1, -2, "grass"),
    (1, -2, "grass"),
    (-2, -3, "grass_light"),
    (2, -3, "grass_light"),
    (0, -3, "grass_dark"),
)
_RICE: Dots = (
    (0, 0, "leaf"),
    (0, -1, "leaf"),
    (-1, -2, "grass_dark"),
    (1, -2, "grass_dark"),
    (0, -3, "grass"),
    (-1, -4, "grass_light"),
    (1, -3, "grass_light"),
    (0, 1, "blue"),
    (1, 1, "blue"),
)
_WHEAT: Dots = (
    (0, 0, "earth"),
    (0, -1, "amber"),
    (0, -2, "amber"),
    (0, -3, "gold"),
    (0, -4, "gold"),
    (1, -4, "straw"),
    (0, -5, "straw"),
    (1, -2, "earth"),
    (-1, -3, "amber"),
)
_CABBAGE: Dots = (
    *((x, 0, "pine") for x in (-2, -1, 0, 1, 2)),
    *((x, -1, "leaf") for x in (-3, -2, -1, 0, 1, 2, 3)),
    *((x, -2, "leaf") for x in (-3, -2, 2, 3)),
    *((x, -3, "leaf") for x in (-2, 2)),
    *((x, -2, "grass_light") for x in (-1, 0, 1)),
    *((x, -3, "sprout") for x in (-1, 0, 1)),
    *((x, -4, "grass_dark") for x in (-1, 0, 1)),
    (0, -2, "sprout"),
    (-2, -1, "grass_dark"),
    (2, -1, "grass_dark"),
)
_BLOOMS = (
    ("red", "coral"),
    ("pink", "blossom"),
    ("gold", "straw"),
    ("violet", "pink"),
    ("cream", "straw"),
    ("rose", "pink"),
)


def paint_fields(pixels: Pixels, plan: Plan) -> None:
    """Every kind of field, each strip standing a step above the balk south of it."""
    crops = ("field", "field_wheat", "field_cabbage", "paddy")
    whole = organic(plan.ground_cells(*crops), 0.12, "fields", soft=19)
    if whole.any():
        part = window(whole, 12)
        _paint_terrace_edge(pixels[part], whole[part])
    painters = (_paint_furrows, _paint_wheat, _paint_cabbage, _paint_paddy)
    for name, painter in zip(crops, painters, strict=True):
        strip = organic(plan.ground_cells(name), 0.12, "fields", soft=19)
        if strip.any():
            inside = window(strip, 12)
            painter(pixels[inside], strip[inside])
    _paint_flower_bed(pixels, organic(plan.ground_cells("flower_bed"), 0.1, "bed", soft=7))


def _paint_terrace_edge(pixels: Pixels, whole: Mask) -> None:
    """A grassy lip all round and a low wall of earth and stones on the downhill side."""
    paint(pixels, rim(whole, 3), "grass_dark")
    wall = shifted(whole, 0, 6) & ~whole
    paint(pixels, wall, "earth")
    paint(pixels, wall & ~shifted(whole, 0, 1) & shifted(whole, 0, 2), "sand_dark")
    scatter(
        pixels,
        wall,
        jittered_points(wall, 4, 0.6, "terrace"),
        ((0, 0, "stone_light"), (1, 0, "stone"), (0, 1, "slate"), (1, 1, "soil"), (2, 0, "stone")),
    )
    paint(pixels, shifted(whole, 0, 7) & ~shifted(whole, 0, 6) & ~whole, "soil")


def _rows(mask: Mask, period: int, phase: int) -> Mask:
    """Every `period`-th row of pixels within the mask."""
    y = np.arange(mask.shape[0])[:, None]
    return np.asarray(mask & (y % period == phase))


def _plant(pixels: Pixels, mask: Mask, across: int, down: int, dots: Dots, name: str) -> None:
    """One plant at each crossing of rows and columns, shaken a pixel to the side."""
    shake = (smooth_noise(mask.shape, 3, name) * 3).astype(np.int64)
    y, x = np.mgrid[0 : mask.shape[0], 0 : mask.shape[1]]
    inner = mask & shifted(mask, 4, 0) & shifted(mask, -4, 0) & shifted(mask, 0, 5) & shifted(mask, 0, -1)
    crossing = inner & (y % down == down - 3) & ((x + shake + y // down * 3) % across == 0)
    rows, columns = np.nonzero(crossing)
    keep = np.ones(columns.size, dtype=np.bool_)
    keep[1:] = (rows[1:] != rows[:-1]) | (columns[1:] - columns[:-1] > 2)
    scatter(pixels, mask, np.stack([columns, rows], axis=1)[keep], dots)


def _plough(pixels: Pixels, mask: Mask, furrows: Mask) -> None:
    """Soil in ridges eight pixels apart: their lit crests, the dark furrows between them and a dark edge."""
    paint(pixels, mask, "soil")
    paint(pixels, furrows, "timber_dark")
    paint(pixels, _rows(mask, 8, 2), "earth")
    paint(pixels, mask & ~shrunk(mask, 1), "timber_dark")


def _paint_furrows(pixels: Pixels, mask: Mask) -> None:
    _plough(pixels, mask, _rows(mask, 8, 0) | _rows(mask, 8, 7))
    scatter(pixels, mask, jittered_points(mask, 7, 0.3, "clod"), ((0, 0, "timber_dark"), (1, 0, "timber_dark")))
    _plant(pixels, mask, 7, 8, _SEEDLING, "seedling")


def _paint_wheat(pixels: Pixels, mask: Mask) -> None:
    paint(pixels, mask, "amber")
    paint(pixels, _rows(mask, 6, 0), "earth")
    paint(pixels, mask & (smooth_noise(mask.shape, 22, "wind") > 0.6) & ~_rows(mask, 6, 0), "gold")
    _plant(pixels, mask, 3, 6, _WHEAT, "wheat")
    paint(pixels, mask & ~shifted(mask, 0, -2), "earth")


def _paint_cabbage(pixels: Pixels, mask: Mask) -> None:
    _plough(pixels, mask, _rows(mask, 8, 7))
    _plant(pixels, mask, 9, 8, _CABBAGE, "cabbage")


def _paint_paddy(pixels: Pixels, mask: Mask) -> None:
    paint(pixels, mask, "water_light")
    scatter(pixels, mask, jittered_points(mask, 13, 0.6, "sky"), tuple((x, 0, "foam") for x in range(9)))
    scatter(pixels, mask, jittered_points(mask, 15, 0.4, "sky low"), tuple((x, 0, "water") for x in range(7)))
    paint(pixels, mask & ~shifted(mask, 0, 3), "water")
    paint(pixels, mask & ~shrunk(mask, 1), "soil")
    _plant(pixels, mask, 6, 8, _RICE, "rice")


def _paint_flower_bed(pixels: Pixels, mask: Mask) -> None:
    paint(pixels, rim(mask), "stone")
    paint(pixels, mask, "soil")
    paint(pixels, mask & ~shrunk(mask, 1), "timber_dark")
    inner = shrunk(mask, 2)
    paint(pixels, inner & (smooth_noise(mask.shape, 5, "leafy") > 0.3), "leaf")
    scatter(pixels, inner, jittered_points(inner, 4, 0.6, "stems"), ((0, 0, "grass_dark"), (1, -1, "grass")))
    kind = smooth_noise(mask.shape, 26, "bloom") * len(_BLOOMS) * 1.6
    points = jittered_points(inner, 5, 0.85, "bloom")
    for number, (petal, light) in enumerate(_BLOOMS):
        own = points[(kind[points[:, 1], points[:, 0]].astype(np.int64) % len(_BLOOMS)) == number]
        petals = ((0, 0, petal), (2, 0, petal), (1, -1, petal), (1, 1, petal), (1, 0, light), (1, 2, "pine"))
        scatter(pixels, inner, own, petals)

"""Terrain: grass, meadow, pasture, paths, yards, paving and floors, painted from the ground layer."""

import numpy as np

from web.art.canvas import INDEX, Mask, Pixels, blank, grown, paint, rim, shade, shifted, shrunk
from web.art.land.noise import Dots, generator, jittered_points, organic, scatter, smooth_noise
from web.art.land.plan import BACK_WALLS, Plan, enlarge

_TRODDEN = ("path", "plaza", "yard", "bridge")

_BLADE_DARK: Dots = ((0, 0, "grass_dark"), (1, -1, "grass_dark"), (2, 0, "grass_dark"))
_BLADE_LIGHT: Dots = ((0, 0, "grass_light"), (0, -1, "grass_light"), (2, 0, "grass_light"), (2, -1, "grass_light"))
_TUFT: Dots = (
    (0, 0, "leaf"),
    (1, 0, "leaf"),
    (2, 0, "leaf"),
    (0, -1, "grass_dark"),
    (2, -1, "grass_dark"),
    (-1, -2, "grass_dark"),
    (3, -2, "grass_dark"),
    (1, -2, "leaf"),
    (1, -1, "leaf"),
)
_CLOVER: Dots = ((0, 0, "sprout"), (1, 0, "sprout"), (0, 1, "grass_light"), (2, 1, "sprout"))
_PEBBLE: Dots = ((0, 0, "plaster"), (1, 0, "plaster"), (0, 1, "earth"), (1, 1, "earth"), (2, 1, "sand_dark"))
_COBBLE: Dots = (
    *((x, 0, "stone_light") for x in (1, 2, 3)),
    *((x, 1, "stone_light") for x in (0, 1, 2, 3, 4)),
    *((x, 2, "stone") for x in (0, 1, 2, 3, 4)),
    *((x, 3, "earth") for x in (1, 2, 3)),
    (1, 0, "cream"),
)


def _flower(petal: str, heart: str) -> Dots:
    return ((0, 0, petal), (1, -1, petal), (2, 0, petal), (1, 1, petal), (1, 0, heart), (1, 2, "leaf"))


MEADOW_FLOWERS: tuple[Dots, ...] = (
    _flower("cream", "gold"),
    _flower("gold", "amber"),
    _flower("pink", "straw"),
    _flower("violet", "straw"),
    _flower("red", "gold"),
)


def paint_terrain(plan: Plan) -> Pixels:
    """The dry ground of the whole map, in pixels; fields and water come on top of it."""
    pixels = blank(plan.shape[1], plan.shape[0])
    _paint_grass(pixels)
    _paint_meadow(pixels, organic(plan.ground_cells("meadow", "flower_bed"), 0.6, "meadow", soft=25, cell=9))
    _paint_pasture(pixels, organic(plan.ground_cells("pasture_grass"), 0.5, "pasture", soft=17, cell=9))
    _paint_sand(pixels, organic(plan.ground_cells("sand"), 0.5, "sand", soft=17))
    _paint_path(pixels, organic(plan.ground_cells(*_TRODDEN) | plan.structure_cells("door"), 0.42, "path", soft=17))
    _paint_yard(pixels, organic(plan.ground_cells("yard", "floor_"), 0.15, "yard", soft=7))
    _paint_plaza(pixels, organic(plan.ground_cells("plaza"), 0.16, "plaza", soft=9))
    return pixels


def _paint_grass(pixels: Pixels) -> None:
    everywhere = np.ones(pixels.shape, dtype=np.bool_)
    paint(pixels, everywhere, "grass")
    lush = smooth_noise(pixels.shape, 46, "lush") * 0.62 + smooth_noise(pixels.shape, 9, "lush") * 0.38
    deep = lush > 0.63
    paint(pixels, deep, "grass_dark")
    fringe = rim(deep, 4)
    scatter(pixels, fringe, jittered_points(fringe, 4, 0.75, "fringe"), _BLADE_DARK)
    scatter(pixels, ~deep, jittered_points(~deep, 10, 0.4, "dark"), _BLADE_DARK)
    scatter(pixels, ~deep, jittered_points(~deep, 12, 0.42, "light"), _BLADE_LIGHT)
    scatter(pixels, deep, jittered_points(deep, 9, 0.5, "tuft"), _TUFT)
    scatter(pixels, everywhere, jittered_points(everywhere, 26, 0.2, "daisy"), MEADOW_FLOWERS[0])
    scatter(pixels, everywhere, jittered_points(everywhere, 30, 0.15, "dandelion"), MEADOW_FLOWERS[1])


def _paint_meadow(pixels: Pixels, mask: Mask) -> None:
    light = mask & (smooth_noise(pixels.shape, 15, "meadow light") > 0.4)
    paint(pixels, mask & ~light, "grass")
    paint(pixels, light, "grass_light")
    fringe = rim(light, 3) & mask
    scatter(pixels, fringe, jittered_points(fringe, 4, 0.6, "meadow rim"), _BLADE_LIGHT)
    scatter(
        pixels,
        mask,
        jittered_points(mask, 7, 0.35, "meadow blade"),
        ((0, 0, "grass"), (1, -1, "grass"), (2, 0, "grass")),
    )
    scatter(pixels, mask, jittered_points(mask, 12, 0.3, "meadow tuft"), _TUFT)
    for number, flower in enumerate(MEADOW_FLOWERS):
        near = mask & (smooth_noise(pixels.shape, 28, "drift", number) > 0.58)
        scatter(pixels, mask, jittered_points(near, 9, 0.42, "flower", number), flower)


def _paint_pasture(pixels: Pixels, mask: Mask) -> None:
    paint(pixels, mask, "grass")
    swathe = mask & (smooth_noise(pixels.shape, 30, "swathe") > 0.52)
    paint(pixels, swathe, "grass_light")
    fringe = rim(swathe, 4) & mask
    scatter(pixels, fringe, jittered_points(fringe, 4, 0.7, "swathe rim"), _BLADE_LIGHT)
    scatter(pixels, mask, jittered_points(mask, 8, 0.4, "graze"), ((0, 0, "grass_dark"), (0, -1, "grass_dark")))
    scatter(pixels, mask, jittered_points(mask, 11, 0.4, "clover"), _CLOVER)
    scatter(pixels, mask, jittered_points(mask, 30, 0.4, "pasture daisy"), MEADOW_FLOWERS[0])


def _paint_sand(pixels: Pixels, mask: Mask) -> None:
    paint(pixels, rim(mask), "grass_dark")
    paint(pixels, mask, "sand")
    paint(pixels, mask & (smooth_noise(pixels.shape, 12, "beach") > 0.6), "straw")
    scatter(pixels, mask, jittered_points(mask, 9, 0.3, "shell"), ((0, 0, "plaster"), (1, 0, "sand_dark")))


def _paint_path(pixels: Pixels, mask: Mask) -> None:
    paint(pixels, rim(mask), "grass_dark")
    paint(pixels, mask, "sand")
    worn = mask & (smooth_noise(pixels.shape, 16, "worn") * 0.7 + smooth_noise(pixels.shape, 5, "worn") * 0.3 > 0.69)
    paint(pixels, worn, "sand_dark")
    inner = shrunk(mask, 2)
    paint(pixels, mask & ~inner, "sand_dark")
    paint(pixels, mask & ~shifted(mask, 0, -1), "earth")
    edge = grown(mask, 1) & ~inner
    scatter(
        pixels,
        edge,
        jittered_points(edge, 5, 0.5, "verge"),
        ((0, 0, "grass_dark"), (1, 0, "grass_dark"), (0, -1, "leaf")),
    )
    scatter(pixels, inner, jittered_points(inner, 9, 0.4, "grit"), ((0, 0, "sand_dark"), (1, 0, "sand_dark")))
    scatter(pixels, inner, jittered_points(inner & ~worn, 8, 0.25, "glint"), ((0, 0, "plaster"),))
    scatter(pixels, inner, jittered_points(inner, 22, 0.35, "pebble"), _PEBBLE)
    scatter(pixels, inner, jittered_points(inner, 26, 0.4, "cobble"), _COBBLE)


def _paint_yard(pixels: Pixels, mask: Mask) -> None:
    paint(pixels, mask, "sand_dark")
    paint(pixels, mask & ~shrunk(mask, 1), "earth")
    paint(pixels, mask & (smooth_noise(pixels.shape, 14, "swept") > 0.62), "sand")
    inner = shrunk(mask, 2)
    scatter(pixels, inner, jittered_points(inner, 7, 0.3, "straw"), ((0, 0, "earth"), (1, 0, "earth")))
    scatter(pixels, inner, jittered_points(inner, 11, 0.3, "bits"), ((0, 0, "sand"), (1, -1, "straw")))


def _paint_plaza(pixels: Pixels, mask: Mask) -> None:
    paint(pixels, rim(mask, 2), "earth")
    _pave(pixels, mask)
    paint(pixels, mask & ~shifted(mask, 0, -2), "slate")
    mossy = mask & (smooth_noise(pixels.shape, 20, "moss") > 0.7) & (pixels == INDEX["stone"])
    scatter(pixels, mossy, jittered_points(mossy, 2, 0.6, "moss"), ((0, 0, "grass_dark"), (1, 0, "grass_dark")))


def _pave(pixels: Pixels, mask: Mask) -> None:
    """Courses of flagstones, each with its own width and tone."""
    random = generator("flagstones")
    slabs = blank(pixels.shape[1], pixels.shape[0])
    for top in range(0, pixels.shape[0], 8):
        left = -int(random.integers(0, 10))
        while left < pixels.shape[1]:
            width = int(random.integers(8, 15))
            _lay_slab(slabs, left, top, width, random.random())
            left += width
    pixels[mask] = slabs[mask]


def _lay_slab(slabs: Pixels, left: int, top: int, width: int, draw: float) -> None:
    face = "stone_light" if draw < 0.8 else "plaster" if draw < 0.87 else "stone"
    start = max(0, left)
    slabs[top : top + 8, start : left + width] = INDEX["stone"]
    slabs[top : top + 7, start : left + width - 1] = INDEX[face]
    slabs[top : top + 1, start : left + width - 1] = INDEX["cream" if face != "stone" else "stone_light"]
    slabs[top + 7 : top + 8, start : left + width : 3] = INDEX["slate"]


def paint_floors(pixels: Pixels, plan: Plan) -> None:
    """Indoor floors, which fill their tiles to the edge, with the shadow that the walls throw on them."""
    y, x = np.mgrid[0 : plan.shape[0], 0 : plan.shape[1]]
    wood = enlarge(plan.ground_cells("floor_wood"))
    paint(pixels, wood, "sand_dark")
    paint(pixels, wood & (y % 5 == 1), "sand")
    paint(pixels, wood & ((y % 5 == 0) | ((x + y // 5 * 37) % 29 == 0)), "earth")
    stone = enlarge(plan.ground_cells("floor_stone"))
    paint(pixels, stone, "stone_light")
    paint(pixels, stone & ((x // 8 + y // 8) % 2 == 0), "cream")
    paint(pixels, stone & ((x % 8 == 7) | (y % 8 == 7)), "stone")
    brick = enlarge(plan.ground_cells("floor_brick"))
    paint(pixels, brick, "skin_tan")
    paint(pixels, brick & ((y % 4 == 3) | ((x + (y // 4 % 2) * 4) % 8 == 7)), "skin_shadow")
    indoors = wood | stone | brick
    walls = enlarge(plan.structure_cells(*BACK_WALLS))
    shade(pixels, indoors & (shifted(walls, 0, 4)) & ~walls)

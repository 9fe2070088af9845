"""Small ornaments: bushes and bamboo, water plants, awnings with their goods, the village gate."""

from collections.abc import Callable

import numpy as np

from web.art.canvas import INDEX, Pixels, paste, shade, shade_ellipse
from web.art.land.foliage import bunch
from web.art.land.noise import generator
from web.art.land.plan import TILE, Ornament
from web.art.land.sketch import Sketch
from web.art.land.terrain import MEADOW_FLOWERS


def _foot(ornament: Ornament) -> tuple[int, int]:
    """The middle of the tile's lower edge, in pixels."""
    return ornament.x * TILE + TILE // 2, (ornament.y + 1) * TILE


def _stand(target: Pixels, stamp: Pixels, x: int, y: int) -> None:
    paste(target, stamp, x - stamp.shape[1] // 2, y - stamp.shape[0])


def _bush(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    x, y = _foot(ornament)
    variant = int(generator("bush", ornament.x, ornament.y).integers(0, 4))
    shade_ellipse(ground, x + 2, y - 3, 12, 5)
    leaves = bunch(24, 20, ("green", "fresh", "olive", "green")[variant], 5, "bush", variant)
    for spot in generator("berries", ornament.x, ornament.y).integers(5, 15, (6, 2)) if variant == 3 else ():
        leaves[spot[1] : spot[1] + 2, spot[0] + 2 : spot[0] + 4] = INDEX["pink"]
    _stand(ground, leaves, x, y)


def _bamboo(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    x, y = _foot(ornament)
    random = generator("bamboo", ornament.x, ornament.y)
    shade_ellipse(ground, x + 4, y - 3, 15, 5)
    stalks, leaves = Sketch(44, 60), Sketch(44, 60)
    for number in range(6):
        left, top = 12 + number * 4 + int(random.integers(-1, 2)), int(random.integers(6, 20))
        bottom = 56 - abs(number - 2)
        stalks.box(left - 1, top, 4, bottom - top, "pine").box(left, top, 2, bottom - top, "grass_dark")
        stalks.box(left, top, 1, bottom - top, "grass_light")
        for node in range(top + 5, bottom, 8):
            stalks.box(left, node, 2, 1, "leaf")
        for _ in range(9):
            _leaf_spray(leaves, left + int(random.integers(-7, 8)), top + int(random.integers(-4, 24)), random)
    leaves.outlined("pine")
    paste(stalks.pixels, leaves.pixels, 0, 0)
    _stand(ground, stalks.pixels, x, y)
    _stand(above, stalks.pixels[:46], x, y - 14)


def _leaf_spray(sketch: Sketch, x: int, y: int, random: np.random.Generator) -> None:
    tone = ("leaf", "grass_dark", "grass", "grass_light")[int(random.integers(0, 4))]
    way = 1 if random.random() < 0.5 else -1
    sketch.dots(
        tone, (x, y), (x + way, y), (x + 2 * way, y + 1), (x + 3 * way, y + 1), (x + 4 * way, y + 2), (x + way, y + 1)
    )


def _reeds(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    random = generator("reeds", ornament.x, ornament.y)
    x, y = _foot(ornament)
    sketch = Sketch(20, 24)
    for _ in range(9):
        left, height = int(random.integers(3, 17)), int(random.integers(8, 19))
        sketch.box(left, 22 - height, 1, height, ("leaf", "pine", "grass_dark", "olive")[int(random.integers(0, 4))])
        sketch.dots("grass", (left + 1, 22 - height + 1))
        if random.random() < 0.4:
            sketch.box(left, 21 - height, 2, 4, "soil").dots("earth", (left, 21 - height))
    sketch.box(3, 22, 14, 1, "blue").dots("foam", (2, 22), (17, 22), (8, 23), (9, 23))
    _stand(ground, sketch.pixels, x, y)


def _lilies(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    x, y = _foot(ornament)
    random = generator("lilies", ornament.x, ornament.y)
    sketch = Sketch(30, 18)
    for left, top in ((7, 6), (19, 4), (14, 11), (24, 12)):
        sketch.disc(left, top + 1, 4.4, 2.6, "blue").disc(left, top, 4.2, 2.4, "leaf").disc(
            left - 1, top - 0.5, 2.6, 1.4, "grass_dark"
        )
        sketch.dots("water", (left + 3, top), (left + 2, top), (left + 4, top))
        if random.random() < 0.55:
            sketch.box(left - 1, top - 3, 4, 3, "pink").box(left, top - 4, 2, 2, "blossom").dots(
                "gold", (left, top - 2)
            )
            sketch.dots("rose", (left - 1, top - 1), (left + 2, top - 1))
    _stand(ground, sketch.pixels, x, y)


def _river_rock(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    x, y = _foot(ornament)
    random = generator("river rock", ornament.x, ornament.y)
    sketch = Sketch(18, 14)
    for left, top, size in ((6, 6, 4.6), (12, 8, 3.4)):
        sketch.disc(left, top, size, size * 0.7, "stone").disc(left - 1, top - 1, size * 0.6, size * 0.4, "stone_light")
        sketch.box(int(left - size * 0.7), int(top + size * 0.4), int(size * 1.4), 1, "slate")
    sketch.outlined("slate_dark").dots(
        "foam", (1, 9), (2, 10), (3, 10), (14, 12), (15, 12), (16, 11), (9, 11), (10, 12)
    )
    _stand(ground, sketch.pixels, x + int(random.integers(-3, 4)), y)


def _flowers(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    x, y = _foot(ornament)
    random = generator("flowers", ornament.x, ornament.y)
    kind = int(random.integers(0, len(MEADOW_FLOWERS)))
    sketch = Sketch(28, 22)
    for _ in range(11):
        left, top = int(random.integers(3, 23)), int(random.integers(4, 17))
        sketch.box(left + 1, top + 1, 1, 3, "leaf").dots("grass_dark", (left, top + 3), (left + 2, top + 3))
        sketch.stamp(left, top, MEADOW_FLOWERS[kind if random.random() < 0.75 else 0])
    _stand(ground, sketch.pixels, x, y + 2)


def _mushrooms(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    x, y = _foot(ornament)
    sketch = Sketch(16, 12)
    for left, top, cap in ((3, 3, "red"), (9, 5, "coral"), (6, 7, "red")):
        sketch.box(left + 1, top + 2, 2, 3, "plaster").box(left, top, 4, 2, cap).box(left + 1, top - 1, 2, 1, cap)
        sketch.dots("cream", (left + 1, top))
    _stand(ground, sketch.outlined("timber_dark").pixels, x, y - 2)


def _rod(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    x, y = _foot(ornament)
    sketch = Sketch(40, 24)
    for step in range(26):
        sketch.dots("soil", (6 + step, 18 - step // 2)).dots("sand", (6 + step, 17 - step // 2))
    sketch.box(32, 6, 1, 12, "cream").dots("red", (32, 18), (32, 19)).box(3, 17, 6, 5, "earth").box(3, 17, 6, 1, "sand")
    _stand(ground, sketch.pixels, x + 12, y)


_CLOTHS = {
    "vegetables": ("leaf", "grass_light"),
    "fruit": ("red", "cream"),
    "fish": ("blue", "foam"),
    "cloth": ("violet", "pink"),
    "noodles": ("amber", "straw"),
    "pots": ("teal", "cream"),
}
_WARES = {
    "vegetables": ("leaf", "red", "sprout", "amber", "violet"),
    "fruit": ("red", "gold", "coral", "grass_light", "plum"),
    "fish": ("stone_light", "water_light", "stone", "coral", "foam"),
    "cloth": ("rose", "blue", "gold", "teal", "red"),
    "noodles": ("cream", "straw", "sand", "plaster", "coral"),
    "pots": ("skin_shadow", "blue", "cream", "jade", "soil"),
}


def _awning(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    """A striped cloth on poles over whoever sells here, and the wares on the stall south of it."""
    goods = ornament.look.get("goods", "vegetables")
    left, top = (ornament.x - 1) * TILE, ornament.y * TILE - 4
    colours = _WARES.get(goods, _WARES["vegetables"])
    wares = Sketch(48, 14)
    for number, offset in enumerate(range(2, 42, 9)):
        wares.box(offset, 3, 8, 8, "soil").box(offset + 1, 4, 6, 6, "timber_dark")
        for spot in range(6):
            wares.disc(offset + 2 + spot % 3 * 2, 4 + spot // 3 * 3, 1.3, 1.3, colours[number])
        wares.dots("cream", (offset + 2, 4), (offset + 4, 7))
    paste(ground, wares.pixels, left, top)
    shade(ground, _cloth_shadow(ground, left, (ornament.y - 2) * TILE))
    cloth = _cloth(_CLOTHS.get(goods, _CLOTHS["vegetables"]))
    paste(ground, cloth, left - 4, (ornament.y - 2) * TILE - 17)
    paste(above, cloth[:22], left - 4, (ornament.y - 2) * TILE - 17)


def _cloth_shadow(ground: Pixels, left: int, top: int) -> np.ndarray:
    shadow = np.zeros(ground.shape, dtype=np.bool_)
    shadow[top : top + 16, left : left + 48] = True
    return shadow


def _cloth(colours: tuple[str, str]) -> Pixels:
    sketch = Sketch(56, 54)
    for left in (3, 51):
        sketch.box(left, 16, 2, 36, "soil").box(left, 16, 1, 36, "earth")
    for stripe in range(9):
        left, colour = 1 + stripe * 6, colours[stripe % 2]
        sketch.box(left, 2, 6, 16, colour).box(left, 18, 6, 2, colour).box(left + 1, 20, 4, 1, colour)
    sketch.box(1, 2, 54, 1, "cream").box(1, 16, 54, 1, "soil")
    return sketch.outlined().pixels


def _village_gate(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    """The beam and roof of a gate, five tiles wide; its posts are tiles of their own."""
    x, y = _foot(ornament)
    sketch = Sketch(104, 40)
    sketch.box(8, 22, 88, 7, "red").box(8, 22, 88, 1, "coral").box(8, 28, 88, 1, "brick").box(8, 32, 88, 4, "brick")
    for left in range(14, 92, 8):
        sketch.box(left, 24, 4, 3, "teal").dots("gold", (left + 1, 25), (left + 2, 25))
    for row in range(12):
        reach = 26 + row * 2 + max(0, row - 9) * 3
        sketch.box(52 - reach, 8 + row, reach * 2, 1, "roof_dark" if row % 4 == 3 else "roof_light")
    for left in range(10, 96, 5):
        sketch.box(left, 11, 1, 9, "roof_dark")
    sketch.box(24, 6, 56, 3, "roof_dark").box(24, 6, 56, 1, "stone").box(20, 4, 4, 4, "roof_dark").box(
        80, 4, 4, 4, "roof_dark"
    )
    sketch.outlined().box(38, 19, 28, 12, "navy").frame(38, 19, 28, 12, "gold")
    sketch.art(41, 21, _TAO, {"#": "straw"}).art(53, 21, _YUAN, {"#": "straw"})
    _stand(above, sketch.pixels, x, y - 30)


_TAO = (".#..#.#..", "####.#.#.", ".#.#.##..", ".##..#.#.", "####.##..", ".#.#.#.#.", ".#.#.#.##", ".##..####")
_YUAN = ("#..######", "..#......", "#.#.####.", "..#.#..#.", ".##.####.", "#.#..#...", "#.#.#.##.", "#.#..##.#")


def _stele(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    """The boulder at the village entrance with its name in red."""
    x, y = _foot(ornament)
    sketch = Sketch(34, 32)
    sketch.disc(16.5, 19, 14.5, 11.5, "stone").disc(14, 14, 10, 8.5, "stone_light").disc(23, 21, 7, 7, "stone")
    sketch.box(4, 26, 26, 4, "slate").outlined().art(8, 9, _TAO, {"#": "brick"}).art(17, 15, _YUAN, {"#": "brick"})
    shade_ellipse(ground, x + 3, y - 2, 18, 5)
    _stand(ground, sketch.dots("grass_dark", (4, 29), (7, 28), (8, 29), (22, 29), (27, 28)).pixels, x, y)
    _stand(above, sketch.pixels[:16], x, y - 16)


def _nothing(ground: Pixels, above: Pixels, ornament: Ornament) -> None:
    """Ornaments that their tile already paints."""


ORNAMENTS: dict[str, Callable[[Pixels, Pixels, Ornament], None]] = {
    "bush": _bush,
    "bamboo": _bamboo,
    "reeds": _reeds,
    "lilies": _lilies,
    "river_rock": _river_rock,
    "flowers": _flowers,
    "mushrooms": _mushrooms,
    "rod": _rod,
    "awning": _awning,
    "village_gate": _village_gate,
    "stele": _stele,
    "boat": _nothing,
}
"""The painter of every small ornament, by its kind."""

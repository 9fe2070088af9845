"""Furniture of homes and of the school: what one sits at, sleeps in and cooks on."""

from web.art.canvas import Pixels
from web.art.land.sketch import Painter, Sketch, block

WOOD = ("sand_dark", "sand")
WOOD_FRONT = ("earth", "soil")
DARK_WOOD = ("soil", "earth")
BOOKS = ("brick", "blue", "leaf", "amber", "violet", "teal", "plum", "cream")


def _table(width: int, variant: int) -> Pixels:
    sketch = block(width, 15, 8, WOOD, WOOD_FRONT)
    sketch.clear(4, 12, width - 8, 3)
    sketch.box(4, 11, width - 8, 1, "soil_dark")
    sketch.box(1, 12, 2, 2, "soil").box(width - 3, 12, 2, 2, "soil")
    middle = width // 2
    sketch.disc(middle - 3, 4, 2.2, 1.8, "cream").dots("teal", (middle - 3, 4))
    if variant % 2:
        sketch.box(middle + 1, 2, 4, 4, "brick").box(middle + 2, 1, 2, 1, "wine").dots("coral", (middle + 2, 3))
    else:
        sketch.disc(middle + 3, 4, 2.2, 1.8, "blue").dots("cream", (middle + 3, 4), (middle + 2, 4))
    return sketch.pixels


def _stool(width: int, variant: int) -> Pixels:
    sketch = Sketch(width, 12)
    sketch.box(width // 2 - 4, 5, 2, 6, "soil").box(width // 2 + 2, 5, 2, 6, "soil")
    sketch.disc(width // 2 - 0.5, 4.5, 4.6, 2.6, "sand_dark").box(width // 2 - 3, 3, 6, 1, "sand")
    return sketch.outlined("timber_dark").pixels


def _bench(width: int, variant: int) -> Pixels:
    sketch = Sketch(width, 11)
    sketch.box(3, 6, 2, 4, "soil").box(width - 5, 6, 2, 4, "soil")
    sketch.box(1, 2, width - 2, 4, "sand_dark").box(1, 2, width - 2, 1, "sand").box(1, 5, width - 2, 1, "earth")
    return sketch.outlined("timber_dark").pixels


def _bed(width: int, variant: int) -> Pixels:
    sketch = Sketch(16, 20)
    sketch.box(1, 1, 14, 19, "soil").box(1, 1, 14, 2, "earth").box(1, 6, 14, 14, "plaster")
    sketch.box(3, 8, 10, 6, "cream").box(3, 13, 10, 1, "stone_light").dots("pink", (4, 10), (11, 10))
    sketch.box(1, 16, 14, 4, _quilt(variant)[0]).box(1, 16, 14, 1, "cream")
    return sketch.outlined("timber_dark").pixels


def _quilt(variant: int) -> tuple[str, str]:
    quilts = (("red", "gold"), ("blue", "foam"), ("teal", "pink"), ("rose", "blossom"), ("violet", "straw"))
    return quilts[variant % len(quilts)]


def _bed_foot(width: int, variant: int) -> Pixels:
    cloth, flower = _quilt(variant)
    sketch = Sketch(16, 16)
    sketch.box(1, 0, 14, 14, cloth).box(1, 13, 14, 2, "soil").box(1, 12, 14, 1, "cream")
    for x, y in ((4, 2), (10, 3), (6, 7), (12, 9), (2, 9)):
        sketch.dots(flower, (x, y), (x + 1, y), (x, y + 1), (x - 1, y), (x, y - 1))
    return (
        sketch.box(0, 0, 1, 15, "timber_dark").box(15, 0, 1, 15, "timber_dark").box(1, 15, 14, 1, "timber_dark").pixels
    )


def _stove(width: int, variant: int) -> Pixels:
    sketch = block(width, 20, 10, ("stone", "stone_light"), ("brick", "wine"))
    for left in range(0, width, 16):
        sketch.disc(left + 7.5, 5.5, 5.6, 3.4, "ink").disc(left + 7.5, 5.2, 4.2, 2.2, "slate_dark")
        sketch.dots("slate", (left + 5, 4), (left + 6, 4)).box(left + 5, 14, 6, 5, "ink")
        sketch.box(left + 6, 16, 4, 3, "red").box(left + 7, 17, 2, 2, "gold")
        sketch.box(left + 2, 13, 2, 1, "coral").box(left + 12, 16, 2, 1, "coral")
    if variant % 3 == 0:
        sketch.disc(7.5, 4, 4, 2.2, "sand").box(4, 3, 7, 1, "straw").dots("earth", (7, 2), (8, 2))
    return sketch.pixels


def _cabinet(width: int, height: int) -> Sketch:
    return block(width, height, 4, DARK_WOOD, DARK_WOOD)


def _cupboard(width: int, variant: int) -> Pixels:
    sketch = _cabinet(width, 25)
    for left in range(0, width, 16):
        sketch.frame(left + 2, 7, 6, 15, "timber_dark").frame(left + 8, 7, 6, 15, "timber_dark")
        sketch.dots("gold", (left + 6, 14), (left + 9, 14))
    sketch.box(3, 1, 4, 3, "blue").dots("foam", (4, 1)).disc(width - 5, 2, 2.5, 1.6, "cream")
    return sketch.pixels


def _wardrobe(width: int, variant: int) -> Pixels:
    sketch = block(width, 29, 4, ("brick", "coral"), ("wine", "soil_dark"))
    sketch.frame(2, 7, 6, 19, "brick").frame(8, 7, 6, 19, "brick")
    return sketch.disc(7.5, 15, 2.6, 2.6, "gold").box(7, 7, 2, 19, "soil_dark").dots("amber", (6, 15), (9, 15)).pixels


def _jar(width: int, variant: int) -> Pixels:
    sketch = Sketch(16, 17)
    sketch.disc(7.5, 10, 5.6, 5.6, "soil").disc(6.5, 9, 4, 4.4, "earth").disc(5.5, 8, 1.6, 2.4, "sand_dark")
    sketch.disc(7.5, 4, 4.6, 2, "skin_shadow").disc(7.5, 4, 3.2, 1.2, "water" if variant % 2 else "brick")
    return sketch.outlined().pixels


def _desk(width: int, variant: int) -> Pixels:
    sketch = block(width, 15, 8, WOOD, WOOD_FRONT)
    sketch.clear(4, 12, width - 8, 3)
    sketch.box(4, 11, width - 8, 1, "soil_dark").box(4, 3, 7, 5, "cream").box(7, 3, 1, 5, "stone")
    return sketch.box(5, 4, 2, 1, "stone").box(9, 5, 2, 1, "stone").box(12, 3, 2, 3, BOOKS[variant % 8]).pixels


def _blackboard(width: int, variant: int) -> Pixels:
    sketch = Sketch(width, 16)
    sketch.box(1, 0, width - 2, 14, "earth").box(2, 1, width - 4, 11, "pine").box(3, 12, width - 6, 1, "sand")
    for row, top in enumerate((3, 6, 9)):
        for left in range(6, width - 10 - row * 9, 5):
            sketch.box(left, top, 3, 1, "cream").dots("cream", (left + 1, top - 1), (left + row, top + 1))
    sketch.disc(width - 11, 6, 4, 3.4, "cream").disc(width - 11, 6, 3, 2.4, "pine").dots("gold", (width - 11, 6))
    return sketch.outlined("timber_dark").pixels


def _lectern(width: int, variant: int) -> Pixels:
    sketch = Sketch(16, 19)
    sketch.box(3, 6, 10, 12, "earth").box(3, 16, 10, 2, "soil").box(2, 1, 12, 6, "sand_dark").box(2, 1, 12, 1, "sand")
    sketch.box(4, 2, 4, 4, "cream").box(9, 2, 3, 4, "plaster").box(6, 9, 4, 4, "red").dots("gold", (7, 10), (8, 11))
    return sketch.outlined().pixels


FURNITURE: dict[str, Painter] = {
    "table": _table,
    "stool": _stool,
    "bench": _bench,
    "bed": _bed,
    "bed_foot": _bed_foot,
    "stove": _stove,
    "cupboard": _cupboard,
    "wardrobe": _wardrobe,
    "jar": _jar,
    "desk": _desk,
    "blackboard": _blackboard,
    "lectern": _lectern,
}
"""The painter of every piece for homes and school, by its tile name."""

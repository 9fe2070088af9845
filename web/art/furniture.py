"""Furniture: what stands indoors, each piece as wide as the run of tiles it fills.

A painter takes the width in pixels and a variant (any number; it picks colours and clutter) and returns a stamp,
whose lower edge stands on the lower edge of its tiles.
"""

from collections.abc import Callable

from web.art.canvas import Pixels
from web.art.sketch import Sketch, block

Painter = Callable[[int, int], Pixels]

_WOOD = ("sand_dark", "sand")
_WOOD_FRONT = ("earth", "soil")
_DARK_WOOD = ("soil", "earth")
_DARK_FRONT = ("timber_dark", "soil_dark")
_GOODS = ("red", "gold", "jade", "blue", "coral", "cream", "violet", "leaf", "straw", "rose")
_BOOKS = ("brick", "blue", "leaf", "amber", "violet", "teal", "plum", "cream")


def _cut(sketch: Sketch, x: int, y: int, width: int, height: int) -> None:
    """Make a rectangle of the sketch see-through again."""
    sketch.pixels[y : y + height, x : x + width] = 255


def _table(width: int, variant: int) -> Pixels:
    sketch = block(width, 15, 8, _WOOD, _WOOD_FRONT)
    _cut(sketch, 4, 12, width - 8, 3)
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
    return sketch.box(0, 0, 1, 15, "timber_dark").box(15, 0, 1, 15, "timber_dark").box(1, 15, 14, 1, "timber_dark").pixels


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
    return block(width, height, 4, _DARK_WOOD, _DARK_WOOD)


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


def _counter(width: int, variant: int) -> Pixels:
    sketch = block(width, 19, 8, _WOOD, _DARK_WOOD)
    for left in range(3, width - 8, 10):
        sketch.frame(left, 12, 8, 5, "timber_dark")
    for number, left in enumerate(range(4, width - 6, 9)):
        colour = _GOODS[(variant + number * 3) % len(_GOODS)]
        sketch.box(left, 3 + number % 2, 4, 3, colour).box(left, 2 + number % 2, 4, 1, "cream")
    return sketch.pixels


def _shelf(width: int, variant: int) -> Pixels:
    return _stocked(width, _GOODS, variant, bound=False)


def _bookcase(width: int, variant: int) -> Pixels:
    return _stocked(width, _BOOKS, variant, bound=True)


def _stocked(width: int, colours: tuple[str, ...], variant: int, *, bound: bool) -> Pixels:
    """Three boards full of books (bound: narrow and close) or of goods."""
    sketch = block(width, 29, 3, _DARK_WOOD, ("timber_dark", "soil_dark"))
    pitch = 2 if bound else 4
    for row, top in enumerate((6, 13, 20)):
        sketch.box(2, top + 5, width - 4, 1, "earth")
        for number, left in enumerate(range(3, width - pitch - 1, pitch)):
            colour = colours[(variant * 7 + row * 5 + number * number + number) % len(colours)]
            short = (number * 5 + row + variant) % 3 == 0
            sketch.box(left, top + short, pitch - (not bound), 5 - short, colour)
            sketch.dots("cream", (left, top + 2))
    return sketch.pixels


def _desk(width: int, variant: int) -> Pixels:
    sketch = block(width, 15, 8, _WOOD, _WOOD_FRONT)
    _cut(sketch, 4, 12, width - 8, 3)
    sketch.box(4, 11, width - 8, 1, "soil_dark").box(4, 3, 7, 5, "cream").box(7, 3, 1, 5, "stone")
    return sketch.box(5, 4, 2, 1, "stone").box(9, 5, 2, 1, "stone").box(12, 3, 2, 3, _BOOKS[variant % 8]).pixels


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


def _crate(width: int, variant: int) -> Pixels:
    sketch = block(width, 15, 7, ("soil", "earth"), ("sand_dark", "earth"))
    fruit, light = (("red", "coral"), ("leaf", "grass_light"), ("gold", "straw"), ("cream", "plaster"))[variant % 4]
    for left in range(3, width - 3, 3):
        sketch.box(left, 2, 2, 2, fruit).box(left + 1, 5, 2, 2, fruit).dots(light, (left, 2), (left + 1, 5))
    return sketch.box(2, 11, width - 4, 1, "soil").box(2, 9, 1, 5, "soil").box(width - 3, 9, 1, 5, "soil").pixels


def _pigeonholes(width: int, variant: int) -> Pixels:
    sketch = block(width, 29, 3, _WOOD, _WOOD_FRONT)
    for row, top in enumerate((6, 13, 20)):
        for number, left in enumerate(range(3, width - 7, 7)):
            sketch.box(left, top, 6, 6, "timber_dark")
            if (number * 3 + row * 2 + variant) % 4:
                sketch.box(left + 1, top + 2, 4, 4, "cream").box(left + 1, top + 2, 4, 1, "stone_light")
                sketch.dots("red", (left + 4, top + 3))
    return sketch.pixels


def _medicine_cabinet(width: int, variant: int) -> Pixels:
    sketch = block(width, 29, 4, _DARK_WOOD, ("earth", "soil"))
    for top in range(7, 25, 5):
        for left in range(3, width - 6, 6):
            sketch.frame(left, top, 6, 5, "timber_dark").dots("gold", (left + 2, top + 2), (left + 3, top + 2))
    return sketch.box(4, 1, 3, 3, "jade").box(9, 1, 3, 3, "cream").dots("red", (10, 2)).box(width - 8, 1, 3, 3, "coral").pixels


def _exam_table(width: int, variant: int) -> Pixels:
    sketch = block(width, 17, 9, ("cream", "cream"), ("stone_light", "stone"))
    _cut(sketch, 4, 14, width - 8, 3)
    sketch.box(4, 13, width - 8, 1, "slate").box(3, 3, width - 6, 6, "foam").box(3, 3, width - 6, 1, "cream")
    return sketch.box(width - 7, 4, 3, 1, "red").box(width - 6, 3, 1, 3, "red").pixels


def _workbench(width: int, variant: int) -> Pixels:
    sketch = block(width, 18, 9, _WOOD, _WOOD_FRONT)
    sketch.box(4, 3, 7, 2, "stone_light").box(3, 3, 2, 3, "soil").dots("stone", (5, 5), (7, 5), (9, 5))
    sketch.box(width - 9, 4, 5, 3, "slate").box(width - 8, 3, 3, 1, "stone").box(width // 2, 6, 6, 1, "plaster")
    return sketch.dots("plaster", (width // 2 - 3, 7), (width // 2 + 8, 2)).box(3, 13, width - 6, 1, "soil").pixels


def _forge(width: int, variant: int) -> Pixels:
    sketch = block(width, 26, 9, ("slate", "stone"), ("slate_dark", "ink"))
    sketch.box(3, 3, 10, 6, "ink").box(4, 5, 8, 3, "brick").box(5, 5, 6, 2, "red").dots("gold", (6, 5), (8, 6), (10, 5))
    return sketch.box(4, 14, 4, 3, "slate").box(9, 18, 4, 3, "slate").box(3, 21, 4, 2, "slate").pixels


def _toolrack(width: int, variant: int) -> Pixels:
    sketch = Sketch(width, 16)
    sketch.box(0, 1, width, 2, "soil").box(0, 3, width, 1, "timber_dark")
    for left in range(0, width, 16):
        sketch.box(left + 2, 3, 1, 9, "earth").box(left + 1, 3, 3, 3, "slate").box(left + 6, 3, 4, 2, "soil")
        sketch.box(left + 6, 5, 4, 6, "stone_light").box(left + 7, 11, 2, 2, "stone").box(left + 12, 3, 1, 7, "earth")
        sketch.box(left + 11, 9, 3, 4, "stone").dots("stone_light", (left + 11, 9), (left + 9, 6))
    return sketch.pixels


def _timber(width: int, variant: int) -> Pixels:
    sketch = Sketch(width, 17)
    for row, top in enumerate((10, 5, 1)):
        sketch.box(1 + row, top, width - 2 - row * 2, 5, "sand_dark").box(1 + row, top, width - 2 - row * 2, 1, "sand")
        sketch.box(1 + row, top + 4, width - 2 - row * 2, 1, "soil").box(width - 5 - row, top + 1, 3, 3, "straw")
    return sketch.outlined("timber_dark").pixels


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
    "counter": _counter,
    "shelf": _shelf,
    "bookcase": _bookcase,
    "desk": _desk,
    "blackboard": _blackboard,
    "lectern": _lectern,
    "crate": _crate,
    "pigeonholes": _pigeonholes,
    "medicine_cabinet": _medicine_cabinet,
    "exam_table": _exam_table,
    "workbench": _workbench,
    "forge": _forge,
    "toolrack": _toolrack,
    "timber": _timber,
}
"""The painter of every indoor piece, by its tile name."""

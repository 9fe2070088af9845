"""Furniture of shops and workrooms: counters, shelves, cabinets and benches, and what lies on them."""

from web.art.canvas import Pixels
from web.art.land.furniture import BOOKS, DARK_WOOD, WOOD, WOOD_FRONT
from web.art.land.sketch import Painter, Sketch, block

_GOODS = ("red", "gold", "jade", "blue", "coral", "cream", "violet", "leaf", "straw", "rose")


def _counter(width: int, variant: int) -> Pixels:
    sketch = block(width, 19, 8, WOOD, DARK_WOOD)
    for left in range(3, width - 8, 10):
        sketch.frame(left, 12, 8, 5, "timber_dark")
    for number, left in enumerate(range(4, width - 6, 9)):
        colour = _GOODS[(variant + number * 3) % len(_GOODS)]
        sketch.box(left, 3 + number % 2, 4, 3, colour).box(left, 2 + number % 2, 4, 1, "cream")
    return sketch.pixels


def _shelf(width: int, variant: int) -> Pixels:
    return _stocked(width, _GOODS, variant, bound=False)


def _bookcase(width: int, variant: int) -> Pixels:
    return _stocked(width, BOOKS, variant, bound=True)


def _stocked(width: int, colours: tuple[str, ...], variant: int, *, bound: bool) -> Pixels:
    """Three boards full of books (bound: narrow and close) or of goods."""
    sketch = block(width, 29, 3, DARK_WOOD, ("timber_dark", "soil_dark"))
    pitch = 2 if bound else 4
    for row, top in enumerate((6, 13, 20)):
        sketch.box(2, top + 5, width - 4, 1, "earth")
        for number, left in enumerate(range(3, width - pitch - 1, pitch)):
            colour = colours[(variant * 7 + row * 5 + number * number + number) % len(colours)]
            short = (number * 5 + row + variant) % 3 == 0
            sketch.box(left, top + short, pitch - (not bound), 5 - short, colour)
            sketch.dots("cream", (left, top + 2))
    return sketch.pixels


def _crate(width: int, variant: int) -> Pixels:
    sketch = block(width, 15, 7, ("soil", "earth"), ("sand_dark", "earth"))
    fruit, light = (("red", "coral"), ("leaf", "grass_light"), ("gold", "straw"), ("cream", "plaster"))[variant % 4]
    for left in range(3, width - 3, 3):
        sketch.box(left, 2, 2, 2, fruit).box(left + 1, 5, 2, 2, fruit).dots(light, (left, 2), (left + 1, 5))
    return sketch.box(2, 11, width - 4, 1, "soil").box(2, 9, 1, 5, "soil").box(width - 3, 9, 1, 5, "soil").pixels


def _pigeonholes(width: int, variant: int) -> Pixels:
    sketch = block(width, 29, 3, WOOD, WOOD_FRONT)
    for row, top in enumerate((6, 13, 20)):
        for number, left in enumerate(range(3, width - 7, 7)):
            sketch.box(left, top, 6, 6, "timber_dark")
            if (number * 3 + row * 2 + variant) % 4:
                sketch.box(left + 1, top + 2, 4, 4, "cream").box(left + 1, top + 2, 4, 1, "stone_light")
                sketch.dots("red", (left + 4, top + 3))
    return sketch.pixels


def _medicine_cabinet(width: int, variant: int) -> Pixels:
    sketch = block(width, 29, 4, DARK_WOOD, ("earth", "soil"))
    for top in range(7, 25, 5):
        for left in range(3, width - 6, 6):
            sketch.frame(left, top, 6, 5, "timber_dark").dots("gold", (left + 2, top + 2), (left + 3, top + 2))
    return (
        sketch.box(4, 1, 3, 3, "jade")
        .box(9, 1, 3, 3, "cream")
        .dots("red", (10, 2))
        .box(width - 8, 1, 3, 3, "coral")
        .pixels
    )


def _exam_table(width: int, variant: int) -> Pixels:
    sketch = block(width, 17, 9, ("cream", "cream"), ("stone_light", "stone"))
    sketch.clear(4, 14, width - 8, 3)
    sketch.box(4, 13, width - 8, 1, "slate").box(3, 3, width - 6, 6, "foam").box(3, 3, width - 6, 1, "cream")
    return sketch.box(width - 7, 4, 3, 1, "red").box(width - 6, 3, 1, 3, "red").pixels


def _workbench(width: int, variant: int) -> Pixels:
    sketch = block(width, 18, 9, WOOD, WOOD_FRONT)
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


WORKROOMS: dict[str, Painter] = {
    "counter": _counter,
    "shelf": _shelf,
    "bookcase": _bookcase,
    "crate": _crate,
    "pigeonholes": _pigeonholes,
    "medicine_cabinet": _medicine_cabinet,
    "exam_table": _exam_table,
    "workbench": _workbench,
    "forge": _forge,
    "toolrack": _toolrack,
    "timber": _timber,
}
"""The painter of every piece for shops and workrooms, by its tile name."""

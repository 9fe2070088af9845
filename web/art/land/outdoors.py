"""What stands in yards, fields and at the water: stalls, haystacks, carts, boats and rocks."""

from web.art.canvas import Pixels
from web.art.land.sketch import Painter, Sketch, block


def _stall(width: int, variant: int) -> Pixels:
    sketch = block(width, 19, 10, ("sand_dark", "sand"), ("cream", "stone_light"))
    cloth = ("red", "blue", "teal", "brick", "violet", "leaf")[variant % 6]
    for left in range(1, width - 1, 6):
        sketch.box(left, 12, min(3, width - 1 - left), 6, cloth)
    return sketch.box(1, 11, width - 2, 1, "soil").box(1, 17, width - 2, 1, "stone").pixels


def _haystack(width: int, variant: int) -> Pixels:
    sketch = Sketch(22, 25)
    sketch.disc(10.5, 15, 9.6, 9, "amber").disc(9, 12, 7.4, 7.6, "gold").disc(7.5, 9, 4.4, 4.6, "straw")
    sketch.box(1, 18, 20, 4, "amber")
    for x, y in ((4, 17), (8, 19), (13, 17), (17, 19), (11, 14), (15, 12), (6, 13), (12, 8)):
        sketch.dots("earth", (x, y), (x, y + 1), (x + 1, y + 2)).dots("straw", (x + 2, y), (x + 2, y + 1))
    return sketch.box(10, 1, 2, 5, "soil").outlined("timber_dark").pixels


def _trough(width: int, variant: int) -> Pixels:
    sketch = block(width, 14, 7, ("earth", "sand_dark"), ("earth", "soil"))
    sketch.box(3, 3, width - 6, 4, "water").box(3, 3, width - 6, 1, "blue").box(6, 5, 4, 1, "foam")
    return sketch.box(3, 9, 2, 4, "soil").box(width - 5, 9, 2, 4, "soil").pixels


def _cart(width: int, variant: int) -> Pixels:
    sketch = Sketch(34, 22)
    sketch.box(1, 7, 22, 7, "sand_dark").box(1, 7, 22, 1, "sand").box(1, 13, 22, 1, "soil").box(23, 11, 10, 2, "soil")
    for left in range(4, 22, 5):
        sketch.box(left, 8, 1, 5, "earth")
    sketch.disc(9, 5, 6.5, 4.4, "gold").disc(8, 4, 4, 2.6, "straw").disc(17, 6, 3.4, 3, "leaf").dots("sprout", (16, 5))
    sketch.box(1, 8, 22, 1, "earth").disc(11, 15, 5.4, 5.4, "timber_dark").disc(11, 15, 3.6, 3.6, "earth")
    return sketch.box(11, 11, 1, 9, "timber_dark").box(7, 15, 9, 1, "timber_dark").outlined().pixels


def _millstone(width: int, variant: int) -> Pixels:
    sketch = Sketch(26, 24)
    sketch.disc(12.5, 16, 11.5, 6.5, "slate").disc(12.5, 14, 11.5, 6, "stone").disc(12.5, 12, 8, 4.5, "slate")
    sketch.disc(12.5, 10, 8, 4.5, "stone_light").disc(12.5, 10, 2, 1.2, "slate_dark").box(12, 3, 2, 7, "soil")
    return sketch.box(14, 5, 10, 2, "earth").dots("slate", (7, 9), (9, 11), (17, 9), (16, 12)).outlined().pixels


def _woodpile(width: int, variant: int) -> Pixels:
    sketch = Sketch(width, 17)
    for row, top in enumerate((12, 8, 4)):
        for left in range(3 + row, width - 2 - row, 4):
            sketch.disc(left, top, 1.9, 1.9, "earth").dots("sand", (left, top), (left - 1, top)).dots(
                "soil", (left + 1, top + 1)
            )
    return sketch.outlined("timber_dark").pixels


def _laundry(width: int, variant: int) -> Pixels:
    sketch = Sketch(width, 29)
    sketch.box(2, 3, 2, 25, "soil").box(width - 4, 3, 2, 25, "soil").box(3, 5, width - 6, 1, "timber_dark")
    clothes = (("red", "brick"), ("cream", "stone_light"), ("blue", "navy"), ("pink", "rose"))
    for number, left in enumerate(range(5, width - 8, 7)):
        colour, dark = clothes[(number + variant) % 4]
        sketch.box(left, 6, 6, 9 + number % 2 * 3, colour).box(left + 4, 7, 1, 7, dark)
        sketch.box(left, 14 + number % 2 * 3, 6, 1, dark).dots("straw", (left + 1, 5), (left + 4, 5))
    return sketch.pixels


def _planter(width: int, variant: int) -> Pixels:
    sketch = Sketch(16, 22)
    petal, light = (("red", "coral"), ("rose", "pink"), ("gold", "straw"), ("violet", "pink"))[variant % 4]
    sketch.box(3, 13, 10, 7, "skin_shadow").box(2, 12, 12, 2, "skin_tan").box(11, 14, 2, 6, "soil")
    sketch.disc(7.5, 7, 6.5, 5.6, "leaf").disc(6, 5.5, 3.6, 3, "grass_dark").outlined()
    for x, y in ((4, 4), (9, 3), (12, 7), (7, 8), (3, 9)):
        sketch.box(x - 1, y, 3, 1, petal).box(x, y - 1, 1, 3, petal).dots(light, (x, y))
    return sketch.pixels


def _boat(width: int, variant: int) -> Pixels:
    sketch = Sketch(46, 20)
    for row in range(9):
        inset = (0, 0, 1, 2, 3, 4, 6, 8, 11)[row]
        sketch.box(1 + inset, 8 + row, 44 - inset * 2, 1, "soil" if row > 4 else "earth")
    sketch.box(5, 8, 36, 3, "timber_dark").box(1, 7, 44, 1, "sand_dark").box(13, 8, 3, 3, "sand_dark").box(
        29, 8, 3, 3, "sand_dark"
    )
    sketch.disc(22, 6, 7, 5, "straw").box(14, 7, 17, 4, "gold").box(18, 2, 1, 8, "amber").box(26, 2, 1, 8, "amber")
    return sketch.outlined().box(6, 18, 34, 1, "blue").dots("foam", (2, 17), (43, 17), (3, 18), (42, 18)).pixels


def _rock(width: int, variant: int) -> Pixels:
    sketch = Sketch(18, 15)
    tilt = variant % 3
    sketch.disc(8.5, 8, 7.5 - tilt, 5.6, "stone").disc(7.5 - tilt, 6, 5, 3.6, "stone_light").box(
        2, 10, 14 - tilt, 3, "slate"
    )
    sketch.disc(12 + tilt, 10, 3.6, 3, "stone").dots("cream", (5, 4), (6, 4), (12, 8)).outlined()
    return (
        sketch.dots("grass_dark", (3, 12), (4, 12), (10, 12), (11, 11), (14, 12)).dots("leaf", (7, 12), (8, 11)).pixels
    )


def _scarecrow(width: int, variant: int) -> Pixels:
    sketch = Sketch(20, 32)
    sketch.box(9, 12, 2, 19, "soil").box(2, 13, 16, 2, "soil").box(5, 13, 10, 9, "blue" if variant % 2 else "brick")
    sketch.box(5, 20, 10, 2, "navy" if variant % 2 else "wine").disc(9.5, 8, 3.6, 3.8, "straw").box(3, 5, 14, 2, "gold")
    sketch.box(6, 2, 8, 3, "gold").box(6, 4, 8, 1, "brick").dots("ink", (8, 8), (11, 8)).dots(
        "straw", (1, 13), (18, 14), (1, 15)
    )
    return sketch.outlined("timber_dark").pixels


def _kennel(width: int, variant: int) -> Pixels:
    sketch = Sketch(18, 20)
    sketch.box(2, 8, 14, 11, "sand_dark").box(2, 12, 14, 1, "earth").disc(8.5, 15, 3.6, 5, "ink").box(
        5, 17, 8, 2, "ink"
    )
    for row in range(7):
        sketch.box(7 - row, 1 + row, 4 + row * 2, 1, "brick" if row % 2 else "red")
    return sketch.outlined("timber_dark").dots("cream", (14, 18), (15, 18)).pixels


def _stump(width: int, variant: int) -> Pixels:
    sketch = Sketch(16, 14)
    sketch.box(3, 5, 10, 7, "soil").box(3, 5, 2, 7, "earth").box(10, 5, 3, 7, "timber_dark").box(1, 10, 3, 3, "soil")
    sketch.box(12, 10, 3, 3, "timber_dark").disc(7.5, 5, 5, 2.8, "sand_dark").disc(7.5, 5, 3, 1.6, "sand").dots(
        "earth", (7, 5)
    )
    return sketch.outlined("soil_dark").pixels


OUTDOORS: dict[str, Painter] = {
    "stall": _stall,
    "haystack": _haystack,
    "trough": _trough,
    "cart": _cart,
    "millstone": _millstone,
    "woodpile": _woodpile,
    "laundry": _laundry,
    "planter": _planter,
    "boat": _boat,
    "rock": _rock,
    "scarecrow": _scarecrow,
    "kennel": _kennel,
    "trunk": _stump,
}
"""The painter of every such piece, by its tile name; a trunk without a tree is a stump."""

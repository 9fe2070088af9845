"""What the whole village shares: the well, lamps, the notice board, the swing, posts and poles."""

from web.art.canvas import Pixels
from web.art.land.sketch import Painter, Sketch


def _mailbox(width: int, variant: int) -> Pixels:
    sketch = Sketch(16, 24)
    sketch.box(4, 3, 9, 19, "leaf").box(4, 3, 2, 19, "grass_dark").box(11, 3, 2, 19, "pine").box(3, 1, 11, 3, "leaf")
    sketch.box(3, 1, 11, 1, "grass").box(6, 6, 5, 1, "ink").box(6, 9, 5, 4, "straw").box(6, 9, 5, 1, "gold")
    return sketch.box(3, 21, 11, 2, "pine").outlined().pixels


def _well(width: int, variant: int) -> Pixels:
    sketch = Sketch(28, 38)
    sketch.disc(13.5, 28, 11.5, 8.5, "stone").disc(13.5, 25, 11.5, 7, "stone_light").disc(
        13.5, 25, 8.5, 4.6, "slate_dark"
    )
    sketch.disc(13.5, 26, 7, 3, "blue").dots("foam", (11, 26), (12, 26), (16, 27))
    for left in range(3, 26, 5):
        sketch.box(left, 31 + (left % 2), 1, 3, "slate").box(left + 1, 33, 3, 1, "slate")
    sketch.outlined()
    sketch.box(3, 8, 2, 18, "soil").box(23, 8, 2, 18, "soil").box(5, 13, 18, 2, "earth").box(13, 15, 1, 7, "sand")
    sketch.box(11, 18, 5, 4, "earth").box(11, 18, 5, 1, "soil")
    for row in range(7):
        sketch.box(6 - row, 1 + row, 16 + row * 2, 1, "roof_dark" if row % 3 == 2 else "roof_light")
    sketch.box(6, 1, 16, 1, "stone").box(0, 8, 28, 1, "slate_dark")
    return sketch.pixels


def _stone_table(width: int, variant: int) -> Pixels:
    sketch = Sketch(18, 17)
    sketch.box(6, 9, 6, 6, "stone").box(10, 9, 2, 6, "slate").box(4, 14, 10, 2, "slate")
    sketch.disc(8.5, 6, 8, 5.2, "stone").disc(8.5, 5, 8, 4.6, "stone_light").outlined()
    sketch.box(4, 2, 10, 7, "sand").frame(4, 2, 10, 7, "earth").box(5, 5, 8, 1, "earth").box(9, 3, 1, 5, "earth")
    return sketch.dots("red", (6, 3), (7, 6), (11, 7)).dots("ink", (10, 3), (6, 7), (12, 6)).pixels


def _swing_post(width: int, variant: int) -> Pixels:
    sketch = Sketch(16, 38)
    sketch.box(6, 2, 4, 34, "red").box(6, 2, 1, 34, "coral").box(9, 2, 1, 34, "brick").box(3, 34, 10, 3, "stone")
    return sketch.box(0, 3, 16, 3, "brick").box(0, 3, 16, 1, "red").outlined().pixels


def _swing(width: int, variant: int) -> Pixels:
    sketch = Sketch(16, 38)
    sketch.box(0, 3, 16, 3, "brick").box(0, 3, 16, 1, "red").box(0, 2, 16, 1, "ink").box(0, 6, 16, 1, "ink")
    sketch.box(3, 7, 1, 23, "sand_dark").box(12, 7, 1, 23, "sand_dark")
    return sketch.box(1, 29, 14, 1, "ink").box(2, 30, 12, 2, "sand_dark").box(1, 32, 14, 1, "timber_dark").pixels


def lantern(sketch: Sketch, x: int, y: int) -> None:
    """Hang a red paper lantern, 7 x 10 pixels, by its upper left corner."""
    sketch.box(x + 2, y, 3, 1, "amber").disc(x + 3, y + 4, 3.4, 3.2, "red").box(x + 1, y + 2, 1, 4, "coral")
    sketch.box(x + 3, y + 1, 1, 7, "brick").box(x + 2, y + 8, 3, 1, "gold").dots(
        "amber", (x + 3, y + 9), (x + 3, y + 10)
    )


def _lamp_post(width: int, variant: int) -> Pixels:
    sketch = Sketch(20, 40)
    sketch.box(8, 3, 3, 34, "timber_dark").box(8, 3, 1, 34, "soil").box(6, 36, 7, 3, "stone").box(
        6, 36, 7, 1, "stone_light"
    )
    sketch.box(9, 4, 8, 2, "soil").box(10, 6, 1, 2, "soil").outlined()
    lantern(sketch, 12, 7)
    return sketch.pixels


def _flagpole(width: int, variant: int) -> Pixels:
    sketch = Sketch(32, 62)
    sketch.box(15, 2, 2, 56, "stone_light").box(16, 2, 1, 56, "stone").box(14, 1, 4, 2, "gold")
    sketch.box(17, 4, 14, 9, "red").box(17, 12, 14, 1, "brick").box(24, 5, 2, 8, "brick").box(
        11, 57, 10, 4, "stone_light"
    )
    return sketch.dots("gold", (19, 6), (20, 5), (20, 6), (21, 6), (20, 7), (23, 5), (23, 8)).outlined().pixels


def _notice_board(width: int, variant: int) -> Pixels:
    sketch = Sketch(width, 30)
    sketch.box(4, 8, 3, 21, "soil").box(width - 7, 8, 3, 21, "soil").box(2, 7, width - 4, 14, "earth")
    sketch.box(3, 8, width - 6, 12, "sand").box(1, 2, width - 2, 5, "roof_dark").box(1, 2, width - 2, 1, "stone")
    sketch.box(1, 5, width - 2, 1, "roof_light").box(5, 10, 6, 7, "cream").box(13, 9, 7, 5, "red").box(
        22, 10, 5, 8, "straw"
    )
    sketch.dots("stone", (6, 12), (7, 12), (8, 12), (6, 14), (7, 14)).dots("gold", (15, 11), (17, 11))
    return sketch.outlined().pixels


def _gate_post(width: int, variant: int) -> Pixels:
    sketch = Sketch(16, 46)
    sketch.box(4, 1, 8, 42, "red").box(4, 1, 2, 42, "coral").box(10, 1, 2, 42, "brick")
    return (
        sketch.box(2, 37, 12, 8, "stone").box(2, 37, 12, 2, "stone_light").box(2, 43, 12, 2, "slate").outlined().pixels
    )


LANDMARKS: dict[str, Painter] = {
    "mailbox": _mailbox,
    "well": _well,
    "stone_table": _stone_table,
    "swing_post": _swing_post,
    "swing": _swing,
    "lamp_post": _lamp_post,
    "flagpole": _flagpole,
    "notice_board": _notice_board,
    "gate_post": _gate_post,
}
"""The painter of every such piece, by its tile name."""

"""Sketch: a small picture drawn with boxes, discs and dots, then outlined; every stamp starts as one."""

from collections.abc import Callable
from typing import Self

import numpy as np

from web.art.canvas import INDEX, TRANSPARENT, Pixels, blank, paint, paint_dots, paint_rows, rim, solid
from web.art.land.noise import Dots

Painter = Callable[[int, int], Pixels]
"""Paints a piece that stands on a run of tiles: from the run's width in pixels and a variant (any number; it picks
colours and clutter) to a stamp, whose lower edge belongs on the lower edge of its tiles."""


class Sketch:
    """A drawing in progress. Every stroke returns the sketch, so that strokes can be chained."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels: Pixels = blank(width, height)
        self.width, self.height = width, height

    def box(self, x: int, y: int, width: int, height: int, colour: str) -> Self:
        """Fill a rectangle; parts outside the sketch are cut off."""
        self.pixels[max(0, y) : max(0, y + height), max(0, x) : max(0, x + width)] = INDEX[colour]
        return self

    def frame(self, x: int, y: int, width: int, height: int, colour: str) -> Self:
        """Draw the border of a rectangle, one pixel wide."""
        self.box(x, y, width, 1, colour).box(x, y + height - 1, width, 1, colour)
        return self.box(x, y, 1, height, colour).box(x + width - 1, y, 1, height, colour)

    def disc(self, x: float, y: float, radius_x: float, radius_y: float, colour: str) -> Self:
        """Fill an ellipse around (x, y)."""
        rows, columns = np.mgrid[0 : self.height, 0 : self.width]
        inside = ((columns - x) / radius_x) ** 2 + ((rows - y) / radius_y) ** 2 <= 1
        paint(self.pixels, inside, colour)
        return self

    def dots(self, colour: str, *points: tuple[int, int]) -> Self:
        """Paint single pixels; points outside the sketch are left out."""
        paint_dots(self.pixels, colour, points)
        return self

    def stamp(self, x: int, y: int, dots: Dots) -> Self:
        """Paint a ready pattern of dots with its origin at (x, y)."""
        for right, down, colour in dots:
            self.dots(colour, (x + right, y + down))
        return self

    def art(self, x: int, y: int, rows: tuple[str, ...], colours: dict[str, str]) -> Self:
        """Paint pixel art written as text, one letter to a pixel; letters without a colour stay clear."""
        paint_rows(self.pixels, rows, (x, y), colours)
        return self

    def clear(self, x: int, y: int, width: int, height: int) -> Self:
        """Make a rectangle see-through again."""
        self.pixels[y : y + height, x : x + width] = TRANSPARENT
        return self

    def outlined(self, colour: str = "ink") -> Self:
        """Draw a line around all that is painted so far, where the sketch has room for it."""
        paint(self.pixels, rim(solid(self.pixels)), colour)
        return self


def block(
    width: int, height: int, depth: int, top: tuple[str, str], front: tuple[str, str], outline: str = "ink"
) -> Sketch:
    """A box seen from above and before: its top (base, light) of so many pixels depth, its front (base, dark)."""
    sketch = Sketch(width, height)
    sketch.box(1, 1, width - 2, depth, top[0]).box(1, 1, width - 2, 1, top[1])
    sketch.box(1, depth + 1, width - 2, height - depth - 2, front[0])
    sketch.box(1, height - 2, width - 2, 1, front[1]).box(1, depth + 1, width - 2, 1, front[1])
    return sketch.outlined(outline)

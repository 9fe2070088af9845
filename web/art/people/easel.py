"""The easel: one figure's canvas, on which its parts are painted back to front.

A part is a mask (rows by columns, true where the part is). Painting it shades its lit and shaded edges and lays
an outline around it, which is what keeps an arm legible against a coat of the same colour.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from web.art import canvas
from web.art.canvas import GROUND_SHADOW, Mask, Pixels, Point, moved, rim
from web.art.people.textiles import Dye

Span = tuple[int, int]
"""First and last column of a part in one row, both included."""


class Easel:
    """A picture in progress: its `pixels` are palette indices, height x width."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels: Pixels = canvas.blank(width, height)

    def blank(self) -> Mask:
        """An empty mask of the easel's size."""
        return np.zeros(self.pixels.shape, dtype=np.bool_)

    def span_mask(self, spans: Iterable[Span | None], top: int) -> Mask:
        """The mask of rows of (first, last) columns, inclusive, from row `top` down; clipped to the easel."""
        mask = self.blank()
        for row, span in enumerate(spans, start=top):
            if span is not None and 0 <= row < mask.shape[0]:
                mask[row, max(span[0], 0) : max(span[1] + 1, 0)] = True
        return mask

    def fill(self, mask: Mask, name: str) -> None:
        """Paint the mask flat in one palette colour. Raises KeyError for a colour outside the palette."""
        canvas.paint(self.pixels, mask, name)

    def dot(self, name: str, *points: Point) -> None:
        """Paint single (x, y) pixels; those outside the easel are left out."""
        canvas.paint_dots(self.pixels, name, points)

    def outline(self, mask: Mask, name: str, keep: Mask | None = None) -> None:
        """Lay the contour around the mask, but not on the pixels of `keep`."""
        edge = rim(mask)
        self.fill(edge if keep is None else edge & ~keep, name)

    def paint(self, mask: Mask, dye: Dye, keep: Mask | None = None, depth: int = 1) -> None:
        """Paint a rounded part: outline, base, a shaded right and lower edge `depth` wide, a lit upper edge."""
        self.outline(mask, dye.outline, keep)
        self.fill(mask, dye.base)
        self.fill(mask & ~moved(mask, 0, 1) & moved(mask, 1, 0), dye.light)
        self.fill(mask & ~moved(mask, -depth, 0) & moved(mask, 1, 0), dye.shadow)
        self.fill(mask & ~moved(mask, 0, -1) & moved(mask, 0, 1), dye.shadow)

    def stamp(self, rows: Sequence[str], left: int, top: int, key: Mapping[str, str]) -> Mask:
        """Paint a stencil of characters, each a palette colour by the key (others are holes); returns its mask."""
        return canvas.paint_rows(self.pixels, rows, (left, top), key)

    def ground_shadow(self, spans: Iterable[Span], top: int) -> None:
        """Lay the one semi-transparent colour where nothing is painted yet."""
        self.pixels[self.span_mask(spans, top) & ~canvas.solid(self.pixels)] = GROUND_SHADOW

"""The easel: a small grid of palette colours on which the parts of a figure are painted back to front.

A part is a mask (rows by columns, true where the part is). Painting it shades its lit and shaded edges and lays
an outline around it, which is what keeps an arm legible against a coat of the same colour.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from web.art.dyes import Dye
from web.art.palette import HEX, rgb

Mask = NDArray[np.bool_]
Span = tuple[int, int]

EMPTY = 0
INDEX: dict[str, int] = {name: place for place, name in enumerate(HEX, start=1)}
GROUND_SHADOW = len(HEX) + 1
GROUND_SHADOW_RGBA = (38, 28, 48, 84)
_COLOURS = np.array(
    [(0, 0, 0, 0), *((*rgb(name), 255) for name in HEX), GROUND_SHADOW_RGBA],
    dtype=np.uint8,
)


def shifted(mask: Mask, right: int, down: int) -> Mask:
    """The mask moved by whole pixels; what leaves the grid is lost."""
    height, width = mask.shape
    moved = np.zeros_like(mask)
    moved[max(down, 0) : height + min(down, 0), max(right, 0) : width + min(right, 0)] = mask[
        max(-down, 0) : height - max(down, 0), max(-right, 0) : width - max(right, 0)
    ]
    return moved


def rim(mask: Mask) -> Mask:
    """The pixels that touch the mask by a side and are not in it."""
    grown = shifted(mask, 1, 0) | shifted(mask, -1, 0) | shifted(mask, 0, 1) | shifted(mask, 0, -1)
    return grown & ~mask


class Easel:
    """A grid of palette indexes, `pixels` of shape (height, width); 0 is transparent."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels: NDArray[np.uint8] = np.zeros((height, width), dtype=np.uint8)

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
        self.pixels[mask] = INDEX[name]

    def dot(self, name: str, *points: tuple[int, int]) -> None:
        """Paint single (x, y) pixels; those outside the easel are left out."""
        height, width = self.pixels.shape
        for x, y in points:
            if 0 <= x < width and 0 <= y < height:
                self.pixels[y, x] = INDEX[name]

    def outline(self, mask: Mask, name: str, keep: Mask | None = None) -> None:
        """Lay the contour around the mask, but not on the pixels of `keep`."""
        edge = rim(mask)
        self.fill(edge if keep is None else edge & ~keep, name)

    def paint(self, mask: Mask, dye: Dye, keep: Mask | None = None, depth: int = 1) -> None:
        """Paint a rounded part: outline, base, a shaded right and lower edge `depth` wide, a lit upper edge."""
        self.outline(mask, dye.outline, keep)
        self.fill(mask, dye.base)
        self.fill(mask & ~shifted(mask, 0, 1) & shifted(mask, 1, 0), dye.light)
        self.fill(mask & ~shifted(mask, -depth, 0) & shifted(mask, 1, 0), dye.shadow)
        self.fill(mask & ~shifted(mask, 0, -1) & shifted(mask, 0, 1), dye.shadow)

    def stamp(self, rows: Sequence[str], left: int, top: int, key: Mapping[str, str]) -> Mask:
        """Paint a stencil of characters, each a palette colour by the key (others are holes); returns its mask."""
        mask = self.blank()
        for y, row in enumerate(rows, start=top):
            for x, mark in enumerate(row, start=left):
                if mark in key and 0 <= y < mask.shape[0] and 0 <= x < mask.shape[1]:
                    mask[y, x] = True
                    self.pixels[y, x] = INDEX[key[mark]]
        return mask

    def ground_shadow(self, spans: Iterable[Span], top: int) -> None:
        """Lay the one semi-transparent colour where nothing is painted yet."""
        self.pixels[self.span_mask(spans, top) & (self.pixels == EMPTY)] = GROUND_SHADOW

    def image(self) -> Image.Image:
        """The picture in RGBA."""
        return Image.fromarray(_COLOURS[self.pixels])

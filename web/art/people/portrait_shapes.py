"""The shapes of a portrait: ellipses and polygons as masks of a 48 by 48 picture, and how a rounded one is lit.

Coordinates are pixels from the picture's middle column (between columns 23 and 24) and from row 0, so that a
shape and its mirror image fall on the same pixels.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from web.art.canvas import Mask, moved
from web.art.people.easel import Easel
from web.art.people.textiles import Dye

PORTRAIT_SIZE = 48
_ROWS, _COLUMNS = np.indices((PORTRAIT_SIZE, PORTRAIT_SIZE)).astype(np.float64)
_X = _COLUMNS - (PORTRAIT_SIZE - 1) / 2
_Y = _ROWS

Point = tuple[float, float]


@dataclass(frozen=True)
class Oval:
    """An ellipse by its middle and radii; `power` above 2 squares it off towards a jaw."""

    x: float
    y: float
    across: float
    down: float
    power: float = 2.0


@dataclass(frozen=True)
class Outline:
    """A polygon by its corners; `mirrored` adds the same corners on the other side, walked back."""

    points: tuple[Point, ...]
    mirrored: bool = False

    @property
    def corners(self) -> tuple[Point, ...]:
        """All corners in order."""
        return self.points + tuple((-x, y) for x, y in reversed(self.points)) if self.mirrored else self.points


Shape = Oval | Outline


def mask_of(shapes: Shape | Iterable[Shape], x: float = 0, y: float = 0) -> Mask:
    """The mask of one shape or the union of several, moved right by x and down by y."""
    together = [shapes] if isinstance(shapes, Oval | Outline) else list(shapes)
    mask = np.zeros((PORTRAIT_SIZE, PORTRAIT_SIZE), dtype=np.bool_)
    for shape in together:
        mask |= _oval(shape, x, y) if isinstance(shape, Oval) else _polygon(shape, x, y)
    return mask


def both_sides(mask: Mask) -> Mask:
    """The mask and its mirror image: a part that is worn left and right."""
    return mask | mask[:, ::-1]


def _oval(shape: Oval, x: float, y: float) -> Mask:
    across = np.abs((_X - shape.x - x) / shape.across) ** shape.power
    down = np.abs((_Y - shape.y - y) / shape.down) ** shape.power
    inside: Mask = across + down <= 1
    return inside


def _polygon(shape: Outline, x: float, y: float) -> Mask:
    """Even-odd rule, a hair off the pixel's middle so that no corner falls on it."""
    inside = np.zeros((PORTRAIT_SIZE, PORTRAIT_SIZE), dtype=np.bool_)
    corners = shape.corners
    row = _Y - y + 0.01
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        if y0 != y1:
            crosses = (y0 > row) != (y1 > row)
            inside ^= crosses & (_X - x < (x1 - x0) * (row - y0) / (y1 - y0) + x0)
    return inside


def paint_round(easel: Easel, mask: Mask, tone: Dye, depth: int = 2, keep: Mask | None = None) -> None:
    """Paint a rounded part lit from the upper left: outline, base, a crescent of shade and a thinner one of light."""
    easel.outline(mask, tone.outline, keep)
    easel.fill(mask, tone.base)
    core = moved(mask, 1, 1) & moved(mask, 0, 1)
    easel.fill(mask & ~moved(mask, 1, 2) & moved(mask, -3, 0), tone.light)
    easel.fill(mask & ~moved(mask, -depth, -1) & core, tone.shadow)
    easel.fill(mask & ~moved(mask, 0, -depth) & core, tone.shadow)

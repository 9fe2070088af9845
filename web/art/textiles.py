"""The textiles: repeating patterns, as masks that move with the cloth they are woven into."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from web.art.easel import Easel, Mask

Grid = NDArray[np.int64]
Weave = Callable[[Grid, Grid], list[Mask]]


_BLOTS = ("dd...s..", "ddd.ss..", "..d....d", "s....ddd", "ss.d.dd.", "...dd...")


def _floral(x: Grid, y: Grid) -> list[Mask]:
    return [(x * 3 + y * 5) % 13 == 0, (x * 3 + y * 5 + 6) % 13 == 0]


def _stripes(x: Grid, y: Grid) -> list[Mask]:
    return [(y % 2 == 1)]


def _plaid(x: Grid, y: Grid) -> list[Mask]:
    return [((x % 4 == 1) | (y % 4 == 2)) & ~((x % 4 == 1) & (y % 4 == 2)), (x % 4 == 1) & (y % 4 == 2)]


def _camouflage(x: Grid, y: Grid) -> list[Mask]:
    tile = np.array([list(row) for row in _BLOTS])[y % 6, x % 8]
    return [tile == "d", tile == "s"]


def _dots(x: Grid, y: Grid) -> list[Mask]:
    return [(x % 3 == 1) & ((y + x // 3) % 3 == 1)]


WEAVES: dict[str, Weave] = {
    "floral": _floral,
    "stripes": _stripes,
    "plaid": _plaid,
    "camouflage": _camouflage,
    "dots": _dots,
}


def weave(easel: Easel, mask: Mask, pattern: str | None, inks: tuple[str, ...], anchor: tuple[int, int]) -> None:
    """Print the pattern on the cloth under the mask, counted from the (x, y) anchor so that it does not swim.

    Raises KeyError for a pattern that no loom here weaves.
    """
    if pattern is None:
        return
    grid: Grid = np.indices(mask.shape)
    for print_mask, name in zip(WEAVES[pattern](grid[1] - anchor[0], grid[0] - anchor[1]), inks, strict=False):
        easel.fill(mask & print_mask, name)

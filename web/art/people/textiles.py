"""The textiles: dyes, the four tones of a cloth, a skin or a head of hair, and the patterns woven into a cloth.

Shadows and lights are picked by hand from the palette, cool below and warm above; only the outline is reckoned:
the base mixed with the one ink and snapped to the nearest palette colour, so that every figure has one contour.
Patterns are masks that move with the cloth they are woven into.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from web.art.canvas import Mask, Pixels, paint
from web.art.palette import HEX, Colour, rgb

INK_SHARE = 0.55

# base: (shadow, light)
_TONES: dict[str, tuple[str, str]] = {
    "ink": ("ink", "slate_dark"),
    "slate_dark": ("ink", "slate"),
    "slate": ("slate_dark", "stone"),
    "stone": ("slate", "stone_light"),
    "stone_light": ("stone", "cream"),
    "cream": ("stone_light", "cream"),
    "plaster": ("sand", "cream"),
    "navy": ("ink", "blue"),
    "roof_dark": ("slate_dark", "roof_light"),
    "roof_light": ("roof_dark", "stone"),
    "blue": ("navy", "water"),
    "water": ("blue", "water_light"),
    "water_light": ("water", "foam"),
    "foam": ("water_light", "cream"),
    "teal": ("roof_dark", "jade"),
    "jade": ("teal", "foam"),
    "pine": ("slate_dark", "leaf"),
    "leaf": ("pine", "grass"),
    "grass": ("grass_dark", "grass_light"),
    "grass_light": ("grass", "sprout"),
    "sprout": ("grass_light", "straw"),
    "olive_dark": ("soil_dark", "olive"),
    "olive": ("olive_dark", "sprout"),
    "soil_dark": ("ink", "timber_dark"),
    "timber_dark": ("soil_dark", "soil"),
    "soil": ("timber_dark", "earth"),
    "earth": ("soil", "sand_dark"),
    "sand_dark": ("earth", "sand"),
    "sand": ("sand_dark", "plaster"),
    "amber": ("soil", "gold"),
    "gold": ("amber", "straw"),
    "straw": ("gold", "cream"),
    "wine": ("violet_dark", "brick"),
    "brick": ("wine", "red"),
    "red": ("brick", "coral"),
    "coral": ("red", "skin"),
    "plum": ("violet_dark", "rose"),
    "rose": ("plum", "pink"),
    "blossom": ("pink", "cream"),
    "pink": ("rose", "blossom"),
    "violet": ("violet_dark", "rose"),
    "violet_dark": ("ink", "violet"),
}


@dataclass(frozen=True)
class Dye:
    """Four palette names, from the contour to the lit side."""

    outline: str
    shadow: str
    base: str
    light: str

    def darkened(self) -> "Dye":
        """The same cloth in the shade: how the far arm and the far leg are painted."""
        return Dye(self.outline, self.shadow, self.shadow, self.base)


_SKINS: dict[str, Dye] = {
    "pale": Dye("skin_ink", "skin", "skin_light", "cream"),
    "fair": Dye("skin_ink", "skin_tan", "skin", "skin_light"),
    "tan": Dye("skin_ink", "skin_shadow", "skin_tan", "skin"),
    "brown": Dye("timber_dark", "timber_dark", "skin_shadow", "skin_tan"),
    "jet": Dye("ink", "ink", "soil_dark", "roof_dark"),
    "raven": Dye("ink", "ink", "slate_dark", "roof_light"),
    "chestnut": Dye("ink", "soil_dark", "timber_dark", "soil"),
    "hazel": Dye("soil_dark", "timber_dark", "soil", "earth"),
    "iron": Dye("ink", "slate_dark", "slate", "stone"),
    "silver": Dye("slate", "stone", "stone_light", "cream"),
    "snow": Dye("slate", "stone_light", "cream", "cream"),
    "white_cloth": Dye("slate", "stone_light", "cream", "cream"),
    "straw_plait": Dye("timber_dark", "amber", "gold", "straw"),
}


@cache
def dye(name: str) -> Dye:
    """The dye of that name: a palette colour that has tones, or a skin, hair or plait of our own.

    Raises KeyError for a name that has no tones.
    """
    if name in _SKINS:
        return _SKINS[name]
    shadow, light = _TONES[name]
    return Dye(_outline(name), shadow, name, light)


def _outline(base: str) -> str:
    """The palette colour nearest to the base mixed with ink."""
    mixed = [part * (1 - INK_SHARE) + ink * INK_SHARE for part, ink in zip(rgb(base), rgb("ink"), strict=True)]
    target = (round(mixed[0]), round(mixed[1]), round(mixed[2]))
    return min(HEX, key=lambda name: _distance(rgb(name), target))


def _distance(one: Colour, other: Colour) -> float:
    """How different two colours look: squared, weighted as the eye weighs red, green and blue."""
    red, green, blue = (a - b for a, b in zip(one, other, strict=True))
    return 3 * red * red + 4 * green * green + 2 * blue * blue


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


def weave(target: Pixels, mask: Mask, pattern: str | None, inks: tuple[str, ...], anchor: tuple[int, int]) -> None:
    """Print the pattern on the cloth under the mask, counted from the (x, y) anchor so that it does not swim.

    Raises KeyError for a pattern that no loom here weaves.
    """
    if pattern is None:
        return
    grid: Grid = np.indices(mask.shape)
    for print_mask, name in zip(WEAVES[pattern](grid[1] - anchor[0], grid[0] - anchor[1]), inks, strict=False):
        paint(target, mask & print_mask, name)

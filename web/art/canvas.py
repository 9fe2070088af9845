"""The canvas: pictures as arrays of palette indices, so that nothing outside the palette can be painted.

A picture is a height x width array of bytes, each an index into the palette or TRANSPARENT. Shadows are no
transparency but a step down each colour's own ramp, so that a shaded picture still has palette colours only.
"""

import numpy as np
import numpy.typing as npt
from PIL import Image

from web.art.palette import HEX, rgb

Pixels = npt.NDArray[np.uint8]
"""A picture: height x width palette indices, TRANSPARENT where nothing is painted."""

Mask = npt.NDArray[np.bool_]
"""Which pixels (or tiles) of a picture are meant: height x width."""

TRANSPARENT = 255
INDEX: dict[str, int] = {name: number for number, name in enumerate(HEX)}

_DARKER = {
    "slate_dark": "ink",
    "slate": "slate_dark",
    "stone": "slate",
    "stone_light": "stone",
    "cream": "stone_light",
    "roof_dark": "slate_dark",
    "roof_light": "roof_dark",
    "pine": "pine",
    "leaf": "pine",
    "grass_dark": "leaf",
    "grass": "grass_dark",
    "grass_light": "grass_dark",
    "sprout": "grass",
    "olive": "olive_dark",
    "soil_dark": "ink",
    "timber_dark": "soil_dark",
    "soil": "timber_dark",
    "earth": "soil",
    "sand_dark": "earth",
    "sand": "sand_dark",
    "plaster": "sand",
    "skin_shadow": "soil",
    "skin_tan": "skin_shadow",
    "blue": "navy",
    "water": "blue",
    "water_light": "water",
    "foam": "water_light",
    "brick": "wine",
    "red": "brick",
    "coral": "red",
    "plum": "violet_dark",
    "rose": "plum",
    "pink": "rose",
    "blossom": "pink",
    "amber": "earth",
    "gold": "amber",
    "straw": "gold",
    "violet": "violet_dark",
    "teal": "pine",
    "jade": "teal",
}


def _shade_table() -> Pixels:
    """For every byte, the index of the colour one step darker; colours without a darker one stay."""
    table = np.arange(256, dtype=np.uint8)
    for name, darker in _DARKER.items():
        table[INDEX[name]] = INDEX[darker]
    return table


def _colour_table() -> npt.NDArray[np.uint8]:
    """For every byte, its (red, green, blue, alpha)."""
    table = np.zeros((256, 4), dtype=np.uint8)
    for name, number in INDEX.items():
        table[number] = (*rgb(name), 255)
    return table


_SHADE = _shade_table()
_COLOURS = _colour_table()


def blank(width: int, height: int) -> Pixels:
    """A picture of that size in pixels with nothing on it."""
    return np.full((height, width), TRANSPARENT, dtype=np.uint8)


def paint(target: Pixels, mask: Mask, colour: str) -> None:
    """Fill the mask with one colour."""
    target[mask] = INDEX[colour]


def shade(target: Pixels, mask: Mask) -> None:
    """Darken what is painted within the mask by one step of its own ramp."""
    target[mask] = _SHADE[target[mask]]


def paste(target: Pixels, stamp: Pixels, left: int, top: int) -> None:
    """Lay a stamp over the picture, its corner at (left, top); what lies outside is cut off."""
    from_x, from_y = max(0, -left), max(0, -top)
    to_x = min(stamp.shape[1], target.shape[1] - left)
    to_y = min(stamp.shape[0], target.shape[0] - top)
    if to_x <= from_x or to_y <= from_y:
        return
    piece = stamp[from_y:to_y, from_x:to_x]
    spot = target[top + from_y : top + to_y, left + from_x : left + to_x]
    np.copyto(spot, piece, where=piece != TRANSPARENT)


def shade_ellipse(target: Pixels, centre_x: int, centre_y: int, radius_x: int, radius_y: int) -> None:
    """Throw an elliptic shadow on the ground, as under a tree."""
    left, top = max(0, centre_x - radius_x), max(0, centre_y - radius_y)
    spot = target[top : max(top, centre_y + radius_y + 1), left : max(left, centre_x + radius_x + 1)]
    y, x = np.mgrid[top : top + spot.shape[0], left : left + spot.shape[1]]
    shade(spot, ((x - centre_x) / radius_x) ** 2 + ((y - centre_y) / radius_y) ** 2 <= 1)


def to_image(pixels: Pixels) -> Image.Image:
    """The picture as RGBA."""
    return Image.fromarray(_COLOURS[pixels])

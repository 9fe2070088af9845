"""The canvas: pictures as arrays of palette indices, so that nothing outside the palette can be painted.

A picture is a height x width array of bytes, each an index into the palette, GROUND_SHADOW or TRANSPARENT. People
and land are both painted with the strokes of this module. Shadows cast on painted ground are no transparency but a
step down each colour's own ramp, so that a shaded picture still has palette colours only.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from web.art.palette import HEX, rgb

Pixels = npt.NDArray[np.uint8]
"""A picture: height x width palette indices, TRANSPARENT where nothing is painted."""

Mask = npt.NDArray[np.bool_]
"""Which pixels (or tiles) of a picture are meant: height x width."""

Point = tuple[int, int]
"""A pixel as (x, y): columns from the left, rows from the top."""

INDEX: dict[str, int] = {name: number for number, name in enumerate(HEX)}
TRANSPARENT = 255
GROUND_SHADOW = len(HEX)
"""The one half-clear colour: what a figure that moves about throws on whatever is below it."""

GROUND_SHADOW_RGBA = (38, 28, 48, 84)

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
    table[GROUND_SHADOW] = GROUND_SHADOW_RGBA
    return table


_SHADE = _shade_table()
_COLOURS = _colour_table()


def blank(width: int, height: int) -> Pixels:
    """A picture of that size in pixels with nothing on it."""
    return np.full((height, width), TRANSPARENT, dtype=np.uint8)


def solid(pixels: Pixels) -> Mask:
    """Where anything is painted."""
    return np.asarray(pixels != TRANSPARENT)


def paint(target: Pixels, mask: Mask, colour: str) -> None:
    """Fill the mask with one colour. Raises KeyError for a colour outside the palette."""
    target[mask] = INDEX[colour]


def paint_dots(target: Pixels, colour: str, points: Iterable[Point]) -> None:
    """Paint single pixels; those outside the picture are left out. Raises KeyError as `paint` does."""
    height, width = target.shape
    for x, y in points:
        if 0 <= x < width and 0 <= y < height:
            target[y, x] = INDEX[colour]


def paint_rows(target: Pixels, rows: Sequence[str], corner: Point, colours: Mapping[str, str]) -> Mask:
    """Paint pixel art written as text, a letter to a pixel, from its upper left corner on; returns its mask.

    Letters without a colour are holes, and what lies outside the picture is cut off.
    """
    left, top = corner
    height, width = target.shape
    mask = np.zeros((height, width), dtype=np.bool_)
    for y, row in enumerate(rows, start=top):
        for x, letter in enumerate(row, start=left):
            if letter in colours and 0 <= y < height and 0 <= x < width:
                mask[y, x] = True
                target[y, x] = INDEX[colours[letter]]
    return mask


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
    np.copyto(spot, piece, where=solid(piece))


def shade_ellipse(target: Pixels, centre_x: int, centre_y: int, radius_x: int, radius_y: int) -> None:
    """Throw an elliptic shadow on the ground, as under a tree."""
    left, top = max(0, centre_x - radius_x), max(0, centre_y - radius_y)
    spot = target[top : max(top, centre_y + radius_y + 1), left : max(left, centre_x + radius_x + 1)]
    y, x = np.mgrid[top : top + spot.shape[0], left : left + spot.shape[1]]
    shade(spot, ((x - centre_x) / radius_x) ** 2 + ((y - centre_y) / radius_y) ** 2 <= 1)


def moved(mask: Mask, right: int, down: int) -> Mask:
    """The mask moved by so many pixels on an empty sheet: nothing comes in from the border."""
    height, width = mask.shape
    result = np.zeros_like(mask)
    result[max(down, 0) : height + min(down, 0), max(right, 0) : width + min(right, 0)] = mask[
        max(-down, 0) : height - max(down, 0), max(-right, 0) : width - max(right, 0)
    ]
    return result


def shifted(mask: Mask, right: int, down: int) -> Mask:
    """The mask moved by so many pixels as a part of a wider land: what comes in repeats the border."""
    result = _shifted_down(mask, down) if down else mask
    return _shifted_down(result.T, right).T if right else result


def _shifted_down(mask: Mask, down: int) -> Mask:
    result = np.empty_like(mask)
    if down > 0:
        result[down:], result[:down] = mask[:-down], mask[0]
    else:
        result[:down], result[down:] = mask[-down:], mask[-1]
    return result


def grown(mask: Mask, pixels: int) -> Mask:
    """The mask and everything within so many steps of it."""
    result = mask
    for _ in range(pixels):
        result = result | moved(result, 1, 0) | moved(result, -1, 0) | moved(result, 0, 1) | moved(result, 0, -1)
    return result


def shrunk(mask: Mask, pixels: int) -> Mask:
    """The mask without everything within so many steps of its edge; the picture's border is no edge."""
    return ~grown(~mask, pixels)


def rim(mask: Mask, pixels: int = 1) -> Mask:
    """What lies within so many steps of the mask and is not in it."""
    return grown(mask, pixels) & ~mask


def to_image(pixels: Pixels) -> Image.Image:
    """The picture as RGBA."""
    return Image.fromarray(_COLOURS[pixels])

"""Roofs: tiled ones with upswept eaves and a ridge, and thatch; each covers one block of roof tiles."""

import numpy as np
import numpy.typing as npt

from web.art.canvas import INDEX, TRANSPARENT, Mask, Pixels, blank, paste, solid
from web.art.land.noise import generator, smooth_noise
from web.art.land.plan import TILE, Plan
from web.art.land.sketch import Sketch

_OVERHANG = 5
_RIDGE = 6
_EAVE = 6

_RAMPS: dict[str, tuple[str, str, str, str]] = {
    "slate": ("slate_dark", "roof_dark", "roof_light", "stone"),
    "wine": ("soil_dark", "skin_ink", "skin_shadow", "skin_tan"),
    "brick": ("soil_dark", "wine", "brick", "coral"),
    "teal": ("navy", "pine", "teal", "jade"),
    "thatch": ("timber_dark", "earth", "sand_dark", "straw"),
}

_SIGNS: dict[str, tuple[str, ...]] = {
    "school": ("bbb.bbb", "bwwbwwb", "bwwbwwb", "bwwbwwb", "bbbbbbb"),
    "post": ("wwwwwww", "wbwwwbw", "wwbwbww", "wwwbwww", "wwwwwww"),
    "restaurant": (".b.b.b.", "..b.b..", "wwwwwww", ".wwwww.", "..www.."),
    "shop": (".yyyyy.", "yybbbyy", "yyb.byy", "yybbbyy", ".yyyyy."),
    "workshop": ("bb.....", "bbwwwww", "bbwwwww", "..w.w.w", "......."),
    "repair": ("ww...ww", ".wwwww.", "...w...", "...w...", "...b..."),
    "clinic": ("..rrr..", "..rrr..", "rrrrrrr", "..rrr..", "..rrr.."),
    "barn": ("b.....b", "bbwwwbb", ".wbwbw.", ".wwwww.", "..bbb.."),
}


def paint_roofs(above: Pixels, plan: Plan) -> None:
    """Every block of roof tiles as one roof, in the colour of the place below it."""
    for left, top, width, height in _blocks(plan.structure_cells("roof")):
        look = plan.look_at(left, top)
        kind = look.get("roof", "slate")
        painter = _thatched if kind == "thatch" else _tiled
        roof = painter(width * TILE + 2 * _OVERHANG, height * TILE + _RIDGE + _EAVE, kind, left)
        paste(above, roof, left * TILE - _OVERHANG, top * TILE - _RIDGE)
    for area in plan.areas:
        if area.look.get("sign") in _SIGNS:
            middle = (area.left + area.width // 2) * TILE
            paste(above, _plaque(area.look["sign"]), middle - 8, (area.top + 2) * TILE - 9)


def _blocks(cells: Mask) -> list[tuple[int, int, int, int]]:
    """Rectangles (left, top, width, height) of connected roof tiles, top to bottom."""
    left_over = cells.copy()
    found = []
    while left_over.any():
        top, left = (int(side) for side in np.argwhere(left_over)[0])
        right, bottom = left, top
        while right + 1 < cells.shape[1] and left_over[top, right + 1]:
            right += 1
        while bottom + 1 < cells.shape[0] and left_over[bottom + 1, left]:
            bottom += 1
        left_over[top : bottom + 1, left : right + 1] = False
        found.append((left, top, right - left + 1, bottom - top + 1))
    return found


def _outline(width: int, height: int) -> Mask:
    """The roof's shape: slopes that curve in towards the ridge, eaves that turn up at the ends."""
    y, x = np.mgrid[0:height, 0:width]
    share = np.clip((y - _RIDGE) / (height - _RIDGE - _EAVE), 0, 1)
    from_end = np.minimum(x, width - 1 - x)
    inset = 11 * (1 - share) ** 1.8
    return np.asarray((from_end >= inset) & (y >= _RIDGE - 3) & (y <= height - 2 - _eave_lift(width)))


def _eave_lift(width: int) -> npt.NDArray[np.float64]:
    """How many pixels the eave turns up in each column: only towards the two ends."""
    x = np.arange(width)
    return np.asarray(np.clip(1 - np.minimum(x, width - 1 - x) / 16, 0, 1) ** 2.2 * 7)


def _tiled(width: int, height: int, kind: str, seed: int) -> Pixels:
    dark, base, light, glint = (INDEX[name] for name in _RAMPS[kind])
    pixels, shape = blank(width, height), _outline(width, height)
    y, x = np.mgrid[0:height, 0:width]
    column, course = (x - width // 2) % 6, (y + _eave_lift(width).astype(np.int64)) % 6
    tone = np.select([column == 0, column == 1, column == 2, column == 5], [dark, light, glint, base], light)
    tone = np.where((column != 0) & (course == 5), base, tone)
    tone = np.where((column == 2) & (course != 1), light, tone)
    upper = y < _RIDGE + 8
    tone = np.where(upper & (tone == light), base, tone)
    weathered = smooth_noise((height, width), 9, "roof", seed) > 0.72
    tone = np.where(weathered & (tone == light), base, tone)
    pixels[shape] = tone[shape]
    _finish_eave(pixels, shape, (dark, base, light, glint))
    _add_ridge(pixels, width, (dark, base, light, glint))
    return _edged(pixels)


def _finish_eave(pixels: Pixels, shape: Mask, ramp: tuple[int, int, int, int]) -> None:
    """The row of round end tiles along the lower edge, and the shadow under it."""
    dark, _, _, glint = ramp
    width = shape.shape[1]
    last = shape.shape[0] - 1 - np.argmax(shape[::-1], axis=0)
    for x in np.flatnonzero(shape.any(axis=0)):
        edge = int(last[x])
        pixels[edge - 2 : edge, x] = glint if (x - width // 2) % 6 in (1, 2, 3) else dark
        pixels[edge, x] = dark


def _add_ridge(pixels: Pixels, width: int, ramp: tuple[int, int, int, int]) -> None:
    """A raised ridge that ends in two upturned tails."""
    dark, base, light, glint = ramp
    start, end = 10, width - 10
    pixels[2:7, start:end] = base
    pixels[2, start:end], pixels[3, start:end], pixels[6, start:end] = glint, light, dark
    pixels[4:6, start + 3 : end - 3 : 5] = dark
    for step in range(5):
        for x in (start - 2 + step, end + 1 - step):
            pixels[step // 2 : 6, x] = base if step else light
            pixels[step // 2, x] = glint


def _edged(pixels: Pixels) -> Pixels:
    """The roof with an ink line around it, drawn on its own outermost pixels."""
    painted = np.pad(solid(pixels), 1)
    inner = painted[:-2, 1:-1] & painted[2:, 1:-1] & painted[1:-1, :-2] & painted[1:-1, 2:]
    pixels[painted[1:-1, 1:-1] & ~inner] = INDEX["ink"]
    return pixels


def _thatched(width: int, height: int, kind: str, seed: int) -> Pixels:
    random = generator("thatch", width, seed)
    dark, base, light, glint = (INDEX[name] for name in _RAMPS[kind])
    pixels, shape = blank(width, height), _outline(width, height)
    ragged = random.integers(0, 3, width)
    shape &= np.arange(height)[:, None] <= height - 2 - ragged[None, :]
    pixels[shape] = light
    for _ in range(width * height // 14):
        x, y, length = int(random.integers(0, width)), int(random.integers(0, height)), int(random.integers(3, 7))
        pixels[y : y + length, x] = (base, glint, base, INDEX["sand"], INDEX["gold"])[int(random.integers(0, 5))]
    for top in (_RIDGE + 11, _RIDGE + 23):
        wave = top + (np.sin(np.arange(width) * 0.5) * 1.5).astype(np.int64)
        pixels[np.clip(wave, 0, height - 1), np.arange(width)] = base
        pixels[np.clip(wave + 1, 0, height - 1), np.arange(width)] = glint
    pixels[~shape] = TRANSPARENT
    pixels[height - 6 : height][(pixels[height - 6 : height] == light)] = base
    _bind_ridge(pixels, width, dark)
    return _edged(pixels)


def _bind_ridge(pixels: Pixels, width: int, dark: int) -> None:
    """A roll of straw along the top, bound crosswise."""
    pixels[2:8, 10 : width - 10] = INDEX["amber"]
    pixels[2, 10 : width - 10], pixels[7, 10 : width - 10] = INDEX["gold"], INDEX["soil"]
    for x in range(14, width - 14, 8):
        for step in range(5):
            pixels[2 + step, x + step], pixels[2 + step, x + 4 - step] = dark, dark


def _plaque(sign: str) -> Pixels:
    """A framed board with the trade's picture, sixteen by twelve pixels."""
    sketch = Sketch(16, 12).box(1, 1, 14, 10, "soil").frame(1, 1, 14, 10, "gold").outlined()
    paper = "cream" if sign in ("clinic", "post") else "timber_dark"
    sketch.box(2, 2, 12, 8, paper)
    ink = "wine" if paper == "cream" else "straw"
    colours = {"b": ink, "w": "cream" if paper != "cream" else "stone_light", "y": "gold", "r": "red"}
    return sketch.art(5, 4, _SIGNS[sign], colours).pixels

"""Foliage: crowns of leaves as lit balls, from which trees and bushes are made."""

import numpy as np
import numpy.typing as npt

from web.art.canvas import INDEX, Mask, Pixels, blank, rim
from web.art.land.noise import Field, generator, smooth_noise

Ramp = tuple[str, str, str, str, str]
"""Outline, dark, middle, light and glint of a crown."""

Ball = tuple[float, float, float]
"""A ball of leaves: (x, y, radius) in pixels."""

RAMPS: dict[str, Ramp] = {
    "green": ("ink", "pine", "leaf", "grass_dark", "grass_light"),
    "fresh": ("pine", "leaf", "grass_dark", "grass", "sprout"),
    "olive": ("ink", "olive_dark", "olive", "grass_dark", "sprout"),
    "blossom": ("wine", "plum", "rose", "pink", "blossom"),
    "pale": ("plum", "rose", "pink", "blossom", "cream"),
    "willow": ("olive_dark", "leaf", "olive", "grass_light", "sprout"),
    "gold": ("soil", "earth", "amber", "gold", "straw"),
}


def balls(width: int, height: int, count: int, *key: object) -> list[Ball]:
    """Balls that together fill an ellipse of that size, those in front (below) last."""
    random = generator("balls", *key)
    size = min(width, height)
    found: list[Ball] = [(width / 2, height / 2, size * 0.36)]
    for number in range(count):
        angle = (number + random.random() * 0.6) / count * 2 * np.pi
        radius = size * (0.2 + random.random() * 0.09)
        reach_x, reach_y = width / 2 - radius - 1.5, height / 2 - radius - 1.5
        found.append((width / 2 + np.cos(angle) * reach_x, height / 2 + np.sin(angle) * reach_y, radius))
    for _ in range(count // 2):
        x, y = random.normal(0.5, 0.13, 2)
        found.append((x * width, y * height, size * (0.16 + random.random() * 0.08)))
    return sorted(found, key=lambda ball: ball[1])


def crown(width: int, height: int, ramp: Ramp, leaf_balls: list[Ball], *key: object) -> Pixels:
    """Paint balls of leaves, lit from the upper left, with an outline, on a clear stamp of that size."""
    light = _light(width, height, leaf_balls, key)
    inside = ~np.isnan(light)
    pixels = blank(width, height)
    edges = (-0.08, 0.3, 0.66)
    tones = np.digitize(np.nan_to_num(light), edges)
    for number, colour in enumerate(ramp[1:]):
        pixels[inside & (tones == number)] = INDEX[colour]
    _add_leaves(pixels, inside, tones, ramp, key)
    pixels[rim(inside)] = INDEX[ramp[0]]
    return pixels


def bunch(width: int, height: int, ramp: str, count: int, *key: object) -> Pixels:
    """A crown of `count` balls round one in the middle: what most trees and bushes wear."""
    return crown(width, height, RAMPS[ramp], balls(width, height, count, *key), *key)


def _light(width: int, height: int, leaf_balls: list[Ball], key: tuple[object, ...]) -> Field:
    """How brightly each pixel is lit, about -1 to 1; nan where there are no leaves."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    ruffle = (smooth_noise((height, width), 3, "ruffle", *key) - 0.5) * 0.34
    light: Field = np.full((height, width), np.nan, dtype=np.float32)
    for centre_x, centre_y, radius in leaf_balls:
        across, down = (x - centre_x) / radius, (y - centre_y) / (radius * 0.92)
        distance = across * across + down * down
        inside = distance + ruffle < 1
        facing = np.sqrt(np.clip(1 - distance, 0, 1))
        lit = -0.42 * across - 0.6 * down + 0.42 * facing
        lit -= 0.3 * ((distance > 0.72) & (down > 0.1))
        light[inside] = lit[inside]
    drift = (smooth_noise((height, width), 4, "leaves", *key) - 0.5) * 0.5
    margin = _border(light)
    return np.asarray(np.where(margin, np.nan, light + drift + 0.4 * (0.42 - y / height)), dtype=np.float32)


def _border(light: Field) -> Mask:
    """The outermost pixels of the stamp, which are kept for the outline."""
    border = np.ones(light.shape, dtype=np.bool_)
    border[1:-1, 1:-1] = False
    return border


def _add_leaves(pixels: Pixels, inside: Mask, tones: npt.NDArray[np.intp], ramp: Ramp, key: tuple[object, ...]) -> None:
    """Single leaves, a tone lighter or darker than what is around them."""
    random = generator("leaf strokes", *key)
    height, width = pixels.shape
    for _ in range(height * width // 26):
        x, y = int(random.integers(1, width - 3)), int(random.integers(2, height - 2))
        if not inside[y - 1 : y + 1, x : x + 3].all():
            continue
        tone = int(tones[y, x])
        other = min(3, tone + 1) if random.random() < 0.6 else max(0, tone - 1)
        pixels[y, x : x + 2] = INDEX[ramp[1 + other]]
        pixels[y - 1, x + 1 + int(random.integers(0, 2))] = INDEX[ramp[1 + other]]

"""Noise: what makes edges organic and textures irregular, without any global randomness."""

import zlib

import numpy as np
import numpy.typing as npt

from web.art.canvas import INDEX, Mask, Pixels
from web.art.land.plan import enlarge

Field = npt.NDArray[np.float32]
"""One number per pixel, usually 0 to 1."""

Dots = tuple[tuple[int, int, str], ...]
"""A small stamp as pixels: (x offset, y offset, colour)."""


def generator(*key: object) -> np.random.Generator:
    """Random numbers that depend on nothing but the key."""
    return np.random.default_rng(zlib.crc32(repr(key).encode()))


def smooth_noise(shape: tuple[int, int], cell: int, *key: object) -> Field:
    """Value noise of 0 to 1 that swings over about `cell` pixels."""
    height, width = shape
    corners = generator("noise", cell, *key).random((height // cell + 2, width // cell + 2), dtype=np.float32)
    columns, column_parts = _steps(width, cell)
    rows, row_parts = _steps(height, cell)
    across = _mix(corners[:, columns], corners[:, columns + 1], column_parts)
    return _mix(across[rows], across[rows + 1], row_parts[:, None])


def _steps(length: int, cell: int) -> tuple[npt.NDArray[np.int64], Field]:
    """For each pixel the corner before it and the eased way to the next."""
    whole, part = np.divmod(np.arange(length), cell)
    fraction = (part / cell).astype(np.float32)
    return whole.astype(np.int64), fraction * fraction * (3 - 2 * fraction)


def _mix(first: Field, second: Field, part: Field) -> Field:
    return first + (second - first) * part


def box_blur(mask: Mask, size: int) -> Field:
    """How much of the square of `size` (odd) pixels around each is in the mask; edges go on beyond the border."""
    padded = np.pad(mask.astype(np.int32), size // 2, mode="edge")
    total = np.pad(padded.cumsum(0, dtype=np.int32).cumsum(1, dtype=np.int32), ((1, 0), (1, 0)))
    inner = total[size:, size:] - total[:-size, size:] - total[size:, :-size] + total[:-size, :-size]
    return np.asarray(inner / np.float32(size * size), dtype=np.float32)


def organic(cells: Mask, jitter: float, *key: object, soft: int = 13, cell: int = 6) -> Mask:
    """A mask of tiles as a mask of pixels with rounded, uneven edges.

    `jitter` 0 only rounds the corners, 0.4 frays the edge; `soft` is the rounding in pixels, `cell` the noise.
    """
    blurred = box_blur(enlarge(cells), soft)
    return np.asarray(blurred + (smooth_noise(blurred.shape, cell, *key) - 0.5) * jitter > 0.5)


def window(mask: Mask, margin: int) -> tuple[slice, slice]:
    """Rows and columns that hold the whole mask and a margin in pixels: a painter of little works in little."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return slice(0, 0), slice(0, 0)
    return (
        slice(max(0, int(rows[0]) - margin), int(rows[-1]) + margin + 1),
        slice(max(0, int(columns[0]) - margin), int(columns[-1]) + margin + 1),
    )


def jittered_points(mask: Mask, cell: int, chance: float, *key: object) -> npt.NDArray[np.int64]:
    """Points (x, y) in the mask, at most one to a cell of a grid, each shaken within its cell."""
    random = generator("points", cell, *key)
    rows, columns = mask.shape[0] // cell, mask.shape[1] // cell
    y, x = (side.ravel() * cell for side in np.mgrid[0:rows, 0:columns])
    shake = random.integers(0, cell, (2, x.size))
    points = np.stack([x + shake[0], y + shake[1]], axis=1)[random.random(x.size) < chance]
    return np.asarray(points[mask[points[:, 1], points[:, 0]]], dtype=np.int64)


def scatter(target: Pixels, mask: Mask, points: npt.NDArray[np.int64], dots: Dots) -> None:
    """Stamp the dots at every point, but only on pixels of the mask."""
    height, width = target.shape
    for right, down, colour in dots:
        x, y = points[:, 0] + right, points[:, 1] + down
        inside = (x >= 0) & (y >= 0) & (x < width) & (y < height)
        x, y = x[inside], y[inside]
        allowed = mask[y, x]
        target[y[allowed], x[allowed]] = INDEX[colour]

"""Map tiles: the painted scene cut into a pyramid of 256-pixel squares that Leaflet loads, kept in a cache."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image

from web.art.land.scene import PAINTER_VERSION, Scene, paint_scene

TILE_PIXELS = 256
"""Pixels along the side of a cut tile."""

ZOOMS = (-2, -1, 0)
"""Zoom levels with tiles of their own; at 0 a tile pixel is a map pixel, at -1 it is two."""

LAYERS = ("ground", "above")

Progress = Callable[[int, int], None]
"""Told (tiles cut, tiles in all) after each tile."""


def cut_tiles(scene: Scene, folder: Path, progress: Progress | None = None) -> None:
    """Write `{folder}/{layer}/{zoom}/{x}/{y}.png` for every layer, zoom and square, y counting down.

    Squares at the right and lower edge are filled up with transparency.
    """
    total = len(LAYERS) * sum(len(list(_squares(scene.ground.size, zoom))) for zoom in ZOOMS)
    done = 0
    for layer, picture in zip(LAYERS, (scene.ground, scene.above), strict=True):
        for zoom in ZOOMS:
            smaller = _reduced(picture, zoom)
            for x, y in _squares(picture.size, zoom):
                _save_square(smaller, x, y, folder / layer / str(zoom))
                done += 1
                if progress:
                    progress(done, total)


def ensure_tiles(map_path: Path, cache_folder: Path, progress: Progress | None = None) -> Path:
    """The folder with the map's tiles, painted and cut now if no earlier run did.

    Its name depends on the map's bytes and the painter's version.
    """
    return ensure_cut(tiles_key(map_path), lambda: paint_scene(map_path), cache_folder, progress)


def ensure_cut(key: str, paint: Callable[[], Scene], cache_folder: Path, progress: Progress | None = None) -> Path:
    """The folder of that name with a scene's tiles, painted and cut now if no earlier run did.

    The tiles appear all at once: they are cut into a folder beside it that is then renamed, so that a run cut short
    leaves no half pyramid.
    """
    folder = cache_folder / key
    if folder.is_dir():
        return folder
    cache_folder.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix="cutting-", dir=cache_folder))
    try:
        cut_tiles(paint(), unfinished, progress)
        unfinished.chmod(0o755)
        _publish(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def tiles_key(map_path: Path) -> str:
    """Sixteen hex digits that name this map as painted by this painter."""
    return key_of(map_path.read_bytes(), PAINTER_VERSION.encode())


def key_of(*parts: bytes) -> str:
    """Sixteen hex digits that name what the tiles are made of."""
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]


def _publish(unfinished: Path, folder: Path) -> None:
    """Rename, unless another process was faster, whose tiles are the same."""
    try:
        os.rename(unfinished, folder)
    except OSError:
        if not folder.is_dir():
            raise


def _reduced(picture: Image.Image, zoom: int) -> Image.Image:
    """The picture at that zoom, each pixel the mean of those it stands for."""
    return picture if zoom == 0 else picture.reduce(2**-zoom)


def _squares(size: tuple[int, int], zoom: int) -> Iterator[tuple[int, int]]:
    """All squares (x, y) that a picture of that size is cut into at that zoom."""
    span = TILE_PIXELS * 2**-zoom
    for x in range(-(-size[0] // span)):
        for y in range(-(-size[1] // span)):
            yield x, y


def _save_square(picture: Image.Image, x: int, y: int, folder: Path) -> None:
    left, top = x * TILE_PIXELS, y * TILE_PIXELS
    square = picture.crop((left, top, left + TILE_PIXELS, top + TILE_PIXELS))
    (folder / str(x)).mkdir(parents=True, exist_ok=True)
    square.save(folder / str(x) / f"{y}.png", compress_level=4)

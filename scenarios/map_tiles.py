"""The map's tiles of a run: painted from its map, or cut from the pictures that came with it, into the user's cache."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from platformdirs import user_cache_path

from scenarios.output import err
from scenarios.recording import Recording
from web.art.land.scene import Scene
from web.art.land.tiles import LAYERS, ensure_cut, ensure_tiles, key_of


def tiles_of(recording: Recording) -> Path:
    """The folder of the map's tiles, made on first use."""
    cache = user_cache_path("taoyuan", ensure_exists=True)
    pictures = recording.store.map_pictures(recording.run.id)
    with err.status("painting the map 正在画地图 …"):
        if pictures:
            layers = [pictures[layer] for layer in LAYERS]
            return ensure_cut(key_of(*layers), lambda: Scene(*map(_opened, layers)), cache)
        return _painted(recording, cache)


def _painted(recording: Recording, cache: Path) -> Path:
    map_path = cache / f"{recording.run.id}.tmj"
    map_path.write_text(recording.scenario.map_text, encoding="utf-8")
    try:
        return ensure_tiles(map_path, cache)
    finally:
        map_path.unlink()


def _opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGBA")

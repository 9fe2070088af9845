"""The scene painter: same map, same pixels; palette colours only; a whole pyramid; a tileset that Tiled can open."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from web.art.canvas import grown, moved, rim, shifted, solid
from web.art.land.noise import generator, smooth_noise
from web.art.land.plan import read_plan
from web.art.land.scene import PIECES, Scene, paint_scene
from web.art.land.tiles import LAYERS, TILE_PIXELS, ZOOMS, cut_tiles, ensure_tiles, tiles_key
from web.art.land.tileset import paint_tileset
from web.art.palette import HEX, rgb

MAP = Path(__file__).parent.parent / "scenarios" / "maps" / "village.tmj"


@pytest.fixture(scope="module")
def scene() -> Scene:
    """The village, painted once for all tests."""
    return paint_scene(MAP)


def digest(picture: Image.Image) -> str:
    return hashlib.sha256(picture.tobytes()).hexdigest()


def test_painting_twice_gives_the_same_pixels(scene: Scene) -> None:
    """A second painting in the same process equals the first, byte by byte."""
    again = paint_scene(MAP)
    assert (digest(again.ground), digest(again.above)) == (digest(scene.ground), digest(scene.above))


def test_both_pictures_have_the_size_of_the_map(scene: Scene) -> None:
    """One pixel per map pixel: 96 x 64 tiles of 16 pixels."""
    assert scene.ground.size == scene.above.size == (96 * 16, 64 * 16)
    assert scene.ground.mode == scene.above.mode == "RGBA"


def test_only_palette_colours_are_painted(scene: Scene) -> None:
    """Every visible pixel has one of the palette's colours, and no other."""
    allowed = {int.from_bytes(bytes(rgb(name))) for name in HEX}
    for picture in (scene.ground, scene.above):
        red, green, blue, alpha = np.moveaxis(np.asarray(picture).astype(np.int64), -1, 0)
        assert set(np.unique((red * 65536 + green * 256 + blue)[alpha > 0]).tolist()) <= allowed


def test_the_ground_is_opaque_and_the_upper_layer_mostly_clear(scene: Scene) -> None:
    """Nothing shows through the ground; people show through the upper layer nearly everywhere."""
    assert np.asarray(scene.ground)[..., 3].min() == 255
    assert (np.asarray(scene.above)[..., 3] == 0).mean() > 0.6


def test_the_pyramid_has_every_square_of_every_zoom(scene: Scene, tmp_path: Path) -> None:
    """A 1536 x 1024 map is cut into 6 x 4, 3 x 2 and 2 x 1 squares per layer, all of full size."""
    told: list[tuple[int, int]] = []
    cut_tiles(scene, tmp_path, lambda done, total: told.append((done, total)))
    expected = {
        tmp_path / layer / str(zoom) / str(x) / f"{y}.png"
        for layer in LAYERS
        for zoom, (columns, rows) in zip(ZOOMS, ((2, 1), (3, 2), (6, 4)), strict=True)
        for x in range(columns)
        for y in range(rows)
    }
    assert set(tmp_path.rglob("*.png")) == expected
    assert told[-1] == (len(expected), len(expected))
    assert {Image.open(path).size for path in expected} == {(TILE_PIXELS, TILE_PIXELS)}


def test_squares_at_the_edge_are_filled_up_with_transparency(scene: Scene, tmp_path: Path) -> None:
    """At zoom -2 the map is 384 pixels wide, so the second square is half empty."""
    cut_tiles(scene, tmp_path)
    alpha = np.asarray(Image.open(tmp_path / "ground" / "-2" / "1" / "0.png"))[..., 3]
    assert alpha[:, :128].min() == 255
    assert alpha[:, 128:].max() == 0


def test_the_squares_at_zoom_0_show_the_scene_unchanged(scene: Scene, tmp_path: Path) -> None:
    """Square (2, 1) holds the pixels from (512, 256) on."""
    cut_tiles(scene, tmp_path)
    square = Image.open(tmp_path / "ground" / "0" / "2" / "1.png")
    assert digest(square) == digest(scene.ground.crop((512, 256, 768, 512)))


def test_tiles_are_cut_once_and_then_found(tmp_path: Path) -> None:
    """A second call cuts nothing and returns the same folder, named by the map and the painter."""
    told: list[int] = []
    first = ensure_tiles(MAP, tmp_path, lambda done, total: told.append(done))
    count = len(told)
    assert ensure_tiles(MAP, tmp_path, lambda done, total: told.append(done)) == first
    assert len(told) == count == 64
    assert first.name == tiles_key(MAP)
    assert [entry.name for entry in tmp_path.iterdir()] == [first.name]


def test_a_changed_map_gets_tiles_of_its_own(tmp_path: Path) -> None:
    """The key follows the map's bytes."""
    copy = tmp_path / "village.tmj"
    copy.write_bytes(MAP.read_bytes() + b"\n")
    assert tiles_key(copy) != tiles_key(MAP)


def test_cutting_that_fails_leaves_no_half_pyramid(tmp_path: Path) -> None:
    """When the progress callback raises, the cache is empty again."""

    def stop(done: int, total: int) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        ensure_tiles(MAP, tmp_path / "cache", stop)
    assert list((tmp_path / "cache").iterdir()) == []


def test_the_tileset_has_a_painted_cell_for_each_tile(tmp_path: Path) -> None:
    """Beside the map lies a picture of the size the map states, and no tile's cell is empty."""
    copy = Path(shutil.copy(MAP, tmp_path / "village.tmj"))
    tileset = json.loads(copy.read_text())["tilesets"][0]
    target = paint_tileset(copy)
    picture = Image.open(target)
    assert target == tmp_path / tileset["image"]
    assert picture.size == (tileset["imagewidth"], tileset["imageheight"])
    for tile in tileset["tiles"]:
        left, top = tile["id"] % tileset["columns"] * 16, tile["id"] // tileset["columns"] * 16
        cell = np.asarray(picture.crop((left, top, left + 16, top + 16)))
        assert cell[..., 3].any(), tile["type"]


def test_a_map_without_a_layer_is_refused_by_name(tmp_path: Path) -> None:
    """The error says which layer is missing."""
    raw = json.loads(MAP.read_text())
    raw["layers"] = [layer for layer in raw["layers"] if layer["name"] != "scenery"]
    broken = tmp_path / "broken.tmj"
    broken.write_text(json.dumps(raw))
    with pytest.raises(ValueError, match="scenery"):
        read_plan(broken)


@pytest.mark.parametrize("name", sorted(PIECES))
def test_every_piece_paints_any_width_and_variant(name: str) -> None:
    """A piece can fill one tile or a run of four, and every variant paints something."""
    for width in (16, 32, 64):
        for variant in range(12):
            assert solid(PIECES[name](width, variant)).any()


def test_noise_depends_on_its_key_alone() -> None:
    """Equal keys give equal noise within 0 to 1, other keys other noise."""
    first, other = smooth_noise((40, 50), 7, "a"), smooth_noise((40, 50), 7, "b")
    assert (first == smooth_noise((40, 50), 7, "a")).all()
    assert (first != other).any()
    assert 0 <= first.min() <= first.max() <= 1
    assert generator("x", 1).random() == generator("x", 1).random()


def test_masks_move_and_grow() -> None:
    """Moved right by two a dot sits two further, grown by one it is a cross, and its rim is the cross without it."""
    dot = np.zeros((5, 5), dtype=np.bool_)
    dot[2, 1] = True
    assert shifted(dot, 2, 0)[2, 3]
    assert shifted(dot, 0, -1)[1, 1]
    assert grown(dot, 1).sum() == 5
    assert rim(dot).sum() == 4


def test_what_comes_in_from_the_border_is_empty_or_repeats_it() -> None:
    """A dot on the border is carried off by `moved`, and drawn out by `shifted` as land that goes on."""
    dot = np.zeros((3, 3), dtype=np.bool_)
    dot[1, 0] = True
    assert moved(dot, 1, 0)[1].tolist() == [False, True, False]
    assert shifted(dot, 1, 0)[1].tolist() == [True, True, False]

"""The original's own map: drawn from the user's copy, or in our paint where its tilesets are not there."""

import json
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from scenarios.generative_agents.importing import import_simulation
from scenarios.recording import Recording, open_recording, verify, world_at
from sim.bad_input import BadInput
from sim.clock import MINUTE
from sim.tiles import Tile
from tests.generative_agents_map import BED, COLOURS, FLOOR, GRASS, LANTERN, LANTERN_AT, WALL, write_map
from tests.generative_agents_sample import BOXES, HEIGHT, WIDTH, write_compressed, write_json

SIDE = 16
Spoil = Callable[[Path], object]


def imported(
    tmp_path: Path, change: Callable[[Path], object] = lambda folder: None
) -> tuple[Recording, dict[str, Any]]:
    """The sample on its map, which may be changed before; and what the import says."""
    folder = write_map(tmp_path / "the_vale")
    change(folder)
    report = import_simulation(write_compressed(tmp_path / "saved"), tmp_path / "r.db", folder)
    return open_recording(str(tmp_path / "r.db")), report


def pixel(picture: Image.Image, tile: Tile) -> Any:
    """The colour in the middle of a tile."""
    return picture.getpixel((tile[0] * SIDE + SIDE // 2, tile[1] * SIDE + SIDE // 2))


def test_the_map_is_drawn_from_its_own_tilesets(tmp_path: Path) -> None:
    """As large as our people are, what is in front of people apart; it is kept with the run, which needs no folder."""
    recording, report = imported(tmp_path)
    shutil.rmtree(tmp_path / "the_vale")
    pictures = {
        layer: Image.open(BytesIO(png)) for layer, png in recording.store.map_pictures(recording.run.id).items()
    }
    ground, above = pictures["ground"], pictures["above"]
    assert report["map"] == "drawn from its own tilesets"
    assert ground.size == above.size == (WIDTH * SIDE, HEIGHT * SIDE)
    assert pixel(ground, (0, 0)) == (*COLOURS[GRASS], 255)
    assert pixel(ground, (5, 5)) == (*COLOURS[FLOOR], 255)
    assert pixel(ground, (2, 2)) == (*COLOURS[WALL], 255)
    assert pixel(above, LANTERN_AT) == (*COLOURS[LANTERN], 255)
    assert above.getpixel((LANTERN_AT[0] * SIDE, LANTERN_AT[1] * SIDE))[3] == 0  # type: ignore[index]
    assert pixel(above, (5, 5))[3] == 0
    recording.store.close()


def test_places_are_where_the_map_has_them(tmp_path: Path) -> None:
    """The sectors and their boxes are the map's; who stands on one of its tiles is in it."""
    recording, report = imported(tmp_path)
    town = recording.village.town_map
    assert (town.width, town.height) == (WIDTH, HEIGHT)
    assert {place.name.en: place.area for place in town.places.values()} == BOXES
    assert world_at(recording, 30 * MINUTE).agents["ben_connor"].place == "old_mill"
    assert verify(recording).same
    assert report["steps"] == 361
    recording.store.close()


def test_without_its_tilesets_the_map_is_painted_by_us(tmp_path: Path) -> None:
    """By what its mazes say: floors, walls and furniture; and it says which tileset there is none of."""
    recording, report = imported(tmp_path, lambda folder: (folder / "visuals/map_assets/tiles.png").unlink())
    assert "map_assets/tiles.png is not there" in report["map"]
    assert recording.store.map_pictures(recording.run.id) == {}
    tiled = json.loads(recording.scenario.map_text)
    names = {tile["id"] + 1: tile["type"] for tile in tiled["tilesets"][0]["tiles"]}
    ground, structures = ([names.get(number) for number in layer["data"]] for layer in tiled["layers"][:2])

    def at(layer: list[str | None], x: int, y: int) -> str | None:
        return layer[y * WIDTH + x]

    assert at(structures, *BED) == "bed"
    assert [at(structures, 5, 2), at(structures, 5, 7), at(structures, 2, 4)] == [
        "wall_back",
        "wall_front",
        "wall_side",
    ]
    assert at(structures, *LANTERN_AT) is None
    assert (at(ground, 10, 20), at(ground, 0, 0)) == ("meadow", "grass")
    recording.store.close()


def cut(name: str) -> Spoil:
    return lambda folder: (folder / name).write_text((folder / name).read_text()[:400])


def changed(change: Callable[[Any], object]) -> Spoil:
    """Change the Tiled map."""

    def spoil(folder: Path) -> None:
        path = folder / "visuals/the_vale.json"
        tiled = json.loads(path.read_text(encoding="utf-8"))
        change(tiled)
        write_json(path, tiled)

    return spoil


SPOILT: dict[str, tuple[Spoil, str, str]] = {
    "no map": (shutil.rmtree, "no matrix/ in it", "the_vale"),
    "no measures": (lambda folder: (folder / "matrix/maze_meta_info.json").unlink(), "no such file", "info.json"),
    "a maze that breaks off": (cut("matrix/maze/sector_maze.csv"), "40 × 30 = 1200", "sector_maze.csv"),
    "a mark without a name": (
        lambda folder: (folder / "matrix/special_blocks/sector_blocks.csv").write_text("Mill\n"),
        "write it like 32136, the Ville, Hobbs Cafe",
        "sector_blocks.csv line 1",
    ),
    "a map of another size": (changed(lambda tiled: tiled.update(width=41)), "same copy", "the_vale.json"),
    "a layer that is compressed": (
        changed(lambda tiled: tiled["layers"][0].update(data="eJzt0DEJAAAMA7DR6X9qZ2C+")),
        "valid array",
        "the_vale.json: layers.0.data",
    ),
    "a layer that is short": (
        changed(lambda tiled: tiled["layers"][1]["data"].pop()),
        "1199 tiles, and not 1200",
        "layer 'Wall'",
    ),
    "a tileset that is no picture": (
        lambda folder: (folder / "visuals/map_assets/tiles.png").write_bytes(b"GIF"),
        "not a picture",
        "tiles.png",
    ),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_a_bad_map_is_one_line(kind: str, tmp_path: Path) -> None:
    """It says where, what and how to mend it, and nothing is written."""
    spoil, problem, place = SPOILT[kind]
    with pytest.raises(BadInput) as refused:
        imported(tmp_path, spoil)
    assert problem in f"{refused.value.problem}; {refused.value.fix}"
    assert refused.value.source.endswith(place)
    assert not (tmp_path / "r.db").exists()


def test_a_tileset_outside_of_the_maps_folder_is_not_opened(tmp_path: Path) -> None:
    """A map from somewhere can't make the import read other files."""
    shutil.copy(write_map(tmp_path / "other") / "visuals/map_assets/tiles.png", tmp_path / "tiles.png")
    lead_out = changed(lambda tiled: tiled["tilesets"][0].update(image="../../tiles.png"))
    recording, report = imported(tmp_path, lead_out)
    assert "is not there" in report["map"]
    recording.store.close()

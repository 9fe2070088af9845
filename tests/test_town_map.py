"""The town map: the village's map loads, and a map that can't work is refused with what is wrong and how to mend it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.bad_input import BadInput
from sim.town_map import load_town_map, load_town_map_text

MAP = Path(__file__).parent.parent / "scenarios" / "maps" / "village.tmj"
FLIPPED = 0x80000000
Raw = dict[str, Any]


def layer(raw: Raw, name: str) -> Raw:
    found: Raw = next(item for item in raw["layers"] if item["name"] == name)
    return found


def named(raw: Raw, layer_name: str, place: str) -> list[Raw]:
    """The objects of a layer that bear a place's name."""
    return [item for item in layer(raw, layer_name)["objects"] if item["name"] == place]


def index_of(raw: Raw, item: Raw) -> int:
    """Where an object's tile is in a layer's data."""
    return int(item["y"] // 16 * raw["width"] + item["x"] // 16)


def gid(raw: Raw, tile_type: str) -> int:
    tileset = raw["tilesets"][0]
    return int(tileset["firstgid"] + next(tile["id"] for tile in tileset["tiles"] if tile["type"] == tile_type))


def edited(folder: Path, edit: Callable[[Raw], object]) -> Path:
    """A copy of the village's map with a change."""
    raw = json.loads(MAP.read_text(encoding="utf-8"))
    edit(raw)
    path = folder / "edited.tmj"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def refused(path: Path) -> BadInput:
    """The error that a map is refused with; it names the file, and how to mend it."""
    with pytest.raises(BadInput) as caught:
        load_town_map(path)
    assert caught.value.source == str(path)
    assert caught.value.fix
    return caught.value


def test_places_are_as_drawn() -> None:
    """Names in both languages, the rectangle in tiles, its doors and seats."""
    raw = json.loads(MAP.read_text(encoding="utf-8"))
    town_map = load_town_map(MAP)
    assert (town_map.width, town_map.height, town_map.tile_size) == (raw["width"], raw["height"], 16)
    assert list(town_map.places) == [item["name"] for item in layer(raw, "places")["objects"]]
    for item in layer(raw, "places")["objects"]:
        place = town_map.places[item["name"]]
        properties = {entry["name"]: entry["value"] for entry in item["properties"]}
        assert (place.name.zh, place.name.en) == (properties["zh"], properties["en"])
        assert place.area == tuple(item[side] // 16 for side in ("x", "y", "width", "height"))
        assert len(place.doors) == len(named(raw, "doors", place.id))
        assert len(place.seats) == len(named(raw, "seats", place.id))
        assert {seat.facing for seat in place.seats} <= {"up", "down", "left", "right"}


def test_roads_are_walkable_and_water_is_not() -> None:
    """What blocks in either layer can't be walked on; roads are the ground that people keep to."""
    raw, town_map = json.loads(MAP.read_text(encoding="utf-8")), load_town_map(MAP)
    ground = layer(raw, "ground")["data"]
    tiles = {(n % raw["width"], n // raw["width"]): number for n, number in enumerate(ground)}
    water = {tile for tile, number in tiles.items() if number == gid(raw, "water")}
    paths = {tile for tile, number in tiles.items() if number == gid(raw, "path")}
    assert water
    assert not water & town_map.walkable
    assert paths & town_map.walkable == paths & town_map.roads != set()
    assert town_map.roads < town_map.walkable


def test_flipped_tile_blocks_like_an_upright_one(tmp_path: Path) -> None:
    """Tiled marks flipped tiles in the upper bits of their number: they are the same tile."""

    def flip(raw: Raw) -> None:
        for name in ("ground", "structures"):
            data = layer(raw, name)["data"]
            layer(raw, name)["data"] = [number | FLIPPED if number else 0 for number in data]

    town_map, original = load_town_map(edited(tmp_path, flip)), load_town_map(MAP)
    assert (town_map.walkable, town_map.roads) == (original.walkable, original.roads)


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A map that isn't there, or is a folder, is no map."""
    assert refused(tmp_path / "nowhere.tmj").problem == "there is no such map"
    assert refused(tmp_path).problem == "there is no such map"


@pytest.mark.parametrize("content", [b"", b"not json", b"{}", b"[]", b'{"type": "map"}', b"\xff\xfe\x00"])
def test_what_is_no_map_is_refused(tmp_path: Path, content: bytes) -> None:
    """Neither text nor JSON of another kind passes for a map."""
    path = tmp_path / "bad.tmj"
    path.write_bytes(content)
    assert "not a readable Tiled map" in refused(path).problem


@pytest.mark.parametrize("name", ["ground", "structures", "places", "doors", "seats"])
def test_missing_layer_is_named(tmp_path: Path, name: str) -> None:
    """Every layer that counts must be there under its name."""
    path = edited(tmp_path, lambda raw: layer(raw, name).update(name="else"))
    assert f"layer '{name}'" in refused(path).problem


@pytest.mark.parametrize(("name", "kind"), [("ground", "doors"), ("places", "ground")])
def test_layer_of_the_wrong_kind_is_missing(tmp_path: Path, name: str, kind: str) -> None:
    """A layer of tiles is no layer of objects, nor the other way round."""

    def swap(raw: Raw) -> None:
        layer(raw, name)["name"] = "else"
        raw["layers"].append(layer(raw, kind) | {"name": name})

    assert f"layer '{name}'" in refused(edited(tmp_path, swap)).problem


@pytest.mark.parametrize("name", ["ground", "structures"])
def test_layer_smaller_than_the_map_is_refused(tmp_path: Path, name: str) -> None:
    """A layer that ends early is no map of the whole village."""

    def cut(raw: Raw) -> None:
        found = layer(raw, name)
        found.update(height=found["height"] - 1, data=found["data"][: -found["width"]])

    assert f"layer '{name}'" in refused(edited(tmp_path, cut)).problem


def test_map_without_places_is_refused(tmp_path: Path) -> None:
    """A village needs at least one place."""
    assert refused(edited(tmp_path, lambda raw: layer(raw, "places").update(objects=[]))).problem == "no places"


def test_map_beyond_the_maximum_is_refused(tmp_path: Path) -> None:
    """Neither nothing nor too much is a map."""
    assert "0×64" in refused(edited(tmp_path, lambda raw: raw.update(width=0))).problem
    assert "100000×64" in refused(edited(tmp_path, lambda raw: raw.update(width=100_000))).problem


def test_duplicated_place_is_named(tmp_path: Path) -> None:
    """Two rectangles can't have one name."""
    path = edited(tmp_path, lambda raw: layer(raw, "places")["objects"].append(named(raw, "places", "clinic")[0]))
    assert refused(path).problem == "two places are named 'clinic'"


@pytest.mark.parametrize("name", ["doors", "seats"])
def test_place_without_door_or_seat_is_named(tmp_path: Path, name: str) -> None:
    """A place that nobody can enter, or be in, is refused."""

    def strip(raw: Raw) -> None:
        found = layer(raw, name)
        found["objects"] = [item for item in found["objects"] if item["name"] != "clinic"]

    assert "place 'clinic' lacks" in refused(edited(tmp_path, strip)).problem


@pytest.mark.parametrize("name", ["doors", "seats"])
def test_blocked_door_or_seat_is_named(tmp_path: Path, name: str) -> None:
    """Something that blocks can't stand on a door or a seat."""

    def block(raw: Raw) -> None:
        spot = index_of(raw, named(raw, name, "clinic")[-1])
        layer(raw, "structures")["data"][spot] = gid(raw, "wall_back")

    error = refused(edited(tmp_path, block))
    assert "place 'clinic'" in error.problem
    assert "blocks" in error.problem


def test_seat_outside_the_map_is_named(tmp_path: Path) -> None:
    """A seat that was dragged off the map is on no walkable tile."""
    path = edited(tmp_path, lambda raw: named(raw, "seats", "clinic")[0].update(x=-40))
    assert "place 'clinic'" in refused(path).problem


def test_unreachable_place_is_named(tmp_path: Path) -> None:
    """A place on an island, itself in order, is refused: no path leads there."""

    def found_island(raw: Raw) -> None:
        ground, width, water = layer(raw, "ground")["data"], raw["width"], gid(raw, "water")
        rings = [(n, (n - width, n - 1, n, n + 1, n + width)) for n in range(width + 1, len(ground) - width - 1)]
        middle = next(n for n, ring in rings if all(ground[tile] == water for tile in ring))
        for tile in (middle - width, middle - 1, middle + 1, middle + width):
            layer(raw, "structures")["data"][tile] = 0  # no plank or bridge leads over
        ground[middle], layer(raw, "structures")["data"][middle] = gid(raw, "grass"), 0
        for name in ("places", "doors", "seats"):
            at = {"x": middle % width * 16 + 8 * (name != "places"), "y": middle // width * 16 + 8 * (name != "places")}
            pattern = named(raw, name, "clinic")[0]
            layer(raw, name)["objects"].append(pattern | at | {"name": "islet", "id": 10_000})

    assert "no path leads to place 'islet'" in refused(edited(tmp_path, found_island)).problem


def test_map_out_of_a_run_is_the_same_and_its_errors_name_the_run() -> None:
    """A map stored as text reads as from its file; the name of a passing file doesn't come up."""
    assert load_town_map_text(MAP.read_text(encoding="utf-8"), "run r1") == load_town_map(MAP)
    with pytest.raises(BadInput) as caught:
        load_town_map_text("{}", "run r1")
    assert caught.value.source == "run r1"

"""The village map: every place of the roster is there, and every door and seat can be reached on foot."""

import json
from collections import Counter, deque
from pathlib import Path
from typing import Any

import pytest

MAP = Path(__file__).parent.parent / "scenarios" / "maps" / "village.tmj"
RAW: dict[str, Any] = json.loads(MAP.read_text(encoding="utf-8"))
LAYERS: dict[str, Any] = {layer["name"]: layer for layer in RAW["layers"]}
WIDTH, HEIGHT = RAW["width"], RAW["height"]

PUBLIC = (
    *("square", "fields", "orchard", "park", "classroom", "school_office", "school_yard", "market", "restaurant"),
    *("kitchen", "garden", "workshop", "repair_shed", "post_office", "shop", "river_bank", "pasture", "big_tree"),
    *("barn", "clinic", "farm"),
)
RESIDENTS = {"lin": 4, "chen": 1, "su": 2, "wang": 2, "zhao": 2, "wu": 2, "xu": 2, "lu": 2, "jiang": 1, "gao": 2}
HOMES = tuple(f"home_{family}" for family in RESIDENTS)
Tile = tuple[int, int]


def objects(layer: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = LAYERS[layer]["objects"]
    return found


def properties(item: dict[str, Any]) -> dict[str, Any]:
    return {entry["name"]: entry["value"] for entry in item.get("properties", [])}


def tile_of(item: dict[str, Any]) -> Tile:
    return int(item["x"] // 16), int(item["y"] // 16)


def rectangle(item: dict[str, Any]) -> tuple[int, int, int, int]:
    left, top = tile_of(item)
    return left, top, left + item["width"] // 16, top + item["height"] // 16


def walkable_tiles() -> set[Tile]:
    tiles = RAW["tilesets"][0]["tiles"]
    blocking = {tile["id"] + 1 for tile in tiles if properties(tile)["blocks"]}
    stacks = zip(LAYERS["ground"]["data"], LAYERS["structures"]["data"], strict=True)
    return {(n % WIDTH, n // WIDTH) for n, stack in enumerate(stacks) if not blocking & set(stack)}


def reachable_from(start: Tile, walkable: set[Tile]) -> set[Tile]:
    seen, queue = {start}, deque([start])
    while queue:
        x, y = queue.popleft()
        for spot in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if spot in walkable and spot not in seen:
                seen.add(spot)
                queue.append(spot)
    return seen


def test_the_layers_are_present_in_drawing_order() -> None:
    """Ground and structures as tiles, then places, doors, seats and scenery as objects."""
    kinds = [(layer["name"], layer["type"]) for layer in RAW["layers"]]
    named = [(name, "objectgroup") for name in ("places", "doors", "seats", "scenery")]
    assert kinds == [("ground", "tilelayer"), ("structures", "tilelayer"), *named]
    assert (WIDTH, HEIGHT, RAW["tilewidth"], RAW["tileheight"]) == (96, 64, 16, 16)


def test_there_is_ground_everywhere() -> None:
    """Every tile has a ground that the tileset names."""
    known = {tile["id"] + 1 for tile in RAW["tilesets"][0]["tiles"]}
    assert set(LAYERS["ground"]["data"]) <= known
    assert set(LAYERS["structures"]["data"]) <= known | {0}
    assert len(LAYERS["ground"]["data"]) == len(LAYERS["structures"]["data"]) == WIDTH * HEIGHT


def test_every_tile_has_a_name_and_says_whether_it_blocks() -> None:
    """Tile names are unique; water blocks, a bridge and a door do not."""
    tiles = {tile["type"]: properties(tile)["blocks"] for tile in RAW["tilesets"][0]["tiles"]}
    assert len(tiles) == RAW["tilesets"][0]["tilecount"]
    assert tiles["water"]
    assert tiles["fence"]
    assert not any(tiles[name] for name in ("grass", "bridge", "door", "gate", "stool", "bench"))


def test_every_place_of_the_roster_is_on_the_map_once() -> None:
    """Twenty-one public places and ten homes, each named in Chinese and English."""
    assert Counter(item["name"] for item in objects("places")) == Counter((*PUBLIC, *HOMES))
    assert all({"zh", "en"} <= properties(item).keys() for item in objects("places"))


def test_places_lie_on_whole_tiles_and_do_not_overlap() -> None:
    """No tile belongs to two places."""
    assert all(item[side] % 16 == 0 for item in objects("places") for side in ("x", "y", "width", "height"))
    boxes = [rectangle(item) for item in objects("places")]
    taken = Counter(
        (x, y) for left, top, right, bottom in boxes for x in range(left, right) for y in range(top, bottom)
    )
    assert max(taken.values()) == 1
    assert all(0 <= x < WIDTH and 0 <= y < HEIGHT for x, y in taken)


def test_every_door_and_seat_can_be_reached_from_every_other() -> None:
    """One walk over open tiles leads to all of them."""
    spots = {tile_of(item) for layer in ("doors", "seats") for item in objects(layer)}
    reached = reachable_from(next(iter(spots)), walkable_tiles())
    assert spots - reached == set()


@pytest.mark.parametrize("place", [*PUBLIC, *HOMES])
def test_a_place_has_a_door_and_enough_seats_inside(place: str) -> None:
    """Homes seat at least six, public places ten, the busiest sixteen; seats are distinct tiles of the place."""
    left, top, right, bottom = next(rectangle(item) for item in objects("places") if item["name"] == place)
    seats = [tile_of(item) for item in objects("seats") if item["name"] == place]
    doors = [tile_of(item) for item in objects("doors") if item["name"] == place]
    least = 16 if place in ("square", "park", "market") else 6 if place in HOMES else 10
    assert doors
    assert len(set(seats)) == len(seats) >= least
    assert all(left <= x < right and top <= y < bottom for x, y in seats + doors)


def test_seats_say_which_way_one_faces_and_what_for() -> None:
    """Facing is one of four ways, use one of four."""
    kinds = [properties(item) for item in objects("seats")]
    assert {kind["facing"] for kind in kinds} <= {"up", "down", "left", "right"}
    assert {kind["use"] for kind in kinds} == {"sit", "work", "sleep", "stand"}


@pytest.mark.parametrize("family", RESIDENTS)
def test_everyone_has_a_bed_at_home(family: str) -> None:
    """A home has exactly one place to sleep for each who lives there, and at least four others."""
    uses = Counter(properties(item)["use"] for item in objects("seats") if item["name"] == f"home_{family}")
    assert uses["sleep"] == RESIDENTS[family]
    assert uses.total() - uses["sleep"] >= 4


def test_ornaments_that_block_stand_on_blocking_tiles() -> None:
    """Nobody walks through a tree, a bush, a cow or a sheep."""
    solid = {
        "tree",
        "pine",
        "willow",
        "apple_tree",
        "blossom_tree",
        "old_tree",
        "big_tree",
        "bush",
        "bamboo",
        "cow",
        "sheep",
    }
    walkable = walkable_tiles()
    assert [tile_of(item) for item in objects("scenery") if item["type"] in solid and tile_of(item) in walkable] == []

"""Pathfinding: paths are connected, walkable and as cheap as any, and keep to the roads."""

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from sim.pathfinding import GROUND_COST, LOCAL_TILES, ROAD_COST, Pathfinder
from sim.text import Text
from sim.tiles import Tile
from sim.town_map import Place, Seat, TownMap
from tests.small_village import small_map

Path = tuple[Tile, ...]


def drawn_map(rows: Sequence[str], *places: Place) -> TownMap:
    """A map from rows of `#` (blocked), `.` (ground) and `=` (road)."""
    kinds = {(x, y): kind for y, row in enumerate(rows) for x, kind in enumerate(row)}
    walkable = frozenset(tile for tile, kind in kinds.items() if kind != "#")
    roads = frozenset(tile for tile, kind in kinds.items() if kind == "=")
    return TownMap(len(rows[0]), len(rows), 16, walkable, roads, {place.id: place for place in places})


@st.composite
def random_maps(draw: st.DrawFn, width: int, height: int, free: Sequence[Tile] = ((0, 0),)) -> TownMap:
    """A map of random tiles, of which those in `free` are not blocked."""
    rows = [draw(st.text("#..=", min_size=width, max_size=width)) for _ in range(height)]
    for x, y in free:
        rows[y] = rows[y][:x] + "." + rows[y][x + 1 :]
    return drawn_map(rows)


def place_with(doors: tuple[Tile, ...], seat: Tile) -> Place:
    """A place that is no more than its seat's tile."""
    return Place("inn", Text("客栈", "inn"), (*seat, 1, 1), doors, (Seat(seat, "down", "stand"),))


@st.composite
def long_ways(draw: st.DrawFn, doors: int) -> tuple[TownMap, Tile, Place]:
    """A map, where somebody stands in it, and a place far off with one seat and some doors, wherever they lead."""
    start = (draw(st.integers(0, 2)), draw(st.integers(0, 2)))
    seat = (start[0] + LOCAL_TILES + 1 + draw(st.integers(0, 3)), draw(st.integers(0, 2)))
    town_map = draw(random_maps(20, 3, free=(start, seat)))
    chosen = draw(st.lists(st.sampled_from(sorted(town_map.walkable)), min_size=doors, max_size=doors))
    return town_map, start, place_with(tuple(chosen), seat)


def cost_of(town_map: TownMap, path: Path) -> int:
    """What stepping onto each tile after the first costs."""
    return sum(ROAD_COST if tile in town_map.roads else GROUND_COST for tile in path[1:])


def cheapest(town_map: TownMap, start: Tile) -> dict[Tile, float]:
    """By brute force: relax every step between neighbours until nothing gets cheaper."""
    cost: dict[Tile, float] = dict.fromkeys(town_map.walkable, inf) | {start: 0}
    beside = [(a, (a[0] + dx, a[1] + dy)) for a in cost for dx, dy in ((0, 1), (1, 0), (0, -1), (-1, 0))]
    steps = [(a, b, cost_of(town_map, (a, b))) for a, b in beside if b in cost]
    changed = True
    while changed:
        changed = False
        for a, b, step in steps:
            if cost[a] + step < cost[b]:
                cost[b], changed = cost[a] + step, True
    return cost


def is_walk(town_map: TownMap, path: Path) -> bool:
    """Whether every tile is walkable and beside the one before."""
    beside = all(abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1 for a, b in pairwise(path))
    return beside and set(path) <= town_map.walkable


@given(random_maps(6, 5), st.data())
def test_path_is_as_cheap_as_any(town_map: TownMap, data: st.DataObject) -> None:
    """Between any two tiles: a walk from one to the other at the least cost, or None where there is no way."""
    start, goal = (data.draw(st.sampled_from(sorted(town_map.walkable))) for _ in range(2))
    path, least = Pathfinder(town_map).path(start, goal), cheapest(town_map, start)[goal]
    if path is None:
        assert least == inf
    else:
        assert (path[0], path[-1]) == (start, goal)
        assert is_walk(town_map, path)
        assert cost_of(town_map, path) == least


def test_road_is_worth_a_detour_but_not_any() -> None:
    """Two tiles aside to walk on a road are worth it over a long way, not over a short one."""
    find = Pathfinder(drawn_map([".......", "======="])).path
    assert find((0, 0), (6, 0)) == ((0, 0), *((x, 1) for x in range(7)), (6, 0))
    assert find((0, 0), (1, 0)) == ((0, 0), (1, 0))


def test_no_path_leads_through_a_wall() -> None:
    """A tile behind a wall, or in it, can't be reached."""
    find = Pathfinder(drawn_map(["..#.", "..#."])).path
    assert find((0, 0), (3, 0)) is None
    assert find((0, 0), (2, 0)) is None


def test_path_to_where_one_is_has_one_tile() -> None:
    """Who is there already need not walk."""
    assert Pathfinder(small_map()).path((1, 1), (1, 1)) == ((1, 1),)


@given(long_ways(doors=1))
def test_walk_to_a_seat_passes_a_door_without_detour(way: tuple[TownMap, Tile, Place]) -> None:
    """From afar: by the door at the least cost, except where that would mean coming by a tile twice."""
    town_map, start, place = way
    seat, door = place.seats[0], place.doors[0]
    path = Pathfinder(town_map).path_to_seat(start, place, seat)
    least = cheapest(town_map, start)[door] + cheapest(town_map, door)[seat.tile]
    if path is None:
        assert least == inf
    else:
        assert (path[0], path[-1]) == (start, seat.tile)
        assert is_walk(town_map, path)
        assert len(set(path)) == len(path)
        assert cost_of(town_map, path) == least if door in path else cost_of(town_map, path) < least


@given(long_ways(doors=3))
def test_door_that_makes_the_way_shortest_is_taken(way: tuple[TownMap, Tile, Place]) -> None:
    """Of several doors the one with the cheapest way to it and on from it, whatever the ground inside."""
    town_map, start, place = way
    there, seat = cheapest(town_map, start), place.seats[0]
    least = min(there[door] + cheapest(town_map, door)[seat.tile] for door in place.doors)
    path = Pathfinder(town_map).path_to_seat(start, place, seat)
    assert least == inf if path is None else cost_of(town_map, path) <= least


@given(random_maps(8, 4), st.data())
def test_walk_to_a_seat_nearby_is_the_cheapest(town_map: TownMap, data: st.DataObject) -> None:
    """Within LOCAL_TILES doors don't matter."""
    tiles = st.sampled_from(sorted(town_map.walkable))
    start, door, seat = data.draw(tiles), data.draw(tiles), data.draw(tiles)
    place, pathfinder = place_with((door,), seat), Pathfinder(town_map)
    assert pathfinder.path_to_seat(start, place, place.seats[0]) == pathfinder.path(start, seat)


def test_what_lies_behind_a_door_counts() -> None:
    """Of two doors equally far at a glance, the one behind which only road lies is taken."""
    town_map = drawn_map(["=##=======##========", "=#=======.==========", "#==========#========"])
    place = place_with(((2, 1), (2, 2)), (12, 0))
    path = Pathfinder(town_map).path_to_seat((1, 2), place, place.seats[0])
    assert path is not None
    assert set(path) <= town_map.roads


def test_door_that_can_not_be_reached_is_left_aside() -> None:
    """A bricked-up door doesn't matter as long as there is another; with no other there is no way."""
    town_map = drawn_map(["." * 20 + "#.", "." * 20 + "#."])
    seat = Seat((19, 0), "down", "stand")
    find = Pathfinder(town_map).path_to_seat
    assert find((0, 0), place_with(((21, 0),), seat.tile), seat) is None
    assert find((0, 0), place_with(((21, 0), (19, 1)), seat.tile), seat) is not None

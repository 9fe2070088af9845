"""Pathfinding: shortest paths over walkable tiles, preferring roads, cached.

Two ways, for two needs. Within a place and for odd errands, A* (Hart, Nilsson and Raphael, 1968) from tile to tile.
From place to place, a field of distances to each door, made once by Dijkstra's algorithm and then walked downhill:
every later walk to that door costs only its own length.
"""

from functools import lru_cache
from heapq import heappop, heappush

from sim.tiles import Tile, steps_between
from sim.town_map import Place, Seat, TownMap, neighbours

ROAD_COST = 2
GROUND_COST = 5
"""Cost of stepping onto a tile: open ground counts two and a half times a road, so that people keep to the lanes."""
MAXIMUM_CACHED_PATHS = 8192
MAXIMUM_CACHED_FIELDS = 512
LOCAL_TILES = 12
"""Up to this distance A* is used even between places."""


class Pathfinder:
    """Paths over one map. A path is a tuple of tiles from start to goal, both included."""

    def __init__(self, town_map: TownMap) -> None:
        roads = town_map.roads
        self._cost = {tile: ROAD_COST if tile in roads else GROUND_COST for tile in town_map.walkable}
        self._beside = {tile: tuple(t for t in neighbours(tile) if t in self._cost) for tile in self._cost}
        self.path = lru_cache(MAXIMUM_CACHED_PATHS)(self._find)
        self._field = lru_cache(MAXIMUM_CACHED_FIELDS)(self._measure)

    def path_to_seat(self, start: Tile, place: Place, seat: Seat) -> tuple[Tile, ...] | None:
        """A path to a seat of a place, entering by the door that makes it shortest; None if there is none."""
        if place.contains(start) or steps_between(start, seat.tile) <= LOCAL_TILES:
            return self.path(start, seat.tile)
        inside = {door: self.path(door, seat.tile) for door in place.doors if start in self._field(door)}
        ways = {door: path for door, path in inside.items() if path is not None}
        if not ways:
            return None
        door = min(ways, key=lambda d: (self._field(d)[start] + self._cost_of(ways[d]), d))
        return _without_detour(self._descend(start, door) + ways[door][1:])

    def _cost_of(self, path: tuple[Tile, ...]) -> int:
        return sum(self._cost[tile] for tile in path[1:])

    def _descend(self, start: Tile, goal: Tile) -> tuple[Tile, ...]:
        field, path = self._field(goal), [start]
        while path[-1] != goal:
            path.append(min(self._beside[path[-1]], key=lambda tile: field[tile] + self._cost[tile]))
        return tuple(path)

    def _measure(self, goal: Tile) -> dict[Tile, int]:
        """What it costs to walk from every tile to `goal`.

        Costs are small integers, so tiles wait in buckets by cost instead of a heap (Dial, 1969).
        """
        field: dict[Tile, int] = {}
        buckets: list[list[Tile]] = [[goal]]
        for cost, bucket in enumerate(buckets):  # the list grows while it is gone through
            for tile in bucket:
                if tile in field:
                    continue
                field[tile] = cost
                beyond = cost + self._cost[tile]
                while len(buckets) <= beyond:
                    buckets.append([])
                buckets[beyond].extend(self._beside[tile])
        return field

    def _find(self, start: Tile, goal: Tile) -> tuple[Tile, ...] | None:
        """A* with the Manhattan distance over roads as its bound."""
        best = {start: 0}
        came_from: dict[Tile, Tile] = {}
        border = [(ROAD_COST * steps_between(start, goal), 0, start)]
        while border:
            _, so_far, tile = heappop(border)
            if tile == goal:
                return _trace(came_from, goal)
            if -so_far > best[tile]:
                continue
            for beside in self._beside.get(tile, ()):
                cost = best[tile] + self._cost[beside]
                if cost < best.get(beside, cost + 1):
                    best[beside] = cost
                    came_from[beside] = tile
                    heappush(border, (cost + ROAD_COST * steps_between(beside, goal), -cost, beside))
        return None


def _trace(came_from: dict[Tile, Tile], goal: Tile) -> tuple[Tile, ...]:
    path = [goal]
    while path[-1] in came_from:
        path.append(came_from[path[-1]])
    return tuple(reversed(path))


def _without_detour(path: tuple[Tile, ...]) -> tuple[Tile, ...]:
    """Cut loops: where the way to the door passes the way from it, take the shorter."""
    first_index: dict[Tile, int] = {}
    kept: list[Tile] = []
    for tile in path:
        if tile in first_index:
            for dropped in kept[first_index[tile] + 1 :]:
                del first_index[dropped]
            del kept[first_index[tile] + 1 :]
        else:
            first_index[tile] = len(kept)
            kept.append(tile)
    return tuple(kept)

"""Encounters: who comes within reach of whom, computed once from committed walks.

There are no events per tile. When somebody sets out or stops, the meeting of its present trajectory (a walk or a
stand) with every other one near its way is computed; a cell index says whose way is near. A meeting is a pure function
of the two trajectories, so a resumed run finds the same ones.
"""

from collections.abc import Iterable

from sim.clock import SimTime
from sim.records import AgentRecord, Walk
from sim.tiles import Tile, tile_distance

REACH_TILES = 2
"""How near two people must come to notice each other."""
CELL_TILES = 8

Cell = tuple[int, int]


class CellIndex:
    """Which characters' trajectories touch which cells of the map."""

    def __init__(self) -> None:
        self._by_cell: dict[Cell, set[str]] = {}
        self._cells: dict[str, frozenset[Cell]] = {}

    def place(self, record: AgentRecord) -> None:
        """Enter a character's present trajectory, in place of its last."""
        for cell in self._cells.get(record.id, ()):
            self._by_cell[cell].discard(record.id)
        self._cells[record.id] = frozenset(_cells(_tiles(record)))
        for cell in self._cells[record.id]:
            self._by_cell.setdefault(cell, set()).add(record.id)

    def near(self, record: AgentRecord) -> list[str]:
        """The other characters whose trajectories touch a cell that this one's reach touches, by id."""
        found = {other for cell in self._cells[record.id] for other in self._by_cell.get(cell, ())}
        return sorted(found - {record.id})


def meeting_time(a: AgentRecord, b: AgentRecord) -> SimTime | None:
    """When the two present trajectories first come within reach, if they were apart when the later one began."""
    begin = max(a.moved_at, b.moved_at)
    if tile_distance(a.tile_at(begin), b.tile_at(begin)) <= REACH_TILES:
        return None
    if a.walk and b.walk:
        return _meeting_of_walks(a.walk, b.walk, begin)
    walk, stand = (a.walk, b.at) if a.walk else (b.walk, a.at)
    return _passing(walk, stand, begin) if walk else None


def _passing(walk: Walk, stand: Tile, begin: SimTime) -> SimTime | None:
    """When a walk first comes within reach of somebody who stands: most meetings are looked for here."""
    x, y = stand
    first = max(0, (begin - walk.start) // walk.seconds_per_tile) + 1
    for step in range(first, len(walk.path)):
        there = walk.path[step]
        if abs(there[0] - x) <= REACH_TILES and abs(there[1] - y) <= REACH_TILES:
            return walk.start + step * walk.seconds_per_tile
    return None


def _meeting_of_walks(a: Walk, b: Walk, begin: SimTime) -> SimTime | None:
    moments = {time for walk in (a, b) for time in _step_times(walk, begin)}
    for time in sorted(moments):
        if tile_distance(a.tile_at(time), b.tile_at(time)) <= REACH_TILES:
            return time
    return None


def _step_times(walk: Walk, begin: SimTime) -> range:
    """The moments after `begin` at which the walker steps onto another tile."""
    first = walk.start + (max(0, (begin - walk.start) // walk.seconds_per_tile) + 1) * walk.seconds_per_tile
    return range(first, walk.arrival + 1, walk.seconds_per_tile)


def _tiles(record: AgentRecord) -> tuple[Tile, ...]:
    return record.walk.path if record.walk else (record.at,)


def _cells(tiles: Iterable[Tile]) -> Iterable[Cell]:
    """The cells within reach of the tiles: each tile's corners of reach cover them, as a cell is wider than a reach."""
    for x, y in tiles:
        for dx in (-REACH_TILES, REACH_TILES):
            for dy in (-REACH_TILES, REACH_TILES):
                yield (x + dx) // CELL_TILES, (y + dy) // CELL_TILES

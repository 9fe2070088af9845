"""Places: where the sectors that the actions name must lie, by where personas stay while they are at them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from scenarios.generative_agents.formats import unique_ids
from scenarios.generative_agents.maze import Box, Maze
from scenarios.generative_agents.tracks import Track, Tracks
from sim.tiles import Tile

MINIMUM_STAY_STEPS = 6
"""Who stays so long is where its action is; who stays for less may only be on the way."""
MARGIN_TILES = 1
SPARE_TILES = 2
"""Beyond the last tile that anybody was on, where the map's size is not known."""
KNOWN_SIZES = {"the_ville": (140, 100)}
"""Width and height in tiles of the maps that are called so."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The map's size, and what is where: boxes of places by name; places may overlap, the smaller is meant then."""

    width: int
    height: int
    boxes: Mapping[str, Box]
    ids: Mapping[str, str]
    """The places' ids by name."""
    sectors: Mapping[Tile, str]
    """The place of each tile by name, where a map says so; then boxes only say where to write it."""
    world: str
    """What the place is called that is all of the map."""

    def place_at(self, tile: Tile) -> str | None:
        """The id of the place that a tile belongs to; where places overlap, of the smallest."""
        if self.sectors:
            return self.ids.get(self.sectors.get(tile, self.world))
        holding = [(box[2] * box[3], name) for name, box in self.boxes.items() if _holds(box, tile)]
        return self.ids[min(holding)[1]] if holding else None


def ground_of(tracks: Tracks, maze_name: str, maze: Maze | None = None) -> Ground:
    """The ground that a simulation happened on, by its map or else by where everybody was.

    Who begins in no place begins in the world, which is a place then.
    """
    tiles = [tile for track in tracks.by_name.values() for _, tile in track.moves()]
    known = (maze.width, maze.height) if maze else KNOWN_SIZES.get(maze_name)
    spare = 1 if known else 1 + SPARE_TILES
    width = max((known or (0, 0))[0], *(x + spare for x, _ in tiles))
    height = max((known or (0, 0))[1], *(y + spare for _, y in tiles))
    boxes = maze.boxes() if maze else _stays(tracks, width, height)
    sectors, world = (maze.sectors if maze else {}), _world_name(tracks, maze_name)
    without = Ground(width, height, boxes, _ids(boxes), sectors, world)
    if all(without.place_at(track.tile_at(tracks.first)) for track in tracks.by_name.values()):
        return without
    with_world = {**boxes, world: (0, 0, width, height)}
    return Ground(width, height, with_world, _ids(with_world), sectors, world)


def _stays(tracks: Tracks, width: int, height: int) -> dict[str, Box]:
    """For each sector, the box around all tiles at which somebody stayed for its sake."""
    around: dict[str, tuple[int, int, int, int]] = {}
    for track in tracks.by_name.values():
        for step, (x, y) in _stays_of(track, tracks.last):
            sector = tracks.actions[track.action_at(step)[1]].sector
            if sector:
                left, top, right, bottom = around.get(sector, (x, y, x, y))
                around[sector] = min(left, x), min(top, y), max(right, x), max(bottom, y)
    return {sector: _with_margin(edges, width, height) for sector, edges in sorted(around.items())}


def _stays_of(track: Track, last: int) -> Iterator[tuple[int, Tile]]:
    """Steps at which it stays where it is for a while, or is for the first time; talks do not count."""
    moves = [*track.moves(), (last + MINIMUM_STAY_STEPS, (0, 0))]
    yield moves[0]
    for (step, tile), (leaves, _) in pairwise(moves):
        begun = max(step, track.action_at(leaves - 1)[0])
        if leaves - begun >= MINIMUM_STAY_STEPS and not track.talks_between(begun, leaves):
            yield begun, tile


def _with_margin(edges: tuple[int, int, int, int], width: int, height: int) -> Box:
    left, top = max(0, edges[0] - MARGIN_TILES), max(0, edges[1] - MARGIN_TILES)
    right, bottom = min(width - 1, edges[2] + MARGIN_TILES), min(height - 1, edges[3] + MARGIN_TILES)
    return left, top, right - left + 1, bottom - top + 1


def _world_name(tracks: Tracks, maze_name: str) -> str:
    return next((action.world for action in tracks.actions if action.world), maze_name or "the world")


def _ids(names: Mapping[str, Box]) -> dict[str, str]:
    return unique_ids(names, "place")


def _holds(box: Box, tile: Tile) -> bool:
    return box[0] <= tile[0] < box[0] + box[2] and box[1] <= tile[1] < box[1] + box[3]

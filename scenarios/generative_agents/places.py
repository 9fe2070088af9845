"""Places: where the sectors that the actions name must lie, by where personas stay while they are at them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from scenarios.generative_agents.formats import slug
from scenarios.generative_agents.tracks import Track, Tracks
from sim.tiles import Tile

MINIMUM_STAY_STEPS = 6
"""Who stays so long is where its action is; who stays for less may only be on the way."""
MARGIN_TILES = 1
KNOWN_SIZES = {"the_ville": (140, 100)}
"""Width and height in tiles of the maps that are called so."""

Box = tuple[int, int, int, int]
"""x, y, width and height in tiles."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The map's size, and what is where: boxes of places by name; places may overlap, the smaller is meant then."""

    width: int
    height: int
    boxes: Mapping[str, Box]
    ids: Mapping[str, str]
    """The places' ids by name."""

    def place_at(self, tile: Tile) -> str | None:
        """The id of the smallest place that a tile lies in."""
        holding = [(box[2] * box[3], name) for name, box in self.boxes.items() if _holds(box, tile)]
        return self.ids[min(holding)[1]] if holding else None


def ground_of(tracks: Tracks, maze_name: str, boxes: Mapping[str, Box] | None = None) -> Ground:
    """The ground that a simulation happened on. `boxes` are the places, where a map says what they are."""
    tiles = [tile for track in tracks.by_name.values() for _, tile in track.moves()]
    known_width, known_height = KNOWN_SIZES.get(maze_name, (0, 0))
    width = max(known_width, *(x + 2 for x, _ in tiles))
    height = max(known_height, *(y + 2 for _, y in tiles))
    found = dict(_stays(tracks, width, height) if boxes is None else boxes)
    for tile in (next(track.moves())[1] for track in tracks.by_name.values()):
        if not any(_holds(box, tile) for box in found.values()):
            found[_world_name(tracks, maze_name)] = (0, 0, width, height)
    return Ground(width, height, found, _ids(found))


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
    ids: dict[str, str] = {}
    for number, name in enumerate(names):
        wanted = slug(name, f"place_{number}")
        ids[name] = f"{wanted[:34]}_{number}" if wanted in ids.values() else wanted
    return ids


def _holds(box: Box, tile: Tile) -> bool:
    return box[0] <= tile[0] < box[0] + box[2] and box[1] <= tile[1] < box[1] + box[3]

"""Approach: a visitor's sprite walks up to a character before they talk, wherever that one goes meanwhile.

Sprites of visitors are no part of the World, so how near is near enough for a talk is settled here, not by the rules.
"""

from sim.pathfinding import Pathfinder
from sim.tiles import Tile, steps_between
from web.feed import Feed
from web.presence import TILES_PER_SECOND
from web.visitors import Visitors

TALK_REACH_TILES = 2
"""Steps of the way from a visitor to a character at which a talk begins: a wall between them keeps them apart."""
EARSHOT_TILES = 5
"""Steps of the way at which a talk still goes on; whoever makes for a place further off walks away from it."""
DETOUR_TILES = 3
"""Who is on its way to a place this near to where the two can meet keeps to it."""


class Approach:
    """Where visitors are beside characters, and how they get there."""

    def __init__(self, feed: Feed, visitors: Visitors) -> None:
        self._feed, self._visitors = feed, visitors

    def is_there(self, visitor: str, agent: str) -> bool:
        """Whether the two stand near enough to begin a talk."""
        return self._is_within(TALK_REACH_TILES, self._visitors.tile(visitor), self._tile(agent))

    def stays(self, visitor: str, agent: str) -> bool:
        """Whether the visitor is, and where it walks will be, in earshot of the character."""
        return self._is_within(EARSHOT_TILES, self._goal(visitor), self._tile(agent))

    def go(self, visitor: str, agent: str) -> bool:
        """Set the sprite walking to beside where the two can meet, unless it does already; False for no way."""
        target = self._meeting_tile(visitor, agent)
        if self._visitors.is_walking(visitor) and self._is_within(DETOUR_TILES, self._goal(visitor), target):
            return True
        path = self._pathfinder.path(self._visitors.tile(visitor), target)
        if path is None:
            return False
        self._visitors.walk(visitor, path[:-1] or path)
        return True

    def _meeting_tile(self, visitor: str, agent: str) -> Tile:
        """Where the character stands, or the first tile of its walk where the visitor can be before it, or its end."""
        walk, here = self._feed.world.agents[agent].walk, self._visitors.tile(visitor)
        if walk is None:
            return self._tile(agent)
        for step, tile in enumerate(walk.path):
            sim_seconds = walk.start + step * walk.seconds_per_tile - self._feed.time
            # A lower bound of the way: who finds the character gone at the end of it sets out again from there.
            if (
                sim_seconds > 0
                and steps_between(here, tile) / TILES_PER_SECOND * self._feed.pace.effective <= sim_seconds
            ):
                return tile
        return walk.path[-1]

    def _is_within(self, reach: int, here: Tile, there: Tile) -> bool:
        if steps_between(here, there) > reach:  # no way is shorter, so none need be looked for
            return False
        path = self._pathfinder.path(here, there)
        return path is not None and len(path) - 1 <= reach

    def _goal(self, visitor: str) -> Tile:
        here = self._visitors.get(visitor)
        assert here is not None
        return here.path[-1]

    def _tile(self, agent: str) -> Tile:
        return self._feed.world.agents[agent].tile_at(self._feed.time)

    @property
    def _pathfinder(self) -> Pathfinder:
        return self._feed.world.setting.pathfinder

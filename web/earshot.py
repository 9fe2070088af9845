"""Earshot: whether a visitor can hear what a character says aloud.

Visitors are no part of the World, so it decides only how a mind is asked: what comes of that is in its answer.
"""

from collections.abc import Callable

from sim.rules import SIGHT_TILES
from sim.tiles import tile_distance
from web.feed import Feed
from web.visitors import Visitors

HEARING_TILES = SIGHT_TILES
"""How near a visitor's sprite is that reads what is said there: as near as characters see each other."""


def earshot(feed: Feed, visitors: Visitors) -> Callable[[str], bool]:
    """Whether anybody is near enough to a character to hear it, at the moment of asking."""

    def is_heard(agent: str) -> bool:
        here = feed.world.agents[agent].tile_at(feed.time)
        return any(tile_distance(here, tile) <= HEARING_TILES for tile in visitors.tiles())

    return is_heard

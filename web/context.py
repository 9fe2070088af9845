"""The context: everything that the web layer is given. A driver in `scenarios` builds it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from agents.cast import Cast
from sim.attempts import Attempts, MemoryAttempts
from sim.event_log import EventLog
from sim.town_map import TownMap
from sim.visitor_words import VisitorWords
from web.feed import Feed
from web.inbox import Inbox
from web.messages import TileSource
from web.visitors import Visitors

MINIMUM_ZOOM = -2
MAXIMUM_NATIVE_ZOOM = 0
"""Zoom 0 shows a picture pixel as a pixel; the tiles are cut from there down to MINIMUM_ZOOM."""


@dataclass(frozen=True)
class VillageContext:
    """One village as the web serves it.

    `tiles_folder` holds `{layer}/{z}/{x}/{y}.png`, `page_folder` the built client. With a `token`, nobody comes in
    without it. `log` is only read. `health` gives further facts for `/api/health`, as JSON values.
    """

    feed: Feed
    log: EventLog
    inbox: Inbox
    visitors: Visitors
    words: VisitorWords
    cast: Cast
    town_map: TownMap
    tiles_folder: Path
    page_folder: Path
    token: str | None = field(default=None, repr=False)
    attempts: Attempts = field(default_factory=MemoryAttempts)
    health: Callable[[], Mapping[str, object]] = dict

    @property
    def tiles(self) -> TileSource:
        """Where clients get the map's pictures; the folder's name makes the address of each painting its own."""
        address = "/tiles/{layer}/{{z}}/{{x}}/{{y}}.png?v={version}"
        return TileSource(
            ground=address.format(layer="ground", version=self.tiles_folder.name),
            above=address.format(layer="above", version=self.tiles_folder.name),
            minimum_zoom=MINIMUM_ZOOM,
            maximum_native_zoom=MAXIMUM_NATIVE_ZOOM,
        )

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
from web.history import History
from web.history_api import RunInfo, map_info
from web.inbox import Inbox
from web.inference import Spending
from web.messages import Both, TileSource
from web.page_routes import tile_source
from web.visitors import Visitors


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What is known of a run from its beginning on, for those who want to know what they see."""

    seed: int
    scenario: Both
    created: str


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
    history: History
    facts: RunFacts
    cast: Cast
    town_map: TownMap
    tiles_folder: Path
    page_folder: Path
    token: str | None = field(default=None, repr=False)
    attempts: Attempts = field(default_factory=MemoryAttempts)
    spending: Spending = field(default_factory=Spending)
    health: Callable[[], Mapping[str, object]] = dict

    @property
    def tiles(self) -> TileSource:
        """Where clients get the map's pictures."""
        return tile_source(self.tiles_folder)

    def run_info(self) -> RunInfo:
        """What run this is, and how far it has come."""
        return RunInfo(
            run=self.feed.run,
            live=True,
            seed=self.facts.seed,
            scenario=self.facts.scenario,
            created=self.facts.created,
            mind=self.feed.mind,
            start=self.history.start,
            end=self.feed.time,
            shown_from=self.feed.time,
            pace=self.feed.pace.factor,
            map=map_info(self.town_map),
            tiles=self.tiles,
        )

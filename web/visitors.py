"""The visitors: who is here, under which name, and where their sprites walk.

A visitor is known by a secret key, which it keeps, and by the public id that is the key's hash. Nothing is stored: the
same key is the same visitor tomorrow.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from hashlib import sha256
from secrets import token_urlsafe
from time import monotonic
from typing import Literal

from sim.tiles import Tile
from sim.world import Setting
from web.feed import Feed
from web.messages import VisitorMessage, VisitorView
from web.presence import is_under_way, rest_of, step_at, wall_milliseconds

START_PLACE = "square"
"""Newcomers stand at its easternmost door. At a side door neither a gate nor a tree-top is drawn over them."""
KEY_BYTES = 24
KEY_PATTERN = re.compile(r"[A-Za-z0-9_-]{32,128}")
"""A key that is not of this form was not made here, might be guessed, and is replaced."""
ID_PREFIX = "v-"
ID_HEX_DIGITS = 24
"""96 bits of the key's hash: enough that nobody finds a second key for somebody's public id."""
MAXIMUM_ABSENCE_SECONDS = 4.0
"""A page that reloads or loses its connection for less than this has not left."""
MAXIMUM_REMEMBERED_TILES = 1000
MAXIMUM_STEP_ASIDE_TILES = 3
"""A click on a roof or a tree leads to walkable ground up to this far from it."""
Language = Literal["zh", "en"]
UNNAMED: dict[Language, str] = {"zh": "访客", "en": "Visitor"}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is here. `path` is walked from `wall_start` (milliseconds since 1970)."""

    id: str
    key: str = field(repr=False)
    name: str
    language: Language
    path: tuple[Tile, ...]
    wall_start: int
    connections: int = 1
    absent_since: float | None = None

    def tile_at(self, now: int) -> Tile:
        """The tile nearest to where it is at `now`, in wall milliseconds."""
        return self.path[step_at(self.path, self.wall_start, now)]


def visitor_id(key: str) -> str:
    """The public id that belongs to a secret key."""
    return ID_PREFIX + sha256(f"taoyuan visitor {key}".encode()).hexdigest()[:ID_HEX_DIGITS]


def is_visitor(own_id: str) -> bool:
    """Whether an id is a visitor's: no character's, activity's or place's has a hyphen."""
    return own_id.startswith(ID_PREFIX)


class Visitors:
    """Everyone who is here. Comings, walks and goings are announced through the feed."""

    def __init__(
        self,
        feed: Feed,
        setting: Setting,
        wall: Callable[[], int] = wall_milliseconds,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._feed, self._wall, self._now = feed, wall, now
        self._pathfinder, self._walkable = setting.pathfinder, setting.town_map.walkable
        places = setting.town_map.places
        self._start = max(places.get(START_PLACE, next(iter(places.values()))).doors)
        self._here: dict[str, Visitor] = {}
        self._last_tiles: OrderedDict[str, Tile] = OrderedDict()

    def __len__(self) -> int:
        return len(self._here)

    def knows(self, visitor: str) -> bool:
        """Whether the id is that of somebody who is here or was lately."""
        return visitor in self._here or visitor in self._last_tiles

    def tiles(self) -> list[Tile]:
        """Where everybody's sprite is, walking or standing."""
        now = self._wall()
        return [visitor.tile_at(now) for visitor in self._here.values()]

    def get(self, visitor: str) -> Visitor | None:
        """The visitor of that id, if here."""
        return self._here.get(visitor)

    def join(self, key: str | None, name: str | None, language: Language) -> Visitor:
        """A connection of a visitor begins; one without a usable key is a new visitor and gets a key."""
        kept = key if key and KEY_PATTERN.fullmatch(key) else token_urlsafe(KEY_BYTES)
        here = self._here.get(visitor_id(kept))
        return self._come(kept, name, language) if here is None else self._come_again(here, name, language)

    def _come(self, key: str, name: str | None, language: Language) -> Visitor:
        own_id = visitor_id(key)
        tile = self._last_tiles.pop(own_id, None) or self._free_tile()
        visitor = Visitor(own_id, key, _shown_name(name, own_id, language), language, (tile,), self._wall())
        self._here[own_id] = visitor
        self._announce("joined", visitor)
        return visitor

    def _come_again(self, here: Visitor, name: str | None, language: Language) -> Visitor:
        again = replace(
            here,
            name=_shown_name(name, here.id, language),
            language=language,
            connections=here.connections + 1,
            absent_since=None,
        )
        self._here[here.id] = again
        if again.name != here.name:
            self._announce("joined", again)
        return again

    def part(self, visitor: str) -> None:
        """A connection of a visitor has ended. Whoever does not come back soon has left (see `sweep`)."""
        here = self._here[visitor]
        left = here.connections - 1
        self._here[visitor] = replace(here, connections=left, absent_since=self._now() if left == 0 else None)

    def sweep(self) -> list[str]:
        """Let those go who have been absent too long; their ids. Call it about once a second."""
        limit = self._now() - MAXIMUM_ABSENCE_SECONDS
        gone = [v for v in self._here.values() if v.absent_since is not None and v.absent_since <= limit]
        for visitor in gone:
            self._leave(visitor)
        return [visitor.id for visitor in gone]

    def _leave(self, visitor: Visitor) -> None:
        self._last_tiles[visitor.id] = visitor.tile_at(self._wall())
        if len(self._last_tiles) > MAXIMUM_REMEMBERED_TILES:
            self._last_tiles.popitem(last=False)
        self._announce("left", visitor)
        del self._here[visitor.id]

    def tile(self, visitor: str) -> Tile:
        """Where the sprite of somebody who is here stands, or sets its foot next: a new walk begins there."""
        return self._steps_under_way(visitor)[0][-1]

    def is_walking(self, visitor: str) -> bool:
        """Whether the sprite has not come to the end of its way."""
        here = self._here[visitor]
        return is_under_way(here.path, here.wall_start, self._wall())

    def move(self, visitor: str, to: Tile) -> bool:
        """Set a visitor's sprite walking to a tile, or near it if nobody can stand there; False if it can't be."""
        goal = self._nearest_walkable(to)
        path = goal and self._pathfinder.path(self.tile(visitor), goal)
        if path:
            self.walk(visitor, path)
        return bool(path)

    def walk(self, visitor: str, path: tuple[Tile, ...]) -> None:
        """Set a visitor's sprite walking along a path from its `tile`. A step that it is taking is taken to its end."""
        steps, start = self._steps_under_way(visitor)
        self._here[visitor] = replace(self._here[visitor], path=(*steps[:-1], *path), wall_start=start)
        self._announce("moved", self._here[visitor])

    def halt(self, visitor: str) -> None:
        """Let a visitor's sprite stand at the end of the step that it is taking."""
        tile = self.tile(visitor)
        if self._here[visitor].path[-1] != tile:
            self.walk(visitor, (tile,))

    def _steps_under_way(self, visitor: str) -> tuple[tuple[Tile, ...], int]:
        """The tile that it stands on, or the two of the step that it is taking; and since when, in wall time."""
        here, now = self._here[visitor], self._wall()
        left, since = rest_of(here.path, here.wall_start, now)
        return (left[:2], since) if len(left) > 1 and now > since else (left[:1], now)

    def _free_tile(self) -> Tile:
        """Where newcomers stand: at the start, beside those who stand there already."""
        taken = {self.tile(visitor) for visitor in self._here}
        return self._nearest_walkable(self._start, taken) or self._start

    def _nearest_walkable(self, to: Tile, taken: Collection[Tile] = ()) -> Tile | None:
        reach = range(-MAXIMUM_STEP_ASIDE_TILES, MAXIMUM_STEP_ASIDE_TILES + 1)
        aside = sorted(((dx, dy) for dx in reach for dy in reach), key=lambda d: d[0] ** 2 + d[1] ** 2)
        beside = ((to[0] + dx, to[1] + dy) for dx, dy in aside)
        return next((tile for tile in beside if tile in self._walkable and tile not in taken), None)

    def _announce(self, change: str, visitor: Visitor) -> None:
        now = self._wall()
        view = VisitorView(id=visitor.id, name=visitor.name, at=visitor.tile_at(now))
        start = visitor.wall_start
        walk = {"path": visitor.path, "wall_start": start, "walked_milliseconds": now - start}
        message = {"seq": 0, "change": change, "visitor": view, **(walk if change == "moved" else {})}
        self._feed.announce(VisitorMessage.model_validate(message))


def _shown_name(name: str | None, own_id: str, language: Language) -> str:
    """The name as others see it: without control characters, and never empty."""
    visible = "".join(c for c in name or "" if c.isprintable()).strip()
    return visible or f"{UNNAMED[language]} {own_id[2:6]}"

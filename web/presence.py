"""Presence: where the visitors are, as everyone sees it. It never enters the world's events.

A visitor's sprite walks by wall clock, at one speed, at any pace of the village. Clients interpolate the walk; the
server knows where the walker is by the same sum. Times are wall milliseconds since 1970.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from time import time_ns

from sim.tiles import Tile
from web.messages import VisitorMessage, VisitorView

TILES_PER_SECOND = 4
"""How fast a visitor walks, in tiles per wall second."""
MILLISECONDS_PER_TILE = 1000 // TILES_PER_SECOND
MAXIMUM_REMEMBERED_NAMES = 1000


def wall_milliseconds() -> int:
    """Wall time in milliseconds since 1970."""
    return time_ns() // 1_000_000


def step_at(path: Sequence[Tile], start: int, now: int) -> int:
    """The index of the tile of `path` that a walker who set out at `start` is nearest to."""
    steps = (now - start + MILLISECONDS_PER_TILE // 2) // MILLISECONDS_PER_TILE
    return max(0, min(steps, len(path) - 1))


def rest_of(path: Sequence[Tile], start: int, now: int) -> tuple[tuple[Tile, ...], int]:
    """What is left of a walk from the tile that was left last, and when that one was left."""
    step = max(0, min((now - start) // MILLISECONDS_PER_TILE, len(path) - 1))
    return tuple(path[step:]), start + step * MILLISECONDS_PER_TILE


def is_under_way(path: Sequence[Tile], start: int, now: int) -> bool:
    """Whether the last tile has not been reached yet."""
    return now < start + (len(path) - 1) * MILLISECONDS_PER_TILE


class Presence:
    """The visitors who are here, each by the last message that told of it."""

    def __init__(self) -> None:
        self._last: dict[str, VisitorMessage] = {}
        self._names_of_the_gone: OrderedDict[str, str] = OrderedDict()

    def __contains__(self, visitor: str) -> bool:
        return visitor in self._last

    def note(self, message: VisitorMessage) -> None:
        """Take in that a visitor came, walks, or left."""
        visitor = message.visitor
        self._names_of_the_gone.pop(visitor.id, None)
        if message.change != "left":
            self._last[visitor.id] = message
            return
        self._last.pop(visitor.id, None)
        self._names_of_the_gone[visitor.id] = visitor.name
        if len(self._names_of_the_gone) > MAXIMUM_REMEMBERED_NAMES:
            self._names_of_the_gone.popitem(last=False)

    def known_as(self, visitor: str | None) -> str | None:
        """What clients know a visitor by: the id while it is here, else its name, if that is remembered."""
        return visitor if visitor is None or visitor in self else self._names_of_the_gone.get(visitor, visitor)

    def views(self, now: int) -> list[VisitorView]:
        """Every visitor where it is at `now`."""
        return [_standing(message, now) for message in self._last.values()]

    def walks_under_way(self, now: int, seq: int) -> Iterator[VisitorMessage]:
        """What is left of every walk, for those who have only a snapshot: that can't hold walks."""
        for message in self._last.values():
            path, start = message.path, message.wall_start
            if path and start is not None and is_under_way(path, start, now):
                left, since = rest_of(path, start, now)
                yield VisitorMessage(
                    seq=seq,
                    change="moved",
                    visitor=_standing(message, now),
                    path=list(left),
                    wall_start=since,
                    walked_milliseconds=now - since,
                )


def _standing(message: VisitorMessage, now: int) -> VisitorView:
    if not message.path or message.wall_start is None:
        return message.visitor
    at = message.path[step_at(message.path, message.wall_start, now)]
    return message.visitor.model_copy(update={"at": at})

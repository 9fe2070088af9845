"""Happenings: what concerns more than one life, as weather, a market day or a fire, and the record of what goes on.

They come from the scenario, which has them at set times, or from outside as an input. Either way they begin and end as
events of the village itself, which bear the id VILLAGE: no character can have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sim.clock import SimTime
from sim.text import Text

VILLAGE = "_village"
"""The id that events of the village bear: characters' begin with a small letter, and sort after it."""
MAXIMUM_HAPPENINGS = 8
"""What can go on at once; the oldest ends when there is more."""

Weather = Literal["sunny", "cloudy", "rain", "storm", "snow", "fog"]
Occasion = Literal["market_day", "festival", "stranger", "lost_lamb", "fire"]
Kind = Literal[Weather, Occasion]
WEATHERS: tuple[Weather, ...] = ("sunny", "cloudy", "rain", "storm", "snow", "fog")
GATHERINGS: tuple[Kind, ...] = ("market_day", "festival")
INCIDENTS: tuple[Kind, ...] = ("stranger", "lost_lamb", "fire")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that is to happen: for how long, and where (weather is everywhere)."""

    what: Kind
    place: str | None
    seconds: int
    text: Text


@dataclass(frozen=True, slots=True)
class Scheduled:
    """An occurrence at its time, as a scenario has it."""

    time: SimTime
    occurrence: Occurrence


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that goes on from `start` to `until`."""

    id: str
    what: Kind
    place: str | None
    start: SimTime
    until: SimTime
    text: Text


@dataclass(frozen=True, slots=True)
class VillageRecord:
    """What goes on, the oldest first, and how much there has been: all that is the village's and nobody's own."""

    happenings: tuple[Happening, ...] = ()
    scheduled: int = 0
    """How many of the scenario's have begun."""
    counter: int = 0
    """Events that bear the village's id so far; the next one's counter."""

    @property
    def weather(self) -> Weather | None:
        """The weather that has come; None for the scenario's own."""
        found = {happening.what for happening in self.happenings}
        return next((weather for weather in WEATHERS if weather in found), None)


def next_change(record: VillageRecord, schedule: Sequence[Scheduled]) -> SimTime | None:
    """When the next happening begins or ends by itself."""
    ends = [happening.until for happening in record.happenings]
    begins = [scheduled.time for scheduled in schedule[record.scheduled : record.scheduled + 1]]
    return min([*ends, *begins], default=None)

"""The rules of what happens to the village: what begins, what it puts an end to, and what is over by itself."""

from collections.abc import Sequence

from sim.clock import SimTime
from sim.happenings import MAXIMUM_HAPPENINGS, WEATHERS, Happening, Occurrence
from sim.village_facts import Happened, HappeningEnded, VillageFact
from sim.world import World


def due(world: World, time: SimTime) -> Sequence[VillageFact]:
    """The next that is over, or begins, by itself at `time`; nothing when nothing is due."""
    record, schedule = world.village, world.setting.schedule
    over = [happening for happening in record.happenings if happening.until <= time]
    if over:
        return [HappeningEnded(happening) for happening in over]
    upcoming = schedule[record.scheduled : record.scheduled + 1]
    return begin(world, upcoming[0].occurrence, time, scheduled=True) if upcoming and upcoming[0].time <= time else []


def begin(world: World, occurrence: Occurrence, time: SimTime, *, scheduled: bool = False) -> Sequence[VillageFact]:
    """The occurrence begins now. New weather ends the old, and the same thing at the same place the one before."""
    record = world.village
    replaced = [happening for happening in record.happenings if _gives_way(happening, occurrence)]
    kept = [happening for happening in record.happenings if happening not in replaced]
    replaced += kept[: max(0, len(kept) + 1 - MAXIMUM_HAPPENINGS)]
    fresh = Happening(
        id=f"{occurrence.what}-{record.counter + len(replaced)}",
        what=occurrence.what,
        place=occurrence.place,
        start=time,
        until=time + occurrence.seconds,
        text=occurrence.text,
    )
    return [*(HappeningEnded(happening) for happening in replaced), Happened(fresh, scheduled)]


def _gives_way(happening: Happening, occurrence: Occurrence) -> bool:
    if occurrence.what in WEATHERS:
        return happening.what in WEATHERS
    return (happening.what, happening.place) == (occurrence.what, occurrence.place)

"""Free time: the stretches of a day that its character may fill as it likes, and what each may be filled with.

Work keeps its hours, meals and rest theirs. Open are the hours of a pastime, which any other may fill, or by day more
of the character's own; and where work that has several places begins.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from agents.cast import Activity, Cast, Character
from agents.observation import MAXIMUM_SLOT_OPTIONS, MAXIMUM_SLOTS, Slot
from sim.clock import DAY, HOUR, SimTime
from sim.records import PlanItem

DAYTIME_BEGINS, DAYTIME_ENDS = 6 * HOUR, 20 * HOUR
"""Seconds of a day between which people go about their own business."""


def is_daytime(time: SimTime) -> bool:
    """Whether it is an hour at which people go about their own business."""
    return DAYTIME_BEGINS <= time % DAY < DAYTIME_ENDS


def free_slots(
    cast: Cast, character: Character, plan: Sequence[PlanItem], time: SimTime, places: Collection[str]
) -> tuple[Slot, ...]:
    """What of a plan is open at `time`, in order; only `places` can be gone to."""
    slots: list[Slot] = []
    for item in plan:
        options = tuple(dict.fromkeys(_options(cast, character, item)))
        possible = tuple(option for option in options if option.partition("@")[2] in places)[:MAXIMUM_SLOT_OPTIONS]
        is_later = not slots or item.start > slots[-1].start  # a slot is called by its start
        if len(possible) > 1 and item.end > max(time, item.start) and is_later:
            slots.append(Slot(start=item.start, end=item.end, options=possible))
    return tuple(slots[:MAXIMUM_SLOTS])


def filled(
    cast: Cast, character: Character, plan: Sequence[PlanItem], slots: Sequence[Slot], choices: Sequence[str]
) -> tuple[PlanItem, ...]:
    """The plan with its slots filled as chosen; where nothing that was offered is, as usual."""
    chosen = {slot.start: choice for slot, choice in zip(slots, choices, strict=False) if choice in slot.options}
    return tuple(_filled(cast, character, item, chosen.get(item.start)) for item in plan)


def _filled(cast: Cast, character: Character, item: PlanItem, choice: str | None) -> PlanItem:
    if choice is None or item.end <= item.start:
        return item
    activity, _, place = choice.partition("@")
    return replace(item, activity=activity, place=place, working=cast.activity(character.id, activity).working)


def _options(cast: Cast, character: Character, item: PlanItem) -> Iterator[str]:
    """The usual first; nothing else where the hour is not the character's own."""
    usual = cast.activity(character.id, item.activity)
    yield f"{usual.id}@{item.place}"
    if usual.id in character.activity_by_id:
        yield from _at_each_place(character, usual)
    elif usual.free:
        for pastime in (usual, *(activity for activity in cast.common if activity.free)):
            yield from _at_each_place(character, pastime)
        if is_daytime(item.start):
            yield from (next(_at_each_place(character, own)) for own in character.activities)


def _at_each_place(character: Character, activity: Activity) -> Iterator[str]:
    for place in activity.places:
        yield f"{activity.id}@{character.home if place == 'home' else place}"

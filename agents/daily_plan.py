"""The daily plan: a character's day from the cast, with times a little different every day."""

from collections.abc import Sequence

from agents.cast import Cast, Character
from sim.chance import below
from sim.clock import DAY, MINUTE, SimTime, parse_clock, start_of_day
from sim.records import PlanItem, Task

JITTER_MINUTES = 8
"""How much earlier or later than the cast says a day's entries begin."""


def plan_for_day(cast: Cast, character: Character, seed: int, midnight: SimTime) -> tuple[PlanItem, ...]:
    """The day's items in order, the last ending at bedtime. Variety is a function of the seed and the day."""
    day = midnight // DAY
    starts = [
        midnight + parse_clock(entry.at) + _jitter(seed, character.id, f"plan {index}", day)
        for index, entry in enumerate(character.day.plan)
    ]
    ends = [*starts[1:], midnight + parse_clock(character.day.sleep) + _jitter(seed, character.id, "sleep", day)]
    items = []
    for entry, start, end in zip(character.day.plan, starts, ends, strict=True):
        activity = cast.activity(character.id, entry.activity)
        place = entry.place or activity.places[0]
        resolved = character.home if place == "home" else place
        items.append(PlanItem(start, max(start, end), entry.activity, resolved, activity.working))
    return tuple(items)


def wake_time(character: Character, seed: int, midnight: SimTime) -> SimTime:
    """When the character gets up on the day that begins at `midnight`."""
    return midnight + parse_clock(character.day.wake) + _jitter(seed, character.id, "wake", midnight // DAY)


def next_wake(character: Character, seed: int, time: SimTime) -> SimTime:
    """When the character, falling asleep now, gets up."""
    today = wake_time(character, seed, start_of_day(time))
    return today if time < today else wake_time(character, seed, start_of_day(time) + DAY)


def task_of(plan: Sequence[PlanItem], time: SimTime) -> Task | None:
    """The task that the plan has for this moment; before the first item that one, after the last none."""
    for item in plan:
        if time < item.end:
            return Task(item.activity, item.place, item.end, item.working, "plan")
    return None


def _jitter(seed: int, agent_id: str, purpose: str, day: int) -> int:
    minutes = below(2 * JITTER_MINUTES + 1, seed, agent_id, purpose, day) - JITTER_MINUTES
    return minutes * MINUTE

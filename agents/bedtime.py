"""Bedtime: how a character's day ends. It goes home, thinks the day over once, and sleeps until morning.

The mind says what the day was; where it does not within its patience, the rules do, and nobody lies awake for it.
"""

from collections.abc import Sequence

from agents.daily_plan import next_wake
from agents.memory import reflection_memory
from agents.observation import SLEEP
from agents.reflection import reflection
from agents.situation import Situation
from sim.actions import Action, Remember, Sleep, WalkTo
from sim.clock import next_tick
from sim.text import Text


def retire(here: Situation) -> Sequence[Action]:
    """Go home to bed, and sleep there until morning; whoever finds no bed free sleeps where it stands."""
    request = here.record.request
    if request is not None and request.purpose == "reflect":  # the mind has had its time
        return sleep(here, [reflection(here.cast, here.observe("reflect", (SLEEP,)), here.seed, request.ordinal)])
    just_arrived = here.record.place == here.character.home and here.record.moved_at == here.time
    if just_arrived or _in_bed(here):
        return sleep(here, ()) if _has_reflected(here) else [here.think("reflect", (SLEEP,))]
    return [WalkTo(here.id, here.character.home, here.character.seconds_per_tile, use="sleep")]


def sleep(here: Situation, thoughts: Sequence[Text]) -> Sequence[Action]:
    """Keep what the day was, and fall asleep."""
    kept = [Remember(here.id, reflection_memory(here.id, thought, here.time)) for thought in thoughts]
    wake = next_wake(here.character, here.seed, here.time)
    return [*kept, Sleep(here.id, next_tick(wake, here.world.setting.decision_tick_seconds))]


def _has_reflected(here: Situation) -> bool:
    """Whether it has thought over this day: the one that its plan is for."""
    begun = here.record.plan[0].start
    return any(memory.kind == "reflection" and memory.time >= begun for memory in here.record.memories)


def _in_bed(here: Situation) -> bool:
    if here.record.place != here.character.home:
        return False
    seats = here.world.setting.place(here.character.home).seats
    return any(seat.tile == here.record.seat and seat.use == "sleep" for seat in seats)

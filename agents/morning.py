"""Morning: how a character's day begins. It asks its mind what to do with the hours that are its own.

Where the mind does not say within its patience, the day is the usual one, and nobody stands about for it.
"""

from collections.abc import Sequence

from agents.daily_plan import plan_for_day
from agents.free_time import filled, free_slots
from agents.memory import plan_memory
from agents.observation import PLAN, observation_of
from agents.situation import Situation
from sim.actions import Action, FinishTask, MakePlan, Remember, Think, Wait
from sim.clock import MINUTE, start_of_day
from sim.inputs import Decided
from sim.records import PlanItem, Request
from sim.text import Text

PLAN_PATIENCE_SECONDS = 15 * MINUTE
"""How long a character waits for its mind to make up the day, before the day is the usual one."""


def greet(here: Situation) -> Sequence[Action]:
    """Ask the mind for the day's plan; the second time, go by the usual one."""
    if here.record.request is not None and here.record.request.purpose == "plan":  # the mind has had its time
        return _settle(here, _usual(here), None)
    finish = [FinishTask(here.id)] if here.record.task else []
    return [*finish, _think(here)]


def settle(here: Situation, request: Request, decided: Decided) -> Sequence[Action]:
    """Make the mind's plan the day's; its intention is what is remembered of it."""
    slots = observation_of(request).slots
    plan = filled(here.cast, here.character, _usual(here), slots, decided.choices)
    return _settle(here, plan, decided.lines[0].text if decided.lines else None)


def _think(here: Situation) -> Think:
    places = here.world.setting.town_map.places
    slots = free_slots(here.cast, here.character, _usual(here), here.time, places)
    seen = here.observe("plan", (PLAN,)).model_copy(update={"slots": slots})
    return Think(here.id, "plan", seen.to_json(), here.time + PLAN_PATIENCE_SECONDS)


def _usual(here: Situation) -> tuple[PlanItem, ...]:
    return plan_for_day(here.cast, here.character, here.seed, start_of_day(here.time))


def _settle(here: Situation, plan: tuple[PlanItem, ...], intention: Text | None) -> Sequence[Action]:
    remember = Remember(here.id, plan_memory(here.cast, here.character, plan, here.time, intention))
    return [MakePlan(here.id, plan), remember, Wait(here.id, here.time)]

"""Witness: what a character does about something that happens. It remembers it, and thinks whether to do anything.

It may carry on, go and see (and help), or go home. What it does then is a task like any other, while the happening
lasts; its plan, or the work that it left, comes after. Whoever has promised a visitor something keeps to that.
"""

from collections.abc import Sequence

from agents.attendance import CELEBRATING, LENDING_A_HAND, LOOKING_ON, SHELTERING
from agents.cast import Cast
from agents.observation import GO, HOME, PASS, observation_of
from agents.perception import ATTENDING, attended, knows, news_id, occurring, perceives
from agents.situation import Situation, situation
from sim.actions import Action, FinishTask, Remember, Speak, StartTask, Think, Wait, WalkTo
from sim.clock import HOUR, MINUTE, SimTime
from sim.happenings import INCIDENTS, Happening, Kind
from sim.inputs import Decided
from sim.records import Memory, News, Request, Task
from sim.text import Text
from sim.world import World

REACT_PATIENCE_SECONDS = 5 * MINUTE
"""How long somebody who has just noticed something waits for its mind, before it goes on as it was."""
MAXIMUM_ATTENDING_SECONDS = 2 * HOUR
"""How long anybody stays with a happening, or at home for it, at a time."""
REMARKABLE, INCIDENT = 3, 7
"""How important it is to have felt weather or heard of a gathering, and to have witnessed an incident."""
INTERRUPTIBLE = ("next", "meet", "react")
"""The questions that something that happens takes the place of."""
SENDS_HOME: tuple[Kind, ...] = ("rain", "storm", "snow", "fire")
CALLS: dict[Kind, str] = {
    "market_day": CELEBRATING,
    "festival": CELEBRATING,
    "stranger": LOOKING_ON,
    "lost_lamb": LENDING_A_HAND,
    "fire": LENDING_A_HAND,
}
"""What those do who go to see."""


def witness(world: World, cast: Cast, time: SimTime) -> Sequence[Sequence[Action]]:
    """What everybody does who perceives something new where it is, in the order of their ids."""
    if not world.village.happenings:
        return []
    return [
        perceive(situation(world, cast, own_id, time), record.wake or time) for own_id, record in world.agents.items()
    ]


def perceive(here: Situation, until: SimTime) -> Sequence[Action]:
    """Remember what is new to the character, and think about the latest of it, until `until` at the longest."""
    fresh = [
        happening
        for happening in here.world.village.happenings
        if perceives(here.world, here.record, happening, here.time) and not knows(here.record, happening)
    ]
    remembered = [Remember(here.id, _memory(here, happening)) for happening in fresh]
    thoughts = [_think(here, happening, until) for happening in fresh if _is_free(here)]
    return [*remembered, *[thought for thought in thoughts if thought][-1:]]


def on_waking(here: Situation) -> Sequence[Action]:
    """The same for one whose wake-up is due: it goes on at once if there is nothing to think about.

    What it came for may be over.
    """
    task = here.record.task
    if task and task.origin.startswith(ATTENDING) and attended(here.world, task) is None:
        return [FinishTask(here.id), Wait(here.id, here.time)]
    seen = perceive(here, here.time + REACT_PATIENCE_SECONDS)
    return [*seen, Wait(here.id, here.time)] if seen and not isinstance(seen[-1], Think) else seen


def respond(here: Situation, request: Request, decided: Decided) -> Sequence[Action]:
    """Do what the mind chose, if it still goes on."""
    seen = observation_of(request).happening
    happening = next((h for h in here.world.village.happenings if seen and h.id == seen.id), None)
    if happening is None or decided.choice == PASS or here.record.state not in ("idle", "working"):
        return []
    place = here.character.home if decided.choice == HOME else happening.place or here.character.home
    activity = SHELTERING if decided.choice == HOME else CALLS[happening.what]
    until = min(happening.until, here.time + MAXIMUM_ATTENDING_SECONDS, _bedtime(here))
    finish = [FinishTask(here.id)] if here.record.task else []
    task = Task(activity, place, until, working=False, origin=f"{ATTENDING}{happening.id}")
    calls = [Speak(here.id, line.text, decided.source) for line in decided.lines[:1]]
    return [*calls, *finish, StartTask(here.id, task), _set_out(here, place)]


def _set_out(here: Situation, place: str) -> Action:
    if here.record.place == place:
        return Wait(here.id, here.time + MINUTE)
    return WalkTo(here.id, place, here.character.seconds_per_tile)


def _is_free(here: Situation) -> bool:
    """Whether it can leave what it is at: its day is not over, it has promised nothing and left nothing unfinished, and
    is not thinking about what matters more."""
    record = here.record
    bound = record.commands or record.unfinished or (record.task is not None and record.task.origin == "command")
    busy = record.request is not None and record.request.purpose not in INTERRUPTIBLE
    return not bound and not busy and here.time < _bedtime(here)


def _bedtime(here: Situation) -> SimTime:
    return here.record.plan[-1].end if here.record.plan else here.time


def _think(here: Situation, happening: Happening, until: SimTime) -> Think | None:
    """The question whether to do anything about it; None where there is nothing to be done."""
    goes = happening.what in CALLS and here.record.place != happening.place
    leaves = happening.what in SENDS_HOME and here.character.home not in (here.record.place, happening.place)
    options = (PASS, *((GO,) if goes else ()), *((HOME,) if leaves else ()))
    if len(options) == 1:
        return None
    seen = here.observe("react", options).model_copy(update={"happening": occurring(happening)})
    return Think(here.id, "react", seen.to_json(), until)


def _memory(here: Situation, happening: Happening) -> Memory:
    """Weather and gatherings are everybody's; what one alone has witnessed is news."""
    if happening.what not in INCIDENTS:
        return Memory(here.time, "happening", happening.id, happening.text, REMARKABLE)
    name, text = here.character.name, happening.text
    told = Text(f"{name.zh}亲眼见着{text.zh}", f"{name.en} saw it: {text.en}")
    own = Text(f"我亲眼见着{text.zh}", f"I saw it: {text.en}")
    place = happening.place or here.character.home
    return Memory(here.time, "news", here.id, own, INCIDENT, News(news_id(happening, here.id), here.id, place, told))

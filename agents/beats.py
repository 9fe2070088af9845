"""Beats: how a character goes on with the task that it is at. Each wake-up during a task is a beat.

Work shifts to another spot or the next place of a route, now and then with a line of the activity's own; leisure looks
for company, and thinks when there is some.
"""

from collections.abc import Sequence

from agents.cast import Activity
from agents.news import arising
from agents.observation import MOVE, STAY, TALK
from agents.situation import Situation
from agents.sociability import company
from sim.actions import Action, FinishTask, Speak, Wait, WalkTo
from sim.chance import below
from sim.clock import MINUTE, next_tick
from sim.records import Task

MAXIMUM_STAND_SECONDS = 40 * MINUTE
"""Longest that somebody awake stays on one spot of its own accord."""
MUTTER_PERCENT = 35
"""How often a beat is spoken aloud."""
SHIFT_PERCENT = 60
"""How often a beat is another spot."""


def go_on(here: Situation, task: Task) -> Sequence[Action]:
    """A beat of the present task: end it, return to it, or do it a little differently."""
    waiting = bool(here.record.commands or here.record.unfinished)
    if here.time >= task.until or (waiting and not task.working):
        return [*arising(here, task), FinishTask(here.id), Wait(here.id, here.time)]
    activity = here.activity(task.activity)
    places = places_of(here, activity, task)
    if here.record.place not in places:
        return [WalkTo(here.id, task.place, here.character.seconds_per_tile)]
    if here.record.moved_at == here.time:
        return _stay(here, activity)
    if not task.working and (others := company(here)):
        return [here.think("next", (STAY, MOVE, *(f"{TALK}{other.id}" for other in others)))]
    return _shift(here, activity, places)


def places_of(here: Situation, activity: Activity, task: Task) -> tuple[str, ...]:
    """Where the activity may happen: its own places in turn, or only the one that the plan names."""
    own = tuple(here.place_of(place) for place in activity.places)
    return own if task.place in own else (task.place,)


def move_about(here: Situation, places: tuple[str, ...]) -> WalkTo:
    """Walk to another spot of the only place, or to the next place of a route."""
    index = places.index(here.record.place) if here.record.place in places else -1
    return WalkTo(here.id, places[(index + 1) % len(places)], here.character.seconds_per_tile)


def wait_a_beat(here: Situation, activity: Activity) -> Wait:
    """Until the next beat: the activity's own measure, give or take a third, on a decision tick."""
    seconds = activity.beat_minutes * MINUTE
    jitter = below(2 * seconds // 3 + 1, here.seed, here.id, "beat", here.record.counter) - seconds // 3
    until = next_tick(here.time + max(MINUTE, seconds + jitter), here.world.setting.decision_tick_seconds)
    return Wait(here.id, min(until, here.record.task.until) if here.record.task else until)


def _shift(here: Situation, activity: Activity, places: tuple[str, ...]) -> Sequence[Action]:
    """Go on at another spot or the next place; or stay and perhaps say something."""
    stiff = here.time - here.record.moved_at >= MAXIMUM_STAND_SECONDS
    if len(places) > 1 or stiff or here.percent("shift") < SHIFT_PERCENT:
        return [move_about(here, places)]
    return _stay(here, activity)


def _stay(here: Situation, activity: Activity) -> Sequence[Action]:
    """Now and then a line of the activity's own, or the sentence that belongs to the role; then wait."""
    wait = wait_a_beat(here, activity)
    lines = [*activity.says, *([here.character.command.words] if activity.says else [])]
    if not lines or here.percent("mutter") >= MUTTER_PERCENT:
        return [wait]
    words = here.choose(lines, "line")
    return [Speak(here.id, words.text, "rule"), wait]

"""Behaviour: the role rules. What an agent does next when it is woken, meets somebody, gets an answer or a visitor.

The rules are the same for all; the differences between roles are data: the character's day, its activities with their
places and lines, its command. Every method reads the World and returns actions; what needs thought becomes a Think.
How a task goes on is in `beats`, talk in `sociability`, who is noticed at work in `noticing`, what happens to the
village in `witness`, visitors in `hospitality`, what they whisper in `inner_voice`, the shape of a day in `daily_plan`,
how it begins in `morning`, and how it ends in `bedtime`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from agents import bedtime, hospitality, inner_voice, morning, witness
from agents.beats import go_on, move_about, places_of, wait_a_beat
from agents.cast import Cast
from agents.daily_plan import task_of
from agents.noticing import notice, react
from agents.observation import DO, MOVE, TALK
from agents.situation import Situation, situation
from agents.sociability import approach, converse, meet, pass_by
from sim.actions import Action, ComposeConversation, StartTask, Wait, WakeUp, WalkTo
from sim.clock import MINUTE, SimTime, start_of_day
from sim.inputs import Decided, Payload
from sim.records import Request
from sim.world import World

RESUME_SECONDS = 15 * MINUTE
"""What an interrupted task gets at the least when it is taken up again."""


@dataclass(frozen=True)
class RoleBehaviour:
    """Implements sim's Behaviour for a cast."""

    cast: Cast

    def wake(self, world: World, agent_id: str, time: SimTime) -> Sequence[Action]:
        """What the agent does now that its wake-up is due."""
        here = situation(world, self.cast, agent_id, time)
        record = here.record
        if record.conversation is not None:
            return converse(here, world.conversations[record.conversation])
        if record.visitor_talk is not None:
            return hospitality.tire(here, record.visitor_talk)
        if record.state == "sleeping":
            return [WakeUp(agent_id)]
        if not record.plan or start_of_day(record.plan[0].start) != start_of_day(time):
            return morning.greet(here)
        if thoughts := witness.on_waking(here) or inner_voice.muse(here):
            return thoughts
        return go_on(here, record.task) if record.task else _begin(here)

    def meet(self, world: World, agent_id: str, other_id: str, time: SimTime) -> Sequence[Action]:
        """Two come within reach: at leisure the one who walks decides; one who is at work may notice the other.

        Of two walkers it is the one who walks up to the other.
        """
        first, second = world.agents[agent_id], world.agents[other_id]
        seeks = second.walk is not None and second.walk.towards == first.id
        walker, other = (first, second) if first.walk and not seeks else (second, first)
        if walker.walk is None:
            return []
        if walker.state == other.state == "idle":
            return meet(situation(world, self.cast, walker.id, time), other)
        worker, passer_by = (other, walker) if other.state == "working" else (walker, other)
        return notice(situation(world, self.cast, worker.id, time), passer_by)

    def decide(self, world: World, request: Request, decided: Decided, time: SimTime) -> Sequence[Action]:
        """Turn a mind's validated answer into actions."""
        here = situation(world, self.cast, request.agent, time)
        return _ANSWERED[request.purpose](here, request, decided)

    def receive(self, world: World, payload: Payload, time: SimTime) -> Sequence[Action]:
        """A visitor did something."""
        return hospitality.receive(world, self.cast, payload, time)

    def witness(self, world: World, time: SimTime) -> Sequence[Sequence[Action]]:
        """Something happens to the village."""
        return witness.witness(world, self.cast, time)


def _compose(here: Situation, request: Request, decided: Decided) -> Sequence[Action]:
    told = (decided.about, decided.news, decided.upshot, decided.goes_on)
    return [ComposeConversation(here.id, decided.lines, decided.source, *told)]


def _reflected(here: Situation, request: Request, decided: Decided) -> Sequence[Action]:
    return bedtime.sleep(here, [line.text for line in decided.lines])


def _met(here: Situation, request: Request, decided: Decided) -> Sequence[Action]:
    """Stop for a talk, or walk on."""
    if decided.choice.startswith(TALK):
        return approach(here, decided.choice.removeprefix(TALK))
    return pass_by(here, request)


def _spend_time(here: Situation, request: Request, decided: Decided) -> Sequence[Action]:
    """At leisure: talk with somebody, move about, or stay."""
    if decided.choice.startswith(TALK):
        return approach(here, decided.choice.removeprefix(TALK))
    if decided.choice.startswith(DO):
        return inner_voice.follow(here, decided.choice.removeprefix(DO))
    if here.record.task is None:
        return []
    activity = here.activity(here.record.task.activity)
    if decided.choice == MOVE:
        return [move_about(here, places_of(here, activity, here.record.task))]
    return [wait_a_beat(here, activity)]


_ANSWERED: dict[str, Callable[[Situation, Request, Decided], Sequence[Action]]] = {
    "plan": morning.settle,
    "next": _spend_time,
    "meet": _met,
    "react": react,
    "dialogue": _compose,
    "reply": hospitality.answer,
    "command": hospitality.answer,
    "reflect": _reflected,
}
"""What becomes of an answer, by the purpose that it was asked for."""


def _begin(here: Situation) -> Sequence[Action]:
    """Choose what to take up: a visitor's command, unfinished work, the plan, or bed."""
    record = here.record
    if record.commands:
        until = here.time + here.character.command.minutes * MINUTE
        return _take_up(here, StartTask(here.id, replace(record.commands[0], until=until)))
    if record.unfinished:
        task = record.unfinished[-1]
        until = max(task.until, here.time + RESUME_SECONDS)
        return _take_up(here, StartTask(here.id, replace(task, until=until), resumed=True))
    planned = task_of(record.plan, here.time)
    return _take_up(here, StartTask(here.id, planned)) if planned else bedtime.retire(here)


def _take_up(here: Situation, start: StartTask) -> Sequence[Action]:
    if here.record.place == start.task.place:
        return [start, Wait(here.id, here.time + MINUTE)]
    return [start, WalkTo(here.id, start.task.place, here.character.seconds_per_tile)]

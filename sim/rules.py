"""The rules: what becomes of an action. resolve(action, world, time) gives the facts that follow, or why it can't be.

The rules read only the agent's own record, those within reach, and the place it stands in; they change nothing.
Talk has its own file, `talk_rules`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import singledispatch

from sim import actions, events
from sim.chance import choose
from sim.clock import SimTime
from sim.events import Fact
from sim.records import MAXIMUM_IMPORTANCE, AgentRecord
from sim.tiles import Tile, tile_distance
from sim.town_map import Place, Seat
from sim.world import World

SIGHT_TILES = 8
"""How far a character sees people, and most of what happens."""
MAXIMUM_PERCEPTION_TILES = 24
"""Nothing further away than this can have an effect on a character, but for what is known to be the whole village's."""


@dataclass(frozen=True, slots=True)
class ActionRejected:
    """The action can't be, and why. Nothing has changed."""

    reason: str


Outcome = list[Fact] | ActionRejected


@singledispatch
def resolve(action: object, world: World, time: SimTime) -> Outcome:
    """The facts that follow from an action now."""
    raise TypeError(f"no rule for {type(action).__name__}")


def state_change(record: AgentRecord, trigger: str, world: World) -> list[Fact] | None:
    """The StateChanged for a trigger, or None where the state machine forbids it."""
    after = world.setting.next_state(record.state, trigger)
    return None if after is None else [events.StateChanged(record.id, trigger, record.state, after)]


def stopped(record: AgentRecord, time: SimTime) -> list[Fact]:
    """The end of a walk under way, if there is one."""
    return [events.WalkStopped(record.id, record.walk.tile_at(time))] if record.walk else []


@resolve.register
def _(action: actions.MakePlan, world: World, time: SimTime) -> Outcome:
    return [events.Planned(action.agent, action.plan)]


@resolve.register
def _(action: actions.Wait, world: World, time: SimTime) -> Outcome:
    if world.agents[action.agent].walk:
        return ActionRejected("a walk is under way; its arrival is the next wake-up")
    return [events.Waited(action.agent, max(action.until, time))]


@resolve.register
def _(action: actions.Remember, world: World, time: SimTime) -> Outcome:
    if not 1 <= action.memory.importance <= MAXIMUM_IMPORTANCE:
        return ActionRejected(f"importance is from 1 to {MAXIMUM_IMPORTANCE}")
    return [events.Remembered(action.agent, action.memory)]


@resolve.register
def _(action: actions.Speak, world: World, time: SimTime) -> Outcome:
    until = time + line_seconds(action.text.zh)
    return [events.Spoke(action.agent, action.to, None, action.text, action.source, until)]


def line_seconds(zh: str) -> int:
    """How long a spoken line stays readable: at least 60 simulated seconds, longer for longer lines."""
    return 60 + 2 * len(zh)


@resolve.register
def _(action: actions.Think, world: World, time: SimTime) -> Outcome:
    record = world.agents[action.agent]
    ordinal = record.requests_made + 1
    return [events.DecisionRequested(action.agent, ordinal, action.purpose, action.observation, action.until)]


@resolve.register
def _(action: actions.StartTask, world: World, time: SimTime) -> Outcome:
    record = world.agents[action.agent]
    if record.task:
        return ActionRejected("still at another task")
    if action.task.place not in world.setting.town_map.places:
        return ActionRejected(f"no place {action.task.place}")
    started = events.TaskStarted(action.agent, action.task, action.resumed)
    if not action.task.working:
        return [started] if record.state == "idle" else ActionRejected(f"not idle but {record.state}")
    change = state_change(record, "receive_task", world)
    return ActionRejected(f"a task can't begin while {record.state}") if change is None else [*change, started]


@resolve.register
def _(action: actions.FinishTask, world: World, time: SimTime) -> Outcome:
    record = world.agents[action.agent]
    if record.task is None:
        return ActionRejected("no task to finish")
    change = state_change(record, "finish_task", world) if record.task.working else []
    if change is None:
        return ActionRejected(f"a task can't end while {record.state}")
    return [*change, events.TaskFinished(action.agent, record.task)]


@resolve.register
def _(action: actions.Sleep, world: World, time: SimTime) -> Outcome:
    record = world.agents[action.agent]
    change = state_change(record, "fall_asleep", world)
    if change is None or record.walk or record.task:
        return ActionRejected("only someone idle who stands still can fall asleep")
    return [*change, events.Waited(action.agent, action.until)]


@resolve.register
def _(action: actions.WakeUp, world: World, time: SimTime) -> Outcome:
    change = state_change(world.agents[action.agent], "wake_up", world)
    return ActionRejected("not asleep") if change is None else [*change, events.Waited(action.agent, time)]


@resolve.register
def _(action: actions.WalkTo, world: World, time: SimTime) -> Outcome:
    record = world.agents[action.agent]
    place = world.setting.town_map.places.get(action.place)
    if place is None or record.state in ("chatting", "sleeping"):
        return ActionRejected(f"can't walk to {action.place} while {record.state}")
    seat = _wanted_seat(world, record, place, action.use, time)
    path = world.setting.pathfinder.path_to_seat(record.tile_at(time), place, seat)
    if path is None:
        return ActionRejected(f"no path to {action.place}")
    if len(path) == 1:
        return [*stopped(record, time), arrived(world, record, place.id, path[-1])]
    return [events.WalkStarted(action.agent, path, action.seconds_per_tile, place.id)]


@resolve.register
def _(action: actions.WalkUpTo, world: World, time: SimTime) -> Outcome:
    record, other = world.agents[action.agent], world.agents[action.other]
    if record.state != "idle":
        return ActionRejected(f"can't walk up to {other.id} while {record.state}")
    if tile_distance(record.tile_at(time), other.tile_at(time)) > SIGHT_TILES:
        return ActionRejected(f"{other.id} is out of sight")
    path = world.setting.pathfinder.path(record.tile_at(time), other.tile_at(time))
    if path is None or len(path) < 3:
        return ActionRejected(f"no way up to {other.id}")
    return [events.WalkStarted(action.agent, path[:-1], action.seconds_per_tile, None, other.id)]


def _wanted_seat(world: World, record: AgentRecord, place: Place, use: str | None, time: SimTime) -> Seat:
    """A seat to make for, drawn by lot: whether it is free is seen only on arrival, unless one stands in the place."""
    seats = [seat for seat in place.seats if (seat.use == "sleep") == (use == "sleep")] or list(place.seats)
    if record.place == place.id:
        held = world.seat_holders
        seats = [s for s in seats if held.get(s.tile, record.id) == record.id and s.tile != record.at] or seats
    return choose(seats, world.setting.seeds.at(time), record.id, "seat", record.counter)


def arrived(world: World, record: AgentRecord, place_id: str | None, tile: Tile) -> events.Arrived:
    """Arrival at a tile: the seat there is claimed if nobody holds it."""
    place = world.setting.town_map.places.get(place_id or "")
    seat = next((s for s in place.seats if s.tile == tile), None) if place else None
    free = seat is not None and world.seat_holders.get(tile, record.id) == record.id
    looks = seat.facing if seat and free else record.facing
    return events.Arrived(record.id, tile, looks, place_id, tile if free else None)


def arrive(world: World, record: AgentRecord, time: SimTime) -> Sequence[Fact]:
    """What happens when a walk is over: the seat is claimed, or, if it is taken, the nearest free one is made for."""
    assert record.walk is not None
    tile, place_id = record.walk.path[-1], record.walk.place
    looks = record.walk.facing_at(time, record.facing)
    arrival = arrived(world, record, place_id, tile)
    if arrival.seat is not None:
        return [arrival]
    arrival = replace(arrival, facing=looks)
    path = _path_to_free_seat(world, tile, world.setting.place(place_id)) if place_id else None
    if path is None:
        return [arrival]
    return [arrival, events.WalkStarted(record.id, path, record.walk.seconds_per_tile, place_id)]


def _path_to_free_seat(world: World, tile: Tile, place: Place) -> tuple[Tile, ...] | None:
    """Whoever made for a bed takes another bed if one is free; nobody else takes a bed."""
    beds = {seat.tile for seat in place.seats if seat.use == "sleep"}
    free = [s.tile for s in place.seats if s.tile not in world.seat_holders and (tile in beds or s.tile not in beds)]
    for goal in sorted(free, key=lambda t: ((t in beds) != (tile in beds), tile_distance(tile, t), t)):
        path = world.setting.pathfinder.path(tile, goal)
        if path is not None and len(path) > 1:
            return path
    return None

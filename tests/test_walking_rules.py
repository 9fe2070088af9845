"""The rules of walking: where walks lead, who gets which seat, and what is refused."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from sim import events
from sim.actions import AcceptVisitor, Action, Sleep, StartTask, WalkTo, WalkUpTo
from sim.clock import HOUR
from sim.events import Fact
from sim.rules import arrive
from sim.seeds import Seeds
from sim.world import World
from tests.small_village import ANNA, BERT, CARA, START, act, happen, refusal, small_world, trade_task


@pytest.fixture
def world() -> World:
    """A village in which everybody is idle."""
    return small_world()


def walk_in(world: World, agent: str, path: Sequence[tuple[int, int]], place: str | None) -> Sequence[Fact]:
    """Let somebody walk along a path into a place; what the arrival leads to has happened and comes back."""
    happen(world, events.WalkStarted(agent, tuple(path), 10, place))
    return walk_on(world, agent)


def walk_on(world: World, agent: str) -> Sequence[Fact]:
    """Let the walk under way end; what the arrival leads to has happened and comes back."""
    walk = world.agents[agent].walk
    assert walk is not None
    facts = arrive(world, world.agents[agent], walk.arrival)
    happen(world, *facts, time=walk.arrival)
    return facts


def test_walk_leads_from_where_one_is_to_a_seat(world: World) -> None:
    """A walk starts on the walker's tile and ends on a seat of the place, which is not yet claimed."""
    [started] = act(world, WalkTo(ANNA, "shop", 10))
    assert isinstance(started, events.WalkStarted)
    assert (started.path[0], started.place, started.seconds_per_tile) == ((1, 1), "shop", 10)
    assert started.path[-1] in {seat.tile for seat in world.setting.place("shop").seats}
    assert world.agents[ANNA].wake == START + 10 * (len(started.path) - 1)


def test_seats_are_claimed_only_on_arrival(world: World) -> None:
    """Setting out gives up the old seat and claims none; arriving claims."""
    path = tuple(world.setting.pathfinder.path((1, 1), (9, 1)) or ())
    happen(world, events.WalkStarted(ANNA, path, 10, "shop"))
    assert (world.agents[ANNA].seat, world.agents[ANNA].place) == (None, None)
    assert world.seat_holders == {(2, 1): BERT, (10, 2): CARA}
    walk_on(world, ANNA)
    assert world.seat_holders == {(2, 1): BERT, (10, 2): CARA, (9, 1): ANNA}
    assert (world.agents[ANNA].at, world.agents[ANNA].place, world.agents[ANNA].walk) == ((9, 1), "shop", None)


def test_taken_seat_leads_to_a_free_one(world: World) -> None:
    """Whoever finds the seat taken makes for the nearest free one in the place, and gets it."""
    path = world.setting.pathfinder.path((1, 1), (10, 2)) or ()
    arrival, onward = walk_in(world, ANNA, path, "shop")
    assert arrival == events.Arrived(ANNA, (10, 2), "right", "shop", None)
    assert isinstance(onward, events.WalkStarted)
    assert (onward.path[0], onward.path[-1], onward.place) == ((10, 2), (9, 1), "shop")
    assert world.seat_holders[10, 2] == CARA
    walk_on(world, ANNA)
    assert (world.agents[ANNA].seat, world.seat_holders[9, 1]) == ((9, 1), ANNA)


def test_who_finds_every_seat_taken_stands(world: World) -> None:
    """Where nothing is free one stays where one came to, without a seat, looking the way one came."""
    setting, home = world.setting, world.setting.place("home")
    chair, *beds = home.seats
    one_chair = replace(home, seats=(replace(chair, use="sit"), *beds))
    town_map = replace(setting.town_map, places=setting.town_map.places | {"home": one_chair})
    world = World(replace(setting, town_map=town_map), world.agents)
    path = world.setting.pathfinder.path((2, 1), (1, 7)) or ()
    walk_in(world, BERT, path, "home")
    path = world.setting.pathfinder.path((1, 1), (1, 7)) or ()
    [arrival] = walk_in(world, ANNA, path, "home")  # the other two seats are beds
    assert isinstance(arrival, events.Arrived)
    assert (arrival.at, arrival.seat) == ((1, 7), None)
    assert arrival.facing == ("left" if path[-2] == (2, 7) else "down")
    assert world.seat_holders[1, 7] == BERT


def test_who_finds_its_bed_taken_takes_another(world: World) -> None:
    """Two who draw the same bed don't end up one in it and one beside it."""
    path = world.setting.pathfinder.path((2, 1), (1, 7)) or ()
    walk_in(world, BERT, path, "home")
    path = world.setting.pathfinder.path((1, 1), (1, 7)) or ()
    _, onwards = walk_in(world, ANNA, path, "home")
    assert isinstance(onwards, events.WalkStarted)
    assert onwards.path == ((1, 7), (2, 7))


def test_seat_turns_who_takes_it(world: World) -> None:
    """On a seat one looks where the seat faces."""
    [arrival] = walk_in(world, ANNA, world.setting.pathfinder.path((1, 1), (9, 1)) or (), "shop")
    assert arrival == events.Arrived(ANNA, (9, 1), "down", "shop", (9, 1))


def test_walk_to_a_bare_tile_claims_nothing(world: World) -> None:
    """Walking up to somebody ends in no place and on no seat, even where one stands, looking the way one came."""
    [arrival] = walk_in(world, CARA, ((6, 3), (5, 3), (4, 3)), None)
    assert arrival == events.Arrived(CARA, (4, 3), "left", None, None)


def test_beds_are_for_sleeping(world: World) -> None:
    """Asked for a bed, or for anything but, one makes for the right kind of seat, if the place has it."""
    setting = world.setting
    home = setting.place("home")
    chairs = tuple(replace(seat, use="sit") if n else seat for n, seat in enumerate(home.seats))
    town_map = replace(setting.town_map, places=setting.town_map.places | {"home": replace(home, seats=chairs)})
    for seed in range(5):
        mixed = World(replace(setting, town_map=town_map, seeds=Seeds(seed)), world.agents)
        [to_bed], [to_chair] = act(mixed, WalkTo(ANNA, "home", 10, use="sleep")), act(mixed, WalkTo(BERT, "home", 10))
        assert isinstance(to_bed, events.WalkStarted)
        assert isinstance(to_chair, events.WalkStarted)
        assert to_bed.path[-1] == chairs[0].tile != to_chair.path[-1]


def test_moving_about_within_a_place_leads_to_another_free_seat(world: World) -> None:
    """Somebody in a place sees which seats are free, and doesn't walk to its own."""
    for seed in range(10):
        [started] = act(small_world(seed), WalkTo(ANNA, "square", 10))
        assert isinstance(started, events.WalkStarted)
        assert started.path[-1] in {(3, 1), (4, 3)}


def test_who_is_there_already_arrives_at_once(world: World) -> None:
    """A walk of no steps is an arrival; one under way stops first."""
    for seat in ((9, 1), (9, 3)):
        happen(world, events.Arrived(BERT if seat[1] == 1 else CARA, seat, "down", "shop", seat))
    happen(world, events.Arrived(ANNA, (10, 2), "down", "shop", (10, 2)))
    happen(world, events.WalkStarted(ANNA, ((10, 2), (10, 1), (10, 2)), 10, "shop"))
    small = replace(world.setting.place("shop"), seats=world.setting.place("shop").seats[1:2])
    town_map = replace(world.setting.town_map, places=world.setting.town_map.places | {"shop": small})
    lone = World(replace(world.setting, town_map=town_map), world.agents)
    assert act(lone, WalkTo(ANNA, "shop", 10)) == [
        events.WalkStopped(ANNA, (10, 2)),
        events.Arrived(ANNA, (10, 2), "down", "shop", (10, 2)),
    ]


def test_new_walk_starts_where_the_last_one_has_come_to(world: World) -> None:
    """Changing one's mind on the way turns round on the spot."""
    happen(world, events.WalkStarted(ANNA, ((1, 1), (2, 1), (3, 1), (4, 1), (5, 1)), 10, "shop"))
    [started] = act(world, WalkTo(ANNA, "home", 10), START + 25)
    assert isinstance(started, events.WalkStarted)
    assert started.path[0] == (3, 1)


@pytest.mark.parametrize("before", [Sleep(ANNA, START + HOUR), AcceptVisitor(ANNA, "v1", "c1", "zh")])
def test_nobody_walks_asleep_or_talking(world: World, before: Action) -> None:
    """Sleep and talk keep one where one is."""
    act(world, before)
    state = world.agents[ANNA].state
    assert state in refusal(world, WalkTo(ANNA, "shop", 10))
    assert state in refusal(world, WalkUpTo(ANNA, CARA, 10))


def test_no_walk_to_a_place_that_is_not_or_is_walled_in(world: World) -> None:
    """Where there is no place or no way there is no walk."""
    assert "moon" in refusal(world, WalkTo(ANNA, "moon", 10))
    inside = replace(world.agents[ANNA], at=(0, 0))
    assert refusal(World(world.setting, {ANNA: inside}), WalkTo(ANNA, "shop", 10)) == "no path to shop"


def test_walking_up_to_somebody_ends_beside_them(world: World) -> None:
    """The walk stops one tile short and says whom it is for; it needs sight of them."""
    assert refusal(world, WalkUpTo(ANNA, CARA, 10)) == "cara is out of sight"
    world.agents[ANNA] = replace(world.agents[ANNA], at=(4, 2))
    [started] = act(world, WalkUpTo(ANNA, CARA, 10))
    assert isinstance(started, events.WalkStarted)
    (x, y), (cara_x, cara_y) = started.path[-1], world.agents[CARA].at
    assert abs(x - cara_x) + abs(y - cara_y) == 1
    assert (started.towards, started.place) == (CARA, None)


def test_no_walking_up_to_a_neighbour_oneself_or_from_work(world: World) -> None:
    """One tile away there is nowhere to go; and who works stays at work."""
    assert refusal(world, WalkUpTo(ANNA, BERT, 10)) == "no way up to bert"
    assert refusal(world, WalkUpTo(ANNA, ANNA, 10)) == "no way up to anna"
    act(world, StartTask(ANNA, trade_task()))
    assert "working" in refusal(world, WalkUpTo(ANNA, CARA, 10))

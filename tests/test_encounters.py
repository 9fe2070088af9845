"""Encounters: meetings are found to the second, and none is missed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.encounters import CELL_TILES, REACH_TILES, CellIndex, meeting_time
from sim.records import AgentRecord, Walk
from sim.tiles import Tile

START = 1_000
STEPS = st.sampled_from([(0, 1), (1, 0), (0, -1), (-1, 0)])


@st.composite
def trajectories(draw: st.DrawFn, own_id: str) -> AgentRecord:
    """Somebody who stands or walks somewhere on 24 × 24 tiles, since some moment within a minute."""
    tile, begun = draw(st.tuples(st.integers(0, 23), st.integers(0, 23))), START + draw(st.integers(0, 60))
    path = [tile]
    for dx, dy in draw(st.lists(STEPS, max_size=25)):
        path.append((path[-1][0] + dx, path[-1][1] + dy))
    if draw(st.booleans()):
        return AgentRecord(own_id, tile, moved_at=begun)
    return AgentRecord(own_id, tile, moved_at=begun, walk=Walk(tuple(path), begun, draw(st.integers(1, 13)), None))


def in_reach(a: AgentRecord, b: AgentRecord, time: int) -> bool:
    (ax, ay), (bx, by) = a.tile_at(time), b.tile_at(time)
    return abs(ax - bx) <= REACH_TILES and abs(ay - by) <= REACH_TILES


def watched(a: AgentRecord, b: AgentRecord) -> int | None:
    """By brute force: look every second from when both trajectories are on until both are over."""
    begin = max(a.moved_at, b.moved_at)
    end = max(record.walk.arrival if record.walk else begin for record in (a, b))
    if in_reach(a, b, begin):
        return None
    return next((time for time in range(begin, end + 1) if in_reach(a, b, time)), None)


def walker(own_id: str, *path: Tile, seconds_per_tile: int = 10, start: int = START) -> AgentRecord:
    return AgentRecord(own_id, path[0], moved_at=start, walk=Walk(path, start, seconds_per_tile, None))


@given(trajectories("anna"), trajectories("bert"))
def test_meeting_is_found_to_the_second(a: AgentRecord, b: AgentRecord) -> None:
    """The computed moment is the one that watching every second finds, and doesn't depend on who is named first."""
    assert meeting_time(a, b) == meeting_time(b, a) == watched(a, b)


@given(st.integers(1, 10), st.integers(1, 10), st.integers(3, 20), st.integers(0, 30))
def test_walkers_towards_each_other_meet(one: int, other: int, gap: int, later: int) -> None:
    """Two who walk one lane from both ends can't miss each other, at any two speeds."""
    lane = tuple((x, 0) for x in range(gap + 1))
    a = walker("a", *lane, seconds_per_tile=one)
    b = walker("b", *lane[::-1], seconds_per_tile=other, start=START + later)
    time = meeting_time(a, b)
    assert time == watched(a, b)
    assert time is not None or in_reach(a, b, b.moved_at)


def test_passer_by_meets_who_stands_there() -> None:
    """Somebody who walks past meets the one who stands there when two tiles away, once."""
    passing = walker("a", *((x, 0) for x in range(12)))
    assert meeting_time(passing, AgentRecord("b", (6, 2), moved_at=START)) == START + 40


def test_no_meeting_for_those_who_are_together() -> None:
    """Setting out from beside somebody is no meeting, nor is coming back."""
    away_and_back = walker("a", (0, 0), (1, 0), (2, 0), (3, 0), (2, 0), (1, 0))
    assert meeting_time(away_and_back, AgentRecord("b", (0, 1), moved_at=START - 5)) is None


def test_no_meeting_for_those_who_stand() -> None:
    """Two who stand apart stay apart."""
    assert meeting_time(AgentRecord("a", (0, 0)), AgentRecord("b", (3, 0), moved_at=START)) is None


@given(st.lists(st.sampled_from("abcde").flatmap(trajectories), max_size=12))
def test_cell_index_never_misses_a_meeting(entered: list[AgentRecord]) -> None:
    """Whoever meets somebody is near in the index, both ways, also after others have moved on."""
    index, latest = CellIndex(), {}
    for record in entered:
        index.place(record)
        latest[record.id] = record
    for record in latest.values():
        met = {other.id for other in latest.values() if other is not record and watched(record, other) is not None}
        assert met <= set(index.near(record))


@pytest.mark.parametrize(("dx", "dy"), [(1, 0), (-1, 0), (0, 1), (0, -1)])
def test_meeting_with_the_last_step_counts_across_any_cell_border(dx: int, dy: int) -> None:
    """Who just comes within reach with its last step meets and is near, wherever the cells' borders lie."""
    for offset in range(2 * CELL_TILES):
        stands = (20 + offset, 20 + offset)
        way = [(stands[0] - n * dx, stands[1] - n * dy) for n in (REACH_TILES + 1, REACH_TILES)]
        index, coming, standing = CellIndex(), walker("w", *way), AgentRecord("s", stands, moved_at=START)
        index.place(coming)
        index.place(standing)
        assert meeting_time(coming, standing) == START + 10
        assert (index.near(coming), index.near(standing)) == (["s"], ["w"])


def test_cell_index_forgets_the_last_trajectory() -> None:
    """Whoever has gone far away is no longer near; nobody is near oneself; those who are come by id."""
    index, here = CellIndex(), AgentRecord("m", (0, 0))
    others = [AgentRecord("z", (1, 1)), AgentRecord("a", (2, 0)), walker("k", *((x, 3) for x in range(60)))]
    for record in (here, *others):
        index.place(record)
    assert index.near(here) == ["a", "k", "z"]
    index.place(AgentRecord("a", (200, 200)))
    index.place(AgentRecord("k", (59, 3)))
    assert index.near(here) == ["z"]


def test_cells_of_a_walk_are_without_gaps() -> None:
    """A long walk is near whoever stands anywhere along it."""
    lane = tuple((x, x // 2) for x in range(40))
    bends = tuple(tile for a, b in pairwise(lane) for tile in ((a, (b[0], a[1])) if a[1] != b[1] else (a,)))
    index, walking = CellIndex(), walker("w", *bends)
    index.place(walking)
    for n, tile in enumerate(bends):
        index.place(AgentRecord(f"s{n}", tile))
    assert len(index.near(walking)) == len(bends)

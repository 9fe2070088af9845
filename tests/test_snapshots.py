"""Snapshots: any moment is opened from the one before it, to the same World as by folding all; each can be lost."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from scenarios.branching import branch
from scenarios.headless import run
from scenarios.recording import Recording, open_recording, verify, world_at
from sim.clock import DAY, HOUR, SimTime
from sim.happenings import VillageRecord
from sim.snapshots import (
    SNAPSHOT_EVENTS,
    Snapshot,
    UnreadableSnapshot,
    snapshot_from_bytes,
    snapshot_of,
    snapshot_to_bytes,
)
from tests.command import copied
from tests.default_village import SEED
from web.history import History

SECONDS = DAY + 6 * HOUR


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day and six hours of the default village: several snapshots' worth."""
    database = tmp_path_factory.mktemp("snapshots") / "run.db"
    asyncio.run(run(None, SECONDS, database, SEED, "scripted", False))
    return database


@pytest.fixture
def database(recorded: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return copied(recorded, tmp_path)


def folded(recording: Recording, until: SimTime) -> Snapshot:
    """The World of a moment with every event folded in, and no snapshot asked."""
    world = recording.village.first_world()
    for item in recording.log.events():
        if item.event.time <= until:
            world.apply(item.event)
    return snapshot_of(world)


def wanted_seq(database: Path) -> int:
    """The last event's seq, however many there are."""
    with closing(sqlite3.connect(database)) as connection:
        (seq,) = connection.execute("SELECT max(seq) FROM event").fetchone()
        return int(seq)


def stored(database: Path) -> list[tuple[int, int]]:
    """Seq and time of each snapshot."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT seq, time FROM snapshot ORDER BY seq").fetchall()


def changed(database: Path, statement: str, *parameters: object) -> None:
    """Change the file behind the store's back."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(statement, parameters)


def test_snapshots_are_kept_every_so_many_events_and_agree_with_the_fold(recorded: Path) -> None:
    """No two are further apart than an instant more than the constant; `--verify` holds each against the fold."""
    seqs = [0, *(seq for seq, _ in stored(recorded))]
    verdict = verify(open_recording(str(recorded)))
    assert len(seqs) > 3
    gaps = [later - earlier for earlier, later in pairwise(seqs)]
    assert all(SNAPSHOT_EVENTS <= gap < SNAPSHOT_EVENTS * 1.2 for gap in gaps)
    assert (verdict.same, verdict.snapshots) == (True, len(seqs) - 1)


def test_every_kind_of_moment_is_the_same_world_as_by_folding_all(recorded: Path) -> None:
    """The start, the end, the instants of a snapshot and those about it, and some between."""
    recording = open_recording(str(recorded))
    start, last = recording.scenario.start, recording.last_time
    about = [time + shift for _, time in stored(recorded) for shift in (-1, 0, 1)]
    for time in {start, last, start + (last - start) // 3, *about}:
        assert snapshot_of(world_at(recording, time)) == folded(recording, time), time


def test_little_is_left_to_fold_at_any_moment(recorded: Path) -> None:
    """The World kept before any event is not much older than it."""
    recording = open_recording(str(recorded))
    setting = recording.village.first_world().setting
    for item in recording.log.events():
        if item.seq % 500 == 0:
            seq, world = recording.log.world_before(setting, item.event.time) or (0, recording.village.first_world())
            assert item.seq - seq < SNAPSHOT_EVENTS * 1.2
            assert world.time <= item.event.time


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path, seq: changed(path, "UPDATE snapshot SET world = substr(world, 1, 999) WHERE seq = ?", seq),
        lambda path, seq: changed(path, "UPDATE snapshot SET world = x'00' WHERE seq = ?", seq),
        lambda path, seq: changed(path, "UPDATE snapshot SET world = zeroblob(0) WHERE seq = ?", seq),
    ],
)
def test_snapshot_that_cannot_be_read_is_passed_over_with_one_line(
    database: Path, spoil: Callable[[Path, int], None], caplog: pytest.LogCaptureFixture
) -> None:
    """The one before it does, to the same World; `--verify` names it."""
    caplog.set_level(logging.WARNING)
    recording, (last, _) = open_recording(str(database)), stored(database)[-1]
    spoil(database, last)
    assert snapshot_of(world_at(recording, recording.last_time)) == folded(recording, recording.last_time)
    assert [str(last) in record.getMessage() for record in caplog.records] == [True]
    assert f"the snapshot after event {last} can't be read" in (verify(recording).problem or "")


@pytest.mark.parametrize("spoil", ["DELETE FROM snapshot", "UPDATE snapshot SET code = 'older', world = x'00'"])
def test_run_without_snapshots_of_this_code_is_folded_from_its_beginning(database: Path, spoil: str) -> None:
    """Nothing but time is lost; those of other code are not even read."""
    recording = open_recording(str(database))
    changed(database, spoil)
    assert recording.log.world_before(recording.village.first_world().setting, None) is None
    assert snapshot_of(world_at(recording, recording.last_time)) == folded(recording, recording.last_time)
    assert (verify(recording).same, verify(recording).snapshots) == (True, 0)


def test_snapshot_that_differs_from_the_events_is_found_out(database: Path) -> None:
    """One that reads well, but is another moment's, fails `--verify`."""
    (first, _), (second, _), *_ = stored(database)
    changed(
        database, "UPDATE snapshot SET world = (SELECT world FROM snapshot WHERE seq = ?) WHERE seq = ?", first, second
    )
    verdict = verify(open_recording(str(database)))
    assert not verdict.same
    assert verdict.problem == f"the snapshot after event {second} differs from the events"


def test_run_that_is_resumed_from_a_snapshot_has_the_digest_of_one_that_never_stopped(database: Path) -> None:
    """Live on for six hours from the file, and from memory: one history."""
    report = asyncio.run(run(None, SECONDS + 6 * HOUR, database, None, "scripted", True))
    whole = asyncio.run(run(None, SECONDS + 6 * HOUR, None, SEED, "scripted", False))
    assert report["digest"] == whole["digest"]
    assert verify(open_recording(str(database))).same


def test_branch_has_the_snapshots_of_its_history(recorded: Path, tmp_path: Path) -> None:
    """Those up to its moment, so that it opens as fast as its parent."""
    times = [time for _, time in stored(recorded)]
    asyncio.run(branch(str(recorded), times[2], tmp_path / "branch.db", None, "scripted", None))
    assert [time for _, time in stored(tmp_path / "branch.db")] == times[:3]
    assert verify(open_recording(str(tmp_path / "branch.db"))).snapshots == 3


def test_world_comes_back_whole_from_its_snapshot(recorded: Path) -> None:
    """Every fifty events of a day: records, conversations, and who sits where."""
    recording = open_recording(str(recorded))
    world = recording.village.first_world()
    for item in recording.log.events():
        world.apply(item.event)
        if item.seq % 50 == 0:
            back = snapshot_from_bytes(snapshot_to_bytes(snapshot_of(world))).world(world.setting)
            assert snapshot_of(back) == snapshot_of(world)
            assert back.seat_holders == world.seat_holders


@pytest.mark.parametrize(
    "stored", [b"", b"\x00", b"not a snapshot", snapshot_to_bytes(Snapshot(0, (), (), VillageRecord()))[:-1]]
)
def test_bytes_that_are_no_snapshot_are_refused(stored: bytes) -> None:
    """With the one exception that says so, whatever they are."""
    with pytest.raises(UnreadableSnapshot):
        snapshot_from_bytes(stored)


def test_a_history_asks_the_snapshots_instead_of_reading_the_log_from_its_beginning(database: Path) -> None:
    """What is before a snapshot is not even looked at, so that a long run's past is near at once."""
    recording = open_recording(str(database))
    seq, time = stored(database)[-1]
    wanted = folded(recording, time + HOUR - 1)
    recording.store.close()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM event WHERE seq <= ?", (seq,))
    recording = open_recording(str(database))
    log = recording.store.log(recording.run.id)
    log.last_seq = wanted_seq(database)
    history = History(recording.village.first_world, log, recording.scenario.cast, lambda: recording.last_time)
    assert snapshot_of(history.world_at(time + HOUR)) == wanted

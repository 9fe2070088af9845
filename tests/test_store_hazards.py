"""A database where nothing may be written, one that lost its journal, one that is damaged while it is open."""

import ctypes
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from scenarios.recording import open_recording, verify
from sim.bad_input import BadInput
from sim.clock import MINUTE
from sim.events import Event, Phase, Waited
from sim.store import SqlEventLog, Store, open_store
from sim.store_failed import StoreFailed
from tests.command import ROOT, environment, health, served, taoyuan
from tests.small_scenario import small_scenario

CAPBSET_DROP, DAC_OVERRIDE, DAC_READ_SEARCH = 24, 1, 2
"""Of Linux: by these root reads and writes what it may not."""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some hours of the small village; the process has ended, so there is no journal."""
    folder = tmp_path_factory.mktemp("hazards")
    path = folder / "run.db"
    done = taoyuan("run", str(small_scenario(folder).path), "--until", "6h", "--db", str(path))
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def database(recorded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(recorded, tmp_path / "run.db"))


@pytest.fixture
def shut(database: Path) -> Iterator[Path]:
    """The database, where nothing may be written, nor to it."""
    database.chmod(0o444)
    database.parent.chmod(0o555)
    yield database
    database.parent.chmod(0o755)


def without_privileges() -> None:
    """Let permissions hold for root, too: the command's process keeps none of what overrides them."""
    for capability in (DAC_OVERRIDE, DAC_READ_SEARCH):
        ctypes.CDLL(None).prctl(CAPBSET_DROP, capability, 0, 0, 0)


def unprivileged(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scenarios.command_line", *arguments]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment("0"),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=without_privileges,
    )


def append(log: SqlEventLog, count: int) -> None:
    """Commit further events, one by one."""
    last = list(log.events(log.last_seq - 1))[-1].event
    for n in range(count):
        log.append([Event(last.time + MINUTE, Phase.WAKE, 100_000 + log.last_seq + n, Waited("anna", last.time))], [])


def log_of(store: Store) -> SqlEventLog:
    return store.log(store.runs()[-1].id)


def test_a_run_can_be_read_where_nothing_may_be_written(shut: Path) -> None:
    """From an archive, or a disk that is mounted read-only: it verifies, and nothing is left beside it."""
    done = unprivileged("replay", str(shut), "--verify")
    assert done.returncode == 0, done.stderr
    assert list(shut.parent.iterdir()) == [shut]


def test_a_run_is_not_lived_on_where_nothing_may_be_written(shut: Path) -> None:
    """One line says what to allow."""
    done = unprivileged("run", "--resume", "--until", "7h", "--db", str(shut))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert f"{shut}: nothing can be written beside it" in done.stderr


def test_a_journal_that_can_not_be_read_is_named(database: Path) -> None:
    """What it holds would be missing: so nothing is read without it."""
    store = open_store(database, writing=True)
    append(log_of(store), 1)
    archive = database.parent / "archive"
    archive.mkdir()
    for name in ("run.db", "run.db-wal"):
        shutil.copy(database.parent / name, archive)
    store.close()
    archive.chmod(0o555)
    done = unprivileged("runs", str(archive / "run.db"))
    archive.chmod(0o755)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "copy it and run.db-wal to another folder" in done.stderr


def test_a_database_that_lost_its_journal_is_what_it_was_before(database: Path, tmp_path: Path) -> None:
    """Killed, and the journal deleted: what is in the file is whole, and the run goes on from there."""
    store = open_store(database, writing=True)
    before = log_of(store).last_seq
    append(log_of(store), 3)
    lost = shutil.copy(database, tmp_path / "lost.db")
    store.close()
    recording = open_recording(str(lost))
    assert (recording.log.last_seq, verify(recording).same) == (before, True)


def test_a_village_whose_journal_is_deleted_loses_nothing(tmp_path: Path) -> None:
    """It lives on with the file that it holds open, and writes all of it down when it is stopped in good order."""
    database = tmp_path / "village.db"
    with served(database, "cast_of_five", "--pace", "3600") as (process, port):
        (tmp_path / "village.db-wal").unlink()
        deleted_at = health(port)["seq"]
        while (seen := health(port)["seq"]) < deleted_at + 20:
            assert process.poll() is None
        process.terminate()
        printed, _ = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in printed) == (0, False), printed
    assert open_recording(str(database)).log.last_seq > deleted_at
    assert seen > deleted_at
    assert verify(open_recording(str(database))).same


def test_damage_while_it_is_open_is_told_in_one_line(database: Path) -> None:
    """Whatever reads or writes what is damaged; never with a traceback of the database's own."""
    store = open_store(database, writing=True)
    log = log_of(store)
    size = database.stat().st_size
    with database.open("r+b") as file:
        file.seek(size // 10)
        file.write(b"\xa5" * (size * 8 // 10))
    with pytest.raises(StoreFailed, match="damaged") as told:
        log.digest()
    assert str(database) in str(told.value)
    assert "\n" not in str(told.value)
    with suppress(BadInput):  # what is appended is refused, or is in the journal: no other error comes of it
        append(log, 5)
    store.close()

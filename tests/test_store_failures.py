"""What a broken disk or file does to a village: one line says what to do; nothing that was committed is lost."""

import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from scenarios.recording import open_recording, verify
from sim.bad_input import BadInput
from sim.store import open_store
from sim.store_failed import StoreFailed
from tests.command import copied, served, start, taoyuan, taoyuan_json

KIBIBYTE = 1024
ROOM_BYTES = 1024 * KIBIBYTE
"""What a file may grow to before its disk is full: some hours of the village."""
WAIT_SECONDS = 60


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve hours of the default village."""
    database = tmp_path_factory.mktemp("failures") / "run.db"
    taoyuan_json("run", "--until", "12h", "--seed", "7", "--db", str(database))
    return database


@pytest.fixture
def database(recorded: Path, tmp_path: Path) -> Path:
    """A copy to spoil, with nothing in a journal."""
    copy = copied(recorded, tmp_path)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return copy


def overwritten(database: Path, begin: float, end: float) -> None:
    """Put noise where a part of the file was."""
    size = database.stat().st_size
    with database.open("r+b") as file:
        file.seek(int(size * begin))
        file.write(b"\xa5" * int(size * (end - begin)))


def truncated(database: Path) -> None:
    """Cut off the second half."""
    with database.open("r+b") as file:
        file.truncate(database.stat().st_size // 2)


def test_run_whose_disk_is_full_ends_with_one_line_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    """Exit code 2; what was committed verifies; resumed it comes to the history of a run that was never in need."""
    database = tmp_path / "run.db"
    process = start("run", "--until", "1d", "--seed", "7", "--db", str(database))
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (ROOM_BYTES, ROOM_BYTES))
    printed, _ = process.communicate(timeout=WAIT_SECONDS)
    assert (process.returncode, "Traceback" in printed) == (2, False), printed
    assert "all that was committed is kept" in printed.splitlines()[-1]
    verdict = verify(open_recording(str(database)))
    assert (verdict.same, verdict.events > 0) == (True, True)
    resumed = taoyuan_json("run", "--until", "1d", "--resume", "--db", str(database))
    assert resumed["events"] > verdict.events
    assert resumed["digest"] == taoyuan_json("run", "--until", "1d", "--seed", "7")["digest"]


def test_village_whose_disk_is_full_says_farewell_and_ends_with_one_line(tmp_path: Path) -> None:
    """Its visitors hear that it closes; what was committed verifies."""
    database = tmp_path / "village.db"
    messages: list[str] = []
    with served(database, "--pace", "3600") as (process, port):
        with suppress(ConnectionClosed), connect(f"ws://127.0.0.1:{port}/ws", proxy=None) as visitor:
            visitor.send('{"type": "hello", "lang": "zh"}')
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (ROOM_BYTES, ROOM_BYTES))
            while True:
                messages.append(str(visitor.recv(timeout=WAIT_SECONDS)))
        printed, _ = process.communicate(timeout=WAIT_SECONDS)
    assert '"closing"' in messages[-1]
    assert (process.returncode, "Traceback" in printed) == (2, False), printed
    assert "all that was committed is kept" in printed
    assert verify(open_recording(str(database))).same


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: overwritten(path, 0.2, 0.9),
        lambda path: overwritten(path, 0.0, 0.01),
        truncated,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"not a database at all" * 500),
    ],
)
def test_damaged_file_is_named_in_one_line_and_never_written_to(database: Path, spoil: Callable[[Path], None]) -> None:
    """A part overwritten, the head gone, cut in half, emptied, another file: told when it is opened or read."""
    spoil(database)
    done = taoyuan("replay", str(database), "--verify")
    assert (done.returncode, done.stderr.count("\n"), "Traceback" in done.stderr) == (2, 1, False), done.stderr
    assert str(database) in done.stderr


def test_damaged_event_is_named_with_its_number(database: Path) -> None:
    """The file is sound, but what it says of one event is not."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE event SET fact = substr(fact, 3) WHERE seq = 900")
    with pytest.raises(StoreFailed, match="event 900 can't be read"):
        verify(open_recording(str(database)))


@pytest.mark.parametrize("command", [["run", "--until", "2d", "--resume"], ["serve"]])
def test_whoever_comes_second_to_a_run_is_refused(tmp_path: Path, command: list[str]) -> None:
    """While a village is served nobody else lives its run on, by whatever command; reading is for everyone."""
    database = tmp_path / "village.db"
    with served(database, "--pace", "600"):
        second = taoyuan(*command, "--db", str(database))
        assert (second.returncode, second.stderr.count("\n")) == (2, 1), second.stderr
        assert "another process is writing to it" in second.stderr
        assert taoyuan("runs", str(database)).returncode == 0


def test_folder_in_place_of_a_database_is_refused(tmp_path: Path) -> None:
    """With one line, as whatever can't be opened."""
    with pytest.raises(BadInput, match="unable to open"):
        open_store(tmp_path)

"""One blow: a village is started on its database, and killed at a point that a seed chose."""

import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from subprocess import Popen

from scenarios.recording import open_recording, verify
from sim.clock import DAY, format_time
from tests.command import await_health, free_port, kill, start
from tests.crash.visitor import Visitor

AIMS = {
    "start": "while it opens its database",
    "delay": "some time after it began to live",
    "commit": "as its database was just written to",
    "frame": "as a visitor has just seen something",
    "words": "as a visitor has just heard its own words",
}
SERVED = ("start", "delay", "delay", "commit", "frame", "frame", "words")
RUN = ("start", "commit", "commit", "delay")
PACE = "600"
POLL_SECONDS = 0.0005
MAXIMUM_WAIT_SECONDS = 45.0
"""A point that is not reached by then (nobody was awake to talk with) is where it is killed."""


@dataclass(frozen=True, slots=True)
class Blow:
    """Which command is killed, and when: after `delay` seconds, or the `count`-th commit, frame or words."""

    command: str
    aim: str
    delay: float
    count: int


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What a blow left: the last event, and what the visitor had been told before."""

    last_seq: int
    snapshots: int
    visitor: Visitor


def next_blow(chance: Random) -> Blow:
    """A blow by chance."""
    command = chance.choice(("serve", "run"))
    aim = chance.choice(SERVED if command == "serve" else RUN)
    return Blow(command, aim, chance.uniform(0, 1.5), chance.randint(1, 4 if aim == "words" else 60))


def strike(blow: Blow, database: Path, name: str) -> Aftermath:
    """Start, kill, and look at what is left. Raises AssertionError where anything is lost."""
    visitor = Visitor(name)
    (_strike_served if blow.command == "serve" else _strike_run)(blow, database, visitor)
    visitor.leave()
    return _aftermath(database, visitor)


def _strike_served(blow: Blow, database: Path, visitor: Visitor) -> None:
    port = free_port()
    process = start("serve", "--db", str(database), "--port", str(port), "--pace", PACE)
    if blow.aim == "start":
        time.sleep(blow.delay * 1.5)
    else:
        await_health(process, port)
        visitor.come(port)
        reached: dict[str, Callable[[], bool]] = {
            "delay": lambda: False,
            "commit": _writes(database, blow.count),
            "frame": lambda: len(visitor.seen) >= blow.count,
            "words": lambda: len(visitor.heard_back) >= blow.count,
        }
        _wait(reached[blow.aim], blow.delay if blow.aim == "delay" else MAXIMUM_WAIT_SECONDS)
    _kill(process)


def _strike_run(blow: Blow, database: Path, visitor: Visitor) -> None:
    """A day further than it stands, but for the blow."""
    begun, lived = _stands_at(database)
    options = ["--resume"] if begun else []
    process = start("run", "--db", str(database), "--until", f"{lived + DAY}s", *options)
    if blow.aim == "start":
        time.sleep(blow.delay)
    else:
        _wait(_writes(database, 2), MAXIMUM_WAIT_SECONDS, process)
        if blow.aim == "commit":
            _wait(_writes(database, blow.count), MAXIMUM_WAIT_SECONDS, process)
        else:
            time.sleep(blow.delay / 2)
    _kill(process)


def _kill(process: "Popen[str]") -> None:
    """It must have lived until now, or ended well: what it printed shows if it did not."""
    assert process.poll() in (None, 0), process.stdout.read() if process.stdout else ""
    kill(process)
    if process.stdout:
        process.stdout.close()


def _wait(reached: Callable[[], bool], seconds: float, process: "Popen[str] | None" = None) -> None:
    deadline = time.monotonic() + seconds
    while not reached() and time.monotonic() < deadline and (process is None or process.poll() is None):
        time.sleep(POLL_SECONDS)


def _writes(database: Path, count: int) -> Callable[[], bool]:
    """Whether the write-ahead log was seen to change so often: each time a commit is being made, or was just made."""
    journal, changes = Path(f"{database}-wal"), [_modified(Path(f"{database}-wal"))]

    def reached() -> bool:
        if (now := _modified(journal)) != changes[-1]:
            changes.append(now)
        return len(changes) > count

    return reached


def _modified(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _stands_at(database: Path) -> tuple[bool, int]:
    """Whether there is a run, and how many seconds it has lived."""
    if not database.is_file():
        return False, 0
    with closing(sqlite3.connect(database)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'event'").fetchone():
            return False, 0
        begun = connection.execute("SELECT count(*) FROM run").fetchone()[0] > 0
        first, last = connection.execute("SELECT min(time), max(time) FROM event").fetchone()
    return begun, (last or 0) - (first or 0)


def _aftermath(database: Path, visitor: Visitor) -> Aftermath:
    if not _stands_at(database)[0]:
        assert not visitor.seqs, "somebody was served, and there is no run"
        return Aftermath(0, 0, visitor)
    _check_told(database, visitor)
    recording = open_recording(str(database))
    try:
        verdict = verify(recording)
        assert verdict.same, verdict.problem
    finally:
        recording.store.close()
    assert visitor.seqs == sorted(set(visitor.seqs)), "what a visitor sees increases"
    return Aftermath(verdict.events, verdict.snapshots, visitor)


def _check_told(database: Path, visitor: Visitor) -> None:
    """All that the visitor had seen, and all of its words that it had heard back, is in the file; seqs have no gap."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT time, fact FROM event WHERE kind IN ('walk_started', 'spoke')").fetchall()
        count, first, last = connection.execute("SELECT count(*), min(seq), max(seq) FROM event").fetchone()
        kept = {text for (text,) in connection.execute("SELECT text FROM visitor_words WHERE who = 'visitor'")}
    assert (first or 1, last or 0) == (1, count), "a gap in the log"
    facts = {(at, *_key(json.loads(fact))) for at, fact in rows}
    for message in visitor.seen:
        assert (message["time"], *_key(message)) in facts, f"lost at {format_time(message['time'])}: {message}"
    lost = set(visitor.heard_back) - kept
    assert not lost, f"{len(lost)} acknowledged lines of a visitor are lost"


def _key(fact: dict[str, object]) -> tuple[object, str]:
    return fact["agent"], json.dumps(fact.get("path") or fact["text"], sort_keys=True)

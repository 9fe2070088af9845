"""A campaign: many blows, some on each database, which must go on after every one of them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from scenarios.recording import open_recording, rerun
from tests.crash.blow import Aftermath, Blow, next_blow, strike

BLOWS_PER_DATABASE = 20
"""Then it is made again from its inputs, to the same digest, and a new one is begun."""


@dataclass
class Report:
    """What was done, and how much was there to lose."""

    blows: Counter[str] = field(default_factory=Counter)
    databases: int = 0
    events: int = 0
    snapshots: int = 0
    frames_seen: int = 0
    words_heard_back: int = 0


def campaign(times: int, seed: int, folder: Path, told: Callable[[int, Blow], None] = lambda n, blow: None) -> Report:
    """Strike so many times. Raises AssertionError, naming the blow, at the first thing that is lost."""
    report, chance, before = Report(), Random(seed), None
    for number in range(times):
        database = folder / f"village-{number // BLOWS_PER_DATABASE}.db"
        before = before if number % BLOWS_PER_DATABASE else None
        blow = next_blow(chance)
        try:
            after = strike(blow, database, f"客人{number}")
            _check_goes_on(before, after)
            if number + 1 == times or (number + 1) % BLOWS_PER_DATABASE == 0:
                _end(database, report, after)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, blow {number}, {blow}, {database}: {error}") from error
        _count(report, blow, after)
        before = after
        told(number, blow)
    return report


def _check_goes_on(before: Aftermath | None, after: Aftermath) -> None:
    """No event of before is missing, and what a visitor is first shown is not earlier than what another last saw."""
    if before is None:
        return
    assert after.last_seq >= before.last_seq, "there are fewer events than after the blow before"
    seen = [message["time"] for message in before.visitor.seen]
    if seen and after.visitor.snapshot_time is not None:
        assert after.visitor.snapshot_time >= max(seen), "a visitor is shown what was before"
    if before.visitor.seqs and after.visitor.seqs:
        assert after.visitor.seqs[0] > before.visitor.seqs[-1], "numbers go back"


def _end(database: Path, report: Report, after: Aftermath) -> None:
    """Made again from its inputs it has the same digest."""
    recording = open_recording(str(database))
    try:
        verdict = rerun(recording)
        assert verdict.same, verdict.problem or "made again it is another history"
    finally:
        recording.store.close()
    report.databases += 1
    report.events += after.last_seq
    report.snapshots += after.snapshots


def _count(report: Report, blow: Blow, after: Aftermath) -> None:
    report.blows[f"{blow.command} {blow.aim}"] += 1
    report.frames_seen += len(after.visitor.seen)
    report.words_heard_back += len(after.visitor.heard_back)

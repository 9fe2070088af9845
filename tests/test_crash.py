"""Crash safety, tested by crashing: twenty of the two hundred blows of `just crash`."""

from pathlib import Path

from tests.crash.campaign import campaign

TIMES, SEED = 20, 7


def test_village_that_is_killed_again_and_again_loses_nothing_it_told(tmp_path: Path) -> None:
    """Killed with -9 while it opens, commits, shows and answers; there was something to lose each time."""
    report = campaign(TIMES, SEED, tmp_path)
    assert report.blows.total() == TIMES
    assert min(report.events, report.snapshots, report.frames_seen, report.words_heard_back) > 0, report

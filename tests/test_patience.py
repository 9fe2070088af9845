"""Patience: what mostly takes no time says nothing of itself, unless it takes two seconds."""

import pytest

from scenarios.output import PATIENCE_SECONDS, patience
from tests.default_village import default_village
from tests.stage import Stage


class Clock:
    """A clock that goes as far as a test wants."""

    seconds = 100.0

    def __call__(self) -> float:
        """What time it is."""
        return self.seconds


def test_what_is_quick_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """However many steps it has."""
    clock = Clock()
    with patience("reading", 0, 1_000, clock) as progress:
        for time in range(1_000):
            progress(time)
        clock.seconds += PATIENCE_SECONDS - 0.01
        progress(1_000)
    assert capsys.readouterr().err == ""


def test_what_takes_two_seconds_says_so_once(capsys: pytest.CaptureFixture[str]) -> None:
    """In one line on stderr, so that a program's stdout stays its own."""
    clock = Clock()
    with patience("reading run r1", 0, 1_000, clock) as progress:
        progress(1)
        for time in (500, 900):
            clock.seconds += PATIENCE_SECONDS
            progress(time)
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "reading run r1\n")


def test_reading_a_history_tells_how_far_it_is() -> None:
    """The time of every event that is folded, in order."""
    stage, told = Stage(), list[int]()
    stage.run_to("1d07:00")
    world = default_village().world_after(stage.log, progress=told.append)
    assert told == [item.event.time for item in stage.log.committed]
    assert world.time == told[-1]

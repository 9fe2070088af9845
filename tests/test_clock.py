"""Clock: times, durations and times of day are read as written, and ticks align."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import (
    DAY,
    HOUR,
    MINUTE,
    Pace,
    format_time,
    next_tick,
    parse_clock,
    parse_duration,
    parse_time,
    start_of_day,
)

TIMES = st.integers(0, 9_999 * DAY - 1)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1d00:00", 0), ("1d06:30", 23_400), ("2d00:01", 86_460), ("3d23:59:59", 3 * 86_400 - 1), ("01d07:05", 25_500)],
)
def test_time_counts_from_midnight_of_day_one(text: str, seconds: int) -> None:
    """The first day is day 1, and seconds may be left out."""
    assert parse_time(text) == seconds


@given(TIMES)
def test_written_time_reads_back(time: int) -> None:
    """Writing a time and reading it changes nothing."""
    assert parse_time(format_time(time)) == time


def test_seconds_are_written_only_where_there_are_any() -> None:
    """A whole minute has no seconds to show."""
    assert (format_time(23_400), format_time(23_407)) == ("1d06:30", "1d06:30:07")


@pytest.mark.parametrize("text", ["", "0d06:30", "06:30", "1d24:00", "1d06:60", "1d6:30", "-1d06:30", "1d06:30:60"])
def test_bad_time_is_refused_with_the_notation(text: str) -> None:
    """What is no time is an error that shows how to write one."""
    with pytest.raises(ValueError, match="like 1d06:30"):
        parse_time(text)


@pytest.mark.parametrize(("text", "seconds"), [("1d", DAY), ("6h", 6 * HOUR), ("30m", 30 * MINUTE), ("45s", 45)])
def test_duration_has_one_unit(text: str, seconds: int) -> None:
    """A duration is a number and a unit."""
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "0h", "6", "h", "1.5h", "-1h", "1h30m", "1w"])
def test_bad_duration_is_refused_with_the_notation(text: str) -> None:
    """What is no duration, nothing at all included, is an error that shows how to write one."""
    with pytest.raises(ValueError, match="like 6h"):
        parse_duration(text)


@given(st.integers(0, 23), st.integers(0, 59))
def test_time_of_day_counts_from_midnight(hour: int, minute: int) -> None:
    """HH:MM is read as seconds since midnight."""
    assert parse_clock(f"{hour:02}:{minute:02}") == hour * 3600 + minute * 60


@pytest.mark.parametrize("text", ["", "6:30", "24:00", "12:60", "12", "1d06:30"])
def test_bad_time_of_day_is_refused_with_the_notation(text: str) -> None:
    """What is no time of day is an error that shows how to write one."""
    with pytest.raises(ValueError, match="like 06:30"):
        parse_clock(text)


@given(TIMES)
def test_day_starts_at_its_midnight(time: int) -> None:
    """The start of a day is written as the same day at 00:00."""
    assert format_time(start_of_day(time)) == format_time(time).partition("d")[0] + "d00:00"


@given(TIMES, st.integers(1, DAY))
def test_next_tick_is_the_first_multiple_not_before(time: int, tick_seconds: int) -> None:
    """A tick is never in the past, never a whole tick away, and a multiple."""
    tick = next_tick(time, tick_seconds)
    assert tick % tick_seconds == 0
    assert time <= tick < time + tick_seconds


def test_paused_pace_is_zero_and_remembers_its_factor() -> None:
    """A pause stops time without forgetting how fast it went."""
    paused = Pace(12.0, paused_by="v1")
    assert (Pace(12.0).effective, paused.effective, paused.factor) == (12.0, 0.0, 12.0)

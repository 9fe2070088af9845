"""Time: SimTime and its notations, and Pace, how fast the village goes beside the wall clock."""

import re
from dataclasses import dataclass

SimTime = int
"""Whole seconds of simulated time since day 1, 00:00."""

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

RACING_FACTOR = 900.0
"""Simulated seconds per wall second while everybody sleeps: a night takes half a minute."""

_TIME = re.compile(r"^(\d{1,4})d([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$")
_DURATION = re.compile(r"^(\d{1,6})([dhms])$")
_CLOCK = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)$")
_UNIT_SECONDS = {"d": DAY, "h": HOUR, "m": MINUTE, "s": 1}


def parse_time(text: str) -> SimTime:
    """Read `DAYdHH:MM[:SS]`, the first day being 1: `1d06:30` is 23,400.

    Raises ValueError naming the notation.
    """
    match = _TIME.match(text)
    if not match or int(match[1]) < 1:
        raise ValueError(f"{text!r} is no time; write DAYdHH:MM with the first day 1, like 1d06:30")
    day, hour, minute = int(match[1]), int(match[2]), int(match[3])
    return (day - 1) * DAY + hour * HOUR + minute * MINUTE + int(match[4] or 0)


def format_time(time: SimTime) -> str:
    """Write a time as `DAYdHH:MM`, with `:SS` only where there are seconds."""
    day, rest = divmod(time, DAY)
    seconds = rest % MINUTE
    tail = f":{seconds:02d}" if seconds else ""
    return f"{day + 1}d{rest // HOUR:02d}:{rest % HOUR // MINUTE:02d}{tail}"


def parse_duration(text: str) -> int:
    """Read `1d`, `6h`, `30m` or `45s` as seconds. Raises ValueError naming the notation."""
    match = _DURATION.match(text)
    if not match or int(match[1]) == 0:
        raise ValueError(f"{text!r} is no duration; write a number above 0 and d, h, m or s, like 6h")
    return int(match[1]) * _UNIT_SECONDS[match[2]]


def parse_clock(text: str) -> int:
    """Read a time of day, `HH:MM`, as seconds since midnight. Raises ValueError naming the notation."""
    match = _CLOCK.match(text)
    if not match:
        raise ValueError(f"{text!r} is no time of day; write HH:MM, like 06:30")
    return int(match[1]) * HOUR + int(match[2]) * MINUTE


def start_of_day(time: SimTime) -> SimTime:
    """Midnight of the day that `time` lies in."""
    return time - time % DAY


def next_tick(time: SimTime, tick_seconds: int) -> SimTime:
    """The first multiple of `tick_seconds` at or after `time`."""
    return -(-time // tick_seconds) * tick_seconds


@dataclass(frozen=True, slots=True)
class Pace:
    """Simulated seconds per wall second, as chosen; `set_by` and `paused_by` name who chose it and who stopped time.

    `racing` is on through hours in which everybody sleeps: time then goes at RACING_FACTOR at least.
    """

    factor: float = 30.0
    set_by: str | None = None
    paused_by: str | None = None
    racing: bool = False

    @property
    def rate(self) -> float:
        """How fast time goes when it is not paused."""
        return max(self.factor, RACING_FACTOR) if self.racing else self.factor

    @property
    def effective(self) -> float:
        """How fast time goes now: 0 while paused."""
        return 0.0 if self.paused_by is not None else self.rate

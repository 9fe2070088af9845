"""TimeWords: times as people say them. A model that reads `1d10:40` among what it remembers says it, too."""

from dataclasses import dataclass

from sim.clock import DAY, HOUR, MINUTE, SimTime
from sim.text import Text

MAXIMUM_DAYS = 7
"""Days back that are counted; what was before was some time ago."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the day, up to an hour: on any day, and on this one."""

    end_hour: int
    any_day: Text
    today: Text


_PARTS = (
    _Part(5, Text("夜里", "in the night"), Text("夜里", "in the night")),
    _Part(8, Text("清早", "early in the morning"), Text("今天清早", "early this morning")),
    _Part(11, Text("上午", "in the morning"), Text("今天上午", "this morning")),
    _Part(13, Text("中午", "around noon"), Text("今天中午", "around noon")),
    _Part(17, Text("下午", "in the afternoon"), Text("今天下午", "this afternoon")),
    _Part(19, Text("傍晚", "in the evening"), Text("今天傍晚", "this evening")),
    _Part(24, Text("晚上", "in the evening"), Text("今天晚上", "this evening")),
)
_DAYS_BACK = {1: Text("昨天", "yesterday"), 2: Text("前天", "the day before yesterday")}
_LONG_AGO = Text("有些日子以前", "some time ago")


def clock_words(time: SimTime) -> Text:
    """A moment of the day: 下午 3:40, 3:40 in the afternoon."""
    part, minute = _part(time).any_day, time % HOUR // MINUTE
    hour = (time % DAY // HOUR - 1) % 12 + 1
    return Text(f"{part.zh} {hour}:{minute:02d}", f"{hour}:{minute:02d} {part.en}")


def when_words(time: SimTime, now: SimTime) -> Text:
    """When something was that is over: 昨天上午, yesterday in the morning."""
    days, part = now // DAY - time // DAY, _part(time)
    if days <= 0:
        return part.today
    if days > MAXIMUM_DAYS:
        return _LONG_AGO
    day = _DAYS_BACK.get(days, Text(f"{days} 天前的", f"{days} days ago"))
    return Text(f"{day.zh}{part.any_day.zh}", f"{day.en} {part.any_day.en}")


def _part(time: SimTime) -> _Part:
    hour = time % DAY // HOUR
    return next(part for part in _PARTS if hour < part.end_hour)

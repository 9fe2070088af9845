"""Happenings as the village tells of them: their words, how long they last, and what of them can be asked for."""

from agents.cast import Words
from sim.happenings import GATHERINGS, WEATHERS, Happening, Kind, Occurrence
from sim.text import Text
from sim.town_map import TownMap

MAXIMUM_MINUTES = 24 * 60
"""How long something may go on."""
MINUTES: dict[Kind, int] = {
    "sunny": 480,
    "cloudy": 240,
    "rain": 150,
    "storm": 60,
    "snow": 240,
    "fog": 120,
    "market_day": 240,
    "festival": 240,
    "stranger": 120,
    "lost_lamb": 180,
    "fire": 60,
}
"""How long it goes on if nobody says."""
TEXTS: dict[Kind, Words] = {
    "sunny": Words(zh="天放晴了", en="the sky has cleared"),
    "cloudy": Words(zh="天阴下来了", en="the sky has clouded over"),
    "rain": Words(zh="下起雨来了", en="it has begun to rain"),
    "storm": Words(zh="电闪雷鸣，下起暴雨来了", en="a thunderstorm has broken over the village"),
    "snow": Words(zh="飘起雪花来了", en="it has begun to snow"),
    "fog": Words(zh="起了大雾", en="thick fog has come up"),
    "market_day": Words(zh="{place}今天赶大集", en="it is market day at {place}"),
    "festival": Words(zh="{place}正热热闹闹地过节", en="a festival is being held at {place}"),
    "stranger": Words(zh="{place}来了个谁也不认识的外乡人", en="a stranger whom nobody knows has turned up at {place}"),
    "lost_lamb": Words(zh="{place}有只走丢的小羊在咩咩叫", en="a lost lamb is bleating at {place}"),
    "fire": Words(zh="{place}冒烟着火了", en="a fire has broken out at {place}"),
}


OVER: dict[Kind, Words] = {
    "rain": Words(zh="雨停了", en="the rain has stopped"),
    "storm": Words(zh="雷雨过去了", en="the thunderstorm has passed"),
    "snow": Words(zh="雪停了", en="it has stopped snowing"),
    "fog": Words(zh="雾散了", en="the fog has lifted"),
    "market_day": Words(zh="{place}的集散了", en="the market day at {place} is over"),
    "festival": Words(zh="{place}的热闹散了", en="the festival at {place} is over"),
    "stranger": Words(zh="{place}的外乡人走了", en="the stranger at {place} has gone"),
    "lost_lamb": Words(zh="{place}的小羊有着落了", en="the lost lamb at {place} has been looked after"),
    "fire": Words(zh="{place}的火扑灭了", en="the fire at {place} is out"),
}
"""How its end is told, where that is worth a word."""


class ImpossibleHappening(ValueError):
    """What was asked for can't happen here: what is wrong, and what could be asked for; `zh` says the same."""

    def __init__(self, problem: str, fix: str, zh: str) -> None:
        super().__init__(f"{problem}; {fix}")
        self.problem, self.fix, self.zh = problem, fix, zh


def occurrence_of(
    what: Kind, place: str | None, minutes: int | None, town_map: TownMap, text: Text | None = None
) -> Occurrence:
    """What is to happen, in words of its own or the usual ones. Raises ImpossibleHappening."""
    if what in WEATHERS and place is not None:
        raise ImpossibleHappening(
            f"{what} is weather, which is everywhere", "leave the place out", "天气哪儿都一样，不用说在哪里。"
        )
    known = ", ".join(sorted(town_map.places))
    if what not in WEATHERS and place is None:
        raise ImpossibleHappening(f"{what} has to be somewhere", f"name one of {known}", "得说说在哪里。")
    if place is not None and place not in town_map.places:
        raise ImpossibleHappening(f"the map has no place {place!r:.60}", f"name one of {known}", "地图上没有这个地方。")
    seconds = (MINUTES[what] if minutes is None else minutes) * 60
    return Occurrence(what, place, seconds, text or _told(TEXTS[what], place, town_map))


def over(happening: Happening, town_map: TownMap) -> Text | None:
    """How its end is told; None where nobody would remark upon it."""
    words = OVER.get(happening.what)
    return _told(words, happening.place, town_map) if words else None


def _told(words: Words, place: str | None, town_map: TownMap) -> Text:
    name = town_map.places[place].name if place else Text("", "")
    return Text(words.zh.replace("{place}", name.zh), words.en.replace("{place}", name.en))


def is_everywhere(what: Kind) -> bool:
    """Whether everybody knows of it at once: weather is felt, and gatherings are cried through the village."""
    return what in WEATHERS or what in GATHERINGS

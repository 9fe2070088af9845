"""Happenings as the village tells of them: their words, how long they last, and what of them can be asked for."""

from agents.cast import Words
from sim.happenings import GATHERINGS, WEATHERS, Kind, Occurrence
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
    "market_day": Words(zh="{place}今天赶大集", en="it is market day at the {place}"),
    "festival": Words(zh="{place}正热热闹闹地过节", en="a festival is being held at the {place}"),
    "stranger": Words(
        zh="{place}来了个谁也不认识的外乡人", en="a stranger whom nobody knows has turned up at the {place}"
    ),
    "lost_lamb": Words(zh="{place}有只走丢的小羊在咩咩叫", en="a lost lamb is bleating at the {place}"),
    "fire": Words(zh="{place}冒烟着火了", en="a fire has broken out at the {place}"),
}


class ImpossibleHappening(ValueError):
    """What was asked for can't happen here: what is wrong, and what could be asked for."""

    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(f"{problem}; {fix}")
        self.problem, self.fix = problem, fix


def occurrence_of(
    what: Kind, place: str | None, minutes: int | None, town_map: TownMap, text: Text | None = None
) -> Occurrence:
    """What is to happen, in words of its own or the usual ones. Raises ImpossibleHappening."""
    if what in WEATHERS and place is not None:
        raise ImpossibleHappening(f"{what} is weather, which is everywhere", "leave the place out")
    known = ", ".join(sorted(town_map.places))
    if what not in WEATHERS and place is None:
        raise ImpossibleHappening(f"{what} has to be somewhere", f"name one of {known}")
    if place is not None and place not in town_map.places:
        raise ImpossibleHappening(f"the map has no place {place!r:.60}", f"name one of {known}")
    seconds = (MINUTES[what] if minutes is None else minutes) * 60
    return Occurrence(what, place, seconds, text or _told(what, place, town_map))


def _told(what: Kind, place: str | None, town_map: TownMap) -> Text:
    name = town_map.places[place].name if place else Text("", "")
    words = TEXTS[what]
    return Text(words.zh.replace("{place}", name.zh), words.en.replace("{place}", name.en))


def is_everywhere(what: Kind) -> bool:
    """Whether everybody knows of it at once: weather is felt, and gatherings are cried through the village."""
    return what in WEATHERS or what in GATHERINGS

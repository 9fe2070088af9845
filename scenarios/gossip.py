"""Gossip: a run's news, and the way of one from mouth to mouth, as tables and trees on the terminal, or as JSON."""

from dataclasses import dataclass
from typing import Any

from rich.markup import escape
from rich.tree import Tree

from agents.cast import Cast
from agents.rumours import Rumour, Telling, rumours
from scenarios.output import out, print_json, print_table
from scenarios.recording import Recording
from sim.bad_input import BadInput
from sim.clock import SimTime, format_time
from sim.town_map import TownMap


def print_gossip(recording: Recording, news_id: str | None, as_json: bool) -> None:
    """All news of a run, or one with its way through the village. Raises BadInput where there is no such news."""
    found = rumours(recording.log.events())
    names = _Names(recording.scenario.cast, recording.village.town_map)
    if news_id is None:
        _print_all(list(found.values()), names, as_json)
    elif news_id in found:
        _print_one(found[news_id], names, as_json)
    else:
        known = "list them with `taoyuan gossip RUN`" if found else "there are none in this run"
        raise BadInput(f"gossip {news_id}", "no such news", known)


@dataclass(frozen=True)
class _Names:
    """How people and places are called, in both languages."""

    cast: Cast
    town_map: TownMap

    def person(self, own_id: str) -> str:
        name = self.cast.by_id[own_id].name
        return f"{name.zh} {name.en}"

    def place(self, place_id: str | None) -> str:
        place = self.town_map.places.get(place_id or "")
        return f"{place.name.zh} {place.name.en}" if place else "路上 on the way"


def _print_all(found: list[Rumour], names: _Names, as_json: bool) -> None:
    if as_json:
        print_json([_summary(rumour) for rumour in found])
        return
    rows = [
        [
            rumour.knowers,
            rumour.news.id,
            format_time(rumour.time),
            names.person(rumour.news.origin),
            rumour.news.text.zh,
        ]
        for rumour in found
    ]
    print_table("News 新鲜事", ["know it", "fact", "since", "of", "what"], rows)


def _print_one(rumour: Rumour, names: _Names, as_json: bool) -> None:
    if as_json:
        print_json({**_summary(rumour), "tellings": [_telling(telling) for telling in rumour.tellings]})
        return
    news = rumour.news
    out.print(f"{news.text.zh}\n{news.text.en}", markup=False, highlight=False)
    root = Tree(_label(names, news.origin, rumour.time, news.place))
    branches = {news.origin: root}
    for telling in rumour.tellings:  # whoever tells has heard it before, so its branch is there
        label = _label(names, telling.listener, telling.time, telling.place)
        branches[telling.listener] = branches[telling.teller].add(label)
    out.print(root, highlight=False)


def _label(names: _Names, own_id: str, time: SimTime, place: str | None) -> str:
    return escape(f"{names.person(own_id)}  {format_time(time)}  {names.place(place)}")


def _summary(rumour: Rumour) -> dict[str, Any]:
    news = rumour.news
    return {
        "id": news.id,
        "origin": news.origin,
        "time": format_time(rumour.time),
        "place": news.place,
        "text": {"zh": news.text.zh, "en": news.text.en},
        "knowers": rumour.knowers,
    }


def _telling(telling: Telling) -> dict[str, Any]:
    return {
        "teller": telling.teller,
        "listener": telling.listener,
        "time": format_time(telling.time),
        "place": telling.place,
    }

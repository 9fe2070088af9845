"""Injections: what `--inject` lets happen, written `rain`, `festival@square`, or `fire@barn:20` for 20 minutes."""

import re
from collections.abc import Sequence
from typing import get_args

from agents.happenings import MAXIMUM_MINUTES, MINUTES, ImpossibleHappening, occurrence_of
from sim.bad_input import BadInput
from sim.happenings import MAXIMUM_HAPPENINGS, Kind
from sim.inputs import Happen
from sim.town_map import TownMap

_FORM = re.compile(r"(?P<what>[a-z_]{1,20})(@(?P<place>[A-Za-z0-9_-]{1,64}))?(:(?P<minutes>\d{1,5}))?")


def injections(texts: Sequence[str], town_map: TownMap) -> list[Happen]:
    """What is to happen, as inputs. Raises BadInput that names the text and what could be written."""
    if len(texts) > MAXIMUM_HAPPENINGS:
        problem = f"no more than {MAXIMUM_HAPPENINGS} things go on at once"
        raise BadInput("--inject", problem, "leave some out")
    return [_injection(text, town_map) for text in texts]


def _injection(text: str, town_map: TownMap) -> Happen:
    found, option = _FORM.fullmatch(text), f"--inject {text:.80}"
    if found is None:
        raise BadInput(option, "it is not written WHAT[@PLACE][:MINUTES]", "write rain, or festival@square:120")
    what, minutes = _kind(found["what"]), int(found["minutes"]) if found["minutes"] else None
    if what is None:
        raise BadInput(option, f"nothing is called {found['what']!r}", f"name one of {', '.join(MINUTES)}")
    if minutes is not None and not 1 <= minutes <= MAXIMUM_MINUTES:
        raise BadInput(option, f"{minutes} minutes", f"let it last from 1 to {MAXIMUM_MINUTES}")
    try:
        return Happen(occurrence_of(what, found["place"], minutes, town_map))
    except ImpossibleHappening as impossible:
        raise BadInput(option, impossible.problem, impossible.fix) from impossible


def _kind(name: str) -> Kind | None:
    return next((kind for kind in get_args(Kind) if kind == name), None)

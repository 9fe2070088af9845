"""Injections: a branch begins with a festival, and comparing it with its parent says where the two part."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.happenings import MINUTES
from scenarios.comparison import compare
from scenarios.comparison_report import comparison_json
from scenarios.injections import injections
from scenarios.recording import open_recording, rerun, verify
from sim.bad_input import BadInput
from sim.events import Happened
from sim.happenings import MAXIMUM_HAPPENINGS
from tests.command import taoyuan_json
from tests.small_scenario import small_scenario
from tests.small_village import small_map


def refused(*texts: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        injections(texts, small_map())
    assert len(str(caught.value).splitlines()) == 1
    return caught.value


def test_what_is_written_is_what_happens() -> None:
    """In order, with the place and the minutes that are named, or as long as usual."""
    first, second, third = (
        each.occurrence for each in injections(["snow", "fire@shop", "festival@home:20"], small_map())
    )
    assert (first.what, first.place, first.seconds) == ("snow", None, MINUTES["snow"] * 60)
    assert (second.what, second.place, second.text.en) == ("fire", "shop", "a fire has broken out at shop")
    assert (third.what, third.place, third.seconds) == ("festival", "home", 1200)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("earthquake", "nothing is called 'earthquake'; name one of sunny, cloudy, rain"),
        ("festival", "festival has to be somewhere; name one of home, shop, square"),
        ("festival@moon", "the map has no place 'moon'"),
        ("rain@square", "rain is weather, which is everywhere; leave the place out"),
        ("rain:0", "0 minutes; let it last from 1 to 1440"),
        ("a festival, please", "it is not written WHAT[@PLACE][:MINUTES]; write rain, or festival@square:120"),
    ],
)
def test_what_can_not_be_is_one_line(text: str, says: str) -> None:
    """It names the option as it was given, and what could be written."""
    error = refused(text)
    assert str(error).startswith(f"--inject {text}: ")
    assert says in str(error)


def test_there_is_only_so_much_at_once() -> None:
    """More than can go on at once would end what has just begun."""
    assert "no more than" in str(refused(*["rain"] * (MAXIMUM_HAPPENINGS + 1)))


@given(st.text(max_size=60))
def test_whatever_is_written_is_understood_or_refused(text: str) -> None:
    """However odd: nothing but BadInput is raised."""
    with suppress(BadInput):
        assert len(injections([text], small_map())) == 1


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The small village's morning, and a branch of it in which there is a festival: by the commands of the shell."""
    folder = tmp_path_factory.mktemp("injected")
    scenario, parent, child = small_scenario(folder), str(folder / "run.db"), str(folder / "b.db")
    taoyuan_json("run", str(scenario.path), "--until", "4h", "--db", parent)
    options = ("--at", "1d09:00", "--db", child, "--inject", "festival@square:60", "--inject", "snow", "--until", "4h")
    made = taoyuan_json("branch", parent, *options)
    return {"parent": open_recording(parent), "child": open_recording(child), "made": made}


def test_a_branch_begins_with_what_is_injected(runs: dict[str, Any]) -> None:
    """As inputs of its own, so that it is verified and made again like any other run."""
    child = runs["child"]
    begun = [item.event for item in child.log.events() if isinstance(item.event.fact, Happened)]
    assert [(event.time, event.fact.happening.what) for event in begun] == [(32401, "festival"), (32401, "snow")]
    assert verify(child).same
    assert rerun(child).same
    assert runs["made"]["digest"] == child.log.digest()


def test_comparing_says_where_the_two_part(runs: dict[str, Any]) -> None:
    """At the festival, which only the branch has."""
    found = comparison_json(compare(runs["parent"], runs["child"]))
    first = found["first_difference"]["b"]
    assert (first["kind"], first["agent"], first["time"]) == ("happened", "_village", "1d09:00:01")
    assert first["words"]["en"] == "a festival is being held at square"

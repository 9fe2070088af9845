"""Two recordings side by side: one clock, and a press that leads to where they part."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from sim.clock import HOUR, MINUTE, parse_time
from tests.command import compared, taoyuan_json
from tests.e2e.accessibility import objections
from tests.e2e.conftest import OpenVisit
from tests.e2e.visit import TOO_WIDE

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
START, NOON = parse_time("1d06:30"), parse_time("1d12:00")
BOTH_AT = """time => ["drawn", "drawnBeside"].every(
    (side) => Math.floor(window.taoyuan[side]()?.time) === time
)"""
BOTH_PAST = """time => ["drawn", "drawnBeside"].every((side) => window.taoyuan[side]()?.time >= time)"""
PLACES = """() => ["drawn", "drawnBeside"].map(
    (side) => Object.fromEntries(window.taoyuan[side]().figures.map(({ id, x, y }) => [id, [x, y]]))
)"""


@pytest.fixture(scope="module")
def port(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where a morning is shown beside a branch of it that has another seed from nine o'clock on."""
    assert browser.is_connected()
    folder: Path = tmp_path_factory.mktemp("compared")
    a, b = folder / "a.db", folder / "b.db"
    taoyuan_json("run", "--until", "6h", "--seed", "7", "--db", str(a))
    taoyuan_json("branch", str(a), "--at", "1d09:00", "--seed", "8", "--until", "6h", "--db", str(b))
    with compared(a, b) as (_, at):
        yield at


@pytest.fixture
def parting(port: int) -> Any:
    return ask(port, "/api/comparison")["parting"]


def ask(port: int, address: str) -> Any:
    with urlopen(f"http://127.0.0.1:{port}{address}", timeout=30) as answer:
        return json.load(answer)


def seek(page: Page, time: int) -> None:
    """Scrub to a moment, and wait until both show it."""
    page.locator(".timeline-track").fill(str(time))
    page.wait_for_function(BOTH_AT, arg=time)


def test_a_press_leads_to_where_they_part(open_visit: OpenVisit, parting: Any) -> None:
    """Both stand there; before it they are the same, and some time later they are not; whoever parts is followed."""
    visit = open_visit()
    page = visit.page
    page.wait_for_function(BOTH_AT, arg=START)
    name = parting["a"]["who"]["zh"]
    expect(page.locator(".parting")).to_contain_text(name)
    page.locator(".parting-show").click()
    page.wait_for_function(BOTH_AT, arg=parting["time"] + 1)
    for side in range(2):
        expect(page.locator(".compare-doing").nth(side)).to_contain_text(name)
    expect(page.locator(".compare-people")).to_have_value(parting["a"]["agent"])
    seek(page, parting["time"] - 1)
    one, other = page.evaluate(PLACES)
    assert one == other
    seek(page, NOON)
    one, other = page.evaluate(PLACES)
    assert one.keys() == other.keys()
    assert one != other
    assert page.url.endswith("t=1d12:00")
    assert visit.complaints == []


def test_both_play_on_one_clock(open_visit: OpenVisit) -> None:
    """By one timeline, at 600 times; paused, both show the same moment."""
    visit = open_visit(query="&t=1d08:00")
    page = visit.page
    page.wait_for_function(BOTH_AT, arg=START + 90 * MINUTE)
    page.locator(".timeline-speed").select_option("600")
    page.keyboard.press("Space")
    page.wait_for_function(BOTH_PAST, arg=START + 2 * HOUR)
    page.keyboard.press("Space")
    visit.until_stands()
    times = page.evaluate("() => [window.taoyuan.drawn().time, window.taoyuan.drawnBeside().time]")
    assert times[0] == times[1]


def test_a_line_is_explained_by_the_run_that_it_was_said_in(open_visit: OpenVisit, port: int, parting: Any) -> None:
    """The other run's log has something else under that number."""
    page = open_visit().page
    page.wait_for_function(BOTH_AT, arg=START)
    talk = next(
        mark
        for mark in ask(port, "/b/api/timeline")["marks"]
        if mark["kind"] == "conversation" and mark["time"] > parting["time"]
    )
    page.locator(".compare-people").select_option(talk["agents"][0])
    seek(page, talk["time"] + 1)
    beside = page.locator(".compare-side").nth(1)
    expect(beside.locator(".bubble").first).to_be_in_viewport()
    said = beside.locator(".bubble-words").first.text_content()
    assert said
    with page.expect_response(lambda answer: "/b/api/events/" in answer.url) as told:
        beside.locator(".bubble").first.click()
    assert said in json.dumps(told.value.json(), ensure_ascii=False)
    expect(page.locator("#why")).to_contain_text("规则")


@pytest.mark.parametrize(
    "options",
    [{"color_scheme": "light"}, {"color_scheme": "dark", "locale": "en-GB"}, {**PHONE, "locale": "en-GB"}],
    ids=["light", "dark", "phone"],
)
def test_it_fits_and_axe_objects_to_nothing(open_visit: OpenVisit, options: dict[str, object]) -> None:
    """In both themes and languages, and on a phone of 360 pixels, where one lies above the other."""
    page = open_visit(**options).page
    page.wait_for_function(BOTH_AT, arg=START)
    for part in (".parting-show", ".compare-people", ".timeline-track", ".timeline-speed"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    for side in range(2):
        expect(page.locator(".compare-side .map").nth(side)).to_be_in_viewport(ratio=1)
    assert page.evaluate(TOO_WIDE) == []
    assert objections(page) == []

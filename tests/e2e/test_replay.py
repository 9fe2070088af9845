"""A recording on the page, and a living village's past: scrubbed, played, searched, by mouse, touch and keyboard."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sim.clock import HOUR, MINUTE, parse_time
from tests.command import replayed, taoyuan_json
from tests.e2e.accessibility import objections
from tests.e2e.conftest import OpenVisit
from tests.e2e.visit import TOO_WIDE, Visit

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
START, BEGINNING, NOON, END = (parse_time(text) for text in ("1d06:30", "1d09:00", "1d12:00", "1d18:30"))
AT = "time => Math.floor(window.taoyuan?.drawn()?.time) === time"
PAST = "time => window.taoyuan.drawn().time >= time"
BACK = """seconds => {
    const { max, value } = document.querySelector(".timeline-track");
    return document.body.dataset.stage === "back" && max - value > seconds;
}"""
PREVIOUS, PLAY, NEXT = range(3)
PACE = "600"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A recorded day, and its run's id."""
    database = tmp_path_factory.mktemp("recording") / "run.db"
    report = taoyuan_json("run", "--until", "12h", "--seed", "7", "--db", str(database))
    return database, report["run_id"]


@pytest.fixture(scope="module")
def shown(browser: Browser, recorded: tuple[Path, str]) -> Iterator[int]:
    """Where that day is shown, from nine in the morning on; only where there is a browser to look at it."""
    assert browser.is_connected()
    with replayed(recorded[0], "--from", "1d09:00") as (_, port):
        yield port


@pytest.fixture
def recording(open_visit: OpenVisit, shown: int) -> Visit:
    visit = open_visit(port=shown)
    visit.page.wait_for_function(AT, arg=BEGINNING)
    return visit


def press(page: Page, which: int) -> Locator:
    """One of the bar's buttons."""
    return page.locator(".timeline-press").nth(which)


def ask(port: int, address: str) -> Any:
    with urlopen(f"http://127.0.0.1:{port}{address}", timeout=30) as answer:
        return json.load(answer)


def test_a_recording_says_what_it_is_and_lets_nothing_be_done(recording: Visit, recorded: tuple[Path, str]) -> None:
    """Run and seed in the header; no pace for all, no words to say, no websocket, and no complaint."""
    page = recording.page
    expect(page.locator(".recording-note")).to_contain_text(f"{recorded[1]} · 种子 7")
    expect(page.locator(".paces")).to_be_hidden()
    expect(page.locator(".timeline-live")).to_be_hidden()
    recording.entries.nth(2).click()
    expect(page.locator(".talk-silence")).to_have_text("这是录像，说话他们听不见。")
    for part in (".say-field", ".command", ".starters"):
        expect(page.locator(part)).to_be_hidden()
    assert not [address for address in recording.asked if address.startswith("ws")]
    assert recording.complaints == []


def test_scrubbing_shows_that_moment(recording: Visit, shown: int) -> None:
    """At noon everybody who stands is drawn where the village had them, and the address leads there again."""
    page = recording.page
    page.locator(".timeline-track").fill(str(NOON))
    page.wait_for_function(AT, arg=NOON)
    expect(page.locator(".timeline-hour")).to_have_text("12:00")
    drawn = {figure["id"]: [figure["x"], figure["y"]] for figure in recording.drawn["figures"]}
    standing = {
        agent["id"]: agent["at"] for agent in ask(shown, f"/api/snapshot?at={NOON + 1}")["agents"] if not agent["walk"]
    }
    assert len(standing) > 10
    assert {agent: drawn[agent] for agent in standing} == standing
    assert page.url.endswith("t=1d12:00")
    page.reload()
    page.wait_for_function(AT, arg=NOON)


def test_pointing_at_the_bar_tells_the_time_and_dragging_goes_there(recording: Visit) -> None:
    """The tip is there while the mouse is over the strip; the handle follows it."""
    page = recording.page
    box = page.locator(".timeline-strip").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    expect(page.locator(".timeline-tip")).to_contain_text("第 1 天 12:")
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, middle, steps=5)
    page.mouse.up()
    page.wait_for_function(PAST, arg=NOON + 2 * HOUR)
    expect(page.locator(".timeline-hour")).to_contain_text("15:")


def test_it_plays_at_600_times_to_its_end(recording: Visit) -> None:
    """An hour takes six seconds; at the end it stops and says so."""
    page = recording.page
    page.locator(".timeline-track").fill(str(END - HOUR))
    page.locator(".timeline-speed").select_option("600")
    press(page, PLAY).click()
    page.wait_for_function(PAST, arg=END - HOUR + 10 * MINUTE)
    expect(page.locator(".timeline-status")).to_have_text("放完了")
    expect(press(page, PLAY)).to_have_attribute("aria-label", "播放")


def test_jumping_leads_to_a_talk_that_is_seen_and_heard(recording: Visit, shown: int) -> None:
    """Onwards and back again: who talks is on the map, with the first line over the head."""
    page = recording.page
    marks = ask(shown, "/api/timeline")["marks"]
    talks = sorted((mark for mark in marks if mark["kind"] == "conversation"), key=lambda mark: mark["time"])
    later = [mark for mark in talks if mark["time"] > BEGINNING + MINUTE]
    press(page, NEXT).click()
    page.wait_for_function(AT, arg=later[0]["time"] + 1)
    recording.until_seen(later[0]["agents"])
    bubble = page.locator(".bubble").first
    expect(bubble).to_be_in_viewport()
    expect(page.locator(".timeline-status")).to_contain_text("说话")
    bubble.click()
    expect(page.locator("#why")).to_contain_text("规则")
    page.keyboard.press("Escape")
    press(page, PREVIOUS).click()
    page.wait_for_function("time => window.taoyuan.drawn().time < time", arg=BEGINNING + MINUTE)


def test_a_click_on_a_stroke_goes_to_that_talk(recording: Visit, shown: int) -> None:
    """Pointing at it says who talks with whom."""
    page = recording.page
    marks = ask(shown, "/api/timeline")["marks"]
    times = sorted(mark["time"] for mark in marks)
    alone = next(
        mark
        for mark in marks
        if mark["kind"] == "conversation" and sum(abs(time - mark["time"]) < 12 * MINUTE for time in times) == 1
    )
    box = page.locator(".timeline-strip").bounding_box()
    assert box is not None
    place = box["x"] + 9 + (alone["time"] - START) / (ask(shown, "/api/run")["end"] - START) * (box["width"] - 18)
    page.mouse.move(place, box["y"] + 20)
    expect(page.locator(".timeline-tip")).to_contain_text("说话")
    page.mouse.click(place, box["y"] + 20)
    page.wait_for_function(AT, arg=alone["time"] + 1)


def test_the_keyboard_is_enough(recording: Visit) -> None:
    """Space plays and pauses, comma and full stop step, arrows seek while the handle has the focus."""
    page = recording.page
    page.keyboard.press("Space")
    page.wait_for_function(PAST, arg=BEGINNING + MINUTE)
    page.keyboard.press("Space")
    expect(press(page, PLAY)).to_have_attribute("aria-label", "播放")
    recording.until_stands()
    paused = int(recording.drawn["time"])
    page.keyboard.press(".")
    page.wait_for_function(AT, arg=paused + MINUTE)
    page.keyboard.press(",")
    page.wait_for_function(AT, arg=paused)
    page.locator(".timeline-track").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(AT, arg=paused - MINUTE)
    page.keyboard.press("PageUp")
    page.wait_for_function(AT, arg=paused + 59 * MINUTE)


def test_it_opens_where_most_people_are(open_visit: OpenVisit, shown: int) -> None:
    """Early in the morning most are at home, at the village's edge: several are in sight, and nothing beyond it."""
    visit = open_visit(port=shown, query="&t=1d06:30")
    visit.page.wait_for_function(AT, arg=START)
    assert len(visit.in_sight) >= 5
    edges = visit.page.evaluate(
        """() => ["#map", ".meadow"].map((part) => document.querySelector(part).getBoundingClientRect().top)"""
    )
    assert edges[1] <= edges[0] + 1


@pytest.mark.parametrize(
    "options",
    [{"color_scheme": "light"}, {"color_scheme": "dark", "locale": "en-GB"}, PHONE],
    ids=["light", "dark", "phone"],
)
def test_the_bar_fits_and_axe_objects_to_nothing(open_visit: OpenVisit, shown: int, options: dict[str, object]) -> None:
    """In both themes and languages, and on a phone of 360 pixels, with a moment told in the bar."""
    visit = open_visit(port=shown, **options)
    page = visit.page
    expect(press(page, NEXT)).to_be_enabled()
    press(page, NEXT).click()
    expect(page.locator(".timeline-status")).not_to_be_empty()
    for part in (".timeline-track", ".timeline-speed", ".timeline-hour", ".recording-note"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    assert page.evaluate(TOO_WIDE) == []
    assert objections(page) == []


def test_a_server_that_is_gone_is_said_and_tried_again(open_visit: OpenVisit, recorded: tuple[Path, str]) -> None:
    """What can't be had is asked for again, until it comes."""
    with replayed(recorded[0]) as (_, port):
        visit = open_visit(port=port)
        visit.page.wait_for_function(AT, arg=START)
        visit.context.set_offline(True)
        visit.page.locator(".timeline-track").fill(str(NOON))
        expect(visit.page.locator(".timeline-status")).to_have_text("没找到，稍后再试。")
        visit.context.set_offline(False)
        visit.page.wait_for_function(AT, arg=NOON)
        expect(visit.page.locator(".timeline-status")).to_be_empty()


def test_a_living_village_is_watched_back_and_come_back_to(open_visit: OpenVisit) -> None:
    """The past is shown while the village goes on; nobody in it can be talked with; now is one press away."""
    visit = open_visit()
    page = visit.page
    page.wait_for_function(PAST, arg=START + HOUR)
    page.locator(".past").click()
    page.wait_for_function(BACK, arg=10 * MINUTE)
    press(page, PLAY).click()
    visit.until_stands()
    then = visit.drawn["time"]
    visit.entries.nth(2).click()
    expect(page.locator(".talk-silence")).to_contain_text("回到此刻再说话吧")
    expect(page.locator(".say-field")).to_be_hidden()
    heard = len(visit.received)
    visit.until(lambda message: message["type"] == "clock" and message["time"] > then + HOUR, heard)
    assert visit.drawn["time"] == then
    page.locator(".timeline-live").click()
    page.wait_for_function(PAST, arg=then + HOUR)
    expect(page.locator("#timeline")).to_be_hidden()
    expect(page.locator(".say-field")).to_be_visible()
    assert "t=" not in page.url
    assert visit.complaints == []


def test_an_address_leads_into_the_past_of_a_living_village(open_visit: OpenVisit) -> None:
    """`?t=` opens that moment, standing still; on a phone there is room for the way back, and for what time it is."""
    visit = open_visit()
    visit.page.wait_for_function(PAST, arg=START + 20 * MINUTE)
    deep = open_visit(query="&t=1d06:40", **PHONE, locale="en-GB")
    deep.page.wait_for_function(AT, arg=START + 10 * MINUTE)
    expect(deep.page.locator(".timeline-live")).to_be_in_viewport(ratio=1)
    expect(deep.page.locator(".recording-note")).to_have_text(re.compile(r"^The past · now it is Day \d \d\d:\d\d$"))
    assert deep.page.evaluate(TOO_WIDE) == []
    assert objections(deep.page) == []

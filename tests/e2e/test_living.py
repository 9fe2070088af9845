"""The living map: people walk the way that the village says, speak in bubbles, and every page shows the same."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenVisit
from tests.e2e.visit import Message, Visit

PACE = "60"
LEAST_TILES = 6
MOST_WALKS = 20
MOST_SPEECHES = 20
WATCH_WALK = """([agent, arrival]) => new Promise((resolve) => {
    const seen = [];
    const look = () => {
        const { time, figures } = window.taoyuan.drawn();
        const figure = figures.find(({ id }) => id === agent);
        seen.push([time, figure.x, figure.y]);
        if (time >= arrival) resolve(seen);
        else requestAnimationFrame(look);
    };
    look();
})"""
"""Where somebody stands in every picture, up to the first in which they are to have arrived."""
BUBBLE_OVER = """([agent, text]) => {
    const bubble = [...document.querySelectorAll(".bubble")].find((node) => node.textContent === text);
    const figure = window.taoyuan.drawn().figures.find(({ id }) => id === agent);
    if (!bubble || !figure) return false;
    const { left, bottom } = bubble.getBoundingClientRect();
    const tail = left + Number.parseFloat(bubble.style.getPropertyValue("--tail"));
    const lift = Number.parseFloat(bubble.style.getPropertyValue("--lift"));
    const { x, y, width } = figure.box;
    return Math.abs(tail - (x + width / 2)) <= 3 && Math.abs(bottom + lift - y) <= 3;
}"""
"""Whether the bubble with these words points at the head of its speaker."""
COUNT_BUBBLES = """() => {
    const look = () => {
        window.mostBubbles = Math.max(window.mostBubbles ?? 0, document.querySelectorAll(".bubble").length);
        requestAnimationFrame(look);
    };
    look();
}"""


def test_somebody_walks_the_path_of_their_walk(open_visit: OpenVisit) -> None:
    """Every picture shows the walker on the path, where the time says; at the end they stand on its last tile."""
    visit = open_visit()
    for _ in range(MOST_WALKS):
        walk = visit.until(_is_long_walk, len(visit.received))
        since = visit.received.index(walk) + 1
        arrival = walk["start"] + (len(walk["path"]) - 1) * walk["seconds_per_tile"]
        seen = visit.page.evaluate(WATCH_WALK, [walk["agent"], arrival])
        # Before the walk they may still be drawn on the last one: the page is a moment late.
        seen = [picture for picture in seen if picture[0] >= walk["start"]]
        if len(seen) > LEAST_TILES and not _is_interrupted(visit, walk, since, seen[-1][0]):
            break
    else:
        raise AssertionError("nobody walked to their end")
    for time, x, y in seen:
        assert (x, y) == pytest.approx(_position(walk, time), abs=0.01)
    assert list(seen[-1][1:]) == walk["path"][-1]
    assert len({(x, y) for _, x, y in seen}) > LEAST_TILES


def test_a_bubble_appears_over_who_speaks(open_visit: OpenVisit) -> None:
    """It says what the village's message says, in the page's language, and points at the speaker's head."""
    visit = open_visit(locale="en-GB", reduced_motion="reduce")
    for _ in range(MOST_SPEECHES):
        speech = visit.until(lambda message: message["type"] == "speech", len(visit.received))
        visit.page.keyboard.press("Escape")
        visit.entry(visit.agents[speech["agent"]]["name"]["en"]).click()
        if _comes_true(visit, BUBBLE_OVER, [speech["agent"], speech["text"]["en"]]):
            return
    raise AssertionError("no bubble was seen over its speaker")


def test_at_most_six_bubbles_are_shown(open_visit: OpenVisit) -> None:
    """However many talk at once, the newest six are shown."""
    visit = open_visit()
    visit.page.evaluate(COUNT_BUBBLES)
    visit.page.locator(".pace").last.click()
    visit.page.wait_for_function("() => window.mostBubbles >= 6")
    since = len(visit.received)
    for _ in range(30):
        speech = visit.until(lambda message: message["type"] == "speech", since)
        since = visit.received.index(speech) + 1
    assert visit.page.evaluate("window.mostBubbles") == 6
    visit.page.locator(".pace").nth(1).click()
    expect(visit.page.locator(".pace").nth(1)).to_have_attribute("aria-pressed", "true")


def test_two_pages_agree(open_visit: OpenVisit) -> None:
    """Time and pace are the same on both, and everybody stands within a tile of where the other page has them."""
    one, other = open_visit(), open_visit()
    one.page.locator(".pace").first.click()
    expect(other.page.locator(".pace").first).to_have_attribute("aria-pressed", "true")
    for visit in (one, other):
        told = len(visit.received)
        for _ in range(3):
            told = visit.received.index(visit.until(lambda message: message["type"] == "clock", told)) + 1
    before, between, after = one.drawn, other.drawn, one.drawn
    assert before["time"] - 5 <= between["time"] <= after["time"] + 5
    _assert_alike(before, between)


def test_a_pause_stops_time_for_everyone(open_visit: OpenVisit) -> None:
    """One visitor pauses, both clocks stand and say who did it; the other one goes on, and both clocks go."""
    one, other = open_visit(), open_visit()
    one.page.locator(".pace").first.click()
    expect(other.page.locator(".pace").first).to_have_attribute("aria-pressed", "true")
    one.page.locator(".pause").click()
    expect(one.page.locator(".paused")).to_contain_text("你")
    expect(other.page.locator(".paused")).to_contain_text("访客")
    one.until_stands()
    other.until_stands()
    _assert_alike(one.drawn, other.drawn)
    assert one.drawn["time"] == pytest.approx(other.drawn["time"], abs=5)
    stood_at = one.drawn["time"]
    other.page.get_by_role("button", name="接着走").click()
    for visit in (one, other):
        expect(visit.page.locator(".paused")).to_be_hidden()
        visit.page.wait_for_function("time => window.taoyuan.drawn().time > time + 20", arg=stood_at)


def test_a_visitor_walks_where_they_click(open_visit: OpenVisit) -> None:
    """A click on the ground sets the visitor's own sprite walking there, and another page sees it too."""
    one, other = open_visit(reduced_motion="reduce"), open_visit()
    you = one.until(lambda message: message["type"] == "welcome")["you"]
    one.page.locator(".hint-dismiss").click()
    start = _figure(one, you)
    box = start["box"]
    one.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 4)
    for visit in (one, other):
        moved = visit.until(lambda message: message["type"] == "visitor" and message["change"] == "moved")
        goal = moved["path"][-1]
        assert (moved["visitor"]["id"], moved["path"][0]) == (you, [start["x"], start["y"]])
        visit.page.wait_for_function(
            "([you, [x, y]]) => window.taoyuan.drawn().figures.some((f) => f.id === you && f.x === x && f.y === y)",
            arg=[you, goal],
        )


def _is_long_walk(message: Message) -> bool:
    return message["type"] == "walk" and len(message["path"]) > LEAST_TILES


def _is_interrupted(visit: Visit, walk: Message, since: int, until: float) -> bool:
    """Whether the walker was stopped on the way, or sent elsewhere, by the time of the last picture."""
    first = visit.until(lambda message: _moves(message, walk["agent"]), since)
    later = [message for message in visit.received[since:] if _moves(message, walk["agent"])]
    has_left = any(message["type"] == "walk" and message["start"] <= until for message in later)
    return has_left or first["type"] != "stop" or first["at"] != walk["path"][-1]


def _moves(message: Message, agent: str) -> bool:
    return message["type"] in ("walk", "stop") and message["agent"] == agent


def _position(walk: Message, time: float) -> tuple[float, float]:
    """Where the protocol says that a walker is."""
    path: list[list[int]] = walk["path"]
    progress = min(max(0.0, (time - walk["start"]) / walk["seconds_per_tile"]), len(path) - 1)
    step = min(int(progress), len(path) - 2)
    share = progress - step
    (x, y), (next_x, next_y) = path[step], path[step + 1]
    return x + (next_x - x) * share, y + (next_y - y) * share


def _comes_true(visit: Visit, condition: str, arguments: list[Any]) -> bool:
    """Whether a condition comes true while the words can still be read."""
    watch = f"""(values) => new Promise((resolve) => {{
        const holds = {condition};
        const until = performance.now() + 3000;
        const look = () => holds(values) ? resolve(true) : performance.now() > until ? resolve(false)
            : requestAnimationFrame(look);
        look();
    }})"""
    came: bool = visit.page.evaluate(watch, arguments)
    return came


def _figure(visit: Visit, who: str) -> Message:
    found: Message = next(figure for figure in visit.drawn["figures"] if figure["id"] == who)
    return found


def _assert_alike(one: Message, other: Message) -> None:
    places = {figure["id"]: (figure["x"], figure["y"]) for figure in one["figures"]}
    assert len(places) >= 20
    for figure in other["figures"]:
        x, y = places[figure["id"]]
        assert abs(figure["x"] - x) + abs(figure["y"] - y) <= 1

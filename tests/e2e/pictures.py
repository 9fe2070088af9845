"""Takes the README's pictures of a living village: `python -m tests.e2e.pictures OUT_FOLDER`.

A fresh village with a fixed seed is served, raced to a few good hours, and watched there at the ordinary pace until
there is something to see. When somebody speaks depends on the wall clock, so no two runs give the same pictures.
"""

import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from sim.clock import HOUR, MINUTE
from tests.command import served
from tests.e2e.chromium import launched
from tests.e2e.visit import Message, Visit

SEED = "7"
RUSH, ORDINARY = 3, 1
"""Which of the toolbar's paces."""
COLOURS = 256
"""A palette of so many keeps pixel art whole and the files small."""
NEAR_TILES = (11, 8)
"""Who stands so near to the middle of the map, across and down, is in the picture."""
MOST_LOOKS = 30
LOOK_MILLISECONDS = 8000
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
GOOD_MOMENT = """([people, least, most]) => {
    const map = document.getElementById("map").getBoundingClientRect();
    const tiles = [...document.querySelectorAll(".leaflet-tile")];
    const bubbles = [...document.querySelectorAll(".bubble")].filter((bubble) => {
        const { left, right, top, bottom } = bubble.getBoundingClientRect();
        return left < map.right && right > map.left && top < map.bottom && bottom > map.top;
    });
    const isWhole = (bubble) => {
        const { left, right, top, bottom } = bubble.getBoundingClientRect();
        const isInside = left > map.left && right < map.right - 20 && top > map.top + 8 && bottom < map.bottom - 60;
        return isInside && Number.parseFloat(bubble.style.getPropertyValue("--lift")) < 30;
    };
    const seen = window.taoyuan.drawn().figures.filter(({ box: { x, y, width, height } }) =>
        x > map.left && x + width < map.right && y > map.top && y + height + 16 < map.bottom);
    return tiles.every((tile) => tile.complete) && seen.length >= people
        && bubbles.length >= least && bubbles.length <= most && bubbles.every(isWhole);
}"""
"""Whether so many people and bubbles are seen, each bubble whole and near to its speaker, and the ground is painted."""


def main(folder: Path) -> None:
    """Take all pictures, by the hour of the day."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as temporary,
        served(Path(temporary) / "village.db", "--seed", SEED, "--pace", "600") as (_, port),
        launched() as browser,
    ):
        _day(browser, port, folder / "day.png")
        _talk(browser, port, folder / "talk.png")
        _phone(browser, port, folder / "phone.png")
        _night(browser, port, folder / "night.png")


def _day(browser: Browser, port: int, path: Path) -> None:
    """The market in the morning, and the list beside it."""
    visit = _visit_at(browser, port, 9 * HOUR)
    _await_moment(visit, people=9, bubbles=(2, 4))
    _take(visit, path)


def _talk(browser: Browser, port: int, path: Path) -> None:
    """A talk with somebody in company, in English."""
    visit = _visit_at(browser, port, 16 * HOUR + 55 * MINUTE, locale="en-GB")
    visit.page.locator(".pause").click()
    visit.entry(_name(visit, _in_company(visit, awake=True), "en")).click()
    for answers, question in enumerate(("Who are you?", "What keeps you busy today?"), start=1):
        visit.page.locator(".say-field").fill(question)
        visit.page.keyboard.press("Enter")
        expect(visit.page.locator(".talk-lines .line-agent")).to_have_count(answers)
    visit.page.locator(".pause").click()
    expect(visit.page.locator(".paused")).to_be_hidden()
    visit.page.wait_for_function(GOOD_MOMENT, arg=[5, 1, 3], timeout=180_000)
    _take(visit, path)


def _phone(browser: Browser, port: int, path: Path) -> None:
    """The square in the evening, on a phone."""
    visit = _visit_at(browser, port, 18 * HOUR + 40 * MINUTE, **PHONE)
    _await_moment(visit, people=6, bubbles=(1, 2))
    _take(visit, path)


def _night(browser: Browser, port: int, path: Path) -> None:
    """After dark: lamps, lit houses, and the last talks."""
    visit = _visit_at(browser, port, 19 * HOUR + 45 * MINUTE)
    _await_moment(visit, people=9, bubbles=(2, 4))
    _take(visit, path)


def _visit_at(browser: Browser, port: int, seconds: int, **options: Any) -> Visit:
    """A page that has raced to a time of the first day and now watches at the ordinary pace."""
    visit = Visit(browser, port, reduced_motion="reduce", **options)
    visit.page.locator(".hint-dismiss").click()
    paces = visit.page.locator(".pace")
    paces.nth(RUSH).click()
    visit.page.wait_for_function("time => window.taoyuan.drawn().time >= time", arg=seconds, timeout=300_000)
    paces.nth(ORDINARY).click()
    expect(paces.nth(ORDINARY)).to_have_attribute("aria-pressed", "true")
    return visit


def _look_at_company(visit: Visit) -> None:
    """Bring the middle of the liveliest company into the middle of the map, and the list back."""
    language = "en" if visit.page.locator("html").get_attribute("lang") == "en" else "zh"
    visit.entry(_name(visit, _in_company(visit), language)).click()
    visit.page.locator(".back").click()
    visit.page.locator(".roster-list").evaluate("list => list.scrollTo(0, 0)")


def _in_company(visit: Visit, awake: bool = False) -> str:
    """Who has the most others around; with `awake`, among those who can be talked to."""
    agents = {figure["id"]: figure for figure in visit.drawn["figures"] if figure["id"] in visit.agents}
    states = _states(visit)
    candidates = [id_ for id_ in agents if not awake or states[id_] in ("idle", "working")]
    company = {id_: sum(_is_near(agents[id_], other) for other in agents.values()) for id_ in candidates}
    liveliest: str = max(candidates, key=company.__getitem__)
    return liveliest


def _is_near(one: Message, other: Message) -> bool:
    across, down = NEAR_TILES
    return bool(abs(one["x"] - other["x"]) <= across and abs(one["y"] - other["y"]) <= down)


def _states(visit: Visit) -> dict[str, str]:
    """What each character is at just now, by id."""
    states = {agent["id"]: agent["state"] for agent in visit.agents.values()}
    states.update({message["agent"]: message["state"] for message in visit.received if message["type"] == "state"})
    return states


def _name(visit: Visit, agent: str, language: str) -> str:
    name: str = visit.agents[agent]["name"][language]
    return name


def _await_moment(visit: Visit, people: int, bubbles: tuple[int, int]) -> None:
    """Look around until so many people are in the picture, and at least and at most so many of them speak."""
    for _ in range(MOST_LOOKS):
        _look_at_company(visit)
        with suppress(PlaywrightTimeout):
            visit.page.wait_for_function(GOOD_MOMENT, arg=[people, *bubbles], timeout=LOOK_MILLISECONDS)
            return
    raise SystemExit("nothing was to be seen; try another seed or hour")


def _take(visit: Visit, path: Path) -> None:
    """Write what the page shows, with a palette, and close the page."""
    visit.page.screenshot(path=path)
    visit.close()
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    palette = picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=1)
    # The pixel art's own colours are in the palette; only the paper's soft shades are dithered.
    picture.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

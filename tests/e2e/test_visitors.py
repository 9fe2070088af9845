"""What visitors find: who else is here, how to walk, who decides for the villagers, and the weather."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenVisit
from tests.e2e.test_page import PHONE
from tests.e2e.visit import Message, Visit

FREE_GROUND = """([you, reach]) => {
    const { figures } = window.taoyuan.drawn();
    const own = figures.find(({ id }) => id === you);
    const tile = own.box.width * 16 / 24;
    const [x, y] = [own.box.x + own.box.width / 2, own.box.y + own.box.height - tile / 2];
    const isFree = ([left, top]) =>
        document.elementFromPoint(left, top)?.closest(".leaflet-container")
        && !document.elementFromPoint(left, top).closest(".leaflet-control")
        && figures.every(({ box }) => left < box.x - 8 || left > box.x + box.width + 8
            || top < box.y - 8 || top > box.y + box.height + 8);
    const ways = [[reach, 0], [-reach, 0], [0, reach], [0, -reach], [reach, reach], [-reach, reach]];
    return ways.map(([across, down]) => [x + across * tile, y + down * tile]).find(isFree) ?? null;
}"""
"""A point on the map with nobody near, so many tiles from one's own sprite."""


def test_two_visitors_see_each_other(open_visit: OpenVisit) -> None:
    """Each list names both, oneself first and marked, with pictures; who renames themselves is renamed for all."""
    ann = open_visit(locale="en-GB")
    ming = open_visit(locale="en-GB")
    _rename(ann, "Ann")
    _rename(ming, "Ming")
    for own, other in ((ann, ming), (ming, ann)):
        names = {ann: "Ann", ming: "Ming"}
        entries = _company(own.page)
        expect(entries.first).to_have_text(f"{names[own]}(you)")
        expect(entries.filter(has_text=names[other])).to_have_count(1)
        own.page.wait_for_function(
            """() => [...document.querySelectorAll(".roster .company-entry img")]
                .every((picture) => picture.complete && picture.naturalWidth > 0)"""
        )


def test_a_phone_tells_who_is_here_behind_a_badge(open_visit: OpenVisit) -> None:
    """The badge counts the visitors, and a tap on it lists them."""
    visit = open_visit(**PHONE, locale="en-GB")
    page = visit.page
    badge = page.locator(".company-badge")
    expect(badge).to_be_in_viewport(ratio=1)
    badge.tap()
    entries = page.locator("#company .company-entry")
    expect(entries.first).to_contain_text("(you)")
    expect(badge).to_have_text(str(entries.count()))


def test_the_badge_of_the_mind_opens_an_explanation(open_visit: OpenVisit) -> None:
    """It says who decides, and with which command to change that; Escape closes it and leads back to the badge."""
    page = open_visit(locale="en-GB").page
    page.locator(".mind").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Who decides for the villagers?")
    expect(dialog).to_contain_text("No language model is connected now.")
    expect(dialog).to_contain_text("taoyuan serve --mind http://127.0.0.1:8001/v1#my-model")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".mind")).to_be_focused()


def test_the_weather_is_told(open_visit: OpenVisit) -> None:
    """The toolbar says in words what the snapshot says."""
    visit = open_visit(locale="en-GB")
    weather = visit.until(lambda message: message["type"] == "snapshot")["weather"]
    expect(visit.page.locator(".weather-word")).to_have_text(weather.capitalize())


def test_who_sets_the_pace_is_told_to_the_others(open_visit: OpenVisit) -> None:
    """The others get a notice with the name; the button of the new pace says it too."""
    ann, ming = open_visit(locale="en-GB"), open_visit(locale="en-GB")
    _rename(ann, "Ann")
    expect(_company(ming.page).filter(has_text="Ann")).to_have_count(1)
    ann.page.locator(".pace").nth(2).click()
    expect(ming.page.locator(".notice")).to_have_text("Ann set the pace to 120 seconds a second")
    expect(ming.page.locator(".pace").nth(2)).to_have_attribute(
        "title", "120 seconds a second · The pace was set by Ann"
    )
    expect(ann.page.locator(".notice")).to_have_count(0)
    ann.page.locator(".pace").nth(1).click()
    expect(ann.page.locator(".pace").nth(1)).to_have_attribute("aria-pressed", "true")


def test_arrow_keys_walk_and_minus_zooms_out(open_visit: OpenVisit) -> None:
    """With the map focused the arrows walk one's own sprite, and - zooms out."""
    visit = open_visit()
    page, you = visit.page, _you(visit)
    page.locator("#map").focus()
    before = _own(visit)
    for key in ("ArrowLeft", "ArrowRight", "ArrowDown", "ArrowUp"):
        page.keyboard.down(key)
        visit.until(lambda message: _is_walk_of(message, you), len(visit.received))
        page.keyboard.up(key)
    page.wait_for_function(
        "([you, x, y]) => window.taoyuan.drawn().figures.some((one) => one.id === you && (one.x !== x || one.y !== y))",
        arg=[you, before["x"], before["y"]],
    )
    width = _own(visit)["box"]["width"]
    page.keyboard.press("-")
    page.wait_for_function(
        "([you, width]) => window.taoyuan.drawn().figures.find(({ id }) => id === you).box.width === width / 2",
        arg=[you, width],
    )


@pytest.mark.parametrize("options", [{}, PHONE], ids=["click", "tap"])
def test_a_click_or_tap_on_the_ground_walks_there(open_visit: OpenVisit, options: dict[str, object]) -> None:
    """One's own sprite sets out, and the first half of the hint is done."""
    visit = open_visit(reduced_motion="reduce", **options)
    page, you = visit.page, _you(visit)
    point = page.evaluate(FREE_GROUND, [you, 3])
    assert point is not None
    since = len(visit.received)
    page.touchscreen.tap(*point) if options else page.mouse.click(*point)
    walk = visit.until(lambda message: _is_walk_of(message, you), since)
    page.wait_for_function(
        "([you, [x, y]]) => window.taoyuan.drawn().figures.some((one) => one.id === you && one.x === x && one.y === y)",
        arg=[you, walk["path"][-1]],
    )
    expect(page.locator(".hint-steps li").first).to_have_attribute("data-done", "true")
    expect(page.locator(".hint-steps li").last).to_have_attribute("data-done", "false")


def test_the_hint_of_the_first_visit_is_dismissed_for_good(open_visit: OpenVisit) -> None:
    """It is there at first, goes when it is dismissed, and does not come again."""
    visit = open_visit()
    page = visit.page
    expect(page.locator("#hint")).to_be_visible()
    page.locator(".hint-dismiss").click()
    expect(page.locator("#hint")).to_be_hidden()
    page.reload()
    expect(visit.entries).to_have_count(20)
    expect(page.locator("#hint")).to_be_hidden()


def test_the_first_tab_skips_to_the_list(open_visit: OpenVisit) -> None:
    """A link that shows when it has the focus leads past toolbar and map, so that the next Tab is in the list."""
    page = open_visit().page
    page.keyboard.press("Tab")
    expect(page.locator("#skip")).to_be_focused()
    expect(page.locator("#skip")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.roster') !== null")


def _company(page: Page) -> Locator:
    return page.locator(".roster .company-entry")


def _rename(visit: Visit, name: str) -> None:
    visit.page.locator(".visitor-name").fill(name)
    visit.page.keyboard.press("Tab")
    expect(_company(visit.page).first).to_have_text(f"{name}(you)")


def _you(visit: Visit) -> str:
    you: str = visit.until(lambda message: message["type"] == "welcome")["you"]
    return you


def _own(visit: Visit) -> Message:
    you = _you(visit)
    figure: Message = next(figure for figure in visit.drawn["figures"] if figure["id"] == you)
    return figure


def _is_walk_of(message: Message, visitor: str) -> bool:
    is_walk = message["type"] == "visitor" and message["change"] == "moved" and len(message["path"]) > 1
    return is_walk and bool(message["visitor"]["id"] == visitor)

"""The page as it opens: what it asks for, what it shows, its languages, the keyboard, a phone, accessibility."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import objections
from tests.e2e.conftest import OpenVisit
from tests.e2e.visit import TOO_WIDE

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
MOST_TABS = 40
CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
LABELS = """() => [...document.body.querySelectorAll("*")]
    .filter((node) => node.checkVisibility() && !node.closest(".language, .company-name"))
    .flatMap((node) => [
        ...[...node.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE).map((child) => child.data),
        ...["aria-label", "title", "placeholder"].map((name) => node.getAttribute(name) ?? ""),
    ])
    .filter((text) => text.trim())"""
"""Every word that the page shows or tells a screen reader, but for visitors' names and the other language's own."""


def test_the_page_opens_without_a_complaint(open_visit: OpenVisit) -> None:
    """No console error, no failed request, and nothing is asked of anybody but the village."""
    visit = open_visit()
    expect(visit.entries).to_have_count(20)
    visit.page.wait_for_load_state("networkidle")
    assert visit.complaints == []
    assert {urlsplit(address).hostname for address in visit.asked} == {"127.0.0.1"}
    expect(visit.page.locator("#curtain")).to_be_hidden()


def test_the_map_shows_its_tiles(open_visit: OpenVisit) -> None:
    """Both tile layers have arrived as pictures."""
    page = open_visit().page
    page.wait_for_function(
        """() => [".leaflet-tile-pane img", ".pane-above img"].every((pictures) => {
            const all = [...document.querySelectorAll(pictures)];
            return all.length > 3 && all.every((picture) => picture.complete && picture.naturalWidth > 0);
        })"""
    )


def test_every_portrait_is_a_picture(open_visit: OpenVisit) -> None:
    """All twenty portraits of the list have arrived, and each is another."""
    page = open_visit().page
    page.wait_for_function(
        """() => {
            const all = [...document.querySelectorAll(".entry .portrait")];
            return all.length === 20 && all.every((picture) => picture.complete && picture.naturalWidth > 0);
        }"""
    )
    addresses = page.eval_on_selector_all(".entry .portrait", "all => all.map((picture) => picture.src)")
    assert len(set(addresses)) == 20


def test_the_clock_moves(open_visit: OpenVisit) -> None:
    """The time of day goes on by itself, as the village's messages say."""
    visit = open_visit()
    hour = visit.page.locator(".hour")
    before = hour.inner_text()
    assert re.fullmatch(r"\d\d:\d\d", before)
    expect(hour).not_to_have_text(before)
    clock = visit.until(lambda message: message["type"] == "clock", since=len(visit.received))
    assert visit.drawn["time"] == pytest.approx(clock["time"], abs=30)


def test_switching_the_language_changes_every_label(open_visit: OpenVisit) -> None:
    """All that the page says, list and panel alike, is in the chosen language, and the choice is remembered."""
    visit = open_visit()
    page = visit.page
    expect(visit.entry("周桂香")).to_be_visible()
    assert _strays(page, LATIN_WORD) == []
    page.locator(".language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".link")).to_have_text("In the village")
    assert _strays(page, CHINESE) == []
    visit.entry("Zhou Guixiang").click()
    expect(visit.panel).to_be_visible()
    assert _strays(page, CHINESE) == []
    page.locator(".language").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert _strays(page, LATIN_WORD) == []
    page.locator(".language").click()
    page.reload()
    expect(visit.entry("Zhou Guixiang")).to_be_visible()


def test_an_english_browser_is_greeted_in_english(open_visit: OpenVisit) -> None:
    """Who has chosen nothing yet gets the browser's language."""
    visit = open_visit(locale="en-GB")
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    expect(visit.page.locator(".roster-heading")).to_have_text("20 villagers")


def test_a_talk_is_reached_by_keyboard_alone(open_visit: OpenVisit) -> None:
    """Tab leads to the list, Enter opens a panel and goes there, Escape leads back to where one was."""
    visit = open_visit()
    page = visit.page
    _tab_to(page, ".entry")
    name = page.evaluate("document.activeElement.querySelector('.entry-name').textContent")
    page.keyboard.press("Enter")
    expect(page.locator(".panel-name")).to_have_text(name)
    expect(page.locator(".panel-name")).to_be_focused()
    _tab_to(page, ".say-field")
    page.keyboard.type("你好")
    expect(page.locator(".say-field")).to_have_value("你好")
    page.keyboard.press("Escape")
    expect(visit.panel).to_be_hidden()
    expect(visit.entry(name)).to_be_focused()


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_a_phone_shows_list_and_talk(open_visit: OpenVisit, locale: str) -> None:
    """At 390 by 844 the list is swiped, the talk can be typed into, and nothing reaches beyond the sides."""
    visit = open_visit(**PHONE, locale=locale)
    page = visit.page
    expect(visit.entries.first).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(TOO_WIDE) == []
    visit.entries.last.scroll_into_view_if_needed()
    expect(visit.entries.last).to_be_in_viewport(ratio=1)
    visit.entries.last.tap()
    for part in (".panel-name", ".say-field", ".say-send", ".command", ".back"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    assert page.evaluate(TOO_WIDE) == []
    page.locator(".back").tap()
    expect(visit.entries.last).to_be_visible()


@pytest.mark.parametrize("options", [{}, {"locale": "en-GB"}, PHONE], ids=["chinese", "english", "phone"])
def test_axe_objects_to_nothing(open_visit: OpenVisit, options: dict[str, object]) -> None:
    """The accessibility checker finds no fault with the list, nor with an open panel and its story."""
    visit = open_visit(**options)
    expect(visit.entries).to_have_count(20)
    assert objections(visit.page) == []
    visit.entries.nth(2).click()
    expect(visit.panel).to_be_visible()
    visit.page.locator(".story summary").click()
    assert objections(visit.page) == []


def test_with_the_rules_nothing_is_spent(open_visit: OpenVisit) -> None:
    """The mind's dialog says so, and how to give the village a model; nobody is asked before it is opened."""
    visit = open_visit()
    page = visit.page
    assert not any(address.endswith("/api/inference") for address in visit.asked)
    page.locator(".mind").click()
    expect(page.locator(".thinking-state")).to_contain_text("不花一个 token")
    expect(page.locator(".figure")).to_have_count(0)
    expect(page.locator("#about .command-line").filter(has_text="gguf:qwen")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#about")).to_be_hidden()
    assert visit.complaints == []


def _strays(page: Page, stray: re.Pattern[str]) -> list[str]:
    """What the page says in the other language."""
    return [text for text in page.evaluate(LABELS) if stray.search(text)]


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element of that kind has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")

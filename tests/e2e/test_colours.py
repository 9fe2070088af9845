"""Light and dark: by the system, or as chosen here; readable in both, on a desk and on a phone, with all of it open."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import objections
from tests.e2e.conftest import OpenVisit
from tests.e2e.test_page import PHONE

PAPER = "getComputedStyle(document.body).backgroundColor"
FORMS = [
    pytest.param(scheme, options, id=f"{scheme}-{name}")
    for scheme in ("light", "dark")
    for name, options in (("desk", {}), ("phone", PHONE))
]


def test_the_page_follows_the_system_until_a_choice_is_made(open_visit: OpenVisit) -> None:
    """A dark system has a dark page, which turns light with it; the browser's own bars go along."""
    page = open_visit(color_scheme="dark").page
    _expect_theme(page, "dark")
    dark = page.evaluate(PAPER), _bars(page)
    page.emulate_media(color_scheme="light")
    _expect_theme(page, "light")
    light = page.evaluate(PAPER), _bars(page)
    assert dark[0] != light[0]
    assert dark[1] != light[1]


def test_a_chosen_theme_is_kept(open_visit: OpenVisit) -> None:
    """The button goes round automatic, light and dark; what was chosen outlives a reload, against the system."""
    page = open_visit(color_scheme="light").page
    button = page.locator(".theme")
    expect(button).to_have_accessible_name("明暗：跟随系统")
    button.click()
    expect(button).to_have_accessible_name("明暗：浅色")
    button.click()
    expect(button).to_have_accessible_name("明暗：深色")
    _expect_theme(page, "dark")
    page.reload()
    _expect_theme(page, "dark")
    page.locator(".theme").click()
    _expect_theme(page, "light")


@pytest.mark.parametrize(("scheme", "options"), FORMS)
def test_axe_objects_to_nothing_in_either_theme(open_visit: OpenVisit, scheme: str, options: dict[str, object]) -> None:
    """The list, the panel with its story open, and the dialogs are readable in both themes."""
    visit = open_visit(color_scheme=scheme, **options)
    page = visit.page
    expect(visit.entries).to_have_count(20)
    assert objections(page) == []
    page.locator(".mind").click()
    expect(page.locator("#about")).to_be_visible()
    assert objections(page) == []
    page.keyboard.press("Escape")
    if options:
        page.locator(".company-badge").click()
        expect(page.locator("#company .company-entry").first).to_be_visible()
        assert objections(page) == []
        page.keyboard.press("Escape")
    visit.entries.nth(2).click()
    expect(visit.panel).to_be_visible()
    page.locator(".story summary").click()
    assert objections(page) == []


def _expect_theme(page: Page, theme: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-theme", theme)


def _bars(page: Page) -> str | None:
    return page.locator('meta[name="theme-color"]').get_attribute("content")

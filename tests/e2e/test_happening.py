"""Letting something happen, in a browser: a dialog, by keyboard or thumb; everyone's page tells of it, and marks it."""

from playwright.sync_api import expect

from agents.inner_voice import MUSINGS
from tests.e2e.accessibility import objections
from tests.e2e.conftest import OpenVisit
from tests.e2e.test_page import PHONE
from tests.e2e.visit import TOO_WIDE, Message

PACE = "60"


def begins(message: Message) -> bool:
    """Whether it tells that a market day begins."""
    return message["type"] == "world" and (message["kind"], message["happening"]["what"]) == ("happened", "market_day")


def test_weather_is_let_come_on_a_phone(open_visit: OpenVisit) -> None:
    """The dialog fits the screen and passes for accessible; weather wants no place; the page shows what has come."""
    visit = open_visit(**PHONE)
    page, dialog = visit.page, visit.page.locator("#happen")
    page.get_by_role("button", name="添点事").click()
    expect(dialog.get_by_label("在哪里")).to_be_hidden()
    assert objections(page) == []
    assert page.evaluate(TOO_WIDE) == []
    dialog.get_by_label("大雾", exact=True).check()
    dialog.get_by_role("button", name="就这么办").click()
    expect(dialog.get_by_role("status")).to_have_text("说好了，这就发生。")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".weather")).to_have_attribute("data-weather", "fog")
    assert visit.complaints == []


def test_a_market_day_by_the_keyboard_alone(open_visit: OpenVisit) -> None:
    """Where and for how long; a quiet line tells that it begins, and the dialog lists what goes on."""
    visit = open_visit()
    page, dialog = visit.page, visit.page.locator("#happen")
    opener = page.get_by_role("button", name="添点事")
    opener.focus()
    page.keyboard.press("Enter")
    dialog.get_by_label("晴", exact=True).focus()
    for _ in range(6):  # the arrows go through all that can be chosen
        page.keyboard.press("ArrowRight")
    expect(dialog.get_by_label("赶集", exact=True)).to_be_checked()
    dialog.get_by_label("在哪里").select_option("school_yard")
    dialog.get_by_label("多久").select_option("120")
    dialog.get_by_role("button", name="就这么办").press("Enter")
    began = visit.until(begins)
    assert (began["happening"]["place"], began["happening"]["until"] - began["time"]) == ("school_yard", 7200)
    expect(page.locator(".notices")).to_contain_text(began["text"]["zh"])
    expect(dialog.locator(".happen-now")).to_contain_text(began["text"]["zh"])
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    assert visit.complaints == []


def test_a_whisper_reaches_its_character_and_nobody_else(open_visit: OpenVisit) -> None:
    """Whoever is meant murmurs something of its own; the words come back in no message."""
    visit = open_visit()
    page, dialog = visit.page, visit.page.locator("#happen")
    page.get_by_role("button", name="添点事").click()
    dialog.get_by_label("悄悄话", exact=True).check()
    expect(dialog.get_by_label("多久")).to_be_hidden()
    awake = next(a["id"] for a in visit.agents.values() if a["state"] in ("idle", "working") and not a["walk"])
    dialog.get_by_label("说给谁").select_option(awake)
    dialog.get_by_role("button", name="就这么办").click()
    expect(dialog.get_by_label("说什么")).to_be_focused()
    dialog.get_by_label("说什么").fill("今天真是个发呆的好日子")
    assert objections(page) == []
    dialog.get_by_role("button", name="就这么办").click()
    expect(dialog.get_by_role("status")).to_have_text("话已经到了心里，只有你知道。")
    murmurs = {words.zh for words in MUSINGS}
    visit.until(lambda m: m["type"] == "speech" and m["agent"] == awake and m["text"]["zh"] in murmurs)
    assert "发呆" not in str(visit.received)


def test_a_refusal_is_shown_and_the_other_language_is_whole(open_visit: OpenVisit) -> None:
    """What the village says no to is said in the page's language, and can be tried again."""
    visit = open_visit(locale="en-US")
    page, dialog = visit.page, visit.page.locator("#happen")
    detail = '{"detail": {"zh": "村里的事够多了。", "en": "The village has enough on its hands."}}'
    page.route("**/api/happenings", lambda route: route.fulfill(status=429, body=detail))
    page.get_by_role("button", name="Stir").click()
    dialog.get_by_role("button", name="So be it").click()
    expect(dialog.get_by_role("status")).to_have_text("The village has enough on its hands.")
    page.unroute("**/api/happenings")
    dialog.get_by_label("Rain").check()
    dialog.get_by_role("button", name="So be it").click()
    expect(page.locator(".weather")).to_have_attribute("data-weather", "rain")

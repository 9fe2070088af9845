"""The village's news, in a browser: a list, the way of each from mouth to mouth, by keyboard or thumb; and none yet."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Locator, expect

from sim.clock import format_time, parse_time
from tests.command import replayed, taoyuan_json
from tests.default_village import default_cast
from tests.e2e.accessibility import objections
from tests.e2e.conftest import OpenVisit
from tests.e2e.test_page import PHONE
from tests.e2e.visit import TOO_WIDE, Visit

FROM = "1d11:00"


@pytest.fixture(scope="module")
def recorded(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where a recorded morning is shown, from eleven o'clock on; only where there is a browser to look at it."""
    assert browser.is_connected()
    database = tmp_path_factory.mktemp("news") / "run.db"
    taoyuan_json("run", "--until", "6h", "--seed", "7", "--db", str(database))
    with replayed(database, "--from", FROM) as (_, port):
        yield port


def ask(port: int, address: str) -> Any:
    with urlopen(f"http://127.0.0.1:{port}/api/gossip{address}", timeout=30) as answer:
        return json.load(answer)


def known_by_then(port: int) -> list[Any]:
    """The news of the moment that is shown."""
    news: list[Any] = ask(port, f"?until={parse_time(FROM)}")["news"]
    return news


def opened(visit: Visit) -> Locator:
    """The dialog: `n` opens it, or on a phone a press."""
    dialog = visit.page.locator("#news")
    if visit.page.evaluate("matchMedia('(max-width: 760px)').matches"):
        visit.page.get_by_role("button", name="新鲜事").click()
    else:
        visit.page.keyboard.press("n")
    expect(dialog.get_by_role("heading", name="村里的新鲜事")).to_be_visible()
    return dialog


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_a_piece_of_news_is_followed_from_mouth_to_mouth(
    open_visit: OpenVisit, recorded: int, options: dict[str, object]
) -> None:
    """What was known by the moment shown, newest first; who told whom, and when; a name leads to whose it is."""
    visit = open_visit(port=recorded, **options)
    visit.page.wait_for_function("() => document.body.dataset.stage === 'recording'")
    dialog, news = opened(visit), known_by_then(recorded)
    assert 1 < len(news) < len(ask(recorded, "")["news"])
    expect(dialog.locator(".news-text")).to_have_text([piece["text"]["zh"] for piece in news])
    best = max(news, key=lambda piece: int(piece["knowers"]))
    tellings = ask(recorded, f"/{best['id']}?until={parse_time(FROM)}")["tellings"]
    assert tellings
    press = dialog.get_by_role("button", name=best["text"]["zh"])
    press.click()
    expect(press).to_have_attribute("aria-expanded", "true")
    expect(dialog.locator(".way-line")).to_have_count(1 + len(tellings))
    names = {character.id: character.name.zh for character in default_cast().characters}
    for telling in tellings:
        hour = format_time(telling["time"]).partition("d")[2][:5]
        line = dialog.locator(".way-line").filter(has=visit.page.get_by_role("button", name=names[telling["listener"]]))
        expect(line).to_contain_text(f"听{names[telling['teller']]}说的")
        expect(line).to_contain_text(hour)
    assert objections(visit.page) == []
    assert visit.page.evaluate(TOO_WIDE) == []
    listener = names[tellings[0]["listener"]]
    dialog.locator(".way-name").filter(has_text=listener).click()
    expect(dialog).to_be_hidden()
    expect(visit.page.locator(".panel-name")).to_have_text(listener)
    assert visit.complaints == []


def test_where_there_are_no_news_yet_the_dialog_says_so(open_visit: OpenVisit) -> None:
    """In both languages; who writes an n writes an n; Escape closes, and the keyboard is where it was."""
    visit = open_visit()
    page = visit.page
    field = page.get_by_label("你的名字")
    field.press("n")
    expect(field).to_have_value("n")
    opener = page.get_by_role("button", name="新鲜事")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#news")
    expect(dialog.locator(".news-state")).to_have_text("村里还没有新鲜事。等谁干完一桩活，就该有人说了。")
    assert objections(page) == []
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    page.get_by_role("button", name="English").click()
    page.keyboard.press("n")
    expect(dialog.get_by_role("heading", name="Village news")).to_be_visible()
    expect(dialog.locator(".news-state")).to_contain_text("No news yet.")
    assert visit.complaints == []

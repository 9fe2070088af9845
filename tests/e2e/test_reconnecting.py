"""The connection: a village that dies and comes back is found again by the page itself."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

from playwright.sync_api import expect

from tests.command import await_health, kill, served, start
from tests.e2e.conftest import OpenVisit
from tests.e2e.visit import Visit


def test_a_page_finds_its_village_again(open_visit: OpenVisit, tmp_path: Path) -> None:
    """After kill -9 the page says that it is cut off; started anew on the same port, the village goes on in it."""
    database = tmp_path / "village.db"
    with served(database, "--seed", "7", "--pace", "120") as (process, port):
        visit = open_visit(port=port)
        page, link = visit.page, visit.page.locator(".link")
        page.evaluate("window.isTheSamePage = true")
        you = visit.until(lambda message: message["type"] == "welcome")["you"]
        visit.until(lambda message: message["type"] == "walk")
        visit.entry(visit.agents["farmer"]["name"]["zh"]).click()
        page.locator(".starter").first.click()
        visit.until(lambda message: message["type"] == "chat_opened")
        kill(process)
        expect(link).to_have_text("断线了，正在回村的路上……")
        expect(page.locator(".talk-status")).to_have_text("断了线，话没说完。")
        expect(page.locator(".say-send")).to_be_disabled()
        expect(page.locator("#banner")).to_contain_text(re.compile(r"断线了，正在回村的路上……断线 \d+ 秒了现在就试"))
        cut_off, since = visit.drawn["time"], len(visit.received)
        with _served_at(database, port):
            expect(link).to_have_text("已在村里")
            expect(page.locator("#banner")).to_be_hidden()
            assert visit.until(lambda message: message["type"] == "welcome", since)["you"] == you
            visit.until(lambda message: message["type"] == "walk", since)
            page.wait_for_function("time => window.taoyuan.drawn().time > time + 60", arg=cut_off)
            expect(page.locator(".say-send")).to_be_enabled()
            _choose_somebody_free(visit)
            page.locator(".say-field").fill("我又来了。")
            page.keyboard.press("Enter")
            visit.until(lambda message: message["type"] == "chat_line" and message["text"] == "我又来了。", since)
            assert page.evaluate("window.isTheSamePage") is True


def test_a_village_that_comes_back_is_reached_at_once(open_visit: OpenVisit, tmp_path: Path) -> None:
    """`Try now` asks again by hand, and is gone once one is back; it is in English for who reads English."""
    database = tmp_path / "village.db"
    with served(database, "--seed", "7") as (process, port):
        visit = open_visit(port=port, locale="en-GB")
        press = visit.page.get_by_role("button", name="Try now")
        expect(press).to_be_hidden()
        kill(process)
        expect(press).to_be_visible()
        since = len(visit.received)
        press.click()
        with _served_at(database, port):
            visit.until(lambda message: message["type"] == "welcome", since)
            expect(press).to_be_hidden()


def _choose_somebody_free(visit: Visit) -> None:
    """The farmer may be in a talk of its own by now: while time stands still, who is free stays so."""
    visit.page.locator(".pause").click()
    expect(visit.page.locator(".paused")).to_be_visible()
    visit.until_stands()
    visit.page.locator(".back").click()
    visit.page.locator(".entry[data-state=idle], .entry[data-state=working]").first.click()


@contextmanager
def _served_at(database: Path, port: int) -> Iterator[Popen[str]]:
    process = start("serve", "--db", str(database), "--port", str(port), "--pace", "120")
    try:
        await_health(process, port)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)
        if process.stdout:
            process.stdout.close()

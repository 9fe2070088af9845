"""How a model fares, in a browser: live figures for whoever looks, and a quiet note while no answer comes."""

from contextlib import ExitStack
from pathlib import Path
from typing import Literal

from playwright.sync_api import Locator, Page, expect

from tests.command import free_port, served
from tests.e2e.accessibility import objections
from tests.e2e.conftest import OpenVisit
from tests.e2e.test_page import PHONE
from tests.e2e.visit import Message, Visit
from tests.model_server import model_server, sociable

OPTIONS = ("--seed", "7", "--pace", "600", "--price", "1,10,0.1 CNY")


def figure(page: Page, name: str) -> Locator:
    """One of the dialog's figures."""
    return page.locator(f'[data-figure="{name}"] .figure-value')


def test_a_model_that_goes_and_comes_back_is_seen_to(open_visit: OpenVisit, tmp_path: Path) -> None:
    """Figures grow while one looks. Its server gone, the page says that the rules decide; back again, that it does not.

    The village goes on all the while, and its log has one line about each.
    """
    at = free_port()
    options = (*OPTIONS, "--mind", f"http://127.0.0.1:{at}/v1#village-model")
    with ExitStack() as model:
        begin(model, at)
        with served(tmp_path / "thinking.db", *options) as (process, port):
            visit = open_visit(port=port, **PHONE)
            look_at_figures(visit)
            model.close()
            expect_mind(visit, "away", "away")
            gone_at = visit.drawn["time"]
            visit.until(lambda message: is_speech(message, "fallback"), len(visit.received))
            begin(model, at)
            expect_mind(visit, "model", "well")
            visit.until(lambda message: is_speech(message, "model"), len(visit.received))
            assert visit.drawn["time"] > gone_at
            assert visit.complaints == []
            process.terminate()
            told, _ = process.communicate(timeout=30)
    assert told.count("does not answer") == 1
    assert told.count("answers again") == 1


def begin(model: ExitStack, port: int) -> None:
    """Start a model server, which ends with the stack."""
    model.enter_context(model_server(port)).answer = sociable


def look_at_figures(visit: Visit) -> None:
    """Open the dialog, and see it live: in both themes, and no wider than the page."""
    page = visit.page
    page.locator(".mind").click()
    expect(page.locator(".thinking-state")).to_have_attribute("data-state", "well")
    expect(figure(page, "cacheHits")).to_have_text("45%")
    expect(figure(page, "money")).to_contain_text("CNY")
    expect(page.locator(".bar")).to_have_count(7)
    tokens = figure(page, "tokens").text_content() or ""
    expect(figure(page, "tokens")).not_to_have_text(tokens)
    assert page.locator("#about").evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        assert objections(page) == []


def expect_mind(visit: Visit, kind: str, state: str) -> None:
    """What the badge says of the mind, and what the dialog does."""
    expect(visit.page.locator(".mind")).to_have_attribute("data-kind", kind)
    expect(visit.page.locator(".thinking-state")).to_have_attribute("data-state", state)


def is_speech(message: Message, source: str) -> bool:
    return bool(message["type"] == "speech" and message["source"] == source)

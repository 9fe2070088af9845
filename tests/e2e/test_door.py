"""The door of a village with a token, in a real browser: a link in a mail, and the form for who has only the word."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.guarded_village import TOKEN, GuardedVillage, guarded_village


@pytest.fixture(scope="module")
def village(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedVillage]:
    """A village with a token."""
    with guarded_village(tmp_path_factory.mktemp("village") / "village.db") as serving:
        yield serving


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser that was never here."""
    context = browser.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def elsewhere(village: GuardedVillage) -> Iterator[str]:
    """The address of another site's page with the link on it: to a browser `localhost` is not `127.0.0.1`."""

    class Mail(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<a href="{village.link}">come</a>'.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Mail) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_link_from_another_site_leads_in(village: GuardedVillage, page: Page, elsewhere: str) -> None:
    """The cookie goes along when the browser is redirected; scripts don't see it, and the address drops the token."""
    page.goto(elsewhere)
    page.get_by_role("link").click()
    expect(page.locator(".entry")).to_have_count(20)
    assert page.url == village.address
    assert page.evaluate("document.cookie") == ""
    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")


def test_form_lets_in_who_knows_the_token(village: GuardedVillage, page: Page) -> None:
    """A wrong word asks again, the right one opens the village."""
    page.goto(village.address)
    page.get_by_label("口令").fill("wrong")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?token=wrong")
    expect(page.get_by_role("alert")).to_contain_text("口令不对")
    page.get_by_label("口令").fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.locator(".entry")).to_have_count(20)
    assert page.url == village.address

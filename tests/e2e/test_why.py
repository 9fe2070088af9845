"""Why, in a browser: a line that is clicked tells who decided it, what a model was asked and said, and its cost."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from starlette.requests import Request
from starlette.responses import Response

from tests.command import served
from tests.e2e.accessibility import objections
from tests.e2e.conftest import OpenVisit
from tests.e2e.talking import is_line, leave_and_resume, pause, say, willing
from tests.e2e.test_page import PHONE
from tests.e2e.visit import Message, Visit
from tests.model_server import Body, completion, model_server, obedient

MARKUP = "<b>来坐</b>，喝口茶再走，今天的事不急，慢慢说给你听，说完了再去忙也不迟，地里的活跑不了。"
"""Long enough to stay in the air while a test points at it."""


async def markup(request: Request, body: Body) -> Response:
    """What the schema allows, with markup for words."""
    answer = json.loads(bytes((await obedient(request, body)).body))
    return completion(answer["choices"][0]["message"]["content"].replace("嗯。", MARKUP))


@pytest.fixture(scope="module")
def port(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A village that a model lives, which answers in markup."""
    with model_server() as model:
        model.answer = markup
        mind = f"{model.url}#village-model"
        database = tmp_path_factory.mktemp("why") / "village.db"
        with served(database, "--seed", "7", "--pace", "10", "--mind", mind) as (_, at):
            yield at


def answered(visit: Visit) -> str:
    """Talk with somebody until there is an answer; who it was."""
    pause(visit)
    who = willing(visit)
    visit.entry(visit.agents[who]["name"]["zh"]).click()
    say(visit, "在忙什么？")
    mine = visit.until(lambda message: is_line(message, who, "visitor"))
    visit.until(lambda message: is_line(message, who, "agent"), visit.received.index(mine) + 1)
    return who


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_a_line_of_a_talk_tells_why_it_was_said(open_visit: OpenVisit, options: dict[str, object]) -> None:
    """Mind, trigger, prompt, raw answer and cost; a model's markup is text; Escape goes back to the talk."""
    visit = open_visit(**options)
    page, dialog = visit.page, visit.page.locator("#why")
    who = answered(visit)
    page.locator(".talk-lines .line-agent").last.click()
    expect(dialog.locator(".why-who")).to_have_text(visit.agents[who]["name"]["zh"])
    expect(dialog.locator(".why-badge")).to_have_text("模型")
    expect(dialog.locator(".terms")).to_contain_text("有客人在等一句话")
    expect(dialog.locator(".why-private")).to_be_visible()
    for fold in ("问模型的话", "模型的原话", "检验与花费"):
        dialog.get_by_text(fold, exact=True).click()
    expect(dialog.locator(".why-text").filter(has_text="在忙什么？")).to_be_visible()
    expect(dialog.locator(".why-text").filter(has_text=MARKUP)).to_be_visible()
    expect(dialog.locator(".why-cost")).to_contain_text("问 11 个 token（缓存 5 个），答 7 个")
    assert dialog.locator(".why-text *").count() == 0
    assert objections(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".panel-name")).to_be_visible()
    assert visit.complaints == []
    leave_and_resume(visit)


def test_the_keyboard_asks_as_well(open_visit: OpenVisit) -> None:
    """Enter on the word beside what somebody does, and the keyboard is there again afterwards."""
    visit = open_visit()
    page, dialog = visit.page, visit.page.locator("#why")
    pause(visit)
    visit.entry(visit.agents[willing(visit)]["name"]["zh"]).click()
    more = page.locator(".why-more")
    expect(more).to_be_visible()
    more.focus()
    page.keyboard.press("Enter")
    expect(dialog.locator(".why-cause")).to_contain_text(re.compile("^(按规则：|语言模型|模型)"))
    expect(dialog.locator(".dialog-title")).to_have_text("缘由")
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    visit.page.locator(".pause").click()


def test_a_bubble_on_the_map_tells_why_and_nobody_walks(open_visit: OpenVisit) -> None:
    """A click on what somebody says asks about the line; it is no click on the ground beneath."""
    visit = open_visit(reduced_motion="reduce")
    page, dialog = visit.page, visit.page.locator("#why")
    who = answered(visit)
    walked = len(moves(visit))
    page.locator(".bubble:enabled .bubble-words").click()
    expect(dialog.locator(".why-who")).to_have_text(visit.agents[who]["name"]["zh"])
    expect(dialog.locator(".why-action")).to_be_visible()
    page.keyboard.press("Escape")
    visit.until_stands()
    assert len(moves(visit)) == walked
    expect(page.locator(".panel-name")).to_have_text(visit.agents[who]["name"]["zh"])
    leave_and_resume(visit)


def moves(visit: Visit) -> list[Message]:
    """Every walk of a visitor that this page was told of."""
    return [message for message in visit.received if message["type"] == "visitor" and message["change"] == "moved"]

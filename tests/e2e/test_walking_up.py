"""What a visitor does: walks up, talks, hears the reply as it is spoken, stops it, walks away, and comes back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.command import served
from tests.default_village import default_cast
from tests.e2e.conftest import OpenVisit
from tests.e2e.talking import is_line, leave_and_resume, pause, say, willing
from tests.e2e.test_visitors import FREE_GROUND
from tests.e2e.visit import Message, Visit

PACE = "10"
BESIDE = """([you, agent, reach]) => {
    const { figures } = window.taoyuan.drawn();
    const [own, other] = [you, agent].map((id) => figures.find((figure) => figure.id === id));
    return own && other && Math.abs(own.x - other.x) + Math.abs(own.y - other.y) <= reach;
}"""
"""Whether the visitor's sprite stands so many tiles from the character, or nearer."""
WATCH_PARTIAL = """() => {
    window.heard = [];
    const look = () => {
        const words = document.querySelector(".line-partial").textContent;
        if (words && words !== window.heard.at(-1)) window.heard.push(words);
        requestAnimationFrame(look);
    };
    look();
}"""
"""Keeps every beginning of a reply that the page shows."""
REACH_TILES, FAR_TILES = 2, 7


def test_one_walks_up_before_a_talk_begins(open_visit: OpenVisit) -> None:
    """The page says so on the way; the talk opens when the sprite stands beside the character, and not before."""
    visit = open_visit()
    pause(visit)
    you, who = _you(visit), willing(visit)
    _choose(visit, who)
    say(visit, "今天忙什么呢？")
    expect(visit.page.locator(".talk-status")).to_have_text("正走上前去……")
    visit.until(lambda message: message["type"] == "chat_opened" and message["agent"] == who)
    walk = [message for message in visit.received if _is_own_walk(message, you)][-1]
    opened = next(i for i, message in enumerate(visit.received) if message["type"] == "chat_opened")
    assert visit.received.index(walk) < opened
    visit.page.wait_for_function(BESIDE, arg=[you, who, REACH_TILES])
    visit.until(lambda message: is_line(message, who, "agent"))
    leave_and_resume(visit)


def test_one_may_turn_back_on_the_way(open_visit: OpenVisit) -> None:
    """The character never knew, the sprite stops, and the words are in the field again."""
    visit = open_visit()
    pause(visit)
    who = willing(visit, farthest=True)
    _choose(visit, who)
    say(visit, "你好，有人吗？")
    visit.until(lambda message: _is_own_walk(message, _you(visit)))
    visit.page.locator(".leave").click()
    refused = visit.until(lambda message: message["type"] == "chat_refused")
    assert (refused["agent"], refused["reason"]) == (who, "withdrawn")
    expect(visit.page.locator(".say-field")).to_have_value("你好，有人吗？")
    expect(visit.page.locator(".line-visitor")).to_have_count(0)


def test_a_reply_is_heard_as_it_is_spoken(open_visit: OpenVisit) -> None:
    """The words grow on the page, each beginning with those before, until the whole line takes their place."""
    visit = open_visit()
    pause(visit)
    who = willing(visit)
    _choose(visit, who)
    visit.page.evaluate(WATCH_PARTIAL)
    say(visit, "你是谁？")
    line = visit.until(lambda message: is_line(message, who, "agent"))
    expect(visit.page.locator(".line-agent").first).to_have_text(line["text"])
    expect(visit.page.locator(".line-partial")).to_be_hidden()
    heard = visit.page.evaluate("window.heard")
    assert len(heard) > 2
    assert all(line["text"].startswith(words) for words in heard)
    leave_and_resume(visit)


def test_a_reply_can_be_stopped(open_visit: OpenVisit) -> None:
    """The button cuts it short: what had been said of it stays, and no more comes."""
    visit = open_visit()
    pause(visit)
    who = willing(visit)
    _choose(visit, who)
    say(visit, "你是谁？")
    visit.page.locator(".line-partial:not(:empty)").wait_for()
    visit.page.locator(".stop-reply").click()
    line = visit.until(lambda message: is_line(message, who, "agent"))
    assert line["text"].endswith("——")
    expect(visit.page.locator(".line-agent").first).to_have_text(line["text"])
    expect(visit.page.locator(".stop-reply")).to_be_hidden()
    leave_and_resume(visit)


def test_walking_away_ends_the_talk(open_visit: OpenVisit) -> None:
    """A click on the ground out of earshot takes the visitor away, and the page says how the talk ended."""
    visit = open_visit(reduced_motion="reduce")
    pause(visit)
    who = willing(visit)
    _choose(visit, who)
    say(visit, "你好！")
    visit.until(lambda message: is_line(message, who, "agent"))
    visit.page.locator(".hint-dismiss").click()
    point = visit.page.evaluate(FREE_GROUND, [_you(visit), FAR_TILES])
    assert point, "there is no free ground around"
    visit.page.mouse.click(*point)
    end = visit.until(lambda message: message["type"] == "chat_end")
    assert end["reason"] == "walked_away"
    expect(visit.page.locator(".talk-status")).to_contain_text("走")
    expect(visit.page.locator(".leave")).to_be_hidden()


def test_a_second_visitor_is_told_that_somebody_is_busy(open_visit: OpenVisit) -> None:
    """Only the first hears the words; the other is told so, sees that a talk is on, and keeps what was typed."""
    first, second = open_visit(), open_visit()
    pause(first)
    who = willing(first)
    _choose(first, who)
    say(first, "你好！")
    first.until(lambda message: is_line(message, who, "agent"))
    _choose(second, who)
    expect(second.page.locator(".panel-doing")).to_contain_text("客人")
    say(second, "我也想说话")
    expect(second.page.locator(".talk-status")).to_contain_text("正和别人说话")
    expect(second.page.locator(".say-field")).to_have_value("我也想说话")
    assert not [message for message in second.received if message["type"] in ("chat_line", "chat_delta")]
    leave_and_resume(first)


def test_a_talk_goes_on_after_a_reload(open_visit: OpenVisit) -> None:
    """The page opens the panel by itself, with every line that was said, none twice, and the talk goes on."""
    visit = open_visit()
    pause(visit)
    who = willing(visit)
    _choose(visit, who)
    say(visit, "你是谁？")
    first = visit.until(lambda message: is_line(message, who, "agent"))
    since = len(visit.received)
    visit.page.reload()
    visit.until(lambda message: message["type"] == "chat_opened", since)
    expect(visit.page.locator(".panel-name")).to_have_text(visit.agents[who]["name"]["zh"])
    lines = visit.page.locator(".talk-past .line, .talk-lines .line")
    expect(lines).to_have_text(["你是谁？", first["text"]])
    say(visit, "谢谢")
    second = visit.until(lambda message: is_line(message, who, "agent"), since)
    expect(lines).to_have_text(["你是谁？", first["text"], "谢谢", second["text"]])
    leave_and_resume(visit)


def test_one_is_remembered_tomorrow(open_visit: OpenVisit, tmp_path: Path) -> None:
    """The village stops and starts again: one's talks are there, for oneself alone; one is greeted as known.

    What was said before can still be asked about: a character's line, not one's own.
    """
    database = tmp_path / "village.db"
    with served(database, "--seed", "7", "--pace", "10") as (_, port):
        visit = open_visit(port=port)
        pause(visit)
        _choose(visit, "farmer")
        say(visit, "你是谁？")
        told = visit.until(lambda message: is_line(message, "farmer", "agent"))["text"]
        visit.page.locator(".leave").click()
        visit.until(lambda message: message["type"] == "chat_end")
        visit.page.locator(".pause").click()
        key = visit.page.evaluate("localStorage.getItem('taoyuan.visitor_key')")
    with served(database, "--pace", "10") as (_, port):
        again, stranger = open_visit(port=port), open_visit(port=port)
        again.page.evaluate("key => localStorage.setItem('taoyuan.visitor_key', key)", key)
        again.page.reload()
        for page in (again.page, stranger.page):
            page.locator(".entry").filter(has_text="陈大田").click()
        expect(again.page.locator(".talk-past .line")).to_have_text(["你是谁？", told])
        expect(again.page.locator(".talk-past .line[data-event]")).to_have_text([told])
        again.page.locator(".talk-past .line[data-event]").click()
        expect(again.page.locator("#why .why-who")).to_have_text("陈大田")
        expect(again.page.locator("#why .why-private")).to_be_visible()
        again.page.keyboard.press("Escape")
        expect(stranger.page.locator(".panel-name")).to_have_text("陈大田")
        expect(stranger.page.locator(".talk-past .line")).to_have_count(0)
        pause(again)
        since = len(again.received)
        say(again, "你好")
        greeting = again.until(lambda message: is_line(message, "farmer", "agent"), since)["text"]
        assert greeting in _lines_for_acquaintances("farmer")


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_the_panel_tells_mood_reason_and_plan(open_visit: OpenVisit, locale: str) -> None:
    """In the page's language: how somebody feels, why they do what they do, and their day with the present marked."""
    visit = open_visit(locale=locale)
    _choose(visit, "farmer")
    for part in (".panel-mood", ".panel-why"):
        expect(visit.page.locator(part)).to_have_text(re.compile(r"[\u3400-\u9fff]" if locale == "zh-CN" else "[a-z]"))
    rows = visit.page.locator(".plan-item")
    expect(rows.first).to_be_visible()
    assert rows.count() >= 4
    expect(visit.page.locator(".plan-item[aria-current]")).to_have_count(1)


def _you(visit: Visit) -> str:
    you: str = visit.until(lambda message: message["type"] == "welcome")["you"]
    return you


def _choose(visit: Visit, agent: str) -> None:
    language = "en" if visit.page.locator("html").get_attribute("lang") == "en" else "zh"
    visit.entry(visit.agents[agent]["name"][language]).click()


def _is_own_walk(message: Message, you: str) -> bool:
    return message["type"] == "visitor" and message["change"] == "moved" and message["visitor"]["id"] == you


def _lines_for_acquaintances(agent: str) -> list[str]:
    return [words.zh for words in default_cast().by_id[agent].speech.to_visitor.again]

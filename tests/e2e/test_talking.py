"""A visitor talks: a click on somebody opens the talk, words are text and nothing else, a command is seen done."""

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import objections
from tests.e2e.conftest import OpenVisit
from tests.e2e.talking import expect_answer, leave_and_resume, pause, say, states, willing
from tests.e2e.test_page import PHONE
from tests.e2e.visit import Message, Visit

PACE = "10"
"""Slow, so that somebody is still asleep when the first test looks."""
WICKED = '<img src="/wicked.png" onerror="window.wicked = 1"><script>window.wicked = 1</script>{{7*7}}'


def test_who_is_asleep_says_so(open_visit: OpenVisit) -> None:
    """A talk that cannot be had is explained, and the field stays usable."""
    visit = open_visit()
    pause(visit)
    sleeper = next(agent for agent in visit.agents.values() if agent["state"] == "sleeping")
    visit.entry(sleeper["name"]["zh"]).click()
    say(visit, "早！")
    expect(visit.page.locator(".talk-status")).to_contain_text("睡着了")
    expect(visit.page.locator(".say-field")).to_be_enabled()
    visit.page.locator(".pause").click()


def test_a_click_on_the_map_opens_a_talk(open_visit: OpenVisit) -> None:
    """Whoever is clicked on the map is shown, is talked to, and answers in the visitor's language."""
    visit = open_visit(reduced_motion="reduce")
    pause(visit)
    _zoom_out(visit)
    who = _clear_figure(visit)
    box = who["box"]
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(visit.page.locator(".panel-name")).to_have_text(visit.agents[who["id"]]["name"]["zh"])
    say(visit, "今天忙什么呢？")
    expect_answer(visit, who["id"])
    leave_and_resume(visit)


def test_words_are_shown_as_they_were_typed_and_run_nothing(open_visit: OpenVisit) -> None:
    """Markup in what a visitor says, and in their name, is text: no element comes of it, and no script runs."""
    visit = open_visit()
    page = visit.page
    page.locator(".visitor-name").fill("<b>Ann</b><s>")
    page.keyboard.press("Tab")
    visit.until(lambda message: message["type"] == "visitor" and message["visitor"]["name"] == "<b>Ann</b><s>")
    pause(visit)
    who = willing(visit)
    visit.entry(visit.agents[who]["name"]["zh"]).click()
    say(visit, WICKED)
    expect(page.locator(".line-visitor")).to_have_text(WICKED)
    expect_answer(visit, who)
    assert page.locator(".talk-lines .line *, .paused *").count() == 0
    assert page.evaluate("window.wicked") is None
    assert not any("wicked" in address for address in visit.asked)
    assert visit.complaints == []
    leave_and_resume(visit)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_axe_objects_to_nothing_in_a_talk(open_visit: OpenVisit, options: dict[str, object]) -> None:
    """The accessibility checker finds no fault with a talk of several lines."""
    visit = open_visit(**options)
    pause(visit)
    who = willing(visit)
    visit.entry(visit.agents[who]["name"]["zh"]).click()
    visit.page.locator(".starter").first.click()
    expect_answer(visit, who)
    assert objections(visit.page) == []
    leave_and_resume(visit)


def test_a_command_is_taken_up_and_then_seen_at_work(open_visit: OpenVisit) -> None:
    """The farmer is asked to water the field, agrees, and is shown at it once the visitor has left."""
    visit = open_visit()
    page, name = visit.page, visit.agents["farmer"]["name"]["zh"]
    pause(visit)
    visit.entry(name).click()
    expect(page.locator(".command")).to_have_text("去田里浇水。")
    page.locator(".command").click()
    expect(page.locator(".talk-status")).to_have_text(f"{name}答应了，等你告辞就去。")
    expect(page.locator(".line-visitor")).to_have_text("去田里浇水。")
    since = len(visit.received)
    leave_and_resume(visit)
    page.locator(".pace").nth(2).click()
    visit.until(lambda message: _is_state(message, "farmer", "working"), since)
    page.locator(".back").click()
    expect(visit.entry(name)).to_have_attribute("data-state", "working")
    expect(visit.entry(name).locator(".entry-doing")).to_have_text("在田里浇水")


def _zoom_out(visit: Visit) -> None:
    """Until there is nothing further to see."""
    button = visit.page.locator(".leaflet-control-zoom-out")
    while "leaflet-disabled" not in (button.get_attribute("class") or ""):
        button.click()


def _clear_figure(visit: Visit) -> Message:
    """Such a somebody on the map, with nobody else near and nothing of the page above."""
    present = states(visit)
    figures: list[Message] = visit.drawn["figures"]
    for figure in figures:
        near = [other for other in figures if abs(other["x"] - figure["x"]) + abs(other["y"] - figure["y"]) < 5]
        if present.get(figure["id"]) in ("idle", "working") and near == [figure] and _is_on_map(visit, figure["box"]):
            return figure
    raise AssertionError("nobody stands free")


def _is_on_map(visit: Visit, box: Message) -> bool:
    point = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    found: bool = visit.page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y)?.closest('.leaflet-container') != null "
        "&& !document.elementFromPoint(x, y).closest('.leaflet-control')",
        point,
    )
    return found


def _is_state(message: Message, agent: str, state: str) -> bool:
    return message["type"] == "state" and (message["agent"], message["state"]) == (agent, state)

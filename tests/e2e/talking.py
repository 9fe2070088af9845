"""What the tests of talks share: stopping time, somebody to talk to, saying something, and hearing the answer."""

from playwright.sync_api import expect

from tests.e2e.visit import Message, Visit


def pause(visit: Visit) -> None:
    """Stop time, so that nobody who is looked at walks off; a test that failed may have left it stopped."""
    if not visit.page.locator(".paused").is_visible():
        visit.page.locator(".pause").click()
    expect(visit.page.locator(".paused")).to_be_visible()
    visit.until_stands()


def leave_and_resume(visit: Visit) -> None:
    """Tidy up for the next test: the village is shared."""
    visit.page.get_by_role("button", name="告辞").click()
    visit.page.locator(".pause").click()
    expect(visit.page.locator(".paused")).to_be_hidden()


def states(visit: Visit) -> dict[str, str]:
    """What state the list shows each character in, by id."""
    names = {agent["name"]["zh"]: agent["id"] for agent in visit.agents.values()}
    entries = visit.page.eval_on_selector_all(
        ".entry", "all => all.map((entry) => [entry.querySelector('.entry-name').textContent, entry.dataset.state])"
    )
    return {names[name]: state for name, state in entries}


def willing(visit: Visit, farthest: bool = False) -> str:
    """Somebody who is awake and talks with nobody: the nearest, for a visitor walks up in wall time."""
    figures = {figure["id"]: figure for figure in visit.drawn["figures"]}
    own = figures[visit.until(lambda message: message["type"] == "welcome")["you"]]
    free = [agent for agent, state in states(visit).items() if state in ("idle", "working")]

    def steps_to(agent: str) -> float:
        return float(abs(figures[agent]["x"] - own["x"]) + abs(figures[agent]["y"] - own["y"]))

    return max(free, key=steps_to) if farthest else min(free, key=steps_to)


def say(visit: Visit, text: str) -> None:
    visit.page.locator(".say-field").fill(text)
    visit.page.keyboard.press("Enter")


def expect_answer(visit: Visit, agent: str) -> None:
    """The character answers what was said on walking up, and the page shows both lines, the answer at the end."""
    mine = visit.until(lambda message: is_line(message, agent, "visitor"))
    answer = visit.until(lambda message: is_line(message, agent, "agent"), visit.received.index(mine) + 1)
    expect(visit.page.locator(".talk-lines .line")).to_have_text([mine["text"], answer["text"]])


def is_line(message: Message, agent: str, who: str) -> bool:
    return message["type"] == "chat_line" and (message["agent"], message["who"]) == (agent, who)

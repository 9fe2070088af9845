"""Live truth: whatever happens to time, network, tab or machine, the page shows the village as it is.

A witness that is no browser listens to the same village. The page is on a machine that can sleep, at the far end of a
line that can be spoilt; another page, in another browser, has it easy.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import OpenVisit
from tests.e2e.line import Line, line_to
from tests.e2e.machine import Machine, running_machine
from tests.e2e.visit import LIMIT_SECONDS, Message, Visit
from tests.e2e.witness import Witness, is_public, witness_of

PACE = "30"
OUTAGE_SECONDS = 10
NOTICE_SECONDS = 11
"""Within this time a visitor is told that the line is dead; a busy machine included."""
ABSENCE_SECONDS = 12
"""Longer than the village waits for a connection that takes nothing."""
LATE_SECONDS = 2
"""How far the page may be behind the village, in wall seconds."""
CORRECTION_SECONDS = 0.5
"""Leaps within this are one correction: what was missed comes as several messages, and a picture may be between."""
BELATED_SECONDS = 0.05
"""How much later than the page waits for it a busy machine may bring a message, in wall seconds."""
MOST_HASTE = 4
"""The clock catches up with an error of three wall seconds within one: that is four times the pace at most."""
RECORD = """() => {
    window.pictures = [];
    const look = () => {
        const { time, wallTime, figures } = window.taoyuan.drawn();
        const at = Object.fromEntries(figures.map(({ id, x, y }) => [id, [x, y]]));
        window.pictures.push({ wall: wallTime / 1000, time, at });
        requestAnimationFrame(look);
    };
    look();
}"""
"""Takes down every picture: when it was, which time it shows, and where everyone stands."""
TAKE_PICTURES = "() => window.pictures.splice(0, window.pictures.length - 1)"
"""What was taken down; the last picture stays, to be the first of those that follow."""


@pytest.fixture(scope="module")
def machine(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A browser that can sleep."""
    with running_machine(browser, tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture(scope="module")
def witness(port: int) -> Iterator[Witness]:
    """A client that listens all the time."""
    with witness_of(port) as listening:
        yield listening


@pytest.fixture
def line(port: int) -> Iterator[Line]:
    """The page's line to the village."""
    with line_to(port) as up:
        yield up


@pytest.fixture
def visit(open_visit: OpenVisit, machine: Machine, line: Line, witness: Witness) -> Visit:
    """A page on that machine, at the end of that line, that shows the truth and takes down what it shows."""
    witness.say({"type": "pace", "factor": float(PACE)})
    page = open_visit(port=line.port, context=machine.context)
    _expect_truth(page, witness, float(PACE))
    page.page.evaluate(RECORD)
    return page


def test_a_change_of_pace_and_a_pause_move_nobody_but_on_their_way(
    visit: Visit, open_visit: OpenVisit, witness: Witness
) -> None:
    """Slow, fast, slow, paused, on: time never goes back, nobody leaps, and two browsers agree with the world."""
    other, before = open_visit(), float(PACE)
    for pace in (10.0, 600.0, 30.0, 0.0, 30.0, 0.0):
        witness.say({"type": "pause"} if pace == 0 else {"type": "pace", "factor": pace})
        _live(visit, pace)
        for each in (visit, other):
            _expect_truth(each, witness, pace)
        pictures = visit.page.evaluate(TAKE_PICTURES)
        assert _leaps(pictures, max(before, pace), witness.quickest) == []
        before = pace
    _expect_alike(visit, other)
    _expect_nothing_lost(visit, witness)


def test_ten_seconds_without_network_are_told_and_made_up_for(
    visit: Visit, open_visit: OpenVisit, line: Line, witness: Witness
) -> None:
    """The line falls silent and nobody says so: the page notices, says it, comes back, and is right after one leap."""
    other, begun = open_visit(), monotonic()
    line.freeze()
    expect(visit.page.locator(".link")).to_have_text("断线了，正在回村的路上……", timeout=NOTICE_SECONDS * 1000)
    visit.page.wait_for_timeout(max(0.0, OUTAGE_SECONDS - (monotonic() - begun)) * 1000)
    line.mend()
    _expect_recovery(visit, other, witness)


def test_a_line_that_is_cut_is_found_again_when_it_is_mended(
    visit: Visit, open_visit: OpenVisit, line: Line, witness: Witness
) -> None:
    """The page says that it is cut off; what was said meanwhile is made up for, without beginning anew."""
    other = open_visit()
    line.cut()
    expect(visit.page.locator(".link")).to_have_text("断线了，正在回村的路上……")
    _await_news(witness)
    line.mend()
    _expect_recovery(visit, other, witness)


def test_a_tab_that_was_hidden_shows_the_village_as_it_is_now(
    visit: Visit, open_visit: OpenVisit, machine: Machine, witness: Witness
) -> None:
    """Nothing is drawn behind another tab; the first pictures afterwards are true, and nothing was lost."""
    other, in_front = open_visit(), machine.context.new_page()
    assert visit.page.evaluate("document.visibilityState") == "hidden"
    witness.until_time(witness.time + ABSENCE_SECONDS * float(PACE))
    in_front.close()
    visit.page.bring_to_front()
    _expect_recovery(visit, other, witness)


def test_a_tab_that_was_frozen_goes_on_by_itself(
    visit: Visit, open_visit: OpenVisit, machine: Machine, witness: Witness
) -> None:
    """A browser that saves power takes timers and connection from a hidden tab; it comes back when it is looked at."""
    other, in_front = open_visit(), machine.context.new_page()
    session = visit.context.new_cdp_session(visit.page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    _await_news(witness)
    session.send("Page.setWebLifecycleState", {"state": "active"})
    in_front.close()
    visit.page.bring_to_front()
    _expect_recovery(visit, other, witness)


def test_a_machine_that_slept_wakes_to_the_truth(
    visit: Visit, open_visit: OpenVisit, machine: Machine, witness: Witness
) -> None:
    """Timers, sockets and pictures all stood still for longer than the village has patience; then all is right."""
    other = open_visit()
    machine.sleep()
    try:
        witness.until_time(witness.time + ABSENCE_SECONDS * float(PACE))
    finally:
        machine.wake()
    _expect_recovery(visit, other, witness)


def _live(visit: Visit, pace: float) -> None:
    """Look on for a while at a pace: until the time was told three times, or until it stands."""
    told = len(visit.received)
    for _ in range(3):
        told = visit.received.index(visit.until(lambda message: _is_clock(message, pace), told)) + 1
    if pace == 0:
        visit.until_stands()


def _is_clock(message: Message, pace: float) -> bool:
    return message["type"] == "clock" and pace == (0 if message["paused_by"] else message["pace"])


def _await_news(witness: Witness) -> None:
    """Until the village has said a few things that everyone should know."""
    heard = len(witness.public_seqs)
    _until(lambda: len(witness.public_seqs) >= heard + 5, lambda: witness.until_time(witness.time + 1))


def _expect_recovery(visit: Visit, other: Visit, witness: Witness) -> None:
    """The page comes back by itself: online, true, in line with the other page, nothing lost, one leap at most."""
    expect(visit.page.locator(".link")).to_have_text("已在村里")
    for each in (visit, other):
        _expect_truth(each, witness, float(PACE))
    _expect_alike(visit, other)
    _expect_nothing_lost(visit, witness)
    leaps = _leaps(visit.page.evaluate(TAKE_PICTURES), float(PACE), witness.quickest)
    assert all(leap.wall - leaps[0].wall < CORRECTION_SECONDS for leap in leaps), leaps


def _expect_truth(visit: Visit, witness: Witness, pace: float) -> None:
    """Soon the page shows everyone where the world has them, at a time that is hardly behind the village's."""
    wrong: list[str] = ["nothing seen"]

    def look() -> None:
        picture = visit.drawn
        witness.until_time(picture["time"])
        wrong[:] = _untruths(picture, witness, pace)

    _until(lambda: not wrong, look, lambda: str(wrong))


def _untruths(picture: Message, witness: Witness, pace: float) -> list[str]:
    """Who is drawn more than a tile from where they are, or is not drawn; and a time that is late."""
    at = {figure["id"]: (figure["x"], figure["y"]) for figure in picture["figures"]}
    late = witness.time - picture["time"] > LATE_SECONDS * pace + 1
    wrong = [f"it is {witness.time}, shown as {picture['time']}"] if late else []
    for agent in sorted(witness.agents):
        x, y = witness.tile_at(agent, picture["time"])
        if agent not in at or max(abs(at[agent][0] - x), abs(at[agent][1] - y)) > 1:
            wrong.append(f"{agent} at {picture['time']}: {at.get(agent)}, not {(x, y)}")
    return wrong


def _expect_alike(one: Visit, other: Visit) -> None:
    """Soon both pages show everyone within a tile of where the other does, give or take the time between two looks."""
    apart: list[str] = ["nothing seen"]

    def look() -> None:
        pictures = [each.drawn for each in (one, other, one)]
        first, between, last = ({each["id"]: each for each in picture["figures"]} for picture in pictures)
        people = [each for each in between if each in first and each in last and not each.startswith("v-")]
        assert len(people) >= 20
        apart[:] = [
            each
            for each in people
            for axis in ("x", "y")
            if not min(first[each][axis], last[each][axis]) - 1
            <= between[each][axis]
            <= max(first[each][axis], last[each][axis]) + 1
        ]

    _until(lambda: not apart, look, lambda: str(apart))


def _expect_nothing_lost(visit: Visit, witness: Witness) -> None:
    """All that everyone was told came to the page as well, in order, over however many connections."""
    told = witness.public_seqs
    visit.until(lambda message: message.get("seq", 0) >= told[-1])
    snapshots = [message["seq"] for message in visit.received if message["type"] == "snapshot"]
    came = [message["seq"] for message in visit.received if is_public(message)]
    assert len(snapshots) == 1
    assert came == sorted(set(came))
    assert [seq for seq in told if seq > snapshots[0]] == [seq for seq in came if seq <= told[-1]]


@dataclass(frozen=True, slots=True)
class Leap:
    """What went further from one picture to the next than it should, and when, in wall seconds."""

    wall: float
    what: str


def _leaps(pictures: list[Any], pace: float, quickest: int) -> list[Leap]:
    """Where time went back or ran away, or somebody moved further than that time allows. A stop may cost a step."""
    found = []
    for before, after in pairwise(pictures):
        passed, wall = after["time"] - before["time"], after["wall"] - before["wall"]
        if not 0 <= passed <= MOST_HASTE * pace * wall + 1:
            found.append(Leap(after["wall"], f"{before['time']} to {after['time']} in {wall} s"))
            continue
        for agent in set(before["at"]) & set(after["at"]):
            if agent.startswith("v-"):
                continue
            steps = [abs(then - now) for then, now in zip(before["at"][agent], after["at"][agent], strict=True)]
            if max(steps) > (passed + BELATED_SECONDS * pace) / quickest + 1:
                what = f"{agent} from {before['at'][agent]} to {after['at'][agent]} in {passed} s"
                found.append(Leap(after["wall"], what))
    return found


def _until(holds: Callable[[], bool], look: Callable[[], None], complaint: Callable[[], str] = lambda: "") -> None:
    """Look again until something holds."""
    deadline = monotonic() + LIMIT_SECONDS
    while not holds():
        assert monotonic() < deadline, complaint()
        look()

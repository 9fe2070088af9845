"""Why over REST, of a served village that a model made live: whole for all, and a visitor's talk for that one alone."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient

from tests.model_server import model_server, sociable
from tests.small_village import ANNA
from tests.web_stage import BASE_URL, Client, drained, small_context
from tests.why_village import KEY, OTHER_KEY, SECRET, VISITOR, WhyVillage, why_village
from web.admission import Admission
from web.app import create_app


@pytest.fixture(scope="module")
def village() -> WhyVillage:
    """A morning made by a model that talks whenever it may."""
    with model_server() as serving:
        serving.answer = sociable
        return why_village(serving.url)


@pytest.fixture
def client(village: WhyVillage, tmp_path: Path) -> Iterator[TestClient]:
    """The same, served to anyone."""
    context = replace(small_context(tmp_path, village.words), log=village.log, attempts=village.attempts)
    with Client(create_app(context, Admission(None)), base_url=BASE_URL) as client:
        yield client


def get(client: TestClient, address: str, key: str | None = None) -> Response:
    return client.get(address, headers={"X-Visitor-Key": key} if key else {})


def why_of(client: TestClient, seq: int, key: str | None = None) -> dict[str, Any]:
    answer = get(client, f"/api/events/{seq}/why", key)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, Any] = answer.json()
    return found


def test_a_line_shows_its_prompt_its_answer_and_its_cost(client: TestClient, village: WhyVillage) -> None:
    """Who decided and why, what came to mind, what was asked and answered, and how long that took."""
    line = village.first("spoke")
    found = why_of(client, line.seq)
    assert (found["event"], found["kind"], found["mind"], found["decided"]) == (line.seq, "spoke", "model", True)
    assert (found["purpose"], found["private"]) == ("dialogue", False)
    assert found["trigger"]["zh"].endswith("聊了起来")
    assert found["memories"]
    assert all(m["total"] == m["recency"] + m["importance"] + m["relevance"] for m in found["memories"])
    (attempt,) = found["attempts"]
    assert [message["role"] for message in attempt["prompt"]] == ["system", "user"]
    assert attempt["answer"].startswith("{")
    assert (attempt["valid"], attempt["problem"], attempt["withheld"]) == (True, None, False)
    assert (attempt["prompt_tokens"], attempt["completion_tokens"], attempt["cached_tokens"]) == (11, 7, 5)
    assert attempt["milliseconds"] >= 0


def test_what_the_rules_did_is_said_plainly(client: TestClient, village: WhyVillage) -> None:
    """No prompt, no memories, and which rule it was."""
    found = why_of(client, village.first("task_started", ANNA).seq)
    assert (found["mind"], found["decided"], found["attempts"], found["observation"]) == ("rule", False, [], None)
    assert found["cause"]["en"].startswith("By the rules: ")


@pytest.mark.parametrize("key", [None, OTHER_KEY])
def test_a_visitors_talk_is_nobody_elses_to_ask_about(client: TestClient, village: WhyVillage, key: str | None) -> None:
    """Not its lines, not the decisions behind them, not what was asked: to others there is no such event."""
    private = [
        item.seq
        for item in village.log.committed
        if getattr(item.event.fact, "visitor", None) or '"chat":"c-1"' in getattr(item.event.fact, "observation", "")
    ]
    assert len(private) >= 6
    answers = [get(client, f"/api/events/{seq}/why", key) for seq in private]
    assert all(SECRET not in answer.text and "v-" not in answer.text for answer in answers)
    assert {answer.status_code for answer in answers} == {404}


def test_a_visitor_may_ask_about_its_own_talk(client: TestClient, village: WhyVillage) -> None:
    """What it said is in the prompt that it is shown."""
    reply = village.log.latest("replied_to_visitor", 10_000, 1)[0]
    found = why_of(client, reply.seq, KEY)
    assert (found["private"], found["mind"], found["purpose"]) == (True, "model", "reply")
    assert SECRET in found["attempts"][0]["prompt"][1]["content"]


def test_no_answer_quotes_a_visitor_to_others(client: TestClient, village: WhyVillage) -> None:
    """Whatever event of the whole log somebody asks about."""
    for item in village.log.committed:
        assert SECRET not in get(client, f"/api/events/{item.seq}/why", OTHER_KEY).text


def test_who_erases_its_words_erases_what_was_asked_for_them(tmp_path: Path) -> None:
    """The event is still explained, without a word of the prompt."""
    with model_server() as serving:
        kept = why_village(serving.url, until="1d07:10")
    context = replace(small_context(tmp_path, kept.words), log=kept.log, attempts=kept.attempts)
    reply = kept.log.latest("replied_to_visitor", 10_000, 1)[0]
    with Client(create_app(context, Admission(None)), base_url=BASE_URL) as client:
        assert why_of(client, reply.seq, KEY)["attempts"]
        assert client.delete("/api/talks", headers={"X-Visitor-Key": KEY}).status_code == 200
        found = why_of(client, reply.seq, KEY)
    assert (found["attempts"], found["mind"]) == ([], "model")


@pytest.mark.parametrize("seq", ["0", "-1", "99999", str(2**63), "x"])
def test_there_is_no_why_of_no_event(client: TestClient, seq: str) -> None:
    """Not found, or no number: never an error of the server's."""
    assert get(client, f"/api/events/{seq}/why").status_code in (404, 422)


def test_what_somebody_does_now_is_explained(client: TestClient) -> None:
    """Without a number; of somebody who lives here."""
    found = get(client, f"/api/agents/{ANNA}/why").json()
    assert found["agent"] == ANNA
    assert get(client, "/api/agents/nobody/why").status_code == 404


def test_decisions_come_newest_first_in_pages_that_miss_none(client: TestClient, village: WhyVillage) -> None:
    """Each with the event that explains it."""
    expected = [i.seq for i in village.log.committed[::-1] if i.event.fact.kind == "decision_made"]
    expected = [seq for seq in expected if village.log.committed[seq - 1].event.fact.agent == ANNA]
    seen: list[int] = []
    address: str | None = f"/api/agents/{ANNA}/decisions?limit=2"
    while address:
        page = get(client, address).json()
        seen += [decision["event"] for decision in page["decisions"]]
        assert all(decision["purpose"] and decision["mind"] == "model" for decision in page["decisions"])
        address = page["before"] and f"/api/agents/{ANNA}/decisions?limit=2&before={page['before']}"
    assert len(expected) > 2
    assert seen == expected
    assert get(client, "/api/agents/nobody/decisions").status_code == 404


def test_the_run_that_is_asked_is_listed(client: TestClient) -> None:
    """This process serves one."""
    (run,) = get(client, "/api/runs").json()
    assert (run["run"], run["seed"], run["created"]) == ("run-1", 1, "2026-01-01")


def test_lines_on_the_wire_bear_the_numbers_that_one_asks_by(village: WhyVillage, tmp_path: Path) -> None:
    """What all may hear, and the replies to a visitor: each is the event of its number."""
    feed = small_context(tmp_path, village.words).feed
    seen = feed.subscribe(VISITOR, None)
    feed.publish(village.log.committed[: village.first("visitor_talk_ended").seq])
    frames = [frame for frame in asyncio.run(drained(seen)) if frame["type"] in ("speech", "chat_line")]
    kinds = {"speech": {"spoke"}, "chat_line": {"visitor_spoke", "replied_to_visitor"}}
    assert {frame["type"] for frame in frames} == set(kinds)
    for frame in frames:
        assert village.log.committed[frame["event"] - 1].event.fact.kind in kinds[frame["type"]]

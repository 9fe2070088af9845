"""REST: a character's inner life and memories, a visitor's own talks, and the events, of the served small village."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Response

from agents.memory import visit_memory
from agents.mood import MOODS
from agents.observation import Observation
from sim.events import (
    DecisionRequested,
    Planned,
    Remembered,
    RepliedToVisitor,
    StateChanged,
    VisitorSpoke,
    VisitorTalkEnded,
    VisitorTalkStarted,
)
from sim.inputs import VisitorOpened
from sim.records import Memory, PlanItem
from sim.text import Text
from sim.visitor_words import KeptWords
from tests.questions import question
from tests.small_village import ANNA, BERT, START
from tests.web_stage import Village, served
from web.api import MAXIMUM_EVENTS_PER_PAGE, MAXIMUM_MEMORIES_PER_PAGE, MAXIMUM_TALK_LINES
from web.inbox import Uttered
from web.visitors import visitor_id

KEY, OTHER_KEY = "k" * 32, "o" * 32
SECRET = "my cat is called Marzipan"


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """The small village, served to anyone."""
    with served(tmp_path) as village:
        yield village


def get(village: Village, address: str, key: str | None = None) -> Response:
    """What an address answers, to a visitor with a key or to anyone."""
    return village.client.get(address, headers={"X-Visitor-Key": key} if key else {})


def says(village: Village, key: str, text: str, agent: str = ANNA) -> KeptWords:
    """A visitor says something to a character."""
    return village.words.keep(visitor_id(key), agent, "c1", "visitor", text, START)


# ---- inner life ------------------------------------------------------------------------------------------------------


def test_character_tells_its_mood_its_motive_and_its_plan(village: Village) -> None:
    """In both languages, at the feed's time, never from a cache."""
    village.happen(Planned(ANNA, (PlanItem(START, START + 3600, "breakfast", "home", False),)))
    answer = get(village, f"/api/agents/{ANNA}")
    found = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert (found["id"], found["time"]) == (ANNA, START)
    assert found["mood"] == {"id": "sleepy", "zh": MOODS["sleepy"].text.zh, "en": "sleepy"}
    assert found["why"] == {"zh": "安娜这会儿没有什么安排。", "en": "Anna has nothing planned just now."}
    named = {"id": "breakfast", "zh": "breakfast", "en": "breakfast"}
    item = {"start": START, "end": START + 3600, "activity": named, "place": "home", "working": False}
    assert found["plan"] == [item]


def test_inner_life_follows_the_village(village: Village) -> None:
    """What was committed just now is felt just now."""
    village.happen(StateChanged(ANNA, "fall_asleep", "idle", "sleeping"))
    assert get(village, f"/api/agents/{ANNA}").json()["mood"]["id"] == "asleep"
    assert get(village, f"/api/agents/{BERT}").json()["mood"]["id"] != "asleep"


def test_inner_life_of_a_past_moment_is_told(village: Village) -> None:
    """With `at` as it was just before that moment, whatever is now; not before the run's beginning."""
    village.happen(StateChanged(ANNA, "fall_asleep", "idle", "sleeping"))
    for at in (START, 0):
        past = get(village, f"/api/agents/{ANNA}?at={at}").json()
        assert (past["time"], past["mood"]["id"]) == (START, "sleepy")


@pytest.mark.parametrize("address", ["/api/agents/nobody", "/api/agents/nobody/memories"])
def test_nobody_of_that_id_is_not_found(village: Village, address: str) -> None:
    """404, in both languages."""
    answer = get(village, address)
    assert answer.status_code == 404
    assert set(answer.json()["detail"]) == {"zh", "en"}


# ---- memories --------------------------------------------------------------------------------------------------------


def remember(village: Village, count: int) -> None:
    """Anna has so many memories, all of one instant."""
    memories = [Memory(START, "talk", BERT, Text(f"第{n}次", f"time {n}")) for n in range(count)]
    village.happen(*(Remembered(ANNA, memory) for memory in memories))


def test_memories_come_newest_first_in_pages_that_miss_none(village: Village) -> None:
    """`before` of a page leads to the next, and is null on the last; memories of one instant are told apart."""
    remember(village, 5)
    address, seen = f"/api/agents/{ANNA}/memories?limit=2", []
    page = get(village, address).json()
    assert page["memories"][0] == {
        "time": START,
        "kind": "talk",
        "about": BERT,
        "text": {"zh": "第4次", "en": "time 4"},
    }
    while page["before"] is not None:
        seen.append([memory["text"]["en"] for memory in page["memories"]])
        page = get(village, f"{address}&before={page['before']}").json()
    seen.append([memory["text"]["en"] for memory in page["memories"]])
    assert seen == [["time 4", "time 3"], ["time 2", "time 1"], ["time 0"]]


def test_page_of_memories_is_bounded(village: Village) -> None:
    """Without a limit the maximum; more than that is refused."""
    remember(village, MAXIMUM_MEMORIES_PER_PAGE + 1)
    page = get(village, f"/api/agents/{ANNA}/memories").json()
    assert (len(page["memories"]), page["before"]) == (MAXIMUM_MEMORIES_PER_PAGE, 1)
    too_many = get(village, f"/api/agents/{ANNA}/memories?limit={MAXIMUM_MEMORIES_PER_PAGE + 1}")
    assert too_many.status_code == 422


# ---- one's own talks -------------------------------------------------------------------------------------------------


def test_visitor_reads_its_own_talks(village: Village) -> None:
    """By character, oldest first, each line with its mind, time, chat, and its number once it is in the log."""
    said = says(village, KEY, "你好")
    village.words.keep(visitor_id(KEY), ANNA, "c1", "agent", "你好呀", START + 60, "model")
    says(village, KEY, "hey", BERT)
    village.happen(VisitorSpoke(ANNA, visitor_id(KEY), "c1", said.id, said.hash))
    answer = get(village, "/api/talks", KEY)
    mine = {"who": "visitor", "source": None, "time": START, "chat": "c1"}
    reply = {"who": "agent", "text": "你好呀", "source": "model", "time": START + 60, "chat": "c1", "event": None}
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "visitor": visitor_id(KEY),
        "talks": [
            {"agent": ANNA, "lines": [{**mine, "text": "你好", "event": 1}, reply]},
            {"agent": BERT, "lines": [{**mine, "text": "hey", "event": None}]},
        ],
    }


def test_key_shows_nobody_elses_talk(village: Village) -> None:
    """Neither by another key, nor by the public id that everybody sees."""
    says(village, KEY, SECRET)
    for key in (OTHER_KEY, visitor_id(KEY).ljust(32, "0")):
        answer = get(village, "/api/talks", key)
        assert answer.json()["talks"] == []
        assert SECRET not in answer.text


@pytest.mark.parametrize("key", [None, "", "short", "k" * 129, "k" * 31 + "!"])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_no_talks_without_a_key(village: Village, method: str, key: str | None) -> None:
    """401 in both languages for a key that is missing or was not made here; it is not repeated, nothing is erased."""
    words = says(village, KEY, SECRET)
    answer = village.client.request(method, "/api/talks", headers={} if key is None else {"X-Visitor-Key": key})
    assert answer.status_code == 401
    assert answer.headers["cache-control"] == "no-store"
    assert set(answer.json()["detail"]) == {"zh", "en"}
    assert not key or key not in answer.text
    assert village.words.text(words.id) == SECRET


def test_key_in_an_address_is_no_key(village: Village) -> None:
    """Addresses are kept by servers and browsers."""
    assert get(village, f"/api/talks?x-visitor-key={KEY}").status_code == 401


def test_only_the_last_lines_with_each_character_are_told(village: Village) -> None:
    """The maximum is per character, and the latest are kept."""
    for n in range(MAXIMUM_TALK_LINES + 1):
        says(village, KEY, f"line {n}")
    says(village, KEY, "hey", BERT)
    with_anna, with_bert = get(village, "/api/talks", KEY).json()["talks"]
    assert [len(with_anna["lines"]), len(with_bert["lines"])] == [MAXIMUM_TALK_LINES, 1]
    assert (with_anna["lines"][0]["text"], with_anna["lines"][-1]["text"]) == ("line 1", f"line {MAXIMUM_TALK_LINES}")


def test_erasing_takes_ones_own_words_and_leaves_the_digest(village: Village) -> None:
    """The words and the replies are gone; another visitor's stay, and so does all that happened."""
    said, others = says(village, KEY, SECRET), says(village, OTHER_KEY, "hello")
    village.words.keep(visitor_id(KEY), ANNA, "c1", "agent", SECRET, START, "rule")
    village.happen(
        VisitorTalkStarted(ANNA, visitor_id(KEY), "c1", "en"),
        VisitorSpoke(ANNA, visitor_id(KEY), "c1", said.id, said.hash),
    )
    before = (village.log.digest(), get(village, "/api/events").json())
    answer = village.client.delete("/api/talks", headers={"X-Visitor-Key": KEY})
    assert answer.json() == {"erased_texts": 2}
    assert answer.headers["cache-control"] == "no-store"
    assert get(village, "/api/talks", KEY).json()["talks"] == []
    assert village.words.text(others.id) == "hello"
    assert (village.log.digest(), get(village, "/api/events").json()) == before


def test_talk_over_the_websocket_is_found_again_by_its_key(village: Village) -> None:
    """The key of the welcome opens what was said; the line has the feed's time, and no mind."""
    with village.visit() as (socket, welcome):
        socket.send_json({"type": "chat_open", "agent": ANNA})
        (opened,) = village.awaited_inputs()
        assert isinstance(opened, VisitorOpened)
        village.happen(VisitorTalkStarted(ANNA, welcome["you"], opened.chat, "en"))
        socket.send_json({"type": "chat_say", "agent": ANNA, "text": SECRET})
        (said,) = village.awaited_inputs()
        assert isinstance(said, Uttered)
        village.words.keep(said.visitor, said.agent, said.chat, "visitor", said.text, village.feed.time)
    (talk,) = get(village, "/api/talks", welcome["visitor_key"]).json()["talks"]
    assert [(line["text"], line["source"], line["time"]) for line in talk["lines"]] == [(SECRET, None, START)]


# ---- events ----------------------------------------------------------------------------------------------------------


def test_events_come_in_commit_order_in_pages(village: Village) -> None:
    """`after` of a page leads to the next; past the last there is nothing, at the same place."""
    remember(village, 3)
    first = get(village, "/api/events?limit=2").json()
    second = get(village, f"/api/events?limit=2&after={first['after']}").json()
    third = get(village, f"/api/events?after={second['after']}").json()
    assert [event["seq"] for event in first["events"] + second["events"]] == [1, 2, 3]
    assert first["events"][0]["time"] == START
    assert (first["events"][0]["fact"]["kind"], first["events"][0]["fact"]["agent"]) == ("remembered", ANNA)
    assert third == {"events": [], "after": 3}


@pytest.mark.parametrize("query", [f"limit={MAXIMUM_EVENTS_PER_PAGE + 1}", "limit=0", "after=-1", "after=9e99"])
def test_events_out_of_bounds_are_refused(village: Village, query: str) -> None:
    """A page has a maximum, and a seq is a number that a log can have."""
    assert get(village, f"/api/events?{query}").status_code == 422


# ---- who talks with whom ---------------------------------------------------------------------------------------------


def visited(village: Village) -> Observation:
    """A visitor talks with Anna, and is remembered; what she perceived meanwhile."""
    you = visitor_id(KEY)
    seen = question(ANNA, "reply", said=SECRET, visited_by=visitor_id(OTHER_KEY)).observation
    seen = seen.model_copy(update={"partner": you, "chat": "c-secret", "words_id": "w-secret"})
    village.happen(
        VisitorTalkStarted(ANNA, you, "c-secret", "en"),
        VisitorSpoke(ANNA, you, "c-secret", "w-secret", "hash-secret"),
        DecisionRequested(ANNA, 1, "reply", seen.to_json(), START + 60),
        RepliedToVisitor(ANNA, you, "c-secret", "w-secret", "hash-secret", "rule"),
        Remembered(ANNA, visit_memory(you, (), START)),
        VisitorTalkEnded(ANNA, you, "c-secret", "closed"),
    )
    return seen


@pytest.mark.parametrize("key", [None, OTHER_KEY, "short"])
def test_history_tells_others_that_there_was_a_talk_and_not_whose(village: Village, key: str | None) -> None:
    """Neither in events, nor in what a character perceived or remembers; nor can lines be told to belong together."""
    visited(village)
    told = get(village, "/api/events", key)
    assert [event["fact"]["kind"] for event in told.json()["events"]][:2] == ["visitor_talk_started", "visitor_spoke"]
    assert told.json()["events"][1]["fact"] == {"agent": ANNA, "kind": "visitor_spoke", "visitor": "visitor"}
    remembered = get(village, f"/api/agents/{ANNA}/memories", key)
    assert remembered.json()["memories"][0]["about"] == "visitor"
    for answer in (told, remembered):
        assert visitor_id(KEY) not in answer.text
        assert "secret" not in answer.text


def test_visitor_finds_itself_in_the_history_by_its_key(village: Village) -> None:
    """Its own talk is whole to it; another visitor, whom the character thought of, stays nameless."""
    seen, you = visited(village), visitor_id(KEY)
    told = get(village, "/api/events", KEY)
    facts = [event["fact"] for event in told.json()["events"]]
    assert facts[1]["words_id"] == "w-secret"
    assert {fact["visitor"] for fact in facts if "visitor" in fact} == {you}
    perceived = Observation.model_validate_json(facts[2]["observation"])
    assert (perceived.partner, perceived.chat) == (you, seen.chat)
    assert visitor_id(OTHER_KEY) not in told.text
    assert get(village, f"/api/agents/{ANNA}/memories", KEY).json()["memories"][0]["about"] == you

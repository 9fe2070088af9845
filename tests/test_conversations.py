"""Conversations: who said what to whom, found in a log, and over REST in pages."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from agents.conversations import MAXIMUM_EVENTS_SEARCHED, PastConversation, Wanted, conversations
from sim.clock import parse_time
from sim.event_log import MemoryEventLog
from sim.events import (
    ConversationComposed,
    ConversationEnded,
    ConversationStarted,
    Event,
    Fact,
    Phase,
    Spoke,
    VisitorSpoke,
)
from sim.records import Line
from sim.store import Store
from sim.text import Text
from tests.small_village import ANNA, BERT, CARA, START, lived
from tests.web_stage import Village, served
from web.conversations import MAXIMUM_CONVERSATIONS_PER_PAGE
from web.visitors import visitor_id

EVERYBODY = Wanted()


@cache
def a_day() -> MemoryEventLog:
    """What happened on a day of the small village."""
    return lived("2d06:30")[1]


def all_of(log: MemoryEventLog, wanted: Wanted = EVERYBODY) -> list[PastConversation]:
    return conversations(log, 0, 1_000, wanted).conversations


# ---- in the log ------------------------------------------------------------------------------------------------------


def test_every_line_of_every_conversation_is_found() -> None:
    """In the order they were spoken, by the two who talk; what is said in passing is no conversation's."""
    found = all_of(a_day())
    spoken = [item for item in a_day().events(kinds=("spoke",)) if getattr(item.event.fact, "conversation", None)]
    assert sorted(line.event for talk in found for line in talk.lines) == [item.seq for item in spoken]
    for talk in found:
        assert talk.lines
        assert {line.agent for line in talk.lines} <= {talk.host, talk.guest}
        assert [line.event for line in talk.lines] == sorted(line.event for line in talk.lines)
        assert talk.end is not None
        assert talk.start <= talk.lines[0].time <= talk.lines[-1].time <= talk.end


def test_pages_pass_none_over_and_repeat_none() -> None:
    """Conversations overlap: each is on one page, and whole."""
    pages, page = [], conversations(a_day(), 0, 3, EVERYBODY)
    while not page.complete:
        pages += page.conversations
        page = conversations(a_day(), page.after, 3, EVERYBODY)
    assert pages + page.conversations == all_of(a_day())


def test_one_question_reads_only_so_far() -> None:
    """Where little is to be found, the page says where to go on."""
    log = MemoryEventLog()
    hello = [Spoke(CARA, None, None, Text("早", "Morning"), "rule", START + 60)] * MAXIMUM_EVENTS_SEARCHED
    facts = (*hello, *talk("anna-1", ANNA, BERT))
    log.append([Event(START, Phase.WAKE, n, fact) for n, fact in enumerate(facts)], [])
    first = conversations(log, 0, 3, Wanted(agent=ANNA))
    assert (first.conversations, first.after, first.complete) == ([], MAXIMUM_EVENTS_SEARCHED, False)
    second = conversations(log, first.after, 3, Wanted(agent=ANNA))
    assert [one.id for one in second.conversations] == ["anna-1"]
    assert second.complete


def test_ones_own_are_those_of_the_guest_too() -> None:
    """Whoever began it."""
    found = all_of(a_day(), Wanted(agent=ANNA))
    assert found == [talk for talk in all_of(a_day()) if ANNA in (talk.host, talk.guest)]
    assert {talk.host == ANNA for talk in found} == {True, False}


def test_a_stretch_of_time_has_those_that_began_in_it() -> None:
    """One that goes on beyond it is whole."""
    since, until = parse_time("1d12:00"), parse_time("1d13:00")
    found = all_of(a_day(), Wanted(since=since, until=until))
    assert found == [talk for talk in all_of(a_day()) if since <= talk.start <= until]
    assert found


def test_both_logs_tell_the_same(store: Store) -> None:
    """A database finds the same events of some kinds as memory does."""
    stored = store.log(store.create_run("{}", 1, "m", "0").id)
    stored.append([item.event for item in a_day().committed], [])
    kinds = ("spoke", "conversation_ended")
    assert list(stored.events(9, 7, kinds)) == list(a_day().events(9, 7, kinds))
    assert conversations(stored, 5, 4, EVERYBODY) == conversations(a_day(), 5, 4, EVERYBODY)


# ---- over REST -------------------------------------------------------------------------------------------------------


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """The small village, served to anyone."""
    with served(tmp_path) as village:
        yield village


def talk(own_id: str, host: str, guest: str) -> tuple[Fact, ...]:
    """A conversation of one line, from its beginning to its end."""
    hello = Text("早", "Morning")
    return (
        ConversationStarted(host, guest, own_id, "square"),
        ConversationComposed(host, own_id, (Line(host, hello),), "model", Text("天气", "the weather")),
        Spoke(host, guest, own_id, hello, "model", START + 60),
        ConversationEnded(host, guest, own_id, 1),
    )


def test_a_conversation_is_told_with_its_lines(village: Village) -> None:
    """Each line with the number by which it can be explained; from no cache."""
    village.happen(*talk("anna-1", ANNA, BERT))
    answer = village.client.get("/api/conversations")
    line = {"event": 3, "time": START, "agent": ANNA, "text": {"zh": "早", "en": "Morning"}, "source": "model"}
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "conversations": [
            {
                **{"id": "anna-1", "event": 1, "host": ANNA, "guest": BERT, "place": "square"},
                **{"start": START, "end": START, "about": {"zh": "天气", "en": "the weather"}, "lines": [line]},
            }
        ],
        "after": 4,
        "complete": True,
    }
    assert village.client.get("/api/events/3/why").status_code == 200


def test_pages_lead_on_to_the_last(village: Village) -> None:
    """The page after the last is empty, and stays where it is until there is more."""
    village.happen(*talk("anna-1", ANNA, BERT), *talk("bert-1", BERT, CARA), *talk("cara-1", CARA, ANNA))
    first = village.client.get("/api/conversations?limit=2").json()
    second = village.client.get(f"/api/conversations?after={first['after']}").json()
    last = village.client.get(f"/api/conversations?after={second['after']}").json()
    assert [[one["id"] for one in page["conversations"]] for page in (first, second, last)] == [
        ["anna-1", "bert-1"],
        ["cara-1"],
        [],
    ]
    assert last["after"] == second["after"]
    assert [page["complete"] for page in (first, second, last)] == [False, True, True]


def test_one_that_goes_on_has_no_end_yet(village: Village) -> None:
    """What has been said so far is there; nobody's talk is asked for and found by another name."""
    village.happen(*talk("anna-1", ANNA, BERT)[:3])
    (found,) = village.client.get(f"/api/conversations?agent={BERT}").json()["conversations"]
    assert (found["end"], len(found["lines"])) == (None, 1)
    assert village.client.get(f"/api/conversations?agent={CARA}").json()["conversations"] == []


def test_visitors_talks_are_not_among_them(village: Village) -> None:
    """What a visitor says is told to that visitor alone, at /api/talks."""
    village.happen(VisitorSpoke(ANNA, visitor_id("k" * 32), "c-secret", "w-1", "hash"))
    answer = village.client.get("/api/conversations", headers={"X-Visitor-Key": "k" * 32})
    assert answer.json() == {"conversations": [], "after": 0, "complete": True}


def test_nobodys_conversations_are_not_looked_for(village: Village) -> None:
    """A name that is nobody's is told apart from one who never talked."""
    answer = village.client.get("/api/conversations?agent=nobody")
    assert (answer.status_code, answer.json()["detail"]["en"]) == (404, "Nobody of that id lives here.")


@pytest.mark.parametrize("query", ["limit=0", f"limit={MAXIMUM_CONVERSATIONS_PER_PAGE + 1}", "after=-1", "since=-1"])
def test_pages_out_of_bounds_are_refused(village: Village, query: str) -> None:
    """A page has a maximum."""
    assert village.client.get(f"/api/conversations?{query}").status_code == 422

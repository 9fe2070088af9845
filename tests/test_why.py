"""Why: an event is led back to the decision it came of, or to the rule, without reading the whole log."""

from collections.abc import Collection, Iterator

import pytest

from agents.why import Why, doing_since, why
from agents.why_words import WhyWords
from sim.event_log import Committed, EventLog, MemoryEventLog
from sim.events import DecisionMade, DecisionRequested, Phase, Spoke
from sim.store import open_store
from tests.model_server import ModelServer, model_server, saying, sociable
from tests.small_village import ANNA, BERT, CARA, lived, small_map
from tests.why_village import CAST, SECRET, VISITOR, WhyVillage, why_village

WORDS = WhyWords(CAST, small_map())


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    """A model that talks whenever it may."""
    with model_server() as serving:
        serving.answer = sociable
        yield serving


@pytest.fixture(scope="module")
def village(server: ModelServer) -> WhyVillage:
    """A morning that this model made."""
    return why_village(server.url)


def of(village: WhyVillage, item: Committed) -> Why:
    found = why(village.log, village.attempts, item.seq)
    assert found is not None
    return found


def test_a_line_is_led_back_to_the_decision_that_wrote_its_talk(village: WhyVillage) -> None:
    """The guest's line, too: the host's mind found the words for both."""
    for item in village.log.committed:
        if isinstance(item.event.fact, Spoke) and item.event.fact.conversation:
            found = of(village, item)
            assert found.mind == "model"
            assert found.observation is not None
            assert (found.observation.purpose, len(found.attempts)) == ("dialogue", 1)
            host = item.event.fact.conversation.rpartition("-")[0]
            assert found.observation.agent == host
    assert {item.event.fact.agent for item in village.log.committed if item.event.fact.kind == "spoke"} > {ANNA}


def test_a_decision_has_its_own_request(village: WhyVillage) -> None:
    """Each of the log, by character and ordinal."""
    made = [item for item in village.log.committed if isinstance(item.event.fact, DecisionMade)]
    assert len(made) > 5
    for item in made:
        found = of(village, item)
        assert found.made == item
        assert found.requested is not None
        fact = found.requested.event.fact
        assert isinstance(fact, DecisionRequested)
        assert isinstance(item.event.fact, DecisionMade)
        assert (fact.agent, fact.ordinal) == (item.event.fact.agent, item.event.fact.ordinal)


def test_what_happens_by_itself_is_the_rules(village: WhyVillage) -> None:
    """Nothing was asked of any mind, and the plan says what it was for."""
    found = of(village, village.first("task_started", ANNA))
    assert (found.mind, found.made, found.observation, found.attempts) == ("rule", None, None, ())
    assert WORDS.cause(found).zh == "按规则：当天的安排到了「breakfast」。"
    assert WORDS.trigger(found) is None


def test_a_walk_and_its_arrival_belong_to_the_task(village: WhyVillage) -> None:
    """What somebody walks for is what it is at."""
    arrived = next(
        item
        for item in village.log.committed
        if item.event.fact.kind == "arrived" and item.event.fact.agent == ANNA and item.event.phase == Phase.WAKE
    )
    found = of(village, arrived)
    assert found.task is not None
    assert "「breakfast」" in WORDS.cause(found).zh


def test_who_is_stopped_for_a_talk_is_so_by_the_others_decision(village: WhyVillage) -> None:
    """The guest did not decide, but the talk's host did."""
    started = village.first("conversation_started")
    guest = next(
        item
        for item in village.log.committed
        if item.event.time == started.event.time
        and item.event.fact.kind == "state_changed"
        and item.event.fact.agent == getattr(started.event.fact, "guest", None)
    )
    found = of(village, guest)
    assert found.made is not None
    assert found.made.event.fact.agent == started.event.fact.agent


def test_a_visitors_talk_belongs_to_the_visitor(village: WhyVillage) -> None:
    """The reply, its request and its decision: what was asked quotes the visitor."""
    reply = village.log.latest("replied_to_visitor", len(village.log.committed) + 1, 1)[0]
    found = of(village, reply)
    assert (found.mind, found.visitor) == ("model", VISITOR)
    assert SECRET in found.attempts[0].prompt[-1][1]
    assert found.made is not None
    assert found.requested is not None
    for item in (found.made, found.requested):
        assert of(village, item).visitor == VISITOR


@pytest.mark.parametrize("kind", ["visitor_talk_started", "visitor_spoke", "visitor_talk_ended"])
def test_what_a_visitor_did_was_decided_by_nobody(village: WhyVillage, kind: str) -> None:
    """The rules do the same for whoever comes."""
    found = of(village, village.first(kind, CARA))
    assert (found.mind, found.made, found.by_visitor) == ("rule", None, True)
    assert WORDS.cause(found).zh.startswith("按规则：")


def test_what_stands_before_a_visitors_coming_and_going_is_the_visitors_doing(village: WhyVillage) -> None:
    """The change of state is in the log before the talk that it belongs to."""
    bounds = {village.first(kind, CARA).event.time for kind in ("visitor_talk_started", "visitor_talk_ended")}
    changes = [
        item
        for item in village.log.committed
        if item.event.fact.kind == "state_changed" and item.event.fact.agent == CARA and item.event.time in bounds
    ]
    assert len(changes) == 2
    assert all(of(village, item).by_visitor for item in changes)


def test_a_fallback_has_the_answers_that_were_of_no_use(server: ModelServer) -> None:
    """And says so in words."""
    server.answer = saying('{"choice": "fly"}')
    try:
        fallen = why_village(server.url, until="1d07:30")
    finally:
        server.answer = sociable
    found = of(fallen, fallen.first("decision_made", ANNA))
    assert found.mind == "fallback"
    assert [attempt.answer for attempt in found.attempts] == ['{"choice": "fly"}'] * 2
    assert all(attempt.problem for attempt in found.attempts)
    assert "规则代答" in WORDS.cause(found).zh


def test_everything_in_the_log_is_explained_in_both_languages(village: WhyVillage) -> None:
    """No event, of whatever kind, is without words."""
    for item in village.log.committed:
        found = of(village, item)
        said = [WORDS.cause(found), WORDS.action(found), WORDS.trigger(found) or WORDS.cause(found)]
        assert all(text.zh and text.en and "{" not in text.zh + text.en for text in said)


def test_there_is_no_why_of_what_never_happened(village: WhyVillage) -> None:
    """Before the first event, and after the last."""
    last = len(village.log.committed)
    assert [why(village.log, village.attempts, seq) for seq in (-1, 0, last + 1)] == [None] * 3


def test_what_somebody_does_now_began_with_an_event(village: WhyVillage) -> None:
    """The latest beginning before a moment of the log."""
    seq = doing_since(village.log, ANNA, len(village.log.committed) + 1)
    assert seq is not None
    assert village.log.committed[seq - 1].event.fact.agent == ANNA
    assert doing_since(village.log, ANNA, 1) is None


class CountingLog(MemoryEventLog):
    """A log that counts what is read of it."""

    read = 0

    def events(
        self, after_seq: int = 0, maximum: int | None = None, kinds: Collection[str] | None = None
    ) -> Iterator[Committed]:
        """See EventLog."""
        for item in super().events(after_seq, maximum, kinds):
            self.read += 1
            yield item


def test_a_long_log_is_not_read_through() -> None:
    """The last line of three days is explained by its neighbours, and by what an index finds."""
    _, log = lived("4d06:30")
    counting = CountingLog(log.committed, log.taken)
    line = counting.latest("spoke", len(log.committed) + 1, 1)[0]
    assert why(counting, WhyVillage().attempts, line.seq) is not None
    assert counting.read < len(log.committed) / 4


def test_both_logs_find_the_latest_alike(village: WhyVillage, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Of a kind, before a seq, of one character or of all, newest first."""
    store = open_store(tmp_path_factory.mktemp("why") / "village.db")
    stored = store.log(store.create_run("{}", 1, "m", "0").id)
    stored.append([item.event for item in village.log.committed], [])
    middle = len(village.log.committed) // 2
    logs: list[EventLog] = [village.log, stored]
    for kind, before, agent in (("spoke", 10_000, None), ("decision_made", middle, BERT), ("decision_made", 1, None)):
        in_memory, in_sql = ([item.seq for item in log.latest(kind, before, 7, agent)] for log in logs)
        assert in_memory == in_sql == sorted(in_sql, reverse=True)[:7]
    assert village.log.latest("spoke", 10_000, 7)
    store.close()

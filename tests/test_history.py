"""The past of a run over REST: snapshots, frames that lead from one to the next, the timeline, and nobody's secrets."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim import events
from sim.clock import HOUR, MINUTE, parse_time
from sim.event_log import MemoryEventLog
from sim.events import Phase
from sim.records import News
from tests.golden_replay import PATH, as_text, golden_replay
from tests.small_village import ANNA, BERT, START, contents, lived, small_cast, small_world, words
from tests.web_stage import Village, served
from web.history import EVENTS_BETWEEN_STOPS, MAXIMUM_PAGE_SECONDS, History
from web.marks import Marker
from web.messages import Snapshot
from web.projection import agent_view

NOON, NIGHT, END = (parse_time(text) for text in ("1d12:00", "2d03:00", "2d12:00"))
Frame = dict[str, Any]
FIELDS = {"state": ("state", "activity", "place", "talking_to"), "stop": ("at", "facing", "place")}


@pytest.fixture(scope="module")
def past() -> MemoryEventLog:
    """What happened in the small village in a day and a half."""
    return lived("2d12:00")[1]


@pytest.fixture
def history(past: MemoryEventLog) -> History:
    return history_of(past)


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    with served(tmp_path) as served_village:
        yield served_village


def history_of(log: MemoryEventLog) -> History:
    return History(small_world, log, small_cast(), lambda: END)


def followed(snapshot: Snapshot, frames: list[Any]) -> dict[str, Frame]:
    """The characters as a client has them that starts with a snapshot and goes by the frames."""
    agents = {view.id: view.model_dump() for view in snapshot.agents}
    for frame in (frame.model_dump() for frame in frames):
        agent = agents[frame["agent"]]
        if frame["type"] == "walk":
            walk = {field: frame[field] for field in ("path", "start", "seconds_per_tile")}
            agent.update(walk=walk, at=frame["path"][0], place=frame["place"])
        elif frame["type"] == "stop":
            agent.update({field: frame[field] for field in FIELDS["stop"]}, walk=None)
        elif frame["type"] == "state":
            agent.update({field: frame[field] for field in FIELDS["state"]})
    return agents


@pytest.mark.parametrize("time", [START, NOON, NIGHT, END])
def test_snapshot_is_the_world_just_before_that_moment(past: MemoryEventLog, history: History, time: int) -> None:
    """It is what everyone saw of the World that all earlier events make, and none of that moment."""
    world = small_world()
    for item in past.events():
        if item.event.time < time:
            world.apply(item.event)
    assert contents(history.world_at(time)) == contents(world)
    seen = [agent_view(record, world, small_cast()) for record in world.agents.values()]
    assert history.snapshot(time).agents == seen


def test_frames_lead_from_a_snapshot_to_any_later_one(history: History) -> None:
    """Page after page, from the beginning to the end; frames come in order of time, each in its page."""
    time, agents, seqs = START, history.snapshot(START).agents, [0]
    while time < END:
        page = history.frames(time, time + HOUR)
        assert all(time <= frame.time < page.until for frame in page.frames)
        before = history.snapshot(time)
        assert [view.model_dump() for view in agents] == [view.model_dump() for view in before.agents]
        after = followed(before, page.frames)
        agents, time = history.snapshot(page.until).agents, page.until
        assert [view.model_dump() for view in agents] == list(after.values())
        seqs += [frame.seq for frame in page.frames]
    assert seqs == sorted(seqs)
    assert len(seqs) > 100


def test_moments_are_found_in_any_order(past: MemoryEventLog, history: History) -> None:
    """Going back gives what a history gives that was never asked for anything later."""
    assert len(past.committed) > 2 * EVENTS_BETWEEN_STOPS, "the log is too short to be kept in several places"
    late = history.snapshot(NIGHT)
    assert history.snapshot(NOON) == history_of(past).snapshot(NOON)
    assert history.snapshot(NIGHT) == late


def test_page_of_frames_is_bounded(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """By time, and by count: then it ends between two instants, and says where."""
    assert history.frames(START, END).until == START + MAXIMUM_PAGE_SECONDS
    whole = history.frames(START, NOON).frames
    monkeypatch.setattr("web.history.MAXIMUM_FRAMES_PER_PAGE", 7)
    found: list[Any] = []
    time = START
    while time < NOON:
        page = history.frames(time, NOON)
        found += page.frames
        assert page.until > time
        time = page.until
    assert found == whole


def test_timeline_marks_talks_by_their_first_line(past: MemoryEventLog, history: History) -> None:
    """Every conversation in which something was said, with both who talked, and the whole night."""
    page = history.timeline(0)
    talks = [mark for mark in page.marks if mark.kind == "conversation"]
    facts = [(item.event.time, item.event.fact) for item in past.events()]
    ended = {fact.conversation for _, fact in facts if isinstance(fact, events.ConversationEnded)}
    lines = [(fact.conversation, time) for time, fact in reversed(facts) if isinstance(fact, events.Spoke)]
    first = {talk: time for talk, time in lines if talk in ended}
    assert sorted(mark.time for mark in talks) == sorted(first.values())
    assert talks
    assert all(len(set(mark.agents)) == 2 for mark in talks)
    nights = [mark for mark in page.marks if mark.kind == "asleep"]
    assert [mark for mark in nights if mark.time <= NIGHT < mark.until]
    assert (page.start, page.end, page.complete) == (START, END, True)


def test_news_are_marked_where_the_talk_begins_in_which_they_are_told() -> None:
    """They are told at its end, when there is nothing to hear any more."""
    spoken = events.Spoke(ANNA, BERT, "c-1", words("听说了吗", "Have you heard?"), "rule", START + 60)
    news = News("cara-1", "cara", "shop", words("卡拉钓到条大鱼", "Cara caught a big fish"))
    told = events.NewsTold(ANNA, BERT, news, "c-1", "square")
    marker = Marker(small_world())
    for time, fact in ((START, spoken), (START + 90, told)):
        marks = list(marker.before(small_world(), events.Event(time, Phase.WAKE, 0, fact)))
    assert [(mark.kind, mark.time, mark.until, mark.agents) for mark in marks] == [
        ("news", START, START + 90, [ANNA, BERT])
    ]


def test_timeline_is_paged(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """`after` leads through all marks, none twice, whether the marks or the events end a page."""
    whole = history.timeline(0).marks
    monkeypatch.setattr("web.history.MAXIMUM_MARKS_PER_PAGE", 3)
    page, found = history.timeline(0), []
    while True:
        found += page.marks
        if page.complete:
            break
        page = history.timeline(page.after)
    assert found == whole


def test_timeline_reads_a_long_log_in_pieces(past: MemoryEventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """One question folds only so many events, and says that there is more."""
    whole = history_of(past).timeline(0).marks
    monkeypatch.setattr("web.history.MAXIMUM_EVENTS_PER_QUESTION", 100)
    history = history_of(past)
    first = history.timeline(0)
    assert not first.complete
    pages = 1
    while not history.timeline(0).complete:
        pages += 1
    assert pages == len(past.committed) // 100
    assert history.timeline(0).marks == whole


# ---- over REST -------------------------------------------------------------------------------------------------------


def get(village: Village, address: str) -> Any:
    return village.client.get(address)


def test_living_village_has_a_past(village: Village) -> None:
    """`/api/run` says that it lives; what was committed is in the frames of its time."""
    village.happen(events.StateChanged(ANNA, "fall_asleep", "idle", "sleeping"))
    run = get(village, "/api/run").json()
    assert (run["run"], run["live"], run["start"], run["end"]) == ("run-1", True, START, START)
    page = get(village, f"/api/frames?from={START}&until={START + MINUTE}").json()
    assert [(frame["type"], frame["agent"], frame["state"]) for frame in page["frames"]] == [
        ("state", ANNA, "sleeping")
    ]
    assert get(village, f"/api/snapshot?at={START}").json()["agents"][0]["state"] == "idle"


def test_only_what_can_change_no_more_may_be_kept(village: Village) -> None:
    """Stretches of a named run that are over: the present is asked for anew each time."""
    village.happen(events.Waited(ANNA, START + HOUR))
    present = get(village, f"/api/frames?run=run-1&from={START}&until={START + MINUTE}")
    assert present.headers["cache-control"] == "no-store"
    over = get(village, f"/api/frames?run=run-1&from={START - HOUR}&until={START}")
    assert over.headers["cache-control"].startswith("private, max-age=")
    assert get(village, f"/api/frames?from={START - HOUR}&until={START}").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/frames?from=200&until=100", 422),
        ("/api/frames?from=-1&until=100", 422),
        ("/api/frames?from=100", 422),
        ("/api/snapshot?at=99999999999999", 422),
        ("/api/snapshot?run=another&at=1", 409),
        ("/api/timeline?after=-1", 422),
    ],
)
def test_questions_out_of_bounds_are_refused(village: Village, address: str, status: int) -> None:
    """With a status that says so, whoever asks."""
    assert get(village, address).status_code == status


def test_past_names_no_visitor_and_quotes_none(village: Village) -> None:
    """That a visitor talked is told, and marked; neither who nor a word of it."""
    visitor, chat = "v-0123456789abcdef01234567", "secret-chat"
    village.happen(
        events.VisitorTalkStarted(ANNA, visitor, chat),
        events.VisitorSpoke(ANNA, visitor, chat, "words-1", "hash-1"),
        events.RepliedToVisitor(ANNA, visitor, chat, "words-2", "hash-2", "rule"),
        events.VisitorTalkEnded(ANNA, visitor, chat, "closed"),
    )
    asked = ("/api/timeline", "/api/run", f"/api/snapshot?at={START}", f"/api/frames?from={START}&until={START + 60}")
    answers = [get(village, address).text for address in asked]
    assert [(mark["kind"], mark["agents"]) for mark in json.loads(answers[0])["marks"]] == [("visit", [ANNA])]
    for secret in (visitor, chat, "words-1", "hash-2"):
        assert secret not in "".join(answers)


def test_nobody_else_is_in_a_past_snapshot(village: Village) -> None:
    """Visitors are no part of the run: a past moment shows none, whoever is here now."""
    with village.visit():
        assert get(village, f"/api/snapshot?at={START}").json()["visitors"] == []
    assert BERT in get(village, f"/api/snapshot?at={START}").text


def test_the_clients_golden_run_is_up_to_date() -> None:
    """`python -m tests.golden_replay` makes it anew; the client's tests fold it."""
    assert PATH.read_text(encoding="utf-8") == as_text(golden_replay())

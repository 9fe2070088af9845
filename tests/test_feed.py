"""The feed: what each connection is sent, when it listens, falls behind, and comes back."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from sim import events
from sim.clock import Pace
from sim.event_log import Committed
from sim.events import Fact
from sim.text import Text
from sim.visitor_words import MemoryVisitorWords
from tests.small_village import ANNA, BERT, START, committed, small_cast, small_world
from tests.web_stage import Frame, drained
from web.audience import MAXIMUM_SUBSCRIPTIONS
from web.feed import Feed
from web.messages import Mind, Pong, VisitorMessage, VisitorView
from web.presence import wall_milliseconds
from web.projection import VisitorFact
from web.recent_frames import MAXIMUM_KEPT_FRAMES
from web.subscription import MAXIMUM_PRIVATE_FRAMES, MAXIMUM_PUBLIC_FRAMES

VISITOR, OTHER = "v-1", "v-2"


@dataclass
class Stage:
    """A feed over the small village, with a clock that stands until it is set."""

    words: MemoryVisitorWords = field(default_factory=MemoryVisitorWords)
    now: float = 0.0
    seq: int = 0

    def __post_init__(self) -> None:
        self.feed = self.new_feed()

    def new_feed(self) -> Feed:
        return Feed("run-1", small_world(), small_cast(), self.words, Mind(kind="scripted"), now=lambda: self.now)

    def happen(self, *facts: Fact, time: int = START) -> list[Committed]:
        """Commit and publish facts of one instant."""
        fresh = committed(facts, after_seq=self.seq, time=time)
        self.seq += len(fresh)
        self.feed.publish(fresh)
        return fresh

    def come(self, visitor: str = VISITOR) -> None:
        """A visitor is here."""
        view = VisitorView(id=visitor, name="Ming", at=(6, 3))
        self.feed.announce(VisitorMessage(seq=0, change="joined", visitor=view))


def spoken(n: int = 0) -> events.Spoke:
    return events.Spoke(ANNA, BERT, None, Text(f"第{n}句", f"line {n}"), "rule", START + 60)


def in_a_loop(scene: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """Run an asynchronous test."""

    def test() -> None:
        asyncio.run(scene())

    test.__name__, test.__doc__ = scene.__name__, scene.__doc__
    return test


def types(frames: list[Frame]) -> list[str]:
    return [frame["type"] for frame in frames]


@in_a_loop
async def test_newcomer_gets_a_snapshot_then_the_stream() -> None:
    """Who comes without a past sees the whole village first, then what happens, with a growing seq."""
    stage = Stage()
    subscription = stage.feed.subscribe(VISITOR, None)
    stage.happen(spoken(1), spoken(2))
    snapshot, first, second = await drained(subscription)
    assert [agent["id"] for agent in snapshot["agents"]] == ["anna", "bert", "cara"]
    assert (first["text"]["en"], second["text"]["en"]) == ("line 1", "line 2")
    assert snapshot["seq"] < first["seq"] < second["seq"] < 2**53


@in_a_loop
async def test_returning_listener_gets_what_was_missed() -> None:
    """`resume_after` brings exactly the public messages that came after it."""
    stage = Stage()
    before = stage.feed.snapshot().seq
    stage.happen(spoken(1))
    seen = stage.feed.snapshot().seq
    stage.happen(spoken(2))
    assert seen == before + 1
    missed, clock = await drained(stage.feed.subscribe(VISITOR, seen))
    assert missed["text"]["en"] == "line 2"
    assert clock["type"] == "clock"


@in_a_loop
async def test_nothing_missed_brings_only_the_clock() -> None:
    """Who is up to date gets no snapshot."""
    stage = Stage()
    assert types(await drained(stage.feed.subscribe(VISITOR, stage.feed.snapshot().seq))) == ["clock"]


@in_a_loop
async def test_unknown_seq_brings_a_snapshot() -> None:
    """A seq of an earlier process, of the future, or older than what is kept can't be resumed."""
    stage = Stage()
    start = stage.feed.snapshot().seq
    stage.happen(*(spoken(n) for n in range(MAXIMUM_KEPT_FRAMES + 1)))
    for seq in (0, start, stage.feed.snapshot().seq + 1):
        assert types(await drained(stage.feed.subscribe(VISITOR, seq))) == ["snapshot"]


@in_a_loop
async def test_snapshot_and_stream_agree() -> None:
    """The last word of the stream on a character is what a new snapshot says."""
    stage = Stage()
    subscription = stage.feed.subscribe(VISITOR, None)
    stage.happen(events.WalkStarted(ANNA, ((1, 1), (1, 2), (1, 3)), 10, "home"))
    stage.happen(events.WalkStopped(ANNA, (1, 2)), time=START + 10)
    stop = (await drained(subscription))[-1]
    anna = stage.feed.snapshot().agents[0]
    assert (tuple(stop["at"]), stop["facing"], stop["place"]) == (anna.at, anna.facing, anna.place)
    assert anna.walk is None


@in_a_loop
async def test_slow_listener_gets_a_snapshot_and_keeps_private_messages() -> None:
    """Whoever falls behind loses the backlog, gets the view as it is when it reads, and misses nothing private."""
    stage = Stage()
    subscription = stage.feed.subscribe(VISITOR, None)
    stage.happen(*(spoken(n) for n in range(MAXIMUM_PUBLIC_FRAMES)))
    stage.happen(events.VisitorTalkStarted(ANNA, VISITOR, "c1"))
    stage.happen(spoken(1000))
    private, snapshot = await drained(subscription)
    assert snapshot["seq"] == stage.feed.snapshot().seq > private["seq"]
    assert snapshot["agents"][0]["talking_to"] == "visitor"
    assert (private["type"], private["agent"], private["chat"]) == ("chat_opened", ANNA, "c1")
    stage.happen(spoken(1001))
    assert [frame["text"]["en"] for frame in await drained(subscription)] == ["line 1001"]


@in_a_loop
async def test_listener_deaf_to_private_messages_is_ended() -> None:
    """Private messages have a maximum too; beyond it the connection ends rather than lose one."""
    stage = Stage()
    subscription = stage.feed.subscribe(VISITOR, None)
    for _ in range(MAXIMUM_PRIVATE_FRAMES + 1):
        stage.feed.tell(VISITOR, Pong())
    with pytest.raises(StopAsyncIteration):
        await anext(subscription)


@in_a_loop
async def test_private_messages_reach_their_visitor_alone() -> None:
    """A reply goes to every connection of the visitor and to nobody else; others see only that a talk is on."""
    stage = Stage()
    kept = stage.words.keep(VISITOR, ANNA, "c1", "agent", "只对你说")
    mine, mine_too, other = (stage.feed.subscribe(who, None) for who in (VISITOR, VISITOR, OTHER))
    stage.happen(events.VisitorTalkStarted(ANNA, VISITOR, "c1"))
    stage.happen(events.RepliedToVisitor(ANNA, VISITOR, "c1", kept.id, kept.hash, "model"))
    for subscription in (mine, mine_too):
        assert types(await drained(subscription)) == ["snapshot", "state", "chat_opened", "chat_line"]
    overheard = await drained(other)
    assert types(overheard) == ["snapshot", "state"]
    assert "只对你说" not in json.dumps(overheard, ensure_ascii=False)


@in_a_loop
async def test_what_was_told_of_a_talk_is_told_again_to_whom_it_was_told() -> None:
    """Told to a dead line or to none, it comes with `resume_after`, in its place, to that visitor alone."""
    stage = Stage()
    seen = stage.feed.snapshot().seq
    dead = stage.feed.subscribe(VISITOR, None)
    stage.happen(spoken(1), events.VisitorTalkStarted(ANNA, VISITOR, "c1"), spoken(2))
    stage.feed.unsubscribe(dead)
    stage.happen(events.VisitorTalkEnded(ANNA, VISITOR, "c1", "left"))
    missed = await drained(stage.feed.subscribe(VISITOR, seen))
    told = [frame for frame in missed if frame["type"] in ("speech", "chat_opened", "chat_end")]
    assert types(told) == ["speech", "chat_opened", "speech", "chat_end"]
    assert [frame["seq"] for frame in told] == sorted(frame["seq"] for frame in told)
    assert "chat_opened" not in types(await drained(stage.feed.subscribe(OTHER, seen)))


@in_a_loop
async def test_what_was_told_to_a_visitor_alone_is_forgotten_when_it_asks() -> None:
    """Who has had its words erased finds none of them in what was missed."""
    stage = Stage()
    seen = stage.feed.snapshot().seq
    stage.happen(spoken(1), events.VisitorTalkStarted(ANNA, VISITOR, "c1"))
    stage.feed.forget(VISITOR)
    assert "chat_opened" not in types(missed := await drained(stage.feed.subscribe(VISITOR, seen)))
    assert "speech" in types(missed)


@in_a_loop
async def test_thinking_is_told_while_a_request_stays_open() -> None:
    """A request that a commit leaves open shows as thinking, also to newcomers, until it is answered."""
    stage = Stage()
    subscription = stage.feed.subscribe(VISITOR, None)
    stage.happen(events.DecisionRequested(ANNA, 1, "reply", "{}", START + 600))
    newcomer = stage.feed.subscribe(OTHER, None)
    stage.happen(events.DecisionMade(ANNA, 1, "rule", "say"))
    on, off = ({"type": "thinking", "agent": ANNA, "on": state} for state in (True, False))
    assert (await drained(subscription))[1:] == [on, off]
    assert (await drained(newcomer))[1:] == [on, off]


@in_a_loop
async def test_thought_answered_within_a_commit_is_not_told() -> None:
    """Scripted answers come at once; nobody sees them think."""
    stage = Stage()
    subscription = stage.feed.subscribe(VISITOR, None)
    stage.happen(
        events.DecisionRequested(ANNA, 1, "reply", "{}", START + 600), events.DecisionMade(ANNA, 1, "rule", "say")
    )
    assert types(await drained(subscription)) == ["snapshot"]


@in_a_loop
async def test_clock_is_told_once_a_second_and_at_each_change() -> None:
    """However often the driver says the time, clients hear it about once a wall second, and at once on a change."""
    stage = Stage()
    subscription = stage.feed.subscribe(VISITOR, None)
    paused = Pace(30.0, paused_by="somebody")
    for now, pace in [(0.1, Pace()), (0.9, Pace()), (1.0, Pace()), (1.1, Pace()), (1.2, paused), (1.3, paused)]:
        stage.now = now
        stage.feed.set_clock(START + int(now * 30), pace)
    clocks = (await drained(subscription))[1:]
    assert [(clock["time"] - START, clock["paused_by"]) for clock in clocks] == [(30, None), (36, "somebody")]


@in_a_loop
async def test_pauser_is_named_by_id_while_here_and_by_name_after() -> None:
    """Clients know visitors who are here by id; of one who left, the name is all there is."""
    stage = Stage()
    stage.come()
    stage.feed.set_clock(START, Pace(30.0, set_by=VISITOR, paused_by=VISITOR))
    assert (stage.feed.snapshot().pace_by, stage.feed.snapshot().paused_by) == (VISITOR, VISITOR)
    view = VisitorView(id=VISITOR, name="Ming", at=(6, 3))
    stage.feed.announce(VisitorMessage(seq=0, change="left", visitor=view))
    assert (stage.feed.snapshot().pace_by, stage.feed.snapshot().paused_by) == ("Ming", "Ming")


@in_a_loop
async def test_newcomer_sees_visitors_walk_on() -> None:
    """A snapshot holds visitors where they are; what is left of their walks follows it."""
    stage = Stage()
    path = [(1, 1), (2, 1), (3, 1)]
    walk = {"path": path, "wall_start": wall_milliseconds() + 60_000}
    view = VisitorView(id=OTHER, name="Li", at=(1, 1))
    stage.feed.announce(VisitorMessage.model_validate({"seq": 0, "change": "moved", "visitor": view, **walk}))
    snapshot, moved = await drained(stage.feed.subscribe(VISITOR, None))
    assert snapshot["visitors"] == [{"id": OTHER, "name": "Li", "at": [1, 1]}]
    assert (moved["change"], moved["path"], moved["seq"]) == ("moved", [[1, 1], [2, 1], [3, 1]], snapshot["seq"])


@in_a_loop
async def test_closed_feed_ends_its_subscriptions() -> None:
    """When the village shuts, every stream ends."""
    stage = Stage()
    subscription = stage.feed.subscribe(VISITOR, None)
    stage.feed.close()
    assert [frame async for frame in subscription] == []


@in_a_loop
async def test_ending_feed_says_farewell_after_all_that_waits() -> None:
    """When the village closes, each stream brings what waited, then that, and ends; newcomers hear it too."""
    stage = Stage()
    subscription = stage.feed.subscribe(VISITOR, None)
    stage.happen(spoken(1))
    ending = asyncio.create_task(stage.feed.end())
    await asyncio.sleep(0)
    stage.happen(spoken(2))
    late = stage.feed.subscribe(OTHER, None)
    for listener, expected in ((subscription, ["snapshot", "speech", "world"]), (late, ["snapshot", "world"])):
        frames = [json.loads(frame) async for frame in listener]
        assert types(frames) == expected
        assert (frames[-1]["kind"], set(frames[-1]["text"])) == ("closing", {"zh", "en"})
        assert not ending.done()
        stage.feed.unsubscribe(listener)
    await ending


@in_a_loop
async def test_farewell_survives_falling_behind() -> None:
    """Who lags behind when the village closes gets the view as it is, and then the farewell."""
    stage = Stage()
    subscription = stage.feed.subscribe(VISITOR, None)
    stage.happen(*(spoken(n) for n in range(MAXIMUM_PUBLIC_FRAMES + 1)))
    ending = asyncio.create_task(stage.feed.end())
    await asyncio.sleep(0)
    assert types([json.loads(frame) async for frame in subscription]) == ["snapshot", "world"]
    ending.cancel()


@in_a_loop
async def test_subscriptions_have_a_maximum() -> None:
    """A full feed says so; a connection that ends makes room."""
    stage = Stage()
    subscriptions = [stage.feed.subscribe(VISITOR, None) for _ in range(MAXIMUM_SUBSCRIPTIONS)]
    assert stage.feed.is_full
    with pytest.raises(OverflowError):
        stage.feed.subscribe(OTHER, None)
    stage.feed.unsubscribe(subscriptions[0])
    assert not stage.feed.is_full


def test_publishing_again_changes_nothing_and_a_gap_is_an_error() -> None:
    """Events count once. A missing one would make the feed's World another village, so it is refused."""
    stage = Stage()
    first = stage.happen(events.StateChanged(ANNA, "begin_talk", "idle", "chatting"))
    seq = stage.feed.snapshot().seq
    stage.feed.publish(first)
    assert stage.feed.snapshot().seq == seq
    with pytest.raises(ValueError, match="stands at 1"):
        stage.feed.publish([replace(first[0], seq=3)])


def test_new_process_numbers_above_the_old() -> None:
    """A feed numbers from its start in wall microseconds on, faster than which no village talks."""
    before = wall_milliseconds()
    assert before * 1000 <= Stage().feed.snapshot().seq <= wall_milliseconds() * 1000


def test_listeners_hear_answers_to_visitors_only() -> None:
    """Whoever keeps the talks is called with the facts that concern them."""
    stage = Stage()
    heard: list[VisitorFact] = []
    stage.feed.listen(heard.append)
    refused = events.VisitorRefused(ANNA, VISITOR, "c1", "busy")
    stage.happen(spoken(1), refused)
    assert heard == [refused]

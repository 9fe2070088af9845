"""A stage for talks: one visitor in the small village, with clocks that stand until they are set."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from sim import events
from sim.events import Fact
from sim.inputs import VisitorOpened
from sim.tiles import Tile
from sim.visitor_words import MemoryVisitorWords
from tests.small_village import ANNA, START, committed, small_cast, small_setting, small_world
from tests.web_stage import Frame, drained
from web.chat import Talks
from web.feed import Feed
from web.inbox import Deed, Inbox, Uttered
from web.messages import Frame as WireFrame
from web.messages import Mind
from web.visitors import Visitors, visitor_id

KEY = "k" * 32
VISITOR = visitor_id(KEY)


class AttentiveFeed(Feed):
    """A feed that notes what visitors are told alone."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.told: list[tuple[str, WireFrame]] = []

    def tell(self, visitor: str, message: WireFrame) -> None:
        """See Feed."""
        super().tell(visitor, message)
        self.told.append((visitor, message))


@dataclass
class TalkStage:
    """Talks of one visitor, who stands in the small village's square, with clocks that stand until they are set."""

    now: float = 0.0
    wall: int = 1_700_000_000_000
    mono: float = 0.0
    seq: int = 0
    words: MemoryVisitorWords = field(default_factory=MemoryVisitorWords)
    inbox: Inbox = field(default_factory=Inbox)

    def __post_init__(self) -> None:
        self.feed = AttentiveFeed("run-1", small_world(), small_cast(), self.words, Mind(kind="scripted"))
        self.visitors = Visitors(self.feed, small_setting(), wall=lambda: self.wall, now=lambda: self.mono)
        self.talks = Talks(self.feed, self.inbox, small_cast(), self.visitors, now=lambda: self.now)
        self.visitors.join(KEY, "Ming", "zh")
        self.stand_by(ANNA)

    def stand_by(self, agent: str) -> None:
        """The visitor is beside a character already."""
        self.walk_on(self.feed.world.agents[agent].at)

    def walk_on(self, to: Tile) -> None:
        """The visitor walks to a tile, and is there; what it was told on the way is forgotten."""
        self.talks.walk(VISITOR, to)
        self.arrive()
        self.told()

    def arrive(self) -> None:
        """Time enough for any walk passes."""
        self.wall += 60_000
        self.talks.follow()

    def happen(self, *facts: Fact, time: int = START) -> None:
        """Commit and publish facts of one instant."""
        fresh = committed(facts, after_seq=self.seq, time=time)
        self.seq += len(fresh)
        self.feed.publish(fresh)

    def inputs(self) -> list[Deed]:
        """What was asked of the village since the last call."""
        return [item.payload for item in self.inbox.drain()]

    def asked(self, agent: str = ANNA) -> str:
        """Walk up and ask for a talk; its chat id."""
        self.talks.open(VISITOR, agent, "zh")
        self.arrive()
        [opened] = self.inputs()
        assert isinstance(opened, VisitorOpened)
        return opened.chat

    def opened(self, agent: str = ANNA) -> str:
        """Have a talk; its chat id."""
        chat = self.asked(agent)
        self.happen(events.VisitorTalkStarted(agent, VISITOR, chat))
        self.told()
        return chat

    def hears(self, uttered: Uttered) -> Fact:
        """What the character then hears: the words are kept, as the driver does it, and named."""
        kept = self.words.keep(uttered.visitor, uttered.agent, uttered.chat, "visitor", uttered.text)
        return events.VisitorSpoke(uttered.agent, uttered.visitor, uttered.chat, kept.id, kept.hash)

    def told(self) -> list[Frame]:
        """What the visitor was told alone since the last call, without the numbers."""
        told, self.feed.told = self.feed.told, []
        return [message.model_dump(mode="json", exclude={"seq"}) for visitor, message in told if visitor == VISITOR]

    def missed(self, after: int, visitor: str = VISITOR) -> list[Frame]:
        """What a visitor who comes back is told of what was said after a seq."""
        subscription = self.feed.subscribe(visitor, after)
        frames = asyncio.run(drained(subscription))
        self.feed.unsubscribe(subscription)
        return frames

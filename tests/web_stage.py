"""A served small village for tests: the web application without a driver, whose part the tests play."""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient, WebSocketTestSession

from sim.event_log import MemoryEventLog
from sim.events import Fact
from sim.visitor_words import MemoryVisitorWords, VisitorWords
from tests.small_village import START, committed, small_cast, small_map, small_setting, small_world
from web.admission import Admission, Limits
from web.app import VillageContext, create_app
from web.context import RunFacts
from web.feed import Feed
from web.history import History
from web.inbox import Deed, Inbox
from web.messages import Both, Mind
from web.subscription import Subscription
from web.visitors import Visitors

Frame = dict[str, Any]
LIMIT_SECONDS = 30.0
"""More than anything here may take on a slow machine."""
BASE_URL = "http://127.0.0.1:8000"
"""Without a token a village answers to loopback's names only."""


class Client(TestClient):
    """A test client whose websockets, like its requests, go to the base address."""

    def websocket_connect(self, url: str, subprotocols: Sequence[str] | None = None, **options: Any) -> Any:
        """A websocket as a context manager."""
        address = str(self.base_url.join(url)).replace("http", "ws", 1)
        return super().websocket_connect(address, subprotocols, **options)


@dataclass
class Village:
    """Everything that a driver would hold, and the client of a test."""

    client: TestClient
    feed: Feed
    inbox: Inbox
    words: VisitorWords
    log: MemoryEventLog = field(default_factory=MemoryEventLog)
    seq: int = 0

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call something in the event loop's thread, where feed and inbox live."""
        assert self.client.portal is not None
        return self.client.portal.call(function, *arguments)

    def happen(self, *facts: Fact, time: int = START) -> None:
        """Commit and publish facts of one instant."""
        fresh = committed(facts, after_seq=self.seq, time=time)
        self.seq += len(fresh)
        self.log.append([item.event for item in fresh], [])
        self.call(self.feed.publish, fresh)

    def inputs(self) -> list[Deed]:
        """What visitors did since the last call."""
        return [item.payload for item in self.call(self.inbox.drain)]

    def awaited_inputs(self) -> list[Deed]:
        """The same, once there are some: a visitor may have to walk first."""
        assert self.call(self.inbox.wait, LIMIT_SECONDS), "nobody did anything in time"
        return self.inputs()

    @contextmanager
    def visit(self, **hello: Any) -> Iterator[tuple[WebSocketTestSession, Frame]]:
        """A visitor's websocket and its welcome; the snapshot has been read."""
        with self.client.websocket_connect("/ws") as socket:
            socket.send_json({"type": "hello", "name": "Ming", **hello})
            welcome = socket.receive_json()
            receive(socket, "snapshot")
            yield socket, welcome


def receive(socket: WebSocketTestSession, kind: str) -> Frame:
    """The next frame of a type; others that come before it are passed over."""
    while True:
        frame: Frame = socket.receive_json()
        if frame["type"] == kind:
            return frame


def settled(socket: WebSocketTestSession) -> None:
    """Return when the server has handled all that was sent: it answers in order."""
    socket.send_json({"type": "ping"})
    receive(socket, "pong")


def small_context(folder: Path, words: VisitorWords | None = None, **options: Any) -> VillageContext:
    """The small village as the web is given it, with `tiles/` and `page/` in a folder."""
    words = words or MemoryVisitorWords()
    feed = Feed("run-1", small_world(), small_cast(), words, Mind(kind="scripted"))
    log = MemoryEventLog()
    return VillageContext(
        feed=feed,
        log=log,
        history=History(small_world, log, small_cast(), lambda: feed.time),
        facts=RunFacts(seed=1, scenario=Both(zh="小村", en="Small village"), created="2026-01-01"),
        inbox=Inbox(),
        visitors=Visitors(feed, small_setting()),
        words=words,
        cast=small_cast(),
        town_map=small_map(),
        tiles_folder=folder / "tiles",
        page_folder=folder / "page",
        **options,
    )


@contextmanager
def served(
    folder: Path,
    *,
    token: str | None = None,
    health: Mapping[str, object] | None = None,
    limits: Limits | None = None,
    words: VisitorWords | None = None,
) -> Iterator[Village]:
    """Serve the small village from a folder with `tiles/` and `page/`."""
    context = small_context(folder, words, token=token, health=lambda: health or {})
    with Client(create_app(context, Admission(limits)), base_url=BASE_URL) as client:
        assert isinstance(context.log, MemoryEventLog)
        yield Village(client, context.feed, context.inbox, context.words, context.log)


async def drained(subscription: Subscription) -> list[Frame]:
    """Every frame that can be had without anything further happening."""
    frames: list[Frame] = []
    while True:
        taking = asyncio.ensure_future(anext(subscription))
        await asyncio.sleep(0)  # one turn of the loop: what is there is taken, what is not is waited for
        if not taking.done():
            taking.cancel()
            return frames
        frames.append(json.loads(taking.result()))

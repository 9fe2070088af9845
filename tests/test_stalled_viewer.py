"""Viewers that read slowly or not at all, over real sockets: they cost little, trouble nobody, and see the village."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.real_server import WAIT_SECONDS, RealServer, Viewer, served
from tests.small_village import lived
from tests.web_stage import Frame
from web.bounded_websocket import MAXIMUM_BUFFERED_BYTES, MAXIMUM_SYSTEM_BUFFERED_BYTES
from web.messages import VisitorMessage, VisitorView

STALL_SECONDS = 0.5
LONG_WALK = VisitorMessage(
    seq=0,
    change="moved",
    visitor=VisitorView(id="v-2", name="Li", at=(1, 1)),
    path=[(1, 1), (2, 1)] * 300,
    wall_start=0,
)
"""A public frame of some 4 KB."""
MAXIMUM_FRAME_BYTES = 8 * 1024
FLOOD_FRAMES = 1000
"""Ten times what the buffers of one viewer hold."""
FRAMES_PER_SLOW_READ = 8
ABNORMAL = 1006

Scene = Callable[[Path], Coroutine[Any, Any, None]]


def in_a_loop(scene: Scene) -> Callable[[Path], None]:
    """Run an asynchronous test that wants a folder."""

    def test(tmp_path: Path) -> None:
        asyncio.run(scene(tmp_path))

    test.__name__, test.__doc__ = scene.__name__, scene.__doc__
    return test


def flood(village: RealServer) -> None:
    """A long message to all."""
    village.feed.announce(LONG_WALK)


@asynccontextmanager
async def reading(viewer: Viewer) -> AsyncIterator[None]:
    """Meanwhile the viewer reads whatever comes."""
    task = asyncio.create_task(viewer.read_to_the_end())
    try:
        yield
    finally:
        task.cancel()


async def until(condition: Callable[[], bool], meanwhile: Callable[[], object] = lambda: None) -> None:
    """Do something over and over, and let the connections work in between, until a condition holds."""
    async with asyncio.timeout(WAIT_SECONDS):
        while not condition():
            meanwhile()
            await asyncio.sleep(0.001)


def folded(frames: list[Frame]) -> dict[str, Frame]:
    """The characters as a viewer sees them after these frames, by the protocol's rules."""
    agents: dict[str, Frame] = {}
    for frame in frames:
        match frame["type"]:
            case "snapshot":
                agents = {agent["id"]: agent for agent in frame["agents"]}
            case "walk":
                walk = {name: frame[name] for name in ("path", "start", "seconds_per_tile")}
                agents[frame["agent"]] |= {"at": frame["path"][0], "walk": walk, "place": frame["place"]}
            case "stop":
                stance = {name: frame[name] for name in ("at", "facing", "place")}
                agents[frame["agent"]] |= {"walk": None, **stance}
            case "state":
                doing = {name: frame[name] for name in ("state", "activity", "place", "talking_to")}
                agents[frame["agent"]] |= doing
    return agents


def shown(village: RealServer) -> dict[str, Frame]:
    """The characters as a newcomer sees them now."""
    return {agent["id"]: agent for agent in village.feed.snapshot().model_dump(mode="json")["agents"]}


@in_a_loop
async def test_stalled_viewer_is_cut_off_and_the_others_miss_nothing(tmp_path: Path) -> None:
    """Who reads nothing loses its connection and place; who reads gets every message, in order."""
    async with served(tmp_path, STALL_SECONDS) as village, village.visit() as healthy:
        await healthy.until(type="snapshot")
        async with village.visit(narrow=True) as stalled, reading(healthy):
            await stalled.until(type="snapshot")
            await until(lambda: len(village.transports) == 1, lambda: flood(village))
            await until(lambda: healthy.seqs[-1] == village.feed.snapshot().seq)
            assert healthy.seqs == list(range(healthy.seqs[0], healthy.seqs[-1] + 1))
            await stalled.read_to_the_end()
        assert stalled.connection.close_code == ABNORMAL, "there was no room left to say goodbye in"
        assert healthy.connection.close_code is None


@in_a_loop
async def test_stalled_viewer_costs_a_bounded_amount_of_memory(tmp_path: Path) -> None:
    """Neither the process nor the system keeps more for somebody who reads nothing than the named maxima."""
    async with served(tmp_path, WAIT_SECONDS) as village, village.visit(narrow=True) as stalled:
        await stalled.until(type="snapshot")
        (transport,) = village.transports
        for _ in range(FLOOD_FRAMES):
            flood(village)
            await asyncio.sleep(0)
        buffered = transport.get_write_buffer_size()
        assert MAXIMUM_BUFFERED_BYTES < buffered <= MAXIMUM_BUFFERED_BYTES + MAXIMUM_FRAME_BYTES
        peer = transport.get_extra_info("socket")
        # Linux doubles what it is asked for, to have room for its own bookkeeping.
        assert peer.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * MAXIMUM_SYSTEM_BUFFERED_BYTES


@in_a_loop
async def test_slow_viewer_collapses_to_a_snapshot_and_sees_the_village_as_it_is(tmp_path: Path) -> None:
    """Who reads too slowly skips ahead, stays connected, and folds what it got to what a newcomer sees."""
    _, log = await asyncio.to_thread(lived, "1d20:00")
    async with served(tmp_path, WAIT_SECONDS) as village, village.visit(narrow=True) as slow:
        for n, item in enumerate(log.committed):
            village.feed.publish([item])
            flood(village)
            if n % FRAMES_PER_SLOW_READ == 0:
                await slow.read()
        await slow.until(seq=village.feed.snapshot().seq)
        snapshots = [frame for frame in slow.frames if frame["type"] == "snapshot"]
        assert len(snapshots) > 1, "it fell behind"
        assert len(slow.seqs) < slow.seqs[-1] - slow.seqs[0], "messages were left out"
        assert slow.seqs == sorted(slow.seqs)
        assert folded(slow.frames) == shown(village)
        flood(village)
        await slow.until(type="visitor", seq=village.feed.snapshot().seq)


@in_a_loop
async def test_messages_are_not_compressed(tmp_path: Path) -> None:
    """A client that offers permessage-deflate is answered without: it costs memory and time for each viewer."""
    async with served(tmp_path, STALL_SECONDS) as village, village.visit() as viewer:
        request, response = viewer.connection.request, viewer.connection.response
        assert request is not None
        assert response is not None
        assert "permessage-deflate" in request.headers["Sec-WebSocket-Extensions"]
        assert "Sec-WebSocket-Extensions" not in response.headers

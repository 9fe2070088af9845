"""The small village on a real socket, served as `taoyuan serve` does it, and viewers that read well, slowly, or not."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from scenarios.serving import Server
from tests.web_stage import Frame, small_context
from web.app import create_app
from web.doorway import VisitorFrames, server_config
from web.feed import Feed

WAIT_SECONDS = 30
"""How long anything awaited may take on a slow machine before the test fails."""
NARROW_BYTES = 4096
"""A viewer's receive buffer, so that what it does not read stays with the server."""


@dataclass
class RealServer:
    """A served small village; a test plays the driver's part."""

    server: Server
    feed: Feed
    port: int

    @property
    def transports(self) -> list[asyncio.Transport]:
        """What every connection has in its hands."""
        return [connection.transport for connection in self.server.server_state.connections if connection.transport]

    @asynccontextmanager
    async def visit(self, *, narrow: bool = False) -> AsyncIterator["Viewer"]:
        """A viewer that said hello; a narrow one has next to no receive buffer."""
        probe = socket.socket()
        if narrow:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, NARROW_BYTES)
        probe.connect(("127.0.0.1", self.port))
        probe.setblocking(False)
        url = f"ws://127.0.0.1:{self.port}/ws"
        async with connect(url, sock=probe, proxy=None, max_queue=1, close_timeout=1, ping_interval=None) as connection:
            await connection.send('{"type": "hello", "lang": "zh"}')
            yield Viewer(connection)


@dataclass
class Viewer:
    """A viewer and all that it has read."""

    connection: ClientConnection
    frames: list[Frame] = field(default_factory=list)

    async def read(self) -> Frame:
        """The next frame."""
        frame: Frame = json.loads(await self.connection.recv())
        self.frames.append(frame)
        return frame

    async def until(self, **wanted: Any) -> Frame:
        """Read until a frame has these fields."""
        async with asyncio.timeout(WAIT_SECONDS):
            while not wanted.items() <= (frame := await self.read()).items():
                pass
        return frame

    async def read_to_the_end(self) -> int | None:
        """Read until the server ends the connection; its close code, if it sent one."""
        async with asyncio.timeout(WAIT_SECONDS):
            with suppress(ConnectionClosed):
                while True:
                    await self.read()
        return self.connection.close_code

    @property
    def seqs(self) -> list[int]:
        """The seqs that came, in order."""
        return [frame["seq"] for frame in self.frames if "seq" in frame]


@asynccontextmanager
async def served(folder: Path, seconds: float) -> AsyncIterator[RealServer]:
    """Serve the small village on a free port; a viewer that reads nothing is cut off after some seconds."""

    class Patient(VisitorFrames):
        stall_seconds = seconds

    context = small_context(folder)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(server_config(create_app(context), frames=Patient))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        async with asyncio.timeout(WAIT_SECONDS):
            while not server.started:
                await asyncio.sleep(0)
        try:
            yield RealServer(server, context.feed, listening.getsockname()[1])
        finally:
            server.should_exit = True
            await serving

"""A line between a page and its village that a test can spoil: a small TCP proxy in a thread of its own."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from tests.command import free_port

CHUNK_BYTES = 65_536


class Line:
    """Carries bytes both ways between `port` and the village's port."""

    def __init__(self, village_port: int) -> None:
        self.port = free_port()
        self._village_port = village_port
        self._loop = asyncio.new_event_loop()
        self._flows, self._ends = asyncio.Event(), asyncio.Event()
        self._is_cut = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._connections: set[asyncio.Task[None]] = set()

    def freeze(self) -> None:
        """From now on no byte passes, and nobody is told: connections stay, and can still be made."""
        self._loop.call_soon_threadsafe(self._flows.clear)

    def cut(self) -> None:
        """Reset every connection; every new one is reset too."""
        self._loop.call_soon_threadsafe(self._cut)

    def mend(self) -> None:
        """Let bytes pass again, those held back first."""
        self._loop.call_soon_threadsafe(self._mend)

    def end(self) -> None:
        """Take the line down."""
        self._loop.call_soon_threadsafe(self._ends.set)

    def _cut(self) -> None:
        self._is_cut = True
        for writer in self._writers:
            writer.transport.abort()

    def _mend(self) -> None:
        self._is_cut = False
        self._flows.set()

    # ---- carrying --------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Carry until `end`; no connection outlives it."""
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._flows.set()
        async with await asyncio.start_server(self._accept, "127.0.0.1", self.port):
            await self._ends.wait()
        self._cut()
        self._flows.set()
        await asyncio.gather(*self._connections)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        connection = asyncio.create_task(self._connect(reader, writer))
        self._connections.add(connection)
        connection.add_done_callback(self._connections.discard)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        village_reader, village_writer = await asyncio.open_connection("127.0.0.1", self._village_port)
        both = {writer, village_writer}
        self._writers |= both
        await asyncio.gather(self._carry(reader, village_writer), self._carry(village_reader, writer))
        self._writers -= both

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while chunk := await reader.read(CHUNK_BYTES):
                await self._flows.wait()
                writer.write(chunk)
                await writer.drain()
        await self._flows.wait()  # the end is news, too
        writer.close()


@contextmanager
def line_to(village_port: int) -> Iterator[Line]:
    """A line that is up while the block runs."""
    line = Line(village_port)
    thread = Thread(target=line.run)
    thread.start()
    try:
        yield line
    finally:
        line.end()
        thread.join()

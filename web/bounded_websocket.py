"""The websocket's transport: uvicorn's, but bounded, and with an end for those who read nothing.

uvicorn closes gently: what is buffered is still delivered first. To somebody who reads nothing that takes for ever, and
until then socket, buffer and place are taken. Here whoever is deaf is cut off.
"""

import asyncio
import socket
import struct
import sys
from asyncio.transports import BaseTransport

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

MAXIMUM_BUFFERED_BYTES = 32 * 1024
"""With more than this (and the frame that went beyond) in the process, sending waits until a quarter is left."""
MAXIMUM_SYSTEM_BUFFERED_BYTES = 64 * 1024
"""Asked of the system, which else lets megabytes pile up before it says that the other side does not read."""
STALL_SECONDS = 10.0
"""Who has full buffers for so long is deaf, and cut off. A few KB a second, read by and by, are enough not to be."""
MAXIMUM_CLOSING_SECONDS = 1.0
"""How long the other side may take to read what is left and to agree to the end."""
FORGET_AT_ONCE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""SO_LINGER: on and for no seconds, so that the system, too, drops what it holds."""


class BoundedWebSocket(WebSocketsSansIOProtocol):
    """One connection's transport. Whoever sends through it waits while its buffers are full, but not for ever."""

    stall_seconds = STALL_SECONDS
    _stall: asyncio.TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Bound the buffers."""
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=MAXIMUM_BUFFERED_BYTES)
        peer = self.transport.get_extra_info("socket")
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MAXIMUM_SYSTEM_BUFFERED_BYTES)

    def pause_writing(self) -> None:
        """The buffers are full. One timer for each time that happens is cheaper than one for each message."""
        super().pause_writing()
        self._stall = self.loop.call_later(self.stall_seconds, self._cut_off)

    def resume_writing(self) -> None:
        """The other side has read: it is slow, but not deaf."""
        super().resume_writing()
        self._hear()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        super().connection_lost(exc)
        self._hear()

    async def run_asgi(self) -> None:
        """Serve, then end the connection: gently, but not for ever."""
        try:
            await super().run_asgi()
        finally:
            self._cut_off_soon()

    def shutdown(self) -> None:
        """The server ends, and the connection with it."""
        super().shutdown()
        self._cut_off_soon()

    def keepalive_timeout(self) -> None:
        """Nobody is there any more: nothing that is buffered will be read."""
        super().keepalive_timeout()
        self._cut_off()

    def _hear(self) -> None:
        if self._stall:
            self._stall.cancel()
            self._stall = None

    def _cut_off_soon(self) -> None:
        self.loop.call_later(MAXIMUM_CLOSING_SECONDS, self._cut_off)

    def _cut_off(self) -> None:
        if self.disconnected:
            return
        peer = self.transport.get_extra_info("socket")
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, FORGET_AT_ONCE)
        self.transport.abort()

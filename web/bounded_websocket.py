"""The websocket's transport: uvicorn's, but bounded, and with an end for those who read nothing.

uvicorn closes gently: what is buffered is still delivered first. To somebody who reads nothing that takes for ever, and
until then socket, buffer and place are taken. Here whoever is deaf is cut off.
"""

import socket
import struct
import sys
from asyncio.transports import BaseTransport

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

MAXIMUM_BUFFERED_BYTES = 32 * 1024
"""With more than this (and the frame that went beyond) in the process, sending waits until a quarter is left."""
MAXIMUM_SYSTEM_BUFFERED_BYTES = 64 * 1024
"""Asked of the system, which else lets megabytes pile up before it says that the other side does not read."""
MAXIMUM_CLOSING_SECONDS = 1.0
"""How long the other side may take to read what is left and to agree to the end."""
FORGET_AT_ONCE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""SO_LINGER: on and for no seconds, so that the system, too, drops what it holds."""


class BoundedWebSocket(WebSocketsSansIOProtocol):
    """One connection's transport. `web.socket` says who is deaf; this makes it so."""

    def connection_made(self, transport: BaseTransport) -> None:
        """Bound the buffers."""
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=MAXIMUM_BUFFERED_BYTES)
        peer = self.transport.get_extra_info("socket")
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MAXIMUM_SYSTEM_BUFFERED_BYTES)

    async def run_asgi(self) -> None:
        """Serve, then end the connection: gently, but not for ever, and at once if the other side is known deaf."""
        try:
            await super().run_asgi()
        finally:
            if self.writable.is_set():
                self._cut_off_soon()
            else:
                self._cut_off()

    def shutdown(self) -> None:
        """The server ends, and the connection with it."""
        super().shutdown()
        self._cut_off_soon()

    def keepalive_timeout(self) -> None:
        """Nobody is there any more: nothing that is buffered will be read."""
        super().keepalive_timeout()
        self._cut_off()

    def _cut_off_soon(self) -> None:
        self.loop.call_later(MAXIMUM_CLOSING_SECONDS, self._cut_off)

    def _cut_off(self) -> None:
        if self.disconnected:
            return
        peer = self.transport.get_extra_info("socket")
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, FORGET_AT_ONCE)
        self.transport.abort()

"""The doorway: uvicorn's protocols, with the limits on connections that it leaves to a proxy in front.

What speaks no whole request yet never reaches the application, so it is bounded here: how many connections there are,
in all and from one address; how long a request may take to come in; what a websocket's control frames and fragments
may pile up.
"""

import asyncio

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from websockets.frames import CloseCode, Frame

from web.admission import RETRY_SECONDS, network
from web.bounded_websocket import BoundedWebSocket
from web.message_parts import MAXIMUM_FRAME_BYTES

SHUTDOWN_SECONDS = 3
"""How long the connections may take to end once the village has said farewell."""
MAXIMUM_CONNECTIONS = 640
"""Files that the process may have open are few (1024 on many systems), and the store needs some."""
MAXIMUM_CONNECTIONS_PER_ADDRESS = 512
"""A browser opens up to six beside its websocket, so this is more than one address may have websockets."""
REQUEST_SECONDS = 10.0
"""How long a request may take to come in whole. No route takes a body."""
MAXIMUM_FRAGMENTS = 64
"""Pieces of one websocket message."""
MAXIMUM_UNSENT_BYTES = 2 * 1024 * 1024
"""Answers to pings that the other side does not take; more than any backlog of frames that it is sent."""
CROWDED = (
    b"HTTP/1.1 429 Too Many Requests\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Length: 26\r\n"
    b"Retry-After: %d\r\nConnection: close\r\n\r\n"
    b"Too many open connections\n"
) % RETRY_SECONDS


class VisitorRequests(H11Protocol):
    """HTTP connections: so many, and none that dawdles."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio.Protocol."""
        super().connection_made(transport)
        if self._is_crowded():
            transport.write(CROWDED)
            transport.close()
        else:
            self._expect_request()

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        is_upgraded = self.transport.get_protocol() is not self
        if is_upgraded or self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._stop_expecting()
        elif self._deadline is None:
            self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._stop_expecting()
        super().connection_lost(exc)

    def _is_crowded(self) -> bool:
        own = network(self.client[0]) if self.client else ""
        clients = (getattr(other, "client", None) for other in self.connections)
        from_here = sum(1 for client in clients if client and network(client[0]) == own)
        return len(self.connections) > MAXIMUM_CONNECTIONS or from_here > MAXIMUM_CONNECTIONS_PER_ADDRESS

    def _expect_request(self) -> None:
        self._deadline = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def _stop_expecting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class VisitorFrames(BoundedWebSocket):
    """Websocket connections: nothing piles up that the application never sees."""

    def handle_cont(self, event: Frame) -> None:
        """Take in a piece of a message, unless it has too many."""
        if len(self.frames) >= MAXIMUM_FRAGMENTS:
            self._refuse(CloseCode.MESSAGE_TOO_BIG, "too many fragments")
        else:
            super().handle_cont(event)

    def handle_ping(self) -> None:
        """Answer a ping, unless the answers are not read."""
        if self.transport.get_write_buffer_size() > MAXIMUM_UNSENT_BYTES:
            self.transport.abort()
        else:
            super().handle_ping()

    def send_receive_event_to_app(self) -> None:
        """Hand a whole message on; text that is no UTF-8 is the sender's mistake, and no news for the log."""
        if self.curr_msg_data_type == "text" and not _is_utf8(b"".join(self.frames)):
            self._refuse(CloseCode.INVALID_DATA, "not UTF-8")
        else:
            super().send_receive_event_to_app()

    def _refuse(self, code: CloseCode, reason: str) -> None:
        self.frames = []
        self.conn.fail(code, reason)
        self.handle_parser_exception()


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def server_config(app: ASGIApp, frames: type[VisitorFrames] = VisitorFrames) -> uvicorn.Config:
    """How the village is served: bounded, uncompressed (its frames are small), and one loop for all."""
    return uvicorn.Config(
        app,
        log_level="error",  # its warnings repeat what strangers send
        http=VisitorRequests,
        ws=frames,
        ws_max_size=MAXIMUM_FRAME_BYTES,
        ws_per_message_deflate=False,
        proxy_headers=False,  # anybody can write X-Forwarded-For
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )

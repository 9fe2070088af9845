"""The small village behind a real uvicorn, for tests that speak to it in bytes: what `taoyuan serve` puts in front."""

import json
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests import server_thread
from tests.web_stage import small_context
from web.admission import Admission, Limits
from web.app import create_app
from web.doorway import server_config

ANSWER_SECONDS = 10


class Complaints(logging.Handler):
    """Every error that anything logs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it, with its traceback."""
        self.said.append(self.format(record))


@dataclass
class SmallServer:
    """A server under way."""

    port: int
    complaints: Complaints = field(default_factory=Complaints)

    @contextmanager
    def connected(self, **options: Any) -> Iterator[ClientConnection]:
        """A websocket on which nothing has been said."""
        address = f"ws://127.0.0.1:{self.port}/ws"
        # The client takes in all that comes, read or not: a close frame is seen at once.
        with connect(address, max_size=None, max_queue=None, proxy=None, **options) as connection:
            yield connection

    @contextmanager
    def visit(self, **hello: object) -> Iterator[ClientConnection]:
        """A websocket after its welcome and snapshot."""
        with self.connected() as connection:
            connection.send(json.dumps({"type": "hello", **hello}))
            assert [receive(connection)["type"] for _ in range(2)] == ["welcome", "snapshot"]
            yield connection

    def expect_well(self) -> None:
        """A fresh visitor is served, and nothing was logged as an error."""
        with self.visit(name="Fresh") as visitor:
            settle(visitor)
        assert self.complaints.said == []

    def ask(self, request: bytes) -> bytes:
        """All that comes back for these bytes, until the server ends the connection or says nothing more."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=ANSWER_SECONDS) as connection:
            connection.sendall(request)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
            return answer

    def get(self, target: bytes, *headers: bytes) -> bytes:
        """The answer to a GET whose target is sent as it stands."""
        lines = (b"GET " + target + b" HTTP/1.1", b"Host: 127.0.0.1", b"Connection: close", *headers, b"", b"")
        return self.ask(b"\r\n".join(lines))


def receive(connection: ClientConnection) -> dict[str, Any]:
    """The next message."""
    message: dict[str, Any] = json.loads(connection.recv(timeout=ANSWER_SECONDS))
    return message


def settle(connection: ClientConnection) -> None:
    """Return when all that was sent is handled: the server answers in order. Raises ConnectionClosed."""
    connection.send('{"type": "ping"}')
    while receive(connection)["type"] != "pong":
        pass


@contextmanager
def small_server(folder: Path, *, token: str | None = None, limits: Limits | None = None) -> Iterator[SmallServer]:
    """Serve the small village on a free port until the end of the block."""
    config = server_config(create_app(small_context(folder, token=token), Admission(limits)))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = SmallServer(listening.getsockname()[1])
        loggers = [logging.getLogger(name) for name in ("", "uvicorn", "asyncio")]
        for logger in loggers:
            logger.addHandler(serving.complaints)
        try:
            with server_thread.serving(config, listening):
                yield serving
        finally:
            for logger in loggers:
                logger.removeHandler(serving.complaints)

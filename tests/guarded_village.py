"""A village with a token, served to the whole network by a process of its own."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from websockets.sync.client import connect

from tests.command import START_SECONDS, free_port, start

TOKEN = "open sesame & 桃"


class _NoRedirect(HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""


_opener = build_opener(_NoRedirect)


@dataclass
class GuardedVillage:
    """Where it is, and how to ask it."""

    port: int

    @property
    def address(self) -> str:
        """Its page."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def link(self) -> str:
        """What its owner sends to friends."""
        return f"{self.address}?token={quote(TOKEN)}"

    def get(self, path: str, **headers: str) -> tuple[int, Any]:
        """The status and the headers of an answer."""
        request = Request(self.address + path.removeprefix("/"), headers=headers)
        try:
            with _opener.open(request, timeout=10) as answer:
                return answer.status, answer.headers
        except HTTPError as refusal:
            return refusal.code, refusal.headers

    def greet(self, headers: dict[str, str] | None = None, **hello: object) -> dict[str, Any]:
        """The first answer to a hello."""
        with connect(f"ws://127.0.0.1:{self.port}/ws", additional_headers=headers, proxy=None) as socket:
            socket.send(json.dumps({"type": "hello", **hello}))
            answer: dict[str, Any] = json.loads(socket.recv(timeout=10))
            return answer


@contextmanager
def guarded_village(database: Path) -> Iterator[GuardedVillage]:
    """Serve one until the end of the block; what it printed is then known to be silent about the token."""
    village = GuardedVillage(free_port())
    options = ("--db", str(database), "--host", "0.0.0.0", "--port", str(village.port))
    process = start("serve", *options, TAOYUAN_TOKEN=TOKEN)
    try:
        _await_answer(village)
        yield village
    finally:
        process.terminate()
        printed, _ = process.communicate(timeout=30)
    assert "lives at" in printed
    assert not any(secret in printed for secret in (TOKEN, quote(TOKEN), "sesame"))


def _await_answer(village: GuardedVillage) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            village.get("/api/health")
            return
        except OSError:
            assert time.monotonic() < deadline, "the village did not answer in time"
            time.sleep(0.05)

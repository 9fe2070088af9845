"""A visitor of a village that is about to be killed: it notes all that it hears, and talks with whoever is near."""

import json
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

Message = dict[str, Any]
AWAKE = ("idle", "working")


@dataclass
class Visitor:
    """What one visitor heard until its connection broke. Its words are numbered, so that each is like no other."""

    name: str
    seqs: list[int] = field(default_factory=list)
    snapshot_time: int | None = None
    seen: list[Message] = field(default_factory=list)
    """Walks and lines that everyone sees."""
    heard_back: list[str] = field(default_factory=list)
    """Its own words, as the village said them back: it promised to keep these."""
    _agent: str = ""
    _thread: Thread | None = None

    def come(self, port: int) -> None:
        """Connect, and listen in a thread until the connection ends, however it does."""
        url, held = f"ws://127.0.0.1:{port}/ws", ExitStack()
        connection = held.enter_context(connect(url, max_size=None, proxy=None, close_timeout=1))
        connection.send(json.dumps({"type": "hello", "lang": "zh", "name": self.name}))
        self._thread = Thread(target=self._listen, args=(held, connection), daemon=True)
        self._thread.start()

    def leave(self) -> None:
        """Wait until all is read that was sent before the end."""
        if self._thread:
            self._thread.join(timeout=30)
            assert not self._thread.is_alive(), "the connection of a killed village did not end"

    def _listen(self, held: ExitStack, connection: ClientConnection) -> None:
        with held, suppress(ConnectionClosed):
            while True:
                message = json.loads(connection.recv())
                self._note(message)
                for answer in self._answers(message):
                    connection.send(json.dumps(answer))

    def _note(self, message: Message) -> None:
        if "seq" in message:
            self.seqs.append(message["seq"])
        match message["type"]:
            case "snapshot":
                self.snapshot_time = message["time"]
            case "walk" | "speech":
                self.seen.append(message)
            case "chat_line" if message["who"] == "visitor":
                self.heard_back.append(message["text"])

    def _answers(self, message: Message) -> list[Message]:
        """Ask one character for a talk, then another, until one is had; and then talk without end."""
        match message["type"]:
            case "snapshot":
                self._agent = next((a["id"] for a in message["agents"] if a["state"] in AWAKE), "")
                return [{"type": "chat_open", "agent": self._agent}] if self._agent else []
            case "chat_refused" | "chat_end":
                self._agent = ""
            case "state" if not self._agent and message["state"] in AWAKE:
                self._agent = message["agent"]
                return [{"type": "chat_open", "agent": self._agent}]
            case "chat_opened":
                return [self._words()]
            case "chat_line" if message["who"] == "visitor":
                return [self._words()]
        return []

    def _words(self) -> Message:
        text = f"{self.name} 的第 {len(self.heard_back) + 1} 句话"
        return {"type": "chat_say", "agent": self._agent, "text": text}

"""`taoyuan serve` as a process: what a visitor was told survives kill -9, and SIGTERM ends it in good order."""

import json
import signal
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.command import await_health, health, kill, served, taoyuan, taoyuan_json
from tests.default_village import default_cast

PACE, FAST = "600", "3600"
WAIT_SECONDS = 60
SERVICE_RESTART = 1012
NARROW_BYTES = 4096
LINES_THAT_FILL_BUFFERS = 600
"""Walks and lines, some 300 bytes each: more than the server's and the system's buffers for one client."""


@contextmanager
def visit(port: int, **hello: object) -> Iterator[ClientConnection]:
    with connect(f"ws://127.0.0.1:{port}/ws", max_size=None, proxy=None) as socket:
        socket.send(json.dumps({"type": "hello", "lang": "zh", **hello}))
        yield socket


@contextmanager
def stalled(port: int) -> Iterator[ClientConnection]:
    """A client that says hello, reads nothing, and has next to no receive buffer."""
    url = f"ws://127.0.0.1:{port}/ws"
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, NARROW_BYTES)
    narrow.connect(("127.0.0.1", port))
    with connect(url, sock=narrow, max_size=None, max_queue=1, proxy=None, close_timeout=0) as client:
        client.send('{"type": "hello", "lang": "zh"}')
        yield client


def _receive(socket: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(socket.recv(timeout=30))
    return message


def until(socket: ClientConnection, kind: str) -> dict[str, Any]:
    """The next message of a kind; fails if none comes in time."""
    deadline = time.monotonic() + WAIT_SECONDS
    while (message := _receive(socket))["type"] != kind:
        assert time.monotonic() < deadline, f"no {kind} came"
    return message


def _open_talk(socket: ClientConnection, agent: str) -> None:
    """Ask for a talk, and again each time that the character has been doing something else."""
    socket.send(json.dumps({"type": "chat_open", "agent": agent}))
    while (message := _receive(socket))["type"] != "chat_opened":
        if message["type"] == "state" and message["agent"] == agent and message["state"] in ("idle", "working"):
            socket.send(json.dumps({"type": "chat_open", "agent": agent}))


def _greeting(socket: ClientConnection, agent: str) -> str:
    """What somebody says to the visitor who comes up to it, thanks, and leaves again."""
    _open_talk(socket, agent)
    greeting: str = until(socket, "chat_line")["text"]
    socket.send(json.dumps({"type": "chat_say", "agent": agent, "text": "谢谢"}))
    assert [until(socket, "chat_line")["who"] for _ in range(2)] == ["visitor", "agent"]
    socket.send(json.dumps({"type": "chat_close", "agent": agent}))
    until(socket, "chat_end")
    return greeting


def _watch(socket: ClientConnection, count: int) -> list[dict[str, Any]]:
    """The next `count` walks and lines that everyone sees."""
    seen: list[dict[str, Any]] = []
    while len(seen) < count:
        message = _receive(socket)
        if message["type"] in ("walk", "speech"):
            seen.append(message)
    return seen


def _facts(database: Path) -> set[tuple[int, str, str]]:
    """(time, agent, what) of every walk and line in the database."""
    connection = sqlite3.connect(database)
    rows = connection.execute("SELECT time, fact FROM event WHERE kind IN ('walk_started', 'spoke')").fetchall()
    connection.close()
    return {(time, *_key(json.loads(fact))) for time, fact in rows}


def _key(fact: dict[str, Any]) -> tuple[str, str]:
    return fact["agent"], json.dumps(fact.get("path") or fact["text"], sort_keys=True)


def test_kill_9_loses_nothing_that_a_client_had_seen(tmp_path: Path) -> None:
    """Every walk and line that was sent is in the database after a kill, and the village goes on from there."""
    database = tmp_path / "village.db"
    with served(database, "--pace", PACE) as (process, port), visit(port) as socket:
        assert until(socket, "welcome")["protocol"] == 1
        seen = _watch(socket, 60)
        kill(process)
    missing = {(message["time"], *_key(message)) for message in seen} - _facts(database)
    assert missing == set()
    assert taoyuan_json("replay", str(database), "--verify")["same"] is True
    with served(database, "--pace", PACE) as (_, port), visit(port) as socket:
        assert until(socket, "snapshot")["time"] >= max(message["time"] for message in seen)
        _watch(socket, 5)
    assert taoyuan_json("replay", str(database), "--rerun")["same"] is True


def test_a_visitor_talks_with_a_character(tmp_path: Path) -> None:
    """Hello, a question, an answer in the visitor's language; the words are not in the log."""
    database = tmp_path / "village.db"
    with served(database, "--pace", "1") as (_, port), visit(port, name="Ann", lang="en") as socket:
        visitor = until(socket, "welcome")["you"]
        _open_talk(socket, "farmer")
        assert until(socket, "chat_line")["who"] == "agent"
        socket.send(json.dumps({"type": "chat_say", "agent": "farmer", "text": "Who are you, xyzzy?"}))
        mine, reply = until(socket, "chat_line"), until(socket, "chat_line")
        assert (mine["who"], mine["text"]) == ("visitor", "Who are you, xyzzy?")
        assert reply["who"] == "agent"
        assert reply["text"].isascii()
        socket.send(json.dumps({"type": "chat_close", "agent": "farmer"}))
        assert until(socket, "chat_end")["reason"] == "closed"
    connection = sqlite3.connect(database)
    told = connection.execute("SELECT fact FROM event UNION ALL SELECT payload FROM input").fetchall()
    connection.close()
    assert not any("xyzzy" in text or reply["text"] in text for (text,) in told)
    erased = taoyuan_json("erase", str(database), visitor)
    assert erased["erased_texts"] >= 3, "a greeting, a question and an answer"
    assert b"xyzzy" not in database.read_bytes()
    assert taoyuan_json("replay", str(database), "--rerun")["same"] is True


def test_a_visitor_who_comes_back_with_its_key_is_greeted_as_an_acquaintance(tmp_path: Path) -> None:
    """A stranger to the farmer at first; once they have talked the farmer knows it, after a kill -9, too."""
    database, to_visitor = tmp_path / "village.db", default_cast().by_id["farmer"].speech.to_visitor
    with served(database, "--pace", "1") as (process, port), visit(port) as socket:
        key = until(socket, "welcome")["visitor_key"]
        assert _greeting(socket, "farmer") in {line.zh for line in to_visitor.hello}
        kill(process)
    with served(database, "--pace", "1") as (_, port), visit(port, visitor_key=key) as socket:
        assert _greeting(socket, "farmer") in {line.zh for line in to_visitor.again}
    assert taoyuan_json("replay", str(database), "--rerun")["same"] is True


def test_a_command_is_accepted_and_then_seen_to_be_done(tmp_path: Path) -> None:
    """The farmer is asked to water the field, agrees, and goes to work there when the talk is over."""
    with served(tmp_path / "village.db", "--pace", "120") as (_, port), visit(port) as socket:
        until(socket, "snapshot")
        _open_talk(socket, "farmer")
        socket.send(json.dumps({"type": "command", "agent": "farmer"}))
        assert until(socket, "command_result")["accepted"] is True
        socket.send(json.dumps({"type": "chat_close", "agent": "farmer"}))
        state = until(socket, "state")
        while not (state["agent"] == "farmer" and state["state"] == "working"):
            state = until(socket, "state")


def _farewell(socket: ClientConnection) -> dict[str, Any]:
    """What the village says when it closes; the connection has ended after it, with the code for a restart."""
    message = until(socket, "world")
    with pytest.raises(ConnectionClosed):
        socket.recv(timeout=WAIT_SECONDS)
    assert socket.close_code == SERVICE_RESTART
    return message


def _is_sealed(database: Path) -> bool:
    """Whether the digest covers all events, and is theirs."""
    connection = sqlite3.connect(database)
    sealed = connection.execute("SELECT seq FROM seal").fetchone()
    last = connection.execute("SELECT max(seq) FROM event").fetchone()
    connection.close()
    same: bool = taoyuan_json("replay", str(database), "--verify")["same"]
    return sealed == last and same


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_village_told_to_stop_commits_tells_its_clients_and_ends(tmp_path: Path, number: signal.Signals) -> None:
    """Every client hears in both languages that the village closes, last of all; exit code 0, and all is sealed."""
    database = tmp_path / "village.db"
    with served(database, "--pace", PACE) as (process, port), visit(port) as socket, visit(port) as other:
        _watch(socket, 10)
        process.send_signal(number)
        farewell = _farewell(socket)
        assert farewell == _farewell(other)
        assert process.wait(timeout=WAIT_SECONDS) == 0
    assert farewell["kind"] == "closing"
    assert "村子" in farewell["text"]["zh"]
    assert farewell["text"]["en"].isascii()
    assert _is_sealed(database)


def test_stalled_client_does_not_keep_the_village_from_ending(tmp_path: Path) -> None:
    """One client reads nothing: the other is told all the same, and the end is as good as ever."""
    database = tmp_path / "village.db"
    with served(database, "--pace", FAST) as (process, port), stalled(port) as deaf, visit(port) as socket:
        _watch(socket, LINES_THAT_FILL_BUFFERS)
        assert health(port)["visitors"] == 2, "the stalled client is still waited for"
        process.send_signal(signal.SIGTERM)
        assert _farewell(socket)["kind"] == "closing"
        printed, _ = process.communicate(timeout=WAIT_SECONDS)
        with pytest.raises(ConnectionClosed):
            until(deaf, "world")
    assert (process.returncode, printed.count("\n")) == (0, 2), printed
    assert _is_sealed(database)


def test_second_signal_ends_the_village_at_once_and_spoils_nothing(tmp_path: Path) -> None:
    """While a client that reads nothing is waited for, the next SIGTERM stops the waiting; all is sealed."""
    database = tmp_path / "village.db"
    with served(database, "--pace", FAST) as (process, port), stalled(port), visit(port) as socket:
        _watch(socket, LINES_THAT_FILL_BUFFERS)
        process.send_signal(signal.SIGTERM)
        assert until(socket, "world")["kind"] == "closing"
        process.send_signal(signal.SIGTERM)
        printed, _ = process.communicate(timeout=WAIT_SECONDS)
    assert (process.returncode, printed.count("\n")) == (0, 2), printed
    assert _is_sealed(database)


def test_a_second_server_on_the_same_run_is_refused_or_stops(tmp_path: Path) -> None:
    """Two processes never write one history: the second ends with a clear line, the first lives on."""
    database = tmp_path / "village.db"
    with served(database, "--pace", PACE) as (process, port):
        second = taoyuan("serve", "--db", str(database), "--port", str(port))
        assert second.returncode == 2
        assert "another process" in second.stderr
        assert second.stderr.count("\n") == 1
        await_health(process, port)

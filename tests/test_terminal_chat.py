"""`taoyuan chat` as a process, against a served village and another client of the same visitor."""

import json
import stat
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from websockets.sync.server import ServerConnection, serve

from tests.command import ROOT, environment, served

WAIT_SECONDS = 60
GOODBYE = {"zh": "村子要歇一会儿了", "en": "The village rests"}


def chatting(folder: Path, port: int, *options: str) -> subprocess.Popen[str]:
    """`taoyuan chat farmer`, whose key is kept in a folder; nothing has been typed."""
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "scenarios.command_line",
            "chat",
            "farmer",
            "--url",
            f"ws://127.0.0.1:{port}/ws",
            *options,
        ],
        cwd=ROOT,
        env={**environment("0"), "XDG_DATA_HOME": str(folder), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def key_file(folder: Path) -> Path:
    return folder / "taoyuan" / "visitor_key"


def until_printed(process: subprocess.Popen[str], words: str) -> None:
    """Read what is printed up to a line with some words."""
    assert process.stdout
    printed = ""
    while words not in printed:
        line = process.stdout.readline()
        assert line, printed
        printed += line


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")
def test_key_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    """A key file that others could read, of an older version, is closed to them."""
    key_file(tmp_path).parent.mkdir()
    key_file(tmp_path).write_text("k" * 32)
    key_file(tmp_path).chmod(0o644)
    with served(tmp_path / "village.db") as (_, port):
        process = chatting(tmp_path, port)
        process.communicate("/quit\n", timeout=WAIT_SECONDS)
    assert stat.S_IMODE(key_file(tmp_path).stat().st_mode) == 0o600
    assert key_file(tmp_path).read_text() == "k" * 32


@pytest.mark.parametrize("language", ["zh", "en"])
def test_village_that_closes_is_no_error(tmp_path: Path, language: str) -> None:
    """It is said in the talker's language, and the command ends well, though nobody presses a key."""
    with served(tmp_path / "village.db") as (village, port):
        process = chatting(tmp_path, port, "--lang", language)
        until_printed(process, "/quit")
        village.terminate()
        assert process.wait(timeout=WAIT_SECONDS) == 0
        assert process.stdout
        assert GOODBYE[language] in process.stdout.read()
        process.stdout.close()


def test_another_talk_of_the_same_key_is_not_mistaken_for_its_own(tmp_path: Path) -> None:
    """Whatever the same visitor's page has refused, opened and ended with others, the terminal's own talk goes on."""

    def village(socket: ServerConnection) -> None:
        def tell(kind: str, **fields: object) -> None:
            socket.send(json.dumps({"type": kind, **fields}))

        socket.recv()
        tell("welcome", visitor_key="k" * 32)
        tell("snapshot", agents=[{"id": "farmer", "name": {"zh": "陈大田", "en": "Farmer Chen"}}])
        socket.recv()
        tell("chat_refused", agent="vet", reason="asleep")
        tell("chat_opened", agent="farmer", chat="c-1")
        tell("chat_end", agent="vet", chat="c-2", reason="time")
        tell("chat_line", agent="vet", chat="c-2", who="agent", text="再会")
        tell("chat_line", agent="farmer", chat="c-1", who="agent", text="地里正忙")
        tell("chat_end", agent="farmer", chat="c-1", reason="limit")

    with serve(village, "127.0.0.1", 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        process = chatting(tmp_path, server.socket.getsockname()[1])
        assert process.wait(timeout=WAIT_SECONDS) == 0
        assert process.stdout
        printed = process.stdout.read()
        process.stdout.close()
        server.shutdown()
    assert "陈大田: 地里正忙" in printed
    assert "今天说得够多了" in printed
    assert "再会" not in printed

"""`taoyuan chat NAME`: a talk with a character, from a terminal.

Written from what `taoyuan schema` prints and nothing else of the village's code, as anybody's client would be.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from platformdirs import user_data_path
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from sim.bad_input import BadInput

Frame = dict[str, Any]

ANSWER_SECONDS = 30.0
"""How long to wait for an answer before going on."""
QUIT = "/quit"
COMMAND = "/command"
HELP = {
    "zh": "直接输入就说话；/command 请对方做拿手的事；/quit 告辞。",
    "en": "Type to talk; /command asks for what they do best; /quit takes your leave.",
}
WALKING_UP = {"zh": "（正走过去……）", "en": "(walking up…)"}
COME_BACK = {"zh": "过会儿再来", "en": "come back later"}
REFUSALS = {
    "busy": {"zh": "正忙着和别人说话", "en": "is talking with somebody else"},
    "asleep": {"zh": "睡着了", "en": "is asleep"},
    "too_far": {"zh": "走远了，追不上", "en": "has gone too far away"},
    "limit": {"zh": "要等你和别人说完话", "en": "waits until you have finished your other talks"},
}
SERVICE_RESTART = 1012
"""The close code of a village that closes, or that this terminal was too slow for."""
CLOSED = {
    "zh": "（村子要歇一会儿了，过会儿再来。）",
    "en": "(The village rests for a while. Come back later.)",
}
OWNER_ALONE = 0o600
MAXIMUM_TYPED_AHEAD = 1
"""Lines read before they are sent; the terminal keeps what is typed beyond."""
ENDS = {
    "time": {"zh": "（话说完了。）", "en": "(The talk is over.)"},
    "limit": {"zh": "（今天说得够多了。）", "en": "(That was enough for one talk.)"},
    "called_away": {"zh": "（对方去忙你说的事了。）", "en": "(Off to do what you asked for.)"},
}


@dataclass(frozen=True, slots=True)
class Talker:
    """Who talks, how, and where the key that they are known by is kept."""

    name: str | None
    language: str
    token: str | None
    key_path: Path


def default_key_path() -> Path:
    """Where the visitor key is kept, so that characters know you tomorrow."""
    return user_data_path("taoyuan", ensure_exists=True) / "visitor_key"


class VillageClosed(Exception):
    """The village said that it closes."""


async def chat(who: str, url: str, talker: Talker) -> None:
    """Talk with `who` (an id, or a name in either language) until one takes leave, or the village closes.

    Raises BadInput.
    """
    try:
        async with connect(url, proxy=None) as socket:
            snapshot = await _enter(socket, talker)
            agent = _find(snapshot, who)
            await _send(socket, type="chat_open", agent=agent["id"])
            print(WALKING_UP[talker.language], flush=True)
            await _opened(socket, agent, talker)
            print(HELP[talker.language])
            await _converse(socket, agent, talker)
    except VillageClosed:
        print(CLOSED[talker.language])
    except (OSError, InvalidHandshake, InvalidURI, ConnectionClosed) as error:
        problem = f"no village answers there ({type(error).__name__})"
        raise BadInput(url, problem, "start one with `taoyuan serve`, or name another --url") from error


async def _enter(socket: ClientConnection, talker: Talker) -> Frame:
    """Say hello, keep the key that comes back, and wait for the view of the village."""
    known = talker.key_path.read_text(encoding="utf-8") if talker.key_path.is_file() else None
    hello = {"name": talker.name, "lang": talker.language, "visitor_key": known, "token": talker.token}
    await _send(socket, type="hello", **hello)
    welcome = await _next(socket, "welcome")
    _keep_key(talker.key_path, welcome["visitor_key"])
    return await _next(socket, "snapshot")


def _keep_key(path: Path, key: str) -> None:
    """Who has the key reads and erases what was said, so its file is its owner's alone, an older one's included."""
    path.touch(OWNER_ALONE)
    path.chmod(OWNER_ALONE)
    path.write_text(key, encoding="utf-8")


def _find(snapshot: Frame, who: str) -> Frame:
    for agent in snapshot["agents"]:
        if who.casefold() in (agent["id"], agent["name"]["zh"], agent["name"]["en"].casefold()):
            found: Frame = agent
            return found
    ids = ", ".join(agent["id"] for agent in snapshot["agents"])
    raise BadInput(who, "nobody of that name lives here", f"name one of {ids}")


async def _opened(socket: ClientConnection, agent: Frame, talker: Talker) -> None:
    message = await _next_of(agent, socket, "chat_opened", "chat_refused")
    if message["type"] == "chat_refused":
        words = REFUSALS.get(message["reason"], {})
        reason = words.get(talker.language, str(message["reason"]))
        raise BadInput(str(agent["name"][talker.language]), reason, COME_BACK[talker.language])


async def _converse(socket: ClientConnection, agent: Frame, talker: Talker) -> None:
    answered = asyncio.Event()
    listening = asyncio.create_task(_listen(socket, agent, talker.language, answered))
    speaking = asyncio.create_task(_speak(socket, agent["id"], answered))
    await asyncio.wait({listening, speaking}, return_when=asyncio.FIRST_COMPLETED)
    speaking.cancel()
    await listening


async def _listen(socket: ClientConnection, agent: Frame, language: str, answered: asyncio.Event) -> None:
    """Print what the character says, as it says it, until the talk is over."""
    spoken = ""
    while (message := await _next_of(agent, socket, "chat_delta", "chat_line", "chat_end"))["type"] != "chat_end":
        if message.get("who") == "visitor":
            continue
        whole = message["text"] if message["type"] == "chat_line" else spoken + message["text"]
        begins = not spoken or not whole.startswith(spoken)
        fresh = f"{agent['name'][language]}: {whole}" if begins else whole[len(spoken) :]
        print(_visible(fresh), end="", flush=True)
        spoken = whole
        if message["type"] == "chat_line":
            print(flush=True)
            spoken = ""
            answered.set()
    if words := ENDS.get(message["reason"], {}).get(language):
        print(words)


async def _speak(socket: ClientConnection, agent_id: str, answered: asyncio.Event) -> None:
    """Send what is typed, a line at a time, each after the last was answered; the end of input takes leave."""
    async for line in _typed():
        with suppress(TimeoutError):
            await asyncio.wait_for(answered.wait(), ANSWER_SECONDS)
        answered.clear()
        if line == QUIT:
            answered.set()
            break
        if line == COMMAND:
            await _send(socket, type="command", agent=agent_id)
        else:
            await _send(socket, type="chat_say", agent=agent_id, text=line)
    with suppress(TimeoutError):
        await asyncio.wait_for(answered.wait(), ANSWER_SECONDS)
    await _send(socket, type="chat_close", agent=agent_id)


async def _typed() -> AsyncIterator[str]:
    """What is typed, without its empty lines.

    A thread that reads the terminal can't be stopped, and must not keep the process when the talk is over: it is a
    daemon, and has a reader of its own, for Python waits for the use of `sys.stdin` when it ends.
    """
    typed: asyncio.Queue[str] = asyncio.Queue(MAXIMUM_TYPED_AHEAD)
    loop = asyncio.get_running_loop()

    def read() -> None:
        with suppress(RuntimeError), open(sys.stdin.fileno(), encoding=sys.stdin.encoding, closefd=False) as terminal:
            while line := terminal.readline():
                asyncio.run_coroutine_threadsafe(typed.put(line), loop).result()
            asyncio.run_coroutine_threadsafe(typed.put(""), loop).result()

    Thread(target=read, daemon=True).start()
    while line := await typed.get():
        if line.strip():
            yield line.strip()


async def _send(socket: ClientConnection, **message: Any) -> None:
    await socket.send(json.dumps({name: value for name, value in message.items() if value is not None}))


async def _next_of(agent: Frame, socket: ClientConnection, *kinds: str) -> Frame:
    """The next message of one of the kinds about a character: the same key may have other talks, on a page say."""
    while (message := await _next(socket, *kinds))["agent"] != agent["id"]:
        pass
    return message


async def _next(socket: ClientConnection, *kinds: str) -> Frame:
    """The next message of one of the kinds; an `error` is printed. Raises VillageClosed, ConnectionClosed."""
    while True:
        message = await _receive(socket)
        if message["type"] == "world" and message["kind"] == "closing":
            raise VillageClosed
        if message["type"] == "error":
            print(_visible(message["message"]), file=sys.stderr)
        if message["type"] in kinds:
            return message


async def _receive(socket: ClientConnection) -> Frame:
    try:
        message: Frame = json.loads(await socket.recv())
    except ConnectionClosed as closed:
        if closed.rcvd and closed.rcvd.code == SERVICE_RESTART:
            raise VillageClosed from closed
        raise
    return message


def _visible(text: str) -> str:
    """Text without control characters: what strangers say must not steer the terminal."""
    return "".join(character for character in text if character.isprintable())

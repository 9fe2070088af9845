"""What a browser or terminal says to the village."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sim.tiles import Tile
from web.message_parts import MAXIMUM_CHAT_CHARACTERS, Frame, Id


class Hello(Frame):
    """The first message. `visitor_key` is the secret that `welcome` gave on an earlier visit."""

    type: Literal["hello"]
    name: Annotated[str, StringConstraints(max_length=24, strip_whitespace=True)] | None = None
    lang: Literal["zh", "en"] = "zh"
    run: str | None = None
    resume_after: Annotated[int, Field(ge=0)] | None = None
    visitor_key: Annotated[str, StringConstraints(max_length=128)] | None = None
    token: Annotated[str, StringConstraints(max_length=256)] | None = None


class Move(Frame):
    """Walk the visitor's own sprite to a tile. Walking away from a character ends the talk with it."""

    type: Literal["move"]
    to: Tile


class ChatOpen(Frame):
    """Ask a character for a talk: your sprite walks up to it, then `chat_opened` or `chat_refused` answers."""

    type: Literal["chat_open"]
    agent: Id


class ChatSay(Frame):
    """Say something to a character. It is held until the chat that was asked for is open, at most 4 lines."""

    type: Literal["chat_say"]
    agent: Id
    text: Annotated[str, StringConstraints(min_length=1, max_length=MAXIMUM_CHAT_CHARACTERS, strip_whitespace=True)]


class ChatStop(Frame):
    """Cut the reply short that is being spoken: what was said of it so far comes as its `chat_line`."""

    type: Literal["chat_stop"]
    agent: Id


class ChatClose(Frame):
    """End the talk."""

    type: Literal["chat_close"]
    agent: Id


class Command(Frame):
    """Give the character its role's command, in its own words or in `text`; `command_result` answers."""

    type: Literal["command"]
    agent: Id
    text: Annotated[str, StringConstraints(max_length=MAXIMUM_CHAT_CHARACTERS)] | None = None


class SetPace(Frame):
    """Set the pace for everyone: simulated seconds per wall second."""

    type: Literal["pace"]
    factor: Annotated[float, Field(ge=0.1, le=3600)]


class Pause(Frame):
    """Stop simulated time for everyone."""

    type: Literal["pause"]


class Resume(Frame):
    """Let simulated time go on."""

    type: Literal["resume"]


class Ping(Frame):
    """Ask for a `pong`."""

    type: Literal["ping"]


ClientMessage = Annotated[
    Hello | Move | ChatOpen | ChatSay | ChatStop | ChatClose | Command | SetPace | Pause | Resume | Ping,
    Field(discriminator="type"),
]

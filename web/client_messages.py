"""What a browser or terminal says to the village. A number must be a number, and text text: nothing is converted."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from sim.tiles import Tile
from web.message_parts import MAXIMUM_CHAT_CHARACTERS, Frame, Id


class ClientFrame(Frame):
    """Base of what is read: unknown fields and values of another type are refused."""

    model_config = ConfigDict(strict=True)


class Hello(ClientFrame):
    """The first message, within 10 seconds; it comes once. `welcome` answers, then the view."""

    type: Literal["hello"]
    name: Annotated[str, StringConstraints(max_length=24, strip_whitespace=True)] | None = None
    """What others see you called; a name is made for who has none."""
    lang: Literal["zh", "en"] = "zh"
    """What you are greeted in. Replies come in the language that you write in."""
    run: str | None = None
    """The run that `resume_after` belongs to, as `welcome` named it."""
    resume_after: Annotated[int, Field(ge=0)] | None = None
    """The last `seq` seen on an earlier connection: what was missed follows, or a `snapshot` where that is not kept."""
    visitor_key: Annotated[str, StringConstraints(max_length=128)] | None = None
    """The secret that an earlier `welcome` gave: with it you are the same visitor. One not made here is replaced."""
    token: Annotated[str, StringConstraints(max_length=256)] | None = None
    """The village's secret, where it has one and no cookie brings it."""


class Move(ClientFrame):
    """Walk your own sprite to a tile, or near it. Making for a place out of a character's earshot ends your talk.

    A tile to which no way leads is an `error`, `no_way`.
    """

    type: Literal["move"]
    to: Tile


class ChatOpen(ClientFrame):
    """Ask a character for a talk: your sprite walks up to it, then `chat_opened` or `chat_refused` answers."""

    type: Literal["chat_open"]
    agent: Id


class ChatSay(ClientFrame):
    """Say something to a character. It is held until the chat that was asked for is open, at most 4 lines.

    It comes back as a `chat_line` once the character has heard it. A reply that is being spoken is cut short by it.
    """

    type: Literal["chat_say"]
    agent: Id
    text: Annotated[str, StringConstraints(min_length=1, max_length=MAXIMUM_CHAT_CHARACTERS, strip_whitespace=True)]


class ChatStop(ClientFrame):
    """Cut the reply short that is being spoken: what was said of it so far comes as its `chat_line`. Else nothing."""

    type: Literal["chat_stop"]
    agent: Id


class ChatClose(ClientFrame):
    """End the talk, or stop walking up for it. Where there is none, nothing comes of it."""

    type: Literal["chat_close"]
    agent: Id


class Command(ClientFrame):
    """Give the character its role's command, saying `text`, or the role's own sentence.

    Without a talk it walks up and opens one first, or is told `chat_refused`. `command_result` answers; what was
    accepted begins when the talk is over, which the character sees to (`chat_end`, `called_away`): its activity then
    says `asked_for`.
    """

    type: Literal["command"]
    agent: Id
    text: Annotated[str, StringConstraints(max_length=MAXIMUM_CHAT_CHARACTERS)] | None = None


class SetPace(ClientFrame):
    """Set the pace for everyone: simulated seconds per wall second. A pause ends with it."""

    type: Literal["pace"]
    factor: Annotated[float, Field(ge=0.1, le=3600)]


class Pause(ClientFrame):
    """Stop simulated time for everyone; visitors may walk and talk on. Who paused first is named."""

    type: Literal["pause"]


class Resume(ClientFrame):
    """Let simulated time go on, at the pace that was chosen."""

    type: Literal["resume"]


class Ping(ClientFrame):
    """Ask for a `pong`."""

    type: Literal["ping"]


ClientMessage = Annotated[
    Hello | Move | ChatOpen | ChatSay | ChatStop | ChatClose | Command | SetPace | Pause | Resume | Ping,
    Field(discriminator="type"),
]

"""The wire protocol: every JSON text frame that a browser or terminal and the village exchange on `/ws`.

`taoyuan schema` prints these models as JSON Schema, and `web/map/src/protocol.ts` is generated from them. A client
written from that schema alone must work, so every field says what it means. Coordinates are tiles, [x, y], origin top
left; times are simulated seconds since day 1, 00:00. `seq` increases on messages that change everyone's view.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

PROTOCOL_VERSION = 1
MAXIMUM_FRAME_BYTES = 16 * 1024
"""The longest frame that the server reads."""
MAXIMUM_CHAT_CHARACTERS = 500
"""The longest thing that a visitor can say at once."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Tile = tuple[int, int]
Source = Literal["model", "rule", "fallback"]


class Frame(BaseModel):
    """Base of all messages: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Both(Frame):
    """The same words in Chinese and English; the client shows the one it wants."""

    zh: str
    en: str


# ---- client → server ---------------------------------------------------------------------------------------------


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
    """Walk the visitor's own sprite to a tile."""

    type: Literal["move"]
    to: Tile


class ChatOpen(Frame):
    """Ask a character for a talk; `chat_opened` or `chat_refused` answers."""

    type: Literal["chat_open"]
    agent: Id


class ChatSay(Frame):
    """Say something to a character; held until the chat is open."""

    type: Literal["chat_say"]
    agent: Id
    text: Annotated[str, StringConstraints(min_length=1, max_length=MAXIMUM_CHAT_CHARACTERS, strip_whitespace=True)]


class ChatStop(Frame):
    """Stop the reply that is being spoken."""

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


# ---- server → client ---------------------------------------------------------------------------------------------


class MapInfo(Frame):
    """The map's size in tiles and the side of a tile in picture pixels."""

    width: int
    height: int
    tile_size: int


class TileSource(Frame):
    """Where the map's pictures are: Leaflet URL templates, and the zooms that exist (zoom 0: one to one)."""

    ground: str
    above: str
    minimum_zoom: int
    maximum_native_zoom: int


class Mind(Frame):
    """Who decides for the characters: rules, or which model."""

    kind: Literal["scripted", "model"]
    model: str | None = None


class Welcome(Frame):
    """The answer to `hello`: who you are, and what is drawn underneath."""

    type: Literal["welcome"] = "welcome"
    protocol: int
    run: str
    you: Id
    visitor_key: str
    map: MapInfo
    tiles: TileSource
    mind: Mind


class WalkInfo(Frame):
    """A walk under way: at time t the walker is at path[(t - start) / seconds_per_tile], interpolated."""

    path: list[Tile]
    start: int
    seconds_per_tile: int


class ActivityInfo(Frame):
    """What someone is doing, as an onlooker would say it."""

    id: str
    zh: str
    en: str


State = Literal["idle", "working", "chatting", "sleeping"]
Facing = Literal["up", "down", "left", "right"]


class AgentView(Frame):
    """A character as everyone sees it. `at` is where it stands, or where its walk began. `talking_to` is the id
    of the character it talks with, or `visitor`."""

    id: Id
    name: Both
    role: Both
    at: Tile
    facing: Facing
    walk: WalkInfo | None = None
    state: State
    activity: ActivityInfo | None = None
    place: str | None = None
    talking_to: str | None = None


class VisitorView(Frame):
    """A visitor's sprite."""

    id: Id
    name: str
    at: Tile


class PlaceView(Frame):
    """A named area of the map: x, y, width and height in tiles."""

    id: str
    name: Both
    area: tuple[int, int, int, int]


class Snapshot(Frame):
    """The whole view at one moment."""

    type: Literal["snapshot"] = "snapshot"
    seq: int
    time: int
    pace: float
    paused_by: str | None = None
    agents: list[AgentView]
    visitors: list[VisitorView]
    places: list[PlaceView]
    weather: str


class WalkMessage(Frame):
    """A character set out. `place` is where it goes, if that has a name."""

    type: Literal["walk"] = "walk"
    seq: int
    time: int
    agent: Id
    path: list[Tile]
    start: int
    seconds_per_tile: int
    place: str | None = None


class StopMessage(Frame):
    """A character stands still at `at`: it arrived, or its walk was interrupted."""

    type: Literal["stop"] = "stop"
    seq: int
    time: int
    agent: Id
    at: Tile
    facing: Facing
    place: str | None = None


class StateMessage(Frame):
    """A character's state or activity changed."""

    type: Literal["state"] = "state"
    seq: int
    time: int
    agent: Id
    state: State
    activity: ActivityInfo | None = None
    place: str | None = None
    talking_to: str | None = None


class SpeechMessage(Frame):
    """A character said something that all may hear; it can be read until `until`."""

    type: Literal["speech"] = "speech"
    seq: int
    time: int
    until: int
    agent: Id
    to: Id | None = None
    text: Both
    source: Source


class Thinking(Frame):
    """A character is waiting for its mind's answer, or no longer is."""

    type: Literal["thinking"] = "thinking"
    agent: Id
    on: bool


class ChatOpened(Frame):
    """Your talk with a character has begun."""

    type: Literal["chat_opened"] = "chat_opened"
    agent: Id
    chat: Id


RefusalReason = Literal["busy", "asleep", "unknown", "too_far", "not_talking", "limit"]


class ChatRefused(Frame):
    """The character can't talk now."""

    type: Literal["chat_refused"] = "chat_refused"
    agent: str
    reason: RefusalReason


class ChatDelta(Frame):
    """A piece of a reply, as it is being spoken."""

    type: Literal["chat_delta"] = "chat_delta"
    agent: Id
    chat: Id
    text: str


class ChatLine(Frame):
    """A whole line of your talk: yours (`who` = visitor) or the character's."""

    type: Literal["chat_line"] = "chat_line"
    agent: Id
    chat: Id
    who: Literal["visitor", "agent"]
    text: str
    source: Source | None = None


class ChatEnd(Frame):
    """Your talk is over."""

    type: Literal["chat_end"] = "chat_end"
    agent: Id
    chat: Id
    reason: Literal["closed", "left", "time", "limit"]


class CommandResult(Frame):
    """Whether the character will do as asked; its words come as a `chat_line`."""

    type: Literal["command_result"] = "command_result"
    agent: Id
    accepted: bool
    reason: str


class VisitorMessage(Frame):
    """A visitor came, walked, or left. `path` is walked from `wall_start` (milliseconds since 1970) at 4 tiles a
    wall second, at any pace."""

    type: Literal["visitor"] = "visitor"
    seq: int
    change: Literal["joined", "moved", "left"]
    visitor: VisitorView
    path: list[Tile] | None = None
    wall_start: int | None = None


class WorldMessage(Frame):
    """Something that concerns the whole village."""

    type: Literal["world"] = "world"
    seq: int
    time: int
    kind: str
    text: Both | None = None


class Clock(Frame):
    """The village's time and pace, now. Sent at each change and about once a wall second."""

    type: Literal["clock"] = "clock"
    time: int
    pace: float
    paused_by: str | None = None


class Error(Frame):
    """Something you sent could not be taken; the connection goes on unless it is closed."""

    type: Literal["error"] = "error"
    code: str
    message: str


class Pong(Frame):
    """The answer to `ping`."""

    type: Literal["pong"] = "pong"


ServerMessage = Annotated[
    Welcome
    | Snapshot
    | WalkMessage
    | StopMessage
    | StateMessage
    | SpeechMessage
    | Thinking
    | ChatOpened
    | ChatRefused
    | ChatDelta
    | ChatLine
    | ChatEnd
    | CommandResult
    | VisitorMessage
    | WorldMessage
    | Clock
    | Error
    | Pong,
    Field(discriminator="type"),
]

client_messages: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)
server_messages: TypeAdapter[ServerMessage] = TypeAdapter(ServerMessage)

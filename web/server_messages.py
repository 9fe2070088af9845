"""What the village says to browsers and terminals, but for talks (`talk_messages`). `seq` increases."""

from typing import Annotated, Literal

from pydantic import Field

from sim.happenings import Weather
from sim.tiles import Tile
from web.message_parts import (
    ActivityInfo,
    AgentView,
    Both,
    Facing,
    Frame,
    HappeningView,
    Id,
    MapInfo,
    Mind,
    PlaceView,
    Source,
    State,
    TileSource,
    VisitorView,
)
from web.talk_messages import ChatDelta, ChatEnd, ChatLine, ChatOpened, ChatRefused, CommandResult


class Welcome(Frame):
    """The answer to `hello`: who you are, and what is drawn underneath.

    Then comes a `snapshot`, or what was missed and a `clock`; then the visitors' walks and the thoughts under way, what
    came in your talks while you were away, and a `chat_opened` for each talk of yours that goes on.
    """

    type: Literal["welcome"] = "welcome"
    protocol: int
    run: str
    you: Id
    visitor_key: str
    """Keep it secret, and bring it in the next `hello`: it is how characters know you tomorrow."""
    map: MapInfo
    tiles: TileSource
    mind: Mind


class Snapshot(Frame):
    """The whole view at one moment, in place of all that was known."""

    type: Literal["snapshot"] = "snapshot"
    seq: int
    time: int
    pace: float
    chosen_pace: float
    pace_by: str | None = None
    paused_by: str | None = None
    agents: list[AgentView]
    visitors: list[VisitorView]
    places: list[PlaceView]
    weather: Weather
    happenings: list[HappeningView] = Field(default_factory=list)
    """What goes on, the weather among it if it is not the usual one; the oldest first."""


class WalkMessage(Frame):
    """A character set out; a walk under way ends with it. `place` is where it goes, if that has a name."""

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
    event: int | None = None
    """Its number in the log: `/api/events/{event}/why` explains it."""


class Thinking(Frame):
    """A character is looking for words, until they are all said, or no longer is. Missed ones are not sent again: at
    each `welcome` forget who thought; those who think then follow."""

    type: Literal["thinking"] = "thinking"
    agent: Id
    on: bool


class MindMessage(Frame):
    """Whether the model answers. While it does not, the rules decide for it, and it is tried again by itself. Sent when
    that changes; at each `welcome` and `snapshot` take it that it does: if not, you are told next."""

    type: Literal["mind"] = "mind"
    answers: bool


class VisitorMessage(Frame):
    """A visitor came (or has another name now), walked, or left: some seconds after its last connection ended.

    `path` is walked at 4 tiles a wall second, at any pace of the village, since `wall_start` (milliseconds since 1970
    by the village's clock); `walked_milliseconds` of it had passed when this was sent, for clients whose clock is
    another. On coming in, walks under way are told again, under the `seq` that came last.
    """

    type: Literal["visitor"] = "visitor"
    seq: int
    change: Literal["joined", "moved", "left"]
    visitor: VisitorView
    path: list[Tile] | None = None
    wall_start: int | None = None
    walked_milliseconds: int | None = None


class WorldMessage(Frame):
    """Something that concerns the whole village.

    `closing`: it stops now, and will go on where it stopped. `happened` and `happening_ended`: `happening` began or is
    over, and `weather` is the weather now. `text` says so to people, where there is something to say.
    """

    type: Literal["world"] = "world"
    seq: int
    time: int
    kind: Literal["closing", "happened", "happening_ended"]
    text: Both | None = None
    happening: HappeningView | None = None
    weather: Weather | None = None


class Clock(Frame):
    """The village's time and pace, now, and who set them so. Sent at each change and about once a wall second."""

    type: Literal["clock"] = "clock"
    time: int
    pace: float
    """Simulated seconds per wall second when not paused: the chosen pace, or 900 at least while all sleep."""
    chosen_pace: float
    pace_by: str | None = None
    """Who chose the pace: the id of a visitor who is here, or the name of one who has left."""
    paused_by: str | None = None
    """Who stopped time, likewise; null while it goes."""


class Error(Frame):
    """Something you sent could not be taken; the connection goes on unless it is closed."""

    type: Literal["error"] = "error"
    code: str
    """For programs: `malformed`, `unknown_type`, `too_fast`, `no_way`, `too_many_held`, `busy`, `hello_again`; before a
    close `hello_first`, `unauthorized`, `full`, `too_big`, `too_many_errors`, `too_many_connections`."""
    message: str
    """For people who write clients, in English."""


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
    | MindMessage
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

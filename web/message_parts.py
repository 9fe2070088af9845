"""The shapes that the wire protocol's messages are made of. Unknown fields are refused everywhere."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from sim.tiles import Tile

PROTOCOL_VERSION = 1
MAXIMUM_FRAME_BYTES = 16 * 1024
"""The longest frame that the server reads."""
MAXIMUM_CHAT_CHARACTERS = 500
"""The longest thing that a visitor can say at once."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Source = Literal["model", "rule", "fallback"]


class Frame(BaseModel):
    """Base of all messages: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Both(Frame):
    """The same words in Chinese and English; the client shows the one it wants."""

    zh: str
    en: str


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
Weather = Literal["sunny", "cloudy", "rain", "snow"]


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

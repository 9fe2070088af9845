"""The shapes that the wire protocol's messages are made of. Unknown fields are refused everywhere."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from sim.happenings import Kind
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

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


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
    """A walk under way: at time t the walker is at path[(t - start) / seconds_per_tile], interpolated, and looks along
    its path."""

    path: list[Tile]
    start: int
    seconds_per_tile: int


class ActivityInfo(Frame):
    """What someone is doing, as an onlooker would say it."""

    id: str
    zh: str
    en: str
    asked_for: bool = False
    """Whether a visitor's command asked for it."""


State = Literal["idle", "working", "chatting", "sleeping"]
Facing = Literal["up", "down", "left", "right"]


class AgentView(Frame):
    """A character as everyone sees it."""

    id: Id
    name: Both
    role: Both
    at: Tile
    """Where it stands, or where its walk began."""
    facing: Facing
    """Which way it looks while it stands."""
    walk: WalkInfo | None = None
    state: State
    activity: ActivityInfo | None = None
    place: str | None = None
    """The id of the place where it is, or where it is walking to."""
    talking_to: str | None = None
    """The id of the character that it talks with, or `visitor`: who that is stays private."""


class VisitorView(Frame):
    """A visitor's sprite."""

    id: Id
    name: str
    at: Tile
    """The tile that it is nearest to now, walking or not."""


class HappeningView(Frame):
    """Something that goes on in the village: weather, which is everywhere, or anything else at a place."""

    id: Id
    what: Kind
    place: str | None = None
    start: int
    until: int
    """When it is over, unless something else takes its place before."""
    text: Both


class PlaceView(Frame):
    """A named area of the map: x, y, width and height in tiles."""

    id: str
    name: Both
    area: tuple[int, int, int, int]

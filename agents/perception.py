"""Perception: who perceives what happens, and who knows of it. A happening is known to who remembers it."""

from pydantic import BaseModel, ConfigDict

from agents.happenings import is_everywhere
from sim.clock import SimTime
from sim.happenings import Happening, Kind
from sim.records import AgentRecord, Task
from sim.rules import MAXIMUM_PERCEPTION_TILES, SIGHT_TILES
from sim.tiles import Tile
from sim.town_map import Place
from sim.world import World

SMOKE_TILES = MAXIMUM_PERCEPTION_TILES
"""How far away a fire is seen; anything else is seen as far as people see."""
UNREMARKABLE: tuple[Kind, ...] = ("sunny", "cloudy")
"""Weather that nobody remarks upon."""
ATTENDING = "happening:"
"""With a happening's id: where a task comes from that is done because of it."""


class Occurring(BaseModel):
    """Something that goes on in the village, and where, as an observation has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    what: Kind
    place: str | None
    zh: str
    en: str


def occurring(happening: Happening) -> Occurring:
    """A happening as somebody perceives it."""
    text = happening.text
    return Occurring(id=happening.id, what=happening.what, place=happening.place, zh=text.zh, en=text.en)


def going_on(world: World, record: AgentRecord) -> tuple[Occurring, ...]:
    """What goes on in the village, as far as the character knows."""
    return tuple(occurring(happening) for happening in world.village.happenings if knows(record, happening))


def attended(world: World, task: Task) -> Happening | None:
    """What a task is done because of; None for any other task, and for what is over."""
    own_id = task.origin.removeprefix(ATTENDING)
    return next((happening for happening in world.village.happenings if happening.id == own_id), None)


def perceives(world: World, record: AgentRecord, happening: Happening, time: SimTime) -> bool:
    """Whether a character that is awake, and in no talk, sees, hears or feels it from where it is."""
    if record.state not in ("idle", "working") or happening.what in UNREMARKABLE:
        return False
    if is_everywhere(happening.what) or happening.place is None:
        return True
    reach = SMOKE_TILES if happening.what == "fire" else SIGHT_TILES
    return distance_tiles(record.tile_at(time), world.setting.place(happening.place)) <= reach


def distance_tiles(tile: Tile, place: Place) -> int:
    """How far a tile is from a place's ground; diagonals count as one step."""
    x, y, width, height = place.area
    return max(x - tile[0], tile[0] - (x + width - 1), y - tile[1], tile[1] - (y + height - 1), 0)


def news_id(happening: Happening, agent_id: str) -> str:
    """How the news is called that one witness has of a happening."""
    return f"{happening.id}-{agent_id}"


def knows(record: AgentRecord, happening: Happening) -> bool:
    """Whether it has perceived the happening, and remembers."""
    own = news_id(happening, record.id)
    return any(m.about == happening.id or (m.news is not None and m.news.id == own) for m in record.memories)

"""Perception: who perceives what happens, and who knows of it. A happening is known to who remembers it."""

from agents.happenings import is_everywhere
from sim.happenings import Happening
from sim.records import AgentRecord
from sim.rules import SIGHT_TILES
from sim.tiles import Tile
from sim.town_map import Place
from sim.world import World

SMOKE_TILES = 24
"""How far away a fire is seen; anything else is seen as far as people see."""
UNREMARKABLE = ("sunny", "cloudy")
"""Weather that nobody remarks upon."""


def perceives(world: World, record: AgentRecord, happening: Happening, time: int) -> bool:
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

"""What goes on in the village, as the wire tells it."""

from agents.happenings import over
from sim.happenings import WEATHERS, Happening
from sim.text import Text
from sim.village_facts import Happened, VillageFact
from sim.world import World
from web.messages import UNNUMBERED, Both, HappeningView, WorldMessage


def happening_views(world: World) -> list[HappeningView]:
    """All that goes on, the oldest first."""
    return [happening_view(happening) for happening in world.village.happenings]


def happening_view(happening: Happening) -> HappeningView:
    """Something that goes on."""
    return HappeningView(
        id=happening.id,
        what=happening.what,
        place=happening.place,
        start=happening.start,
        until=happening.until,
        text=_both(happening.text),
    )


def world_message(fact: VillageFact, world: World) -> WorldMessage:
    """That something began or is over, on the World of the moment after."""
    is_new = isinstance(fact, Happened)
    text = fact.happening.text if is_new else _parting(fact.happening, world)
    return WorldMessage(
        seq=UNNUMBERED,
        time=world.time,
        kind="happened" if is_new else "happening_ended",
        text=_both(text) if text else None,
        happening=happening_view(fact.happening),
        weather=world.weather,
    )


def _parting(happening: Happening, world: World) -> Text | None:
    """How its end is told: of weather that other weather took the place of, nothing more is said."""
    is_replaced = happening.what in WEATHERS and world.village.weather is not None
    return None if is_replaced else over(happening, world.setting.town_map)


def _both(text: Text) -> Both:
    return Both(zh=text.zh, en=text.en)

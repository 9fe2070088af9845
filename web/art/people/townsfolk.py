"""The townsfolk: clothes for those of other casts, chosen by a hash of the id, so that they never change."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from web.art.people.wardrobe import MAN, PLUMP, SLENDER, STURDY, Bottom, Extra, Face, Hair, Outfit, Shoes, Top

T = TypeVar("T")

BUILDS = (MAN, SLENDER, STURDY, PLUMP)
SKINS = ("pale", "fair", "tan", "brown")
CUTS = ("short", "swept", "bob", "ponytail", "crew", "spiky")
HAIR = ("jet", "raven", "chestnut", "hazel", "iron")
TOPS = ("plum", "jade", "amber", "blue", "violet", "coral", "olive", "brick", "teal", "leaf", "rose", "roof_dark")
BOTTOMS = ("slate", "slate_dark", "soil", "navy", "violet_dark", "stone")
SHOES = ("soil_dark", "ink", "timber_dark")
BACKDROPS = ("stone_light", "foam", "blossom", "sprout", "straw", "grass_light")
EXTRAS = ((), ("buttons",), ("jacket",), ("scarf",), ("satchel",))


def townsfolk_outfit(character_id: str) -> Outfit:
    """Everyday clothes. No bag, hat or tool says what somebody is: nothing here knows."""
    digest = hashlib.sha256(f"townsfolk {character_id}".encode()).digest()

    def pick(options: Sequence[T], number: int) -> T:
        return options[digest[number] % len(options)]

    trim = pick(BOTTOMS, 8)
    return Outfit(
        pick(BUILDS, 0),
        pick(SKINS, 1),
        Hair(pick(CUTS, 2), pick(HAIR, 3)),
        Top(pick(TOPS, 4), long_sleeves=digest[5] % 3 > 0),
        Bottom("trousers", pick(BOTTOMS, 6)),
        Shoes("shoes", pick(SHOES, 7)),
        Face(mood=pick(("smile", "calm", "grin"), 9), glasses="timber_dark" if digest[10] % 6 == 0 else None),
        extras=tuple(Extra(kind, trim) for kind in pick(EXTRAS, 11)),
        tool="book",
        backdrop=pick(BACKDROPS, 12),
    )

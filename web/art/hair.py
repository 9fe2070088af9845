"""The hair: every cut by its name, as outfits name them."""

from web.art.hair_full import BOB, BOWL, PERM
from web.art.hair_pinned import BUN, TOPKNOT
from web.art.hair_short import BALD, CREW, SHORT, SPIKY, SWEPT
from web.art.hair_tied import PLAITS, PONYTAIL, TWINTAILS
from web.art.stencils import Cut

CUTS: dict[str, Cut] = {
    "short": SHORT,
    "spiky": SPIKY,
    "crew": CREW,
    "swept": SWEPT,
    "bald": BALD,
    "bowl": BOWL,
    "perm": PERM,
    "bun": BUN,
    "topknot": TOPKNOT,
    "bob": BOB,
    "ponytail": PONYTAIL,
    "twintails": TWINTAILS,
    "plaits": PLAITS,
}

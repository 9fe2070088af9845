"""The wardrobe: what an outfit is made of, as plain data that the doll and the portrait both read."""

from dataclasses import dataclass, field
from typing import Literal

BottomKind = Literal["trousers", "shorts", "skirt", "long_skirt"]
ShoeKind = Literal["shoes", "sandals", "boots", "cowboy_boots", "waders"]
Mood = Literal["smile", "grin", "calm", "gruff", "laugh"]
SkullShape = Literal["oval", "square", "round"]


@dataclass(frozen=True)
class Build:
    """A body: rows of torso and legs and columns of breadth, in pixels; heads are ten rows for everyone.

    `belly` is how far the middle bulges, `waist` how far it narrows, `stoop` how far the head hangs forward.
    """

    torso: int = 8
    legs: int = 7
    shoulders: int = 8
    depth: int = 6
    belly: int = 0
    waist: int = 0
    stoop: int = 0
    arm: int = 2
    skull: SkullShape = "oval"


MAN = Build()
SHORT_MAN = Build(legs=6)
WOMAN = Build(shoulders=8, waist=1, legs=7, torso=7)
STURDY = Build(shoulders=10, depth=7, arm=3, skull="square")
STOUT = Build(shoulders=10, depth=7, belly=1, arm=3, legs=6, skull="square")
TALL = Build(torso=9, legs=7, shoulders=10, depth=7, belly=1, arm=3, skull="square")
PLUMP = Build(shoulders=10, depth=7, torso=7, legs=6, belly=1)
SLENDER = Build(torso=8, legs=8)
BENT = Build(torso=7, legs=7, shoulders=8, stoop=2)
ELDER = Build(torso=8, legs=7, shoulders=8, stoop=1)
TODDLER = Build(torso=5, legs=4, shoulders=6, depth=5, skull="round")
CHILD = Build(torso=5, legs=6, shoulders=6, depth=5, skull="round")
SCHOOLCHILD = Build(torso=6, legs=5, shoulders=6, depth=5, skull="round")


@dataclass(frozen=True)
class Hair:
    """A cut from web.art.people.hair, its dye, and the colour of ribbon or clasp."""

    style: str
    dye: str
    ribbon: str = "red"


@dataclass(frozen=True)
class Hat:
    """A hat from web.art.people.hats, its dye and the colour of its band or badge."""

    style: str
    dye: str
    band: str = "brick"


@dataclass(frozen=True)
class Face:
    """What marks a face: palette colours for things worn or grown on it, None where there is none."""

    glasses: str | None = None
    beard: str | None = None
    beard_style: Literal["full", "goatee", "stubble"] = "full"
    moustache: str | None = None
    blush: str | None = None
    lips: str | None = None
    lashes: bool = False
    wrinkles: bool = False
    brows: str = "ink"
    smile: bool = True
    mood: Mood = "smile"


@dataclass(frozen=True)
class Top:
    """What covers the trunk and arms; `pattern` names a texture of web.art.people.textiles."""

    dye: str
    long_sleeves: bool = True
    pattern: str | None = None
    inks: tuple[str, ...] = ()
    sleeves: str | None = None


@dataclass(frozen=True)
class Bottom:
    """What covers the hips and legs."""

    kind: BottomKind
    dye: str
    pattern: str | None = None
    inks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shoes:
    """What is on the feet; `sole` is the trim and `sock` the colour above the shoe."""

    kind: ShoeKind
    dye: str
    sole: str | None = None
    sock: str | None = None


@dataclass(frozen=True)
class Extra:
    """A thing worn over the clothes (an apron, a belt, a satchel …) and its dyes."""

    kind: str
    dye: str
    trim: str = "gold"


@dataclass(frozen=True)
class Outfit:
    """Everything needed to paint one person."""

    build: Build
    skin: str
    hair: Hair
    top: Top
    bottom: Bottom
    shoes: Shoes
    face: Face = field(default_factory=Face)
    hat: Hat | None = None
    gloves: str | None = None
    extras: tuple[Extra, ...] = ()
    tool: str = "basket"
    backdrop: str = "grass_light"

    def extra(self, kind: str) -> Extra | None:
        """The extra of that kind, or None where it is not worn."""
        return next((worn for worn in self.extras if worn.kind == kind), None)

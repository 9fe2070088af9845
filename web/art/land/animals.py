"""Animals that only stand about: sheep, cows, hens, ducks, a cat, birds and butterflies, as pixel art in letters."""

from web.art.canvas import Pixels, paste, shade_ellipse
from web.art.land.noise import generator
from web.art.land.plan import TILE, Ornament
from web.art.land.sketch import Sketch

_COLOURS = {
    "w": "cream",
    "g": "stone_light",
    "s": "stone",
    "k": "slate_dark",
    "i": "ink",
    "b": "soil",
    "d": "timber_dark",
    "e": "earth",
    "p": "pink",
    "r": "red",
    "y": "gold",
    "o": "amber",
    "t": "straw",
    "l": "leaf",
    "v": "violet",
    "a": "sand_dark",
    "h": "skin_tan",
}

_SHEEP = (
    "....wwwwww......",
    "..wwwwgwwwwww...",
    ".wwgwwwwwwwgwww.",
    ".wwwwwwwgwwwwkkk",
    "wwwgwwwwwwwwwkik",
    "wwwwwwgwwwgwwkkk",
    "gwwwwwwwwwwwgwkp",
    "ggwwgwwwwgwwggg.",
    ".gggggggggggg...",
    "..gsgg.ggsgg....",
    "..k.k....k.k....",
    "..k.k....k.k....",
)
_LAMB = (
    "..wwwww...",
    ".wwgwwwkk.",
    "wwwwwwwkik",
    "gwwwgwwkkp",
    ".ggggggg..",
    "..k.k.k.k.",
    "..k.k.k.k.",
)
_COW = (
    "...................t...t",
    "..wwwwwwbbbbbwwwww.bbbbb",
    ".wwwbbbwwbbbbbwwwwwbbbbb",
    "bwwbbbbbwwbbbwwwwwbbbibb",
    "bwwbbbbbwwwwwwwwwbbbbbbb",
    "bwwwbbbwwwwwwbbwwwwbhhhh",
    "b.wwwwwwwwwwbbbbwww.hihh",
    "b.gwwwwwbbwwwbbwwwg..hh.",
    "e.ggwwwbbbbwwwwwwgg.....",
    "..ggggggbbgggggggg......",
    "..gg.gghhhhg..gg.gg.....",
    "..gg.gg.pp....gg.gg.....",
    "..gg.gg.......gg.gg.....",
    "..kk.kk.......kk.kk.....",
)
_HEN = ("..rr...", ".ewwo..", ".wwy...", "..wwww.", "..wwwgw", "..gwwgw", "...ggg.", "...y.y.")
_BROWN_HEN = ("..rr...", ".eeeo..", ".eey...", "..eeee.", "..eebee", "..beebe", "...bbb.", "...y.y.")
_CHICK = ("tt.", "tyo", "yy.", "o..")
_DUCK = ("..ll....", ".lll....", "oolw....", "..wwwwgw", "..wwwgww", "...ggggg")
_CAT = ("o....o..", "oo..oo..", "oooooo..", "oiooio..", "ooppoo.o", ".oooo..o", ".wooo.oo", ".woooooo", ".o.ooo..")
_BIRD = (".bb..", "ybbbb", ".hhb.", "..y..")
_BUTTERFLY = ("yy.yy", "ooioo", ".o.o.")
_BLUE_BUTTERFLY = ("vv.vv", "ppipp", ".v.v.")

Place = tuple[int, int, tuple[str, ...]]
"""One animal: offset from the middle of its tile, and its picture."""

_GROUPS: dict[str, tuple[Place, ...]] = {
    "cow": ((0, 6, _COW),),
    "hens": ((-9, 2, _HEN), (4, 7, _BROWN_HEN), (9, -4, _HEN), (-2, 10, _CHICK), (-6, 11, _CHICK), (12, 10, _CHICK)),
    "ducks": ((-8, 2, _DUCK), (6, 7, _DUCK), (14, -3, _DUCK)),
    "cat": ((0, 6, _CAT),),
    "birds": ((-6, 0, _BIRD), (4, 5, _BIRD), (9, -3, _BIRD)),
    "butterflies": ((-7, -6, _BUTTERFLY), (6, 3, _BLUE_BUTTERFLY), (2, -12, _BUTTERFLY)),
}

ANIMALS = frozenset({*_GROUPS, "sheep"})
"""Ornaments that are animals."""


def paint_animal(ground: Pixels, ornament: Ornament) -> None:
    """Paint the animal or the little flock on and around its tile."""
    if ornament.kind == "sheep":
        is_lamb = ornament.look.get("lamb") == "True"
        group: tuple[Place, ...] = ((0, 6, _LAMB if is_lamb else _SHEEP),)
    else:
        group = _GROUPS[ornament.kind]
    turned = ornament.look.get("turned") == "True"
    for number, (right, down, picture) in enumerate(group):
        flip = turned ^ bool(generator("flip", ornament.x, ornament.y, number).integers(0, 2) and len(group) > 1)
        _put(ground, picture, ornament, (right, down), flip=flip)


def _put(ground: Pixels, picture: tuple[str, ...], ornament: Ornament, offset: tuple[int, int], *, flip: bool) -> None:
    width, height = len(picture[0]) + 2, len(picture) + 2
    sketch = Sketch(width, height).art(1, 1, picture, _COLOURS)
    if ornament.kind != "butterflies":
        sketch.outlined("timber_dark" if height < 12 else "ink")
    x = ornament.x * TILE + TILE // 2 + offset[0]
    y = ornament.y * TILE + TILE // 2 + offset[1]
    if ornament.kind in ("cow", "sheep", "hens", "cat"):
        shade_ellipse(ground, x + 1, y, max(3, width // 2), max(2, width // 6))
    if ornament.kind == "ducks":
        sketch.box(1, height - 1, width - 2, 1, "foam")
    paste(ground, sketch.pixels[:, ::-1] if flip else sketch.pixels, x - width // 2, y - height + 2)

"""The hair of a portrait: for each cut, what lies behind the head, over the brow and in front of the shoulders.

Shapes are measured from the middle of the face: the crown is near row -12, the eyes near row 2, the chin at 12.
"""

from dataclasses import dataclass

from web.art.people.portrait_shapes import Outline, Oval, Shape


@dataclass(frozen=True)
class PortraitCut:
    """Shapes by depth; `ribbons` and `strands` are small accents and dark parting lines over the hair."""

    behind: tuple[Shape, ...] = ()
    over: tuple[Shape, ...] = ()
    before: tuple[Shape, ...] = ()
    ribbons: tuple[Shape, ...] = ()
    strands: tuple[tuple[int, int], ...] = ()


def _drawn(contour: str, fringe: str = "") -> Outline:
    """An outline from corners written x,y: from the left temple over the crown, and back along the fringe."""
    corners = (corner.split(",") for corner in f"{contour} {fringe}".split())
    return Outline(tuple((float(x), float(y)) for x, y in corners))


_SHORT = _drawn(
    "-12.5,3 -14,-4 -11,-12 -4,-16 5,-16 12,-12 14,-4 12.5,3",
    "11,1 10.5,-4 7,-7 4,-4 0,-7 -4,-3 -8,-5 -10.5,-3 -11,1",
)
_SPIKY = _drawn(
    "-12.5,3 -15,-3 -13,-6 -16,-11 -10,-11 -9,-18 -4,-14 0,-20 4,-14 10,-18 10,-11 16,-11 13,-6 15,-2 12.5,3",
    "11,1 10.5,-4 7,-7 5,-3 1,-7 -2,-2 -5,-7 -8,-3 -10.5,-5 -11,1",
)
_CREW = _drawn(
    "-12,1 -13,-8 -10,-14 10,-14 13,-8 12,1",
    "11,-5 8,-8 -8,-8 -11,-5",
)
_SWEPT = _drawn(
    "-12.5,4 -14,-5 -10,-13 -2,-17 8,-18 14,-13 15,-5 12.5,4",
    "11,1 10.5,-6 4,-7 -3,-10 -7,-6 -10.5,-4 -11,2",
)
_BOWL = _drawn(
    "-13,5 -15,-2 -14,-8 -9,-15 -2,-16 0,-19 3,-16 9,-15 14,-8 15,-2 13,5",
    "11.5,4 11,-2 6,-3 5,-2 1,-3 0,-2 -5,-3 -6,-2 -11,-2 -11.5,4",
)
_PARTED = _drawn(
    "-12.5,5 -14,-4 -11,-12 -5,-16 5,-16 11,-12 14,-4 12.5,5",
    "11.5,0 8,-5 2,-10 0,-12 -2,-10 -8,-5 -11.5,0",
)
_BANGS = _drawn(
    "-12.5,9 -14.5,0 -13.5,-8 -8,-15 0,-16.5 8,-15 13.5,-8 14.5,0 12.5,9",
    "11,4 10.5,-2 6,-3 3,-5 1,-2 -4,-3 -7,-5 -10.5,-1 -11,4",
)
_SIDE_SWEPT = _drawn(
    "-12.5,6 -14,-4 -11,-12 -4,-16 5,-16 12,-12 14,-4 12.5,6",
    "11,1 10,-5 5,-10 0,-5 -7,-2 -10.5,0 -11,4",
)
_CURLS = tuple(
    Oval(x, y, 4.6, 4.6)
    for x, y in ((-11, -8), (-7, -13), (-1, -15), (5, -14), (10, -10), (-4, -9), (3, -10), (-13, -2), (13, -3))
)
_BACK_CURLS = tuple(
    Oval(x, y, 5.5, 5.5)
    for x, y in ((-14, -6), (-15, 2), (-12, 9), (14, -6), (15, 2), (12, 9), (-9, -13), (9, -13), (0, -15))
)

PORTRAIT_CUTS: dict[str, PortraitCut] = {
    "short": PortraitCut(over=(_SHORT,)),
    "spiky": PortraitCut(over=(_SPIKY,)),
    "crew": PortraitCut(over=(_CREW,)),
    "swept": PortraitCut(over=(_SWEPT,), strands=((-4, -12), (-3, -13), (-2, -13), (3, -11), (4, -12), (5, -12))),
    "bald": PortraitCut(behind=(Oval(-12, 2, 4, 6), Oval(12, 2, 4, 6))),
    "bowl": PortraitCut(over=(_BOWL,)),
    "perm": PortraitCut(
        behind=_BACK_CURLS,
        over=_CURLS,
        strands=((-8, -8), (-7, -9), (0, -11), (1, -12), (7, -10), (8, -9), (-11, -4), (12, -6), (-3, -13)),
    ),
    "bun": PortraitCut(
        behind=(Oval(0, -16.5, 6, 5),), over=(_PARTED,), strands=((0, -15), (0, -14), (0, -13), (-6, -9), (6, -9))
    ),
    "topknot": PortraitCut(behind=(Oval(1, -18, 5.5, 5),), over=(_SIDE_SWEPT,), ribbons=(Oval(1, -14.5, 4.5, 1.2),)),
    "bob": PortraitCut(
        behind=(Oval(0, -2, 15.5, 14), Outline(((-16, -2), (-16.5, 10), (-11, 14)), mirrored=True)), over=(_BANGS,)
    ),
    "ponytail": PortraitCut(
        behind=(Oval(14, -9, 5, 5), _drawn("13,-10 19,-7 20,4 16,12 15,3")),
        over=(_SIDE_SWEPT,),
        ribbons=(Oval(12, -10, 1.8, 2.4),),
    ),
    "twintails": PortraitCut(
        behind=(
            Oval(-17, -1, 5, 7),
            Oval(17, -1, 5, 7),
            _drawn("-21,0 -13,2 -18,12"),
            _drawn("21,0 13,2 18,12"),
        ),
        over=(_BANGS,),
        ribbons=(Oval(-13, -7, 2.2, 2.2), Oval(13, -7, 2.2, 2.2)),
    ),
    "plaits": PortraitCut(
        over=(_PARTED,),
        before=tuple(Oval(side * x, y, 3, 2.4) for side in (-1, 1) for x, y in ((12, 7), (13, 11), (13, 15), (13, 19))),
        ribbons=(Oval(-13, 21.5, 2.4, 1.4), Oval(13, 21.5, 2.4, 1.4)),
    ),
}

"""The hats of a portrait, painted over the hair; measured from the middle of the face."""

from collections.abc import Callable

from web.art.canvas import Mask
from web.art.people.easel import Easel
from web.art.people.portrait_shapes import Outline, Oval, both_sides, mask_of, paint_round
from web.art.people.textiles import dye, weave
from web.art.people.wardrobe import Hat


def paint_portrait_hat(easel: Easel, hat: Hat, middle: int) -> None:
    """Paint the hat on a head whose middle is on row `middle`. Raises KeyError for a hat unknown here."""
    _HATTERS[hat.style](easel, hat, middle)


def _band(crown: Mask, first: int, last: int) -> Mask:
    band = crown.copy()
    band[: max(first, 0)] = False
    band[last + 1 :] = False
    return band


def _straw(easel: Easel, hat: Hat, y: int) -> None:
    tone = dye(hat.dye)
    brim = mask_of(Oval(0, -6, 22, 4.6), y=y)
    paint_round(easel, brim, tone, depth=1)
    easel.fill(_band(brim, y - 3, y - 2), tone.shadow)
    crown = mask_of(Outline(((-11.5, -7), (-11, -12), (-7, -17), (0, -18)), mirrored=True), y=y)
    paint_round(easel, crown, tone, keep=brim)
    weave(easel.pixels, crown | _band(brim, y - 9, y - 5), "dots", (tone.shadow,), (0, y))
    band = _band(crown, y - 10, y - 8)
    easel.fill(band, hat.band)


def _wide(easel: Easel, hat: Hat, y: int) -> None:
    tone = dye(hat.dye)
    brim = both_sides(
        mask_of(Outline(((-23, -11), (-19, -12), (-13, -8), (0, -7), (0, -2.5), (-8, -2.5), (-18, -5))), y=y)
    )
    paint_round(easel, brim, tone)
    crown = mask_of(Outline(((-11, -7), (-10, -16), (-6, -19), (0, -16)), mirrored=True), y=y)
    paint_round(easel, crown, tone, depth=3)
    easel.fill(_band(crown, y - 9, y - 7), hat.band)
    easel.dot(tone.shadow, *[(23, y - row) for row in range(10, 15)])


def _toque(easel: Easel, hat: Hat, y: int) -> None:
    tone = dye(hat.dye)
    puffs = (Oval(-8, -16, 8, 5.5), Oval(8, -16, 8, 5.5), Oval(0, -17, 9, 6), Oval(0, -13, 11, 5))
    paint_round(easel, mask_of(puffs, y=y), tone)
    easel.dot(tone.shadow, *[(x, y - row) for x in (17, 23, 29) for row in range(11, 16)])
    band = mask_of(Outline(((-12, -12), (-11.5, -5)), mirrored=True), y=y)
    paint_round(easel, band, tone, keep=None)
    easel.fill(_band(band, y - 12, y - 12), tone.shadow)


def _cap(easel: Easel, hat: Hat, y: int) -> None:
    tone = dye(hat.dye)
    crown = mask_of((Oval(0, -12, 15, 6), Outline(((-13, -12), (-12.5, -5)), mirrored=True)), y=y)
    paint_round(easel, crown, tone, depth=3)
    easel.fill(_band(crown, y - 8, y - 6), tone.outline)
    easel.fill(_band(crown, y - 8, y - 8), hat.band)
    visor = mask_of(Outline(((-12.5, -6), (-9, -3.2), (0, -2.2)), mirrored=True), y=y)
    paint_round(easel, visor, dye("ink"))
    easel.fill(mask_of(Oval(0, -11.5, 2.6, 2.6), y=y), hat.band)
    easel.fill(mask_of(Oval(0, -11.5, 1.1, 1.1), y=y), "brick")


def _souwester(easel: Easel, hat: Hat, y: int) -> None:
    tone = dye(hat.dye)
    brim = mask_of(Outline(((-12, -10), (-19, -2.5), (-12, -3.2), (0, -3.6)), mirrored=True), y=y)
    paint_round(easel, brim, tone, depth=3)
    crown = mask_of(Outline(((-12.5, -8), (-11, -14), (-6, -18), (0, -18.5)), mirrored=True), y=y)
    paint_round(easel, crown, tone, depth=3)
    easel.fill(_band(crown, y - 9, y - 8), tone.shadow)


def _kerchief(easel: Easel, hat: Hat, y: int) -> None:
    tone = dye(hat.dye)
    knot = mask_of(
        (
            Outline(
                ((11, 6), (19, 4), (17, 9), (20, 14), (13, 11)),
            ),
            Oval(13, 6, 2.6, 2.6),
        ),
        y=y,
    )
    paint_round(easel, knot, tone)
    points = ((-14.5, 5), (-15, -6), (-10, -14), (0, -17), (0, -9), (-8, -6), (-11.5, -1))
    cloth = both_sides(mask_of(Outline(points), y=y))
    paint_round(easel, cloth, tone, depth=3)
    weave(easel.pixels, cloth & ~mask_of(Oval(0, 0, 12, 9), y=y), "dots", (hat.band,), (0, y))


_HATTERS: dict[str, Callable[[Easel, Hat, int], None]] = {
    "straw": _straw,
    "wide": _wide,
    "toque": _toque,
    "cap": _cap,
    "souwester": _souwester,
    "kerchief": _kerchief,
}

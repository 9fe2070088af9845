"""The clothes of a portrait: shoulders, neckline and what is worn over them."""

from collections.abc import Callable

from web.art.canvas import Mask
from web.art.people.easel import Easel
from web.art.people.portrait_shapes import Outline, Oval, both_sides, mask_of, paint_round
from web.art.people.textiles import dye, weave
from web.art.people.wardrobe import Extra, Outfit

BUST_HALF_WIDTH = {6: 13, 8: 17, 10: 20}


def paint_bust(easel: Easel, outfit: Outfit, top: int) -> Mask:
    """Paint neck and shoulders from row `top` to the picture's edge; returns the cloth's mask."""
    half = BUST_HALF_WIDTH[outfit.build.shoulders]
    pack = outfit.extra("backpack")
    if pack:
        paint_round(easel, mask_of(Oval(0, top + 9, half + 3, 7, 4)), dye(pack.dye))
    cloth = mask_of(Outline(((-5, top), (-half + 4, top + 3), (-half, top + 8), (-half - 1, 60)), mirrored=True))
    paint_round(easel, cloth, dye(outfit.top.dye), depth=3)
    weave(easel.pixels, cloth, outfit.top.pattern, outfit.top.inks, (24, top))
    _sleeves(easel, outfit, cloth, half, top)
    skin = dye(outfit.skin)
    neck = mask_of(Outline(((-5, top - 6), (-5, top + 1), (0, top + 4)), mirrored=True))
    paint_round(easel, neck, skin)
    easel.fill(neck & mask_of(Oval(0, top - 4, 9, 5)), skin.shadow)
    for extra in outfit.extras:
        if extra.kind in _TAILORS:
            _TAILORS[extra.kind](easel, extra, top, cloth)
    return cloth


def _sleeves(easel: Easel, outfit: Outfit, cloth: Mask, half: int, top: int) -> None:
    """The seam between trunk and arm, and sleeves of another colour."""
    tone = dye(outfit.top.sleeves or outfit.top.dye)
    arms = cloth & ~mask_of(Outline(((-half + 5, 0), (-half + 5, 60)), mirrored=True))
    if outfit.top.sleeves:
        paint_round(easel, arms, tone, keep=cloth)
    for row in range(top + 7, 48):
        easel.dot(tone.outline, (24 - half + 4, row), (23 + half - 4, row))


def _collar(easel: Easel, extra: Extra, top: int, cloth: Mask) -> None:
    tone = dye(extra.dye)
    opening = mask_of(Outline(((-4, top - 1), (0, top + 6)), mirrored=True))
    easel.fill(opening & cloth, extra.trim)
    flap = both_sides(mask_of(Outline(((-6, top - 1), (-9, top + 3), (-5, top + 7), (0.4, top + 5), (-4, top + 1)))))
    paint_round(easel, flap, tone, depth=1)


def _buttons(easel: Easel, extra: Extra, top: int, cloth: Mask) -> None:
    columns = (20, 27) if extra.trim == "double" else (24,)
    easel.dot(extra.dye, *[(x + step, y) for x in columns for y in range(top + 8, 48, 3) for step in (0, -1)])


def _jacket(easel: Easel, extra: Extra, top: int, cloth: Mask) -> None:
    opening = mask_of(Outline(((-5, top - 1), (-4, 60)), mirrored=True)) & cloth
    easel.fill(opening, extra.dye)
    easel.outline(opening, extra.trim, keep=~cloth)


def _bib(easel: Easel, extra: Extra, top: int, cloth: Mask) -> None:
    """The bib of an apron or of overalls, hung from two straps."""
    tone = dye(extra.dye)
    strap = both_sides(mask_of(Outline(((-9, top), (-6.5, top), (-6.5, top + 9), (-9, top + 9)))))
    paint_round(easel, strap & cloth, tone, depth=1, keep=~cloth)
    paint_round(easel, mask_of(Outline(((-10, top + 8), (-11, 60)), mirrored=True)) & cloth, tone, depth=3)
    if extra.kind == "overalls":
        easel.fill(mask_of((Oval(-8, top + 9, 1.2, 1.2), Oval(8, top + 9, 1.2, 1.2))), extra.trim)
        easel.dot(tone.shadow, *[(x, top + 12) for x in range(19, 29)])


def _scarf(easel: Easel, extra: Extra, top: int, cloth: Mask) -> None:
    tone = dye(extra.dye)
    tails = mask_of((Outline(((-1, top + 3), (-7, top + 11), (-2, top + 12), (1, top + 5))),))
    paint_round(easel, both_sides(tails), tone, depth=1)
    ring = mask_of(Outline(((-8, top), (-7, top - 1.5), (0, top + 2), (0, top + 5.5)), mirrored=True))
    paint_round(easel, ring, tone, depth=1)
    paint_round(easel, mask_of(Oval(0, top + 4.5, 2, 2)), tone, depth=1)


def _coat(easel: Easel, extra: Extra, top: int, cloth: Mask) -> None:
    """Lapels and the line where the coat closes."""
    tone = dye(extra.dye)
    easel.dot(tone.outline, *[(24, y) for y in range(top + 6, 48)])
    lapel = both_sides(mask_of(Outline(((-6, top - 1), (-10, top + 6), (-6, top + 8), (-1, 46), (-1, top + 8)))))
    paint_round(easel, lapel & cloth, tone, depth=1)


def _stethoscope(easel: Easel, extra: Extra, top: int, cloth: Mask) -> None:
    ring = mask_of(Oval(0, top + 3, 9, 10)) & ~mask_of(Oval(0, top + 2.5, 7.6, 9.2))
    ring[:top] = False
    easel.fill(ring & cloth, extra.dye)
    paint_round(easel, mask_of(Oval(5, top + 11, 1.8, 1.8)), dye(extra.trim), depth=1)


def _straps(easel: Easel, extra: Extra, top: int, cloth: Mask) -> None:
    strap = both_sides(mask_of(Outline(((-8.5, top), (-6.5, top), (-6.5, 60), (-8.5, 60)))))
    paint_round(easel, strap & cloth, dye(extra.dye), depth=1, keep=~cloth)


def _sling(easel: Easel, extra: Extra, top: int, cloth: Mask) -> None:
    strap = mask_of(Outline(((9, top), (12, top + 1), (-12, 60), (-15, 60)))) & cloth
    paint_round(easel, strap, dye(extra.dye), depth=1, keep=~cloth)


_TAILORS: dict[str, Callable[[Easel, Extra, int, Mask], None]] = {
    "collar": _collar,
    "buttons": _buttons,
    "jacket": _jacket,
    "apron": _bib,
    "overalls": _bib,
    "scarf": _scarf,
    "coat": _coat,
    "stethoscope": _stethoscope,
    "backpack": _straps,
    "satchel": _sling,
}

"""The garments: trunk, skirt and coat-tails, and everything that is worn over them."""

from collections.abc import Callable

from web.art.canvas import Mask
from web.art.people.body import GROUND_ROW, Body
from web.art.people.easel import Easel, Span
from web.art.people.textiles import dye, weave
from web.art.people.wardrobe import Extra, Outfit

SKIRT_ROWS = {"skirt": -3, "long_skirt": -1}


def paint_trunk(easel: Easel, body: Body, outfit: Outfit) -> None:
    """Paint the upper garment, shoulders to hip."""
    mask = _trunk_mask(easel, body)
    easel.paint(mask, dye(outfit.top.dye), depth=2 if not body.side else 1)
    weave(easel.pixels, mask, outfit.top.pattern, outfit.top.inks, (body.left, body.top))


def paint_skirt(easel: Easel, body: Body, outfit: Outfit) -> None:
    """Paint a skirt, if one is worn: it flares to the hem, swings with the stride, and folds follow the swing."""
    bottom = outfit.bottom
    if bottom.kind not in SKIRT_ROWS:
        return
    waist = body.hip - (3 if body.build.skull == "round" else 2)
    rise = 1 if body.build.skull == "round" else 0
    hem = GROUND_ROW - rise + SKIRT_ROWS[bottom.kind] + (1 if body.pose.seated else 0)
    rows = hem - waist + 1
    flare = 3 if bottom.pattern else 2
    spans = flared(body, rows, flare)
    mask = easel.span_mask(spans, waist)
    easel.paint(mask, dye(bottom.dye), depth=2)
    for row, (left, right) in enumerate(spans[2:], start=waist + 2):
        width = right - left
        easel.dot(dye(bottom.dye).shadow, (left + width // 3, row), (left + 2 * width // 3 + 1, row))
    weave(easel.pixels, mask, bottom.pattern, bottom.inks, (body.left, waist))


def flared(body: Body, rows: int, flare: int) -> list[Span]:
    """Spans of a hanging cloth that widens by `flare` on either side and whose hem lags behind the stride."""
    sway = -body.pose.stride
    last = max(rows - 1, 1)
    spans = []
    for row in range(rows):
        grow, shift = round(flare * row / last), round(sway * row / last)
        spans.append((body.left - grow + shift, body.right + grow + shift))
    return spans


def _coat(easel: Easel, body: Body, extra: Extra) -> None:
    """Coat-tails to the knee, parted in front."""
    rows = 5 if extra.trim == "long" else 3
    spans = flared(body, rows, 1)
    mask = easel.span_mask(spans, body.hip - 1)
    easel.paint(mask, dye(extra.dye), keep=_trunk_mask(easel, body))
    x = body.right if body.side else 11
    tone = dye(extra.dye)
    if body.view != "up":
        easel.dot(tone.shadow, *[(x, body.top + row) for row in range(3, body.build.torso)])
        easel.dot(tone.outline, *[(x, body.hip - 1 + row) for row in range(1, rows)])


def _trunk_mask(easel: Easel, body: Body) -> Mask:
    return easel.span_mask(body.trunk, body.top)


def _apron(easel: Easel, body: Body, extra: Extra) -> None:
    """A bib apron: neck strap, bib, skirt with a pocket; strings tied behind."""
    tone = dye(extra.dye)
    waist, hem = (
        body.top + body.build.torso // 2,
        body.hip + (1 if extra.trim == "short" else min(3, body.leg_rows - 2)),
    )
    left, right, belly = body.left, body.right, body.build.belly
    if body.view == "up":
        easel.dot(tone.base, *[(x, waist) for x in range(left - belly, right + belly + 1)])
        easel.dot(tone.light, (10, waist + 1), (13, waist + 1), (11, waist), (12, waist))
        easel.dot(tone.shadow, (10, waist + 2), (13, waist + 2))
        return
    if body.side:
        front = right + belly
        spans = [(right - 1, right)] * (waist - body.top - 1) + [(front - 2, front)] * (hem - waist + 1)
        easel.paint(easel.span_mask(spans, body.top + 1), tone, keep=_trunk_mask(easel, body))
        easel.dot(tone.base, *[(x, waist) for x in range(left, front)])
        return
    bib = [(left + 2, right - 2)] * (waist - body.top - 2)
    inset = 2 if extra.trim == "short" else 1
    cloth = [(left - belly + inset, right + belly - inset)] * (hem - waist + 1)
    mask = easel.span_mask([*bib, *cloth], body.top + 2)
    easel.paint(mask, tone, keep=_trunk_mask(easel, body))
    easel.dot(tone.base, (left + 2, body.top + 1), (right - 2, body.top + 1))
    easel.dot(tone.shadow, *[(x, waist + 2) for x in range(10, 14)])
    if extra.trim not in ("gold", "short"):
        easel.fill(mask & easel.span_mask([(0, 23)], hem), extra.trim)


def _overalls(easel: Easel, body: Body, extra: Extra) -> None:
    """The bib and straps of a pair of overalls, with two buttons."""
    tone = dye(extra.dye)
    left, right, torso = body.left, body.right, body.build.torso
    belly = body.build.belly
    if body.side:
        spans = [(left + 2, right)] * 2 + [(left, right + belly)] * (torso - 5)
        easel.paint(easel.span_mask(spans, body.top + 3), tone, keep=_trunk_mask(easel, body))
        easel.dot(tone.base, (right - 1, body.top + 1), (right - 1, body.top + 2))
        return
    rows = torso - 4
    bib = [(left + 1, right - 1)] * (rows - 2) + [(left - belly, right + belly)] * 3
    easel.paint(easel.span_mask(bib, body.top + 3), tone, keep=_trunk_mask(easel, body), depth=2)
    for x in (left + 2, right - 2):
        easel.dot(tone.base, *[(x, body.top + row) for row in range(0, 4)])
    if body.view == "down":
        easel.dot(extra.trim, (left + 2, body.top + 3), (right - 2, body.top + 3))
        easel.dot(tone.shadow, *[(x, body.top + 5) for x in range(10, 14)])


def _buttons(easel: Easel, body: Body, extra: Extra) -> None:
    """A row of buttons down the front (two rows for a chef's jacket)."""
    if body.view == "down":
        columns = (10, 13) if extra.trim == "double" else (12,)
        rows = range(body.top + 2, body.hip, 2)
        easel.dot(extra.dye, *[(x, y) for x in columns for y in rows])


def _collar(easel: Easel, body: Body, extra: Extra) -> None:
    """An open collar: two points with a glimpse of what is beneath (the trim)."""
    y = body.top
    if body.view == "down":
        easel.dot(extra.dye, (9, y), (10, y), (13, y), (14, y), (10, y + 1), (13, y + 1))
        easel.dot(extra.trim, (11, y), (12, y), (11, y + 1), (12, y + 1))
    elif body.side:
        easel.dot(extra.dye, (body.right - 1, y), (body.right, y + 1))
    else:
        easel.dot(extra.dye, *[(x, y) for x in range(9, 15)])


def _jacket(easel: Easel, body: Body, extra: Extra) -> None:
    """An open jacket: the shirt of the `dye` colour shows between its fronts."""
    if body.view == "down":
        for row in range(body.top, body.hip):
            easel.dot(extra.dye, (11, row), (12, row))
            easel.dot(extra.trim, (10, row), (13, row))
    elif body.side:
        easel.dot(extra.dye, *[(body.right, row) for row in range(body.top + 1, body.hip - 1)])


def _belt(easel: Easel, body: Body, extra: Extra) -> None:
    """A belt with a buckle."""
    belly = body.build.belly
    left = body.left - (0 if body.side else belly)
    easel.dot(extra.dye, *[(x, body.hip - 1) for x in range(left, body.right + belly + 1)])
    if body.view == "down":
        easel.dot(extra.trim, (11, body.hip - 1), (12, body.hip - 1))


def _tool_belt(easel: Easel, body: Body, extra: Extra) -> None:
    """A tool belt: pouches on both hips, with handles that stick out past the trousers."""
    _belt(easel, body, extra)
    tone = dye(extra.dye)
    y = body.hip + 1
    for x in [body.left + 2] if body.side else [body.left - 2, body.right]:
        easel.dot("red", (x, y - 1), (x + 2, y + 3))
        easel.paint(easel.span_mask([(x, x + 2)] * 3, y), tone)
        easel.dot("stone_light", (x, y + 3), (x, y + 4))


def _scarf(easel: Easel, body: Body, extra: Extra) -> None:
    """The red scarf of a pupil, knotted in front with two tails."""
    tone = dye(extra.dye)
    y = body.top
    easel.dot(tone.base, *[(x, y) for x in range(body.left + 1, body.right)])
    if body.view == "down":
        easel.dot(tone.light, (10, y), (11, y))
        easel.dot(tone.base, (11, y + 1), (12, y + 1), (10, y + 2), (13, y + 2), (11, y + 2))
        easel.dot(tone.shadow, (12, y + 2), (13, y + 3), (10, y + 3))
    elif body.side:
        easel.dot(tone.base, (body.right, y + 1), (body.right + 1, y + 2))
        easel.dot(tone.shadow, (body.right, y + 2))


def _stethoscope(easel: Easel, body: Body, extra: Extra) -> None:
    """A stethoscope round the neck."""
    y = body.top
    if body.view == "down":
        easel.dot(extra.dye, (9, y), (9, y + 1), (9, y + 2), (14, y), (14, y + 1), (14, y + 2), (14, y + 3))
        easel.dot(extra.trim, (9, y + 3), (14, y + 4))
    else:
        easel.dot(extra.dye, *[(x, y) for x in range(body.left + 1, body.right)])


Painter = Callable[[Easel, Body, Extra], None]
OVER_TRUNK: dict[str, Painter] = {
    "coat": _coat,
    "overalls": _overalls,
    "jacket": _jacket,
    "collar": _collar,
    "buttons": _buttons,
    "belt": _belt,
    "apron": _apron,
    "tool_belt": _tool_belt,
    "scarf": _scarf,
    "stethoscope": _stethoscope,
}


def paint_extras(easel: Easel, body: Body, outfit: Outfit) -> None:
    """Paint what is worn over the trunk, in the order the outfit lists it; bags are painted by web.art.people.bags."""
    for extra in outfit.extras:
        if extra.kind in OVER_TRUNK:
            OVER_TRUNK[extra.kind](easel, body, extra)

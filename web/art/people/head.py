"""The head: skull, face, hair and hat of a figure."""

from web.art.canvas import Mask, moved
from web.art.people.body import Body
from web.art.people.easel import Easel, Span
from web.art.people.hair import CUTS
from web.art.people.hats import HATS
from web.art.people.stencils import stamp_stencil
from web.art.people.textiles import Dye, dye
from web.art.people.wardrobe import Outfit

_SKULLS: dict[str, list[Span]] = {
    "oval": [(9, 14), (8, 15), *[(7, 16)] * 6, (8, 15), (9, 14)],
    "square": [(9, 14), (8, 15), *[(7, 16)] * 7, (8, 15)],
    "round": [(9, 14), (8, 15), *[(7, 16)] * 3, *[(6, 17)] * 3, (7, 16), (9, 14)],
}
_PROFILES: dict[str, list[Span]] = {
    "oval": [(9, 14), (8, 15), *[(7, 16)] * 4, (7, 17), (7, 16), (9, 16), (10, 15)],
    "square": [(9, 14), (8, 15), *[(7, 16)] * 4, (7, 17), (7, 16), (8, 16), (9, 16)],
    "round": [(9, 14), (8, 15), *[(7, 16)] * 4, (7, 17), (7, 17), (8, 16), (10, 15)],
}
EYE = "ink"


def paint_head(easel: Easel, body: Body, outfit: Outfit) -> None:
    """Paint the head back to front: skull, face, hair, hat."""
    skull = _paint_skull(easel, body, outfit)
    if body.view == "down":
        _front_face(easel, body, outfit)
    elif body.side:
        _profile_face(easel, body, outfit)
    keep = skull if body.view != "up" else None
    cut = CUTS[outfit.hair.style].seen(body.view)
    tone = dye(outfit.hair.dye)
    hair = stamp_stencil(easel, body, cut, tone, accent=outfit.hair.ribbon, keep=keep)
    if body.view != "up":
        _shade_brow(easel, skull, hair, dye(outfit.skin), body)
    if outfit.hat and not body.pose.asleep:
        shape = HATS[outfit.hat.style].seen(body.view)
        worn = stamp_stencil(easel, body, shape, dye(outfit.hat.dye), accent=outfit.hat.band)
        if outfit.hat.style == "kerchief":
            easel.fill(skull & moved(worn, 0, 1) & ~worn & ~hair, dye(outfit.skin).shadow)


def _paint_skull(easel: Easel, body: Body, outfit: Outfit) -> Mask:
    shapes = _PROFILES if body.side else _SKULLS
    spans = [(left + body.lean, right + body.lean) for left, right in shapes[body.build.skull]]
    tone = dye(outfit.skin)
    mask = easel.span_mask(spans, body.head)
    if not body.side:
        ears = easel.span_mask([(6, 17)] * 2, body.head + 5) & ~mask
        easel.paint(ears, tone, keep=mask)
    easel.paint(mask, tone)
    return mask


def _shade_brow(easel: Easel, skull: Mask, hair: Mask, tone: Dye, body: Body) -> None:
    """The hair throws a shadow on the forehead, but not over the eyes."""
    below = skull & moved(hair, 0, 1) & ~hair
    below[: body.head] = False
    below[body.head + 5 :] = False
    easel.fill(below, tone.shadow)


def _front_face(easel: Easel, body: Body, outfit: Outfit) -> None:
    y, face, tone = body.head, outfit.face, dye(outfit.skin)
    young = body.build.skull == "round"
    if face.blush:
        row = y + (8 if young else 7)
        easel.dot(face.blush, (8, row), (15, row), *([(7, row), (16, row)] if young else []))
    _front_eyes(easel, body, outfit)
    if face.wrinkles:
        easel.dot(tone.shadow, (8, y + 8), (15, y + 8), (8, y + 5), (15, y + 5))
    _front_beard(easel, body, outfit)
    lips = face.lips or tone.outline
    if body.pose.mouth_open:
        easel.dot("wine", (11, y + 8), (12, y + 8))
        easel.dot("brick", (11, y + 9), (12, y + 9))
    elif face.moustache is None and face.beard is None:
        easel.dot(lips, (11, y + 8), (12, y + 8))
        if face.smile:
            easel.dot(tone.shadow, (10, y + 7), (13, y + 7))
    if face.glasses:
        _front_glasses(easel, y, face.glasses)


def eye_row(body: Body) -> int:
    """First row of the eyes: children carry theirs lower, as children do."""
    return body.head + (6 if body.build.skull == "round" else 5)


def _front_eyes(easel: Easel, body: Body, outfit: Outfit) -> None:
    y, face = body.head, outfit.face
    row = eye_row(body)
    if not body.pose.eyes_open:
        easel.dot(dye(outfit.skin).outline, (8, row + 1), (9, row + 1), (14, row + 1), (15, row + 1))
        return
    easel.dot(EYE, (9, row), (9, row + 1), (14, row), (14, row + 1))
    if face.lashes:
        easel.dot(EYE, (8, row), (15, row))
    elif body.build.skull != "round":
        easel.dot(_brow(outfit), (8, y + 3), (9, y + 3), (14, y + 3), (15, y + 3))


def _brow(outfit: Outfit) -> str:
    """Brows take the hair's colour only when it is pale: black ones scowl at this size."""
    return outfit.face.brows if outfit.face.brows != "ink" else dye(outfit.skin).outline


def _front_glasses(easel: Easel, y: int, frame: str) -> None:
    for x in (8, 13):
        easel.dot(frame, *[(x + side, y + row) for side in (-1, 3) for row in (5, 6)])
        easel.dot(frame, *[(x + column, y + row) for column in range(3) for row in (4, 7)])
        easel.dot("foam", (x, y + 5), (x + 2, y + 6))
    easel.dot(frame, (11, y + 5), (12, y + 5))


def _front_beard(easel: Easel, body: Body, outfit: Outfit) -> None:
    y, face = body.head, outfit.face
    if face.beard:
        tone = dye(face.beard)
        if face.beard_style == "full":
            spans = [(7, 16), (7, 16), (8, 15), (9, 14)]
            mask = easel.span_mask(spans, y + 7)
            mask &= ~easel.span_mask([(9, 14)], y + 7)
            easel.paint(mask, tone, keep=easel.span_mask([(7, 16)] * 7, y))
        elif face.beard_style == "goatee":
            easel.paint(easel.span_mask([(10, 13), (10, 13), (11, 12)], y + 9), tone)
        else:
            easel.dot(tone.base, *[(x, y + 8) for x in (7, 8, 15, 16)], *[(x, y + 9) for x in range(9, 15)])
        easel.dot(dye(outfit.skin).outline, (11, y + 8), (12, y + 8))
    if face.moustache:
        tone = dye(face.moustache)
        easel.dot(tone.base, *[(x, y + 7) for x in range(10, 14)], (9, y + 8), (14, y + 8))
        easel.dot(dye(outfit.skin).outline, (11, y + 8), (12, y + 8))


def _profile_face(easel: Easel, body: Body, outfit: Outfit) -> None:
    y, x, face, tone = body.head, body.lean, outfit.face, dye(outfit.skin)
    row = eye_row(body)
    if body.pose.eyes_open:
        easel.dot(EYE, (14 + x, row), (14 + x, row + 1))
        if face.lashes:
            easel.dot(EYE, (13 + x, row))
        elif body.build.skull != "round":
            easel.dot(_brow(outfit), (13 + x, y + 3), (14 + x, y + 3))
    else:
        easel.dot(tone.outline, (13 + x, row + 1), (14 + x, row + 1))
    if face.blush:
        easel.dot(face.blush, (13 + x, row + 2), (12 + x, row + 2))
    easel.dot(tone.shadow, (8 + x, y + 6), (9 + x, y + 7))
    easel.dot("wine" if body.pose.mouth_open else tone.outline, (15 + x, y + 8))
    if body.pose.mouth_open:
        easel.dot("wine", (14 + x, y + 8))
    _profile_beard(easel, body, outfit)
    if face.glasses:
        easel.dot(face.glasses, *[(column + x, y + row) for column in range(13, 17) for row in (4, 7)])
        easel.dot(face.glasses, (12 + x, y + 5), (12 + x, y + 6), (16 + x, y + 5), (16 + x, y + 6))
        easel.dot("foam", (13 + x, y + 5), (15 + x, y + 6))
        easel.dot(face.glasses, (11 + x, y + 5), (10 + x, y + 5))


def _profile_beard(easel: Easel, body: Body, outfit: Outfit) -> None:
    y, x, face = body.head, body.lean, outfit.face
    if face.beard:
        tone = dye(face.beard)
        if face.beard_style == "full":
            spans = [(9, 11), (9, 16), (10, 16), (11, 15)]
            mask = easel.span_mask([(left + x, right + x) for left, right in spans], y + 7)
            easel.paint(mask, tone, keep=easel.span_mask([(7 + x, 16 + x)] * 8, y))
        elif face.beard_style == "goatee":
            easel.paint(easel.span_mask([(14 + x, 16 + x), (14 + x, 16 + x), (15 + x, 15 + x)], y + 9), tone)
        else:
            easel.dot(tone.base, *[(column + x, y + 9) for column in range(11, 16)], (10 + x, y + 8))
    if face.moustache:
        tone = dye(face.moustache)
        easel.dot(tone.base, (14 + x, y + 7), (15 + x, y + 7), (16 + x, y + 7), (14 + x, y + 8))

"""The bags: a satchel slung across the body and a school satchel on the back, beside and behind the figure."""

from web.art.people.body import Body
from web.art.people.easel import Easel
from web.art.people.textiles import dye
from web.art.people.wardrobe import Extra, Outfit


def paint_bags_behind(easel: Easel, body: Body, outfit: Outfit) -> None:
    """Paint the part of a bag that the body hides."""
    pack = outfit.extra("backpack")
    if pack and body.view != "up":
        _pack(easel, body, pack)


def paint_bags_before(easel: Easel, body: Body, outfit: Outfit) -> None:
    """Paint straps, and the bag itself where it hangs in front of the body."""
    pack, satchel = outfit.extra("backpack"), outfit.extra("satchel")
    if pack and body.view == "up":
        _pack(easel, body, pack)
    elif pack and not body.side:
        rows = range(body.top + 1, body.top + 4)
        easel.dot(pack.dye, *[(x, y) for x in (body.left, body.right) for y in rows])
    elif pack:
        easel.dot(pack.dye, *[(body.left + 2, body.top + row) for row in range(1, 4)])
    if satchel:
        _satchel(easel, body, satchel)


def _pack(easel: Easel, body: Body, extra: Extra) -> None:
    tone = dye(extra.dye)
    height = body.build.torso
    if body.side:
        spans = [(body.left - 3, body.left)] + [(body.left - 4, body.left)] * height
    elif body.view == "up":
        spans = [(body.left + 1, body.right - 1)] + [(body.left, body.right)] * height
    else:
        spans = [(body.left - 2, body.right + 2)] * (height - 1)
    easel.paint(easel.span_mask(spans, body.top), tone)
    if body.view == "up":
        easel.dot(tone.shadow, *[(x, body.top + 3) for x in range(body.left, body.right + 1)])
        easel.dot(extra.trim, (11, body.top + 4), (12, body.top + 4))
    elif body.side:
        easel.dot(tone.shadow, *[(x, body.top + 4) for x in range(body.left - 4, body.left)])


def _satchel(easel: Easel, body: Body, extra: Extra) -> None:
    """A postbag: the strap runs from one shoulder to the other hip."""
    tone = dye(extra.dye)
    span = body.right - body.left
    start, step = (body.right - 1, -1) if body.view == "down" else (body.left + 1, 1)
    strap = [(start + step * round(row * span / body.build.torso), body.top + row) for row in range(body.build.torso)]
    easel.dot(tone.outline, *strap)
    swing = body.pose.stride
    x = (body.left - 3 if body.view == "down" else body.right - 1) if not body.side else body.left - 1
    bag = easel.span_mask([(x + swing, x + swing + 4)] * 5, body.hip - 2)
    easel.paint(bag, tone)
    easel.dot(tone.outline, *[(x + swing + column, body.hip) for column in range(5)])
    easel.dot(extra.trim, (x + swing + 2, body.hip))
    if body.view == "down":
        easel.dot("cream", (x + swing + 1, body.hip - 3), (x + swing + 2, body.hip - 3))

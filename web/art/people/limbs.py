"""The limbs: arms and legs as brushed lines from joint to joint, so that they can swing and bend."""

from collections.abc import Sequence
from itertools import pairwise

from web.art.canvas import Mask
from web.art.people.body import GROUND_ROW, Body
from web.art.people.easel import Easel
from web.art.people.textiles import Dye, dye, weave
from web.art.people.wardrobe import Outfit

Joint = tuple[int, int]


def line(joints: Sequence[Joint]) -> list[Joint]:
    """The pixels of the broken line through the joints, in order, each once."""
    points: list[Joint] = [joints[0]]
    for (x0, y0), (x1, y1) in pairwise(joints):
        steps = max(abs(x1 - x0), abs(y1 - y0), 1)
        points += [
            (round(x0 + (x1 - x0) * step / steps), round(y0 + (y1 - y0) * step / steps)) for step in range(1, steps + 1)
        ]
    return list(dict.fromkeys(points))


def brushed(easel: Easel, points: Sequence[Joint], width: int) -> Mask:
    """The mask of a brush `width` wide and up to two tall, its upper left corner drawn through the points."""
    mask = easel.blank()
    for x, y in points:
        mask[max(y, 0) : max(y + min(width, 2), 0), max(x, 0) : max(x + width, 0)] = True
    return mask


def hand_at(body: Body, near: bool) -> Joint:
    """Where the hand is: the corner of its two-pixel brush. `near` is the right of the picture, or the near arm."""
    return arm_joints(body, near)[-1]


def arm_joints(body: Body, near: bool) -> list[Joint]:
    """Shoulder, elbow and hand of one arm in the body's view and pose."""
    return _profile_joints(body, near) if body.side else _front_joints(body, near)


def _front_joints(body: Body, near: bool) -> list[Joint]:
    arm, belly = body.build.arm, body.build.belly
    out = 1 if near else -1
    x = body.right + 1 if near else body.left - arm
    y, hip = body.top + 1, body.hip - 1
    swing = body.pose.stride * out
    low = x + out * belly
    if body.pose.arms == "talk" and near:
        return [(x, y), (x + out, y + 3), (x + 2 * out, y + 1)]
    if body.pose.arms == "raised" and near:
        return [(x, y), (x + out, y - 1), (x + out, y - 3)]
    if body.pose.arms in ("lowered", "raised") and (near or body.pose.arms == "raised"):
        return [(x, y), (x + out, y + 2), (x + (out if near else 0), hip - 2)]
    if body.pose.arms == "lap":
        return [(x, y), (x, hip - 2), (x - 2 * out, hip - 1)]
    return [(x, y), (low, y + 2), (low - (out if swing > 0 else 0), hip - (2 if swing > 0 else 0))]


def _profile_joints(body: Body, near: bool) -> list[Joint]:
    reach = body.build.torso - 2
    x = body.left + (body.build.depth - body.build.arm) // 2 + (0 if near else 1)
    y = body.top + 1 + (1 if body.build.stoop else 0)
    swing = body.pose.stride * (1 if near else -1)
    front = body.right + 1
    if body.pose.arms == "talk" and near:
        return [(x, y), (x + 1, y + 3), (front + 1, y + 1)]
    if body.pose.arms == "raised":
        return [(x, y), (front, y), (front + 2, y - 2)]
    if body.pose.arms == "lowered":
        return [(x, y), (x + 1, y + 3), (front + 2, y + 4)]
    if body.pose.arms == "lap":
        return [(x, y), (x, y + reach - 2), (front, y + reach - 1)]
    return [(x, y), (x + swing, y + reach // 2), (x + 3 * swing, y + reach - abs(swing))]


def paint_arm(easel: Easel, body: Body, outfit: Outfit, near: bool) -> None:
    """Paint one arm: sleeve, bare forearm where the sleeve is short, and hand or glove."""
    points = line(arm_joints(body, near))
    sleeve = len(points) - 2 if outfit.top.long_sleeves else max(2, len(points) // 2)
    whole = brushed(easel, points, body.build.arm)
    cloth = brushed(easel, points[:sleeve], body.build.arm)
    hand = brushed(easel, points[-2:], 2) if outfit.gloves else easel.blank()
    easel.paint(whole, _shade(dye(outfit.skin), body, near))
    easel.paint(cloth, _shade(dye(outfit.top.sleeves or outfit.top.dye), body, near), keep=whole)
    if outfit.top.pattern == "camouflage":
        weave(easel.pixels, cloth, outfit.top.pattern, outfit.top.inks, points[0])
    if outfit.gloves:
        easel.paint(hand, _shade(dye(outfit.gloves), body, near), keep=whole)


def paint_legs(easel: Easel, body: Body, outfit: Outfit) -> None:
    """Paint both legs, the far one first."""
    for near in (False, True):
        _paint_leg(easel, body, outfit, near)


def leg_joints(body: Body, near: bool) -> list[Joint]:
    """Hip, knee and ankle of one leg; the ankle's row is the last of the leg."""
    forward = body.pose.stride * (-1 if near else 1)
    lift = 1 if forward and (forward < 0 or not body.side) else 0
    if not body.side:
        lift = 2 if forward > 0 else 0
        x = (body.right - 2 if near else body.left) + (body.pose.seated * (1 if near else -1))
        return [(x, body.hip), (x, GROUND_ROW - 1 - lift)]
    x = body.left + (body.build.depth - 3) // 2 + (0 if near else 1)
    if body.pose.seated:
        return [(x, body.hip - 1), (x + 4, body.hip), (x + 4, GROUND_ROW - 1)]
    stride = forward * (3 if body.leg_rows > 5 else 2)
    return [(x, body.hip), (x + forward, body.hip + 2), (x + stride, GROUND_ROW - 1 - lift)]


def _paint_leg(easel: Easel, body: Body, outfit: Outfit, near: bool) -> None:
    points = line(leg_joints(body, near))
    shoes, bottom = outfit.shoes, outfit.bottom
    bare = bottom.kind in ("shorts", "skirt")
    cloth = dye(outfit.skin if bare else bottom.dye)
    whole = brushed(easel, points, 3)
    easel.paint(whole, _shade(cloth, body, near))
    weave(easel.pixels, whole, None if bare else bottom.pattern, bottom.inks, points[0])
    if bottom.kind == "shorts":
        easel.paint(brushed(easel, points[:2], 3), _shade(dye(bottom.dye), body, near), keep=whole)
    if shoes.sock:
        easel.fill(brushed(easel, points[-2:], 3), shoes.sock)
    _paint_shoe(easel, body, outfit, points, near=near, leg=whole)


def _paint_shoe(easel: Easel, body: Body, outfit: Outfit, points: list[Joint], *, near: bool, leg: Mask) -> None:
    shoes = outfit.shoes
    x, y = points[-1]
    colour = _shade(dye(shoes.dye), body, near)
    rows = {"boots": 2, "cowboy_boots": 2, "waders": 4}.get(shoes.kind, 1)
    shaft = brushed(easel, points[-rows:], 3) if rows > 1 else easel.blank()
    toe = easel.span_mask([(x, x + (3 if body.side else 2))], y + 1)
    easel.paint(shaft | toe, colour, keep=leg if shoes.sock else None)
    if shoes.sole:
        last = (x + 3, y + 1) if body.side else (x + (0 if near else 2), y + 1)
        easel.dot(shoes.sole, last, *([(x, y + 1)] if shoes.kind == "sandals" else []))


def _shade(colour: Dye, body: Body, near: bool) -> Dye:
    """The far limb of a profile lies in the body's shade."""
    return colour if near or not body.side else colour.darkened()

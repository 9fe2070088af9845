"""The doll: one frame of one person, painted back to front from an outfit, a view and a pose."""

from web.art.people.bags import paint_bags_before, paint_bags_behind
from web.art.people.body import FRAME_HEIGHT, FRAME_WIDTH, GROUND_ROW, Body, Pose
from web.art.people.easel import Easel
from web.art.people.garments import paint_extras, paint_skirt, paint_trunk
from web.art.people.head import paint_head
from web.art.people.limbs import paint_arm, paint_legs
from web.art.people.textiles import dye, weave
from web.art.people.tools import TOOLS, paint_tool
from web.art.people.wardrobe import Outfit

SLEEPER = Pose(eyes_open=False, asleep=True)


def paint_frame(outfit: Outfit, view: str, pose: Pose) -> Easel:
    """Paint a frame of 24 by 32; `view` is down, right or up (the left profile is the right one mirrored)."""
    easel = Easel(FRAME_WIDTH, FRAME_HEIGHT)
    body = Body(outfit.build, view, pose)
    if pose.asleep:
        _paint_sleeper(easel, body, outfit)
    elif body.side:
        _paint_profile(easel, body, outfit)
    else:
        _paint_front(easel, body, outfit)
    if not pose.asleep:
        _paint_ground(easel, body)
    return easel


def _paint_profile(easel: Easel, body: Body, outfit: Outfit) -> None:
    paint_arm(easel, body, outfit, near=False)
    _paint_dressed_trunk(easel, body, outfit)
    paint_bags_before(easel, body, outfit)
    paint_head(easel, body, outfit)
    _paint_working_arm(easel, body, outfit)


def _paint_front(easel: Easel, body: Body, outfit: Outfit) -> None:
    back = body.view == "up"
    if back:
        paint_tool(easel, body, outfit.tool)
    _paint_dressed_trunk(easel, body, outfit)
    paint_arm(easel, body, outfit, near=False)
    if body.pose.arms != "raised":
        paint_arm(easel, body, outfit, near=True)
    paint_bags_before(easel, body, outfit)
    paint_head(easel, body, outfit)
    if back and body.pose.arms == "raised":
        paint_arm(easel, body, outfit, near=True)
    elif body.pose.arms in ("raised", "lowered") and not back:
        _paint_working_arm(easel, body, outfit)


def _paint_dressed_trunk(easel: Easel, body: Body, outfit: Outfit) -> None:
    """The part of a bag that the body hides, then legs and trunk with all that is worn on them."""
    paint_bags_behind(easel, body, outfit)
    paint_legs(easel, body, outfit)
    paint_skirt(easel, body, outfit)
    paint_trunk(easel, body, outfit)
    paint_extras(easel, body, outfit)


def _paint_working_arm(easel: Easel, body: Body, outfit: Outfit) -> None:
    """The near arm with its tool: a hand closes over a shaft, but holds a small thing out in front of it."""
    has_shaft = TOOLS[outfit.tool].shaft is not None
    if has_shaft:
        paint_tool(easel, body, outfit.tool)
    paint_arm(easel, body, outfit, near=True)
    if not has_shaft:
        paint_tool(easel, body, outfit.tool)


def _paint_sleeper(easel: Easel, body: Body, outfit: Outfit) -> None:
    """Seen from above, in bed: a pillow, the head, a blanket in the sleeper's own colour."""
    lying = Body(outfit.build, body.view, SLEEPER)
    pillow = easel.span_mask([(5, 18), *[(4, 19)] * 8, (5, 18)], lying.head + 1)
    easel.paint(pillow, dye("white_cloth"))
    paint_head(easel, lying, outfit)
    top = lying.head + 10
    rows = GROUND_ROW - top
    half = outfit.build.shoulders // 2 + 2
    blanket = easel.span_mask([(12 - half, 11 + half)] * rows + [(13 - half, 10 + half)], top)
    easel.paint(blanket, dye(outfit.top.dye), depth=2)
    weave(easel.pixels, blanket, outfit.top.pattern, outfit.top.inks, (12 - half, top))
    easel.fill(blanket & easel.span_mask([(0, 23)] * 2, top), "plaster")
    easel.fill(blanket & easel.span_mask([(0, 23)], top + 2), dye(outfit.top.dye).shadow)


def _paint_ground(easel: Easel, body: Body) -> None:
    reach = body.build.shoulders // 2 + 2
    wide, narrow = (12 - reach, 11 + reach), (13 - reach, 10 + reach)
    easel.ground_shadow([narrow, wide, narrow], GROUND_ROW)

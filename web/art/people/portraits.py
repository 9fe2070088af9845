"""The portraits: head and shoulders, 48 by 48, painted on their own and not enlarged from the sheet."""

from PIL import Image

from web.art.canvas import Mask, to_image
from web.art.people.easel import Easel
from web.art.people.outfits import outfit_of
from web.art.people.portrait_clothes import paint_bust
from web.art.people.portrait_face import paint_features
from web.art.people.portrait_hair import PORTRAIT_CUTS
from web.art.people.portrait_hats import paint_portrait_hat
from web.art.people.portrait_shapes import PORTRAIT_SIZE, Oval, Shape, mask_of, paint_round
from web.art.people.textiles import dye
from web.art.people.wardrobe import Outfit

_HEADS: dict[str, Oval] = {
    "oval": Oval(0, 0, 11.6, 12.4, 2.3),
    "square": Oval(0, 0, 12.2, 12.4, 3.2),
    "round": Oval(0, 1, 13, 11.6, 2.4),
}
ADULT_MIDDLE, CHILD_MIDDLE, STOOP_DROP = 22, 25, 1


def paint_portrait(character_id: str) -> Image.Image:
    """The portrait of a character, RGBA; an unknown id gets everyday clothes, the same every time."""
    return compose_portrait(outfit_of(character_id))


def compose_portrait(outfit: Outfit) -> Image.Image:
    """Paint back to front: backdrop, hair behind, shoulders, head, face, hair, hat, plaits."""
    easel = Easel(PORTRAIT_SIZE, PORTRAIT_SIZE)
    young = outfit.build.skull == "round"
    middle = CHILD_MIDDLE if young else ADULT_MIDDLE + outfit.build.stoop * STOOP_DROP + (2 if outfit.hat else 0)
    _backdrop(easel, outfit)
    cut = PORTRAIT_CUTS[outfit.hair.style]
    _lock(easel, outfit, cut.behind, middle)
    paint_bust(easel, outfit, middle + (13 if not young else 12))
    head = _head(easel, outfit, middle)
    paint_features(easel, outfit, middle, head)
    hair = _lock(easel, outfit, cut.over, middle, head)
    _brow_shade(easel, outfit, head, hair, middle)
    easel.dot(dye(outfit.hair.dye).shadow, *[(23 + x, middle + y) for x, y in cut.strands])
    _lock(easel, outfit, cut.before, middle)
    if outfit.hat:
        paint_portrait_hat(easel, outfit.hat, middle)
    for ribbon in cut.ribbons:
        paint_round(easel, mask_of(ribbon, y=middle), dye(outfit.hair.ribbon), depth=1)
    return to_image(easel.pixels)


def _backdrop(easel: Easel, outfit: Outfit) -> None:
    tone = dye(outfit.backdrop)
    easel.fill(~easel.blank(), tone.base)
    easel.fill(mask_of(Oval(0, 24, 21, 21)), tone.light)


def _lock(easel: Easel, outfit: Outfit, shapes: tuple[Shape, ...], middle: int, keep: Mask | None = None) -> Mask:
    """Paint a mass of hair with a band of light across it; returns its mask."""
    tone = dye(outfit.hair.dye)
    mask = mask_of(shapes, y=middle)
    paint_round(easel, mask, tone, depth=2, keep=keep)
    if keep is not None:
        gleam = mask_of(Oval(-4, -9, 6, 4.5), y=middle) & ~mask_of(Oval(-3, -7.4, 6.5, 4.5), y=middle)
        easel.fill(gleam & mask, tone.light)
    return mask


def _head(easel: Easel, outfit: Outfit, middle: int) -> Mask:
    skin = dye(outfit.skin)
    ears = mask_of((Oval(-12, 3, 2.4, 3.2), Oval(12, 3, 2.4, 3.2)), y=middle)
    paint_round(easel, ears, skin, depth=1)
    mask = mask_of(_HEADS[outfit.build.skull], y=middle)
    paint_round(easel, mask, skin, depth=2)
    return mask


def _brow_shade(easel: Easel, outfit: Outfit, head: Mask, hair: Mask, middle: int) -> None:
    """The hair throws one row of shadow on the forehead."""
    below = head & ~hair
    below[1:] &= hair[:-1]
    below[0] = False
    below[middle - 1 :] = False
    easel.fill(below, dye(outfit.skin).shadow)

"""The face of a portrait: eyes, brows, nose, mouth, and what is grown or worn on it."""

from web.art.canvas import Mask
from web.art.people.easel import Easel
from web.art.people.portrait_shapes import Outline, Oval, both_sides, mask_of, paint_round
from web.art.people.textiles import Dye, dye
from web.art.people.wardrobe import Face, Outfit

EYE_LEFT, EYE_RIGHT = 17, 27
_EYE_ADULT = (".kkk.", "kwkkw", ".wgkw", ".wkk.")
_EYE_CHILD = (".kkk.", "kgkkk", "kkkkk", "kkkwk", ".kww.")
_EYE_SMILING = (".kkk.", "k...k")
_MOUTHS: dict[str, tuple[str, ...]] = {
    "smile": ("k......k", ".kkkkkk.", "..ssss.."),
    "grin": ("kkkkkkkk", "kwwwwwwk", ".kwwwwk.", "..kkkk.."),
    "laugh": ("kkkkkkkk", "kwwwwwwk", ".krrrrk.", "..kkkk.."),
    "calm": ("........", ".kkkkkk.", "..ssss.."),
    "gruff": ("........", "..kkkkkk", ".k......"),
}


def paint_features(easel: Easel, outfit: Outfit, middle: int, head: Mask) -> None:
    """Paint the features on a head whose middle is on row `middle`."""
    face, skin = outfit.face, dye(outfit.skin)
    young = outfit.build.skull == "round"
    if face.blush:
        cheeks = mask_of((Oval(-8, 7, 2.6, 1.5), Oval(8, 7, 2.6, 1.5)), y=middle)
        easel.fill(cheeks & head, face.blush)
    _eyes(easel, face, middle + (1 if young else 0), young)
    _brows(easel, outfit, middle)
    _nose(easel, skin, middle, young)
    if face.wrinkles:
        _wrinkles(easel, skin, middle)
    _beard(easel, face, middle, head)
    if not (face.moustache and face.mood != "laugh"):
        _mouth(easel, face, skin, middle)
    if face.moustache:
        _moustache(easel, face.moustache, middle)
    if face.glasses:
        _glasses(easel, face.glasses, middle)


def _eyes(easel: Easel, face: Face, middle: int, young: bool) -> None:
    rows = _EYE_SMILING if face.mood == "laugh" and not young else _EYE_CHILD if young else _EYE_ADULT
    key = {"k": "ink", "w": "cream", "g": "roof_light" if not young else "cream"}
    top = middle + (1 if rows is _EYE_SMILING else 0)
    easel.stamp(rows, EYE_LEFT - 1, top, key)
    easel.stamp([row[::-1] for row in rows], EYE_RIGHT, top, key)
    if rows is _EYE_ADULT:
        easel.dot("ink", (EYE_RIGHT + 1, top + 2), (EYE_RIGHT + 1, top + 3))
    if face.lashes:
        easel.dot("ink", (EYE_LEFT - 2, top), (EYE_RIGHT + 5, top), (EYE_LEFT - 1, top), (EYE_RIGHT + 4, top))


def _brows(easel: Easel, outfit: Outfit, middle: int) -> None:
    face = outfit.face
    hair = dye(outfit.hair.dye)
    name = face.brows if face.brows != "ink" else hair.shadow if hair.shadow != "stone" else "stone"
    tilt = {"gruff": 1, "calm": 0, "smile": 0, "grin": -1, "laugh": -1}[face.mood]
    y = middle - 3
    thin = face.lashes or outfit.build.skull == "round"
    for side, start in ((-1, EYE_LEFT + 3), (1, EYE_RIGHT)):
        inner = start
        columns = [inner + side * step for step in range(5)]
        heights = [y + tilt, y, y, y, y - tilt + (1 if tilt <= 0 else 0)]
        points = list(zip(columns, heights, strict=True))
        easel.dot(name, *(points[1:] if thin else points))
        if not thin:
            easel.dot(name, *[(x, row - 1) for x, row in points[1:3]])


def _nose(easel: Easel, skin: Dye, middle: int, young: bool) -> None:
    y = middle + 5
    if young:
        easel.dot(skin.shadow, (23, y + 1), (24, y + 1))
        return
    easel.dot(skin.shadow, (25, y - 1), (25, y), (25, y + 1), (23, y + 1), (24, y + 1))
    easel.dot(skin.light, (23, y - 1), (23, y))


def _wrinkles(easel: Easel, skin: Dye, middle: int) -> None:
    y = middle
    easel.dot(skin.shadow, (15, y + 4), (16, y + 5), (32, y + 4), (31, y + 5))
    easel.dot(skin.shadow, (18, y + 7), (18, y + 8), (29, y + 7), (29, y + 8), (17, y + 9), (30, y + 9))
    easel.dot(skin.shadow, *[(x, y - 6) for x in range(20, 28)])


def _mouth(easel: Easel, face: Face, skin: Dye, middle: int) -> None:
    lips = face.lips or skin.outline
    key = {"k": lips, "s": skin.shadow, "w": "cream", "r": "red"}
    if face.mood in ("grin", "laugh"):
        key["k"] = "wine" if face.lips is None else face.lips
    easel.stamp(_MOUTHS[face.mood], 20, middle + 8, key)


def _moustache(easel: Easel, name: str, middle: int) -> None:
    shape = Outline(((-1, 6.6), (-5, 7.2), (-8, 10.2), (-4, 10.2), (0, 8.6)))
    mask = both_sides(mask_of(shape, y=middle))
    paint_round(easel, mask, dye(name), depth=1, keep=mask)
    easel.dot("skin_ink", (22, middle + 11), (23, middle + 11), (24, middle + 11), (25, middle + 11))


def _beard(easel: Easel, face: Face, middle: int, head: Mask) -> None:
    if face.beard is None:
        return
    tone = dye(face.beard)
    if face.beard_style == "stubble":
        low = head.copy()
        low[: middle + 7] = False
        rows, columns = low.nonzero()
        points = [(int(x), int(y)) for x, y in zip(columns, rows, strict=True) if (x + y) % 2 == 0]
        easel.dot(tone.base, *points)
    elif face.beard_style == "goatee":
        paint_round(easel, mask_of(Outline(((-4, 11.5), (-4, 15), (0, 19)), mirrored=True), y=middle), tone)
    else:
        jaw = mask_of(Oval(0, 4, 14, 14, 2.4), y=middle) & ~mask_of(Oval(0, -3, 11, 10.5, 2.2), y=middle)
        jaw[: middle + 2] = False
        paint_round(easel, jaw, tone, keep=head)


def _glasses(easel: Easel, frame: str, middle: int) -> None:
    for left in (EYE_LEFT - 2, EYE_RIGHT - 1):
        right, top, bottom = left + 7, middle - 1, middle + 5
        edge = [(x, y) for x in range(left + 1, right) for y in (top, bottom)]
        edge += [(x, y) for x in (left, right) for y in range(top + 1, bottom)]
        easel.dot(frame, *edge)
        easel.dot("foam", (left + 1, top + 1), (left + 2, top + 1), (left + 1, top + 2))
    easel.dot(
        frame, (23, middle + 1), (24, middle + 1), (14, middle + 1), (13, middle), (34, middle + 1), (33, middle + 1)
    )

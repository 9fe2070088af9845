"""The sheets and portraits: size, determinism, palette, and that no two people can be taken for each other."""

import json
from dataclasses import asdict
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from web.art.canvas import GROUND_SHADOW_RGBA
from web.art.palette import HEX, rgb
from web.art.people.outfits import OUTFITS, VISITOR_COLOURS, outfit_of, visitor_outfit
from web.art.people.portraits import paint_portrait
from web.art.people.sheets import FRAMES, paint_sheet
from web.art.people.stencils import cut, stencil

ROSTER = (
    *("farmer", "grandmother", "little_girl", "teacher", "vendor", "young_mother", "retiree", "shepherd"),
    *("repairman", "little_boy", "chef", "gardener", "young_farm_woman", "craftsman", "postman", "shopkeeper"),
    *("fisherman", "pupil", "vet", "ranch_owner"),
)
EVERYBODY = (*ROSTER, "visitor-1", "isabella_rodriguez", "klaus_mueller")
SILHOUETTE_DIFFERENCE_PIXELS = 12

painted_sheet = cache(paint_sheet)
painted_portrait = cache(paint_portrait)


def frame(character_id: str, column: str, row: str) -> NDArray[np.uint8]:
    """One frame of a sheet as an array of RGBA rows."""
    left = FRAMES.columns.index(column) * FRAMES.width
    top = FRAMES.rows.index(row) * FRAMES.height
    box = (left, top, left + FRAMES.width, top + FRAMES.height)
    return np.asarray(painted_sheet(character_id).crop(box))


def colours(picture: Image.Image) -> set[tuple[int, ...]]:
    """The distinct RGBA colours of a picture."""
    pixels: NDArray[np.uint8] = np.asarray(picture)
    return {tuple(colour) for row in pixels.tolist() for colour in row}


def solid(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where a frame is opaque: the figure without its ground shadow."""
    mask: NDArray[np.bool_] = pixels[:, :, 3] == 255
    return mask


def test_every_character_of_the_roster_has_an_outfit() -> None:
    """The twenty of the roster, and nobody else, are dressed by name."""
    assert set(OUTFITS) == set(ROSTER)


@pytest.mark.parametrize("character_id", EVERYBODY)
def test_a_sheet_has_the_size_its_manifest_says(character_id: str) -> None:
    """A sheet is as large as its rows and columns of frames."""
    expected = (FRAMES.width * len(FRAMES.columns), FRAMES.height * len(FRAMES.rows))
    assert painted_sheet(character_id).size == expected == (240, 128)
    assert painted_sheet(character_id).mode == "RGBA"


@pytest.mark.parametrize("character_id", EVERYBODY)
def test_a_portrait_is_48_by_48_and_opaque(character_id: str) -> None:
    """A portrait fills its square."""
    portrait = painted_portrait(character_id)
    assert portrait.size == (48, 48)
    assert int(np.asarray(portrait)[:, :, 3].min()) == 255


@pytest.mark.parametrize("character_id", EVERYBODY)
def test_painting_twice_gives_the_same_bytes(character_id: str) -> None:
    """Nothing about a picture is left to chance."""
    assert paint_sheet(character_id).tobytes() == painted_sheet(character_id).tobytes()
    assert paint_portrait(character_id).tobytes() == painted_portrait(character_id).tobytes()


@pytest.mark.parametrize("character_id", EVERYBODY)
def test_only_palette_colours_are_used(character_id: str) -> None:
    """Besides clear pixels and the one ground shadow, every colour is of the 48."""
    allowed = {(*rgb(name), 255) for name in HEX}
    assert colours(painted_portrait(character_id)) <= allowed
    assert colours(painted_sheet(character_id)) <= allowed | {(0, 0, 0, 0), GROUND_SHADOW_RGBA}


def test_no_two_characters_look_the_same() -> None:
    """Twenty sheets, twenty portraits, all different."""
    assert len({painted_sheet(one).tobytes() for one in ROSTER}) == len(ROSTER)
    assert len({painted_portrait(one).tobytes() for one in ROSTER}) == len(ROSTER)


@pytest.mark.parametrize("row", ["down", "right", "up"])
def test_silhouettes_of_standing_figures_differ_pairwise(row: str) -> None:
    """Any two people can be told apart by outline alone, by a dozen pixels or more, from every side."""
    masks = {one: solid(frame(one, "walk_0", row)) for one in ROSTER}
    alike = [
        (one, other)
        for one, other in combinations(ROSTER, 2)
        if int((masks[one] ^ masks[other]).sum()) < SILHOUETTE_DIFFERENCE_PIXELS
    ]
    assert alike == []


@pytest.mark.parametrize("character_id", EVERYBODY)
def test_the_left_profile_mirrors_the_right(character_id: str) -> None:
    """Facing left is facing right in a mirror, in every column."""
    for column in FRAMES.columns:
        mirrored = np.fliplr(frame(character_id, column, "right"))
        assert np.array_equal(frame(character_id, column, "left"), mirrored)


@pytest.mark.parametrize("character_id", EVERYBODY)
def test_poses_differ_from_standing(character_id: str) -> None:
    """Steps, blink, talk, work, sitting and sleeping are each a picture of their own, and step 2 is standing."""
    standing = frame(character_id, "walk_0", "down")
    assert np.array_equal(frame(character_id, "walk_2", "down"), standing)
    others = [frame(character_id, column, "down").tobytes() for column in FRAMES.columns if column != "walk_2"]
    assert len(set(others)) == len(others)


@pytest.mark.parametrize("character_id", ROSTER)
def test_nothing_is_cut_off_beside_a_walking_figure(character_id: str) -> None:
    """A standing or walking figure leaves the frame's outer columns clear, whichever way it faces."""
    for row in ("down", "right", "up"):
        for column in ("walk_0", "walk_1", "walk_3"):
            opaque = solid(frame(character_id, column, row))
            assert int(opaque[:, 0].sum() + opaque[:, -1].sum()) <= 6


def test_children_are_shorter_than_every_adult() -> None:
    """A child's crown is below any grown-up's."""
    crowns = {one: int(solid(frame(one, "walk_0", "down")).any(axis=1).argmax()) for one in ROSTER}
    children = {"little_girl", "little_boy", "pupil"}
    tallest_child = min(crowns[one] for one in children)
    assert all(crowns[one] < tallest_child for one in ROSTER if one not in children)


def test_a_visitor_keeps_one_look_and_visitors_vary() -> None:
    """A stranger's colour comes from the id: stable, and at least six colours among many strangers."""
    assert visitor_outfit("visitor-1") == visitor_outfit("visitor-1")
    assert len(set(VISITOR_COLOURS)) >= 6
    assert {visitor_outfit(f"guest {number}").top.dye for number in range(60)} == set(VISITOR_COLOURS)


def test_people_of_other_casts_wear_everyday_clothes_of_their_own() -> None:
    """Each keeps one look; few of many are dressed alike, and nobody carries a traveller's bag."""
    folk = [outfit_of(f"resident_{number}") for number in range(60)]
    assert folk == [outfit_of(f"resident_{number}") for number in range(60)]
    assert len({repr(outfit) for outfit in folk}) == len(folk)
    assert not any(outfit.extra("backpack") for outfit in folk)
    assert outfit_of("v-1").extra("backpack")


def test_the_manifest_is_plain_json() -> None:
    """The web layer can serve the manifest as it stands."""
    manifest = json.loads(json.dumps(asdict(FRAMES)))
    assert manifest["rows"] == ["down", "left", "right", "up"]
    assert manifest["columns"][4:] == ["blink", "talk", "work_a", "work_b", "sit", "sleep"]


@pytest.mark.parametrize("text", ["oo\nooo", "ooo\nooo"])
def test_a_ragged_stencil_is_refused(text: str) -> None:
    """Rows of unequal or odd width are a slip of the pen and are named as such."""
    with pytest.raises(ValueError, match="one even width"):
        stencil(0, text)


def test_a_cut_without_its_three_views_is_refused() -> None:
    """A row that lacks a view would silently shift the others."""
    with pytest.raises(ValueError, match="three views"):
        cut(0, "oo oo oo\noo oo")

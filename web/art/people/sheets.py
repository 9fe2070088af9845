"""The sheets: every frame of one person in one picture, and the manifest that says where each frame is."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from web.art.canvas import to_image
from web.art.people.body import FRAME_HEIGHT, FRAME_WIDTH, POSES, VIEWS, Pose
from web.art.people.doll import paint_frame
from web.art.people.easel import Easel
from web.art.people.outfits import outfit_of
from web.art.people.wardrobe import Outfit


@dataclass(frozen=True)
class FrameManifest:
    """How a sheet is cut into frames: sizes in pixels, rows and columns by name, and the walk's columns in order.

    `foot_x` and `foot_y` are the pixel of a frame that stands on the map's point.
    """

    width: int = FRAME_WIDTH
    height: int = FRAME_HEIGHT
    rows: tuple[str, ...] = VIEWS
    columns: tuple[str, ...] = tuple(POSES)
    walk: tuple[int, ...] = (0, 1, 2, 3)
    foot_x: int = FRAME_WIDTH // 2
    foot_y: int = FRAME_HEIGHT - 2


FRAMES = FrameManifest()


def paint_sheet(character_id: str) -> Image.Image:
    """The sheet of a character, RGBA, 10 frames by 4; an unknown id gets everyday clothes, the same every time."""
    return compose_sheet(outfit_of(character_id))


def compose_sheet(outfit: Outfit) -> Image.Image:
    """Paint every pose of an outfit in every view; the left row mirrors the right one."""
    easel = Easel(FRAMES.width * len(FRAMES.columns), FRAMES.height * len(FRAMES.rows))
    for column, pose in enumerate(POSES.values()):
        for row, view in enumerate(VIEWS):
            if view != "left":
                _place(easel, paint_frame(outfit, view, pose), column, row)
        _mirror(easel, pose, column)
    return to_image(easel.pixels)


def _place(easel: Easel, frame: Easel, column: int, row: int) -> None:
    y, x = row * FRAMES.height, column * FRAMES.width
    easel.pixels[y : y + FRAMES.height, x : x + FRAMES.width] = frame.pixels


def _mirror(easel: Easel, pose: Pose, column: int) -> None:
    right, left = VIEWS.index("right"), VIEWS.index("left")
    x = column * FRAMES.width
    source = easel.pixels[right * FRAMES.height : (right + 1) * FRAMES.height, x : x + FRAMES.width]
    easel.pixels[left * FRAMES.height : (left + 1) * FRAMES.height, x : x + FRAMES.width] = np.fliplr(source)

"""The body: its poses, and where a build's parts lie on a frame in a pose, before anything is painted."""

from dataclasses import dataclass
from typing import Literal

from web.art.people.wardrobe import Build

FRAME_WIDTH = 24
FRAME_HEIGHT = 32
GROUND_ROW = 29
HEAD_ROWS = 10
SEAT_LEGS = 4

ArmPose = Literal["hang", "talk", "raised", "lowered", "lap"]

VIEWS: tuple[str, ...] = ("down", "left", "right", "up")


@dataclass(frozen=True)
class Pose:
    """What a body does in one column of a sheet.

    `bob` is in pixels (up is negative), `stride` -1, 0 or 1; the rest says what arms, eyes and mouth do.
    """

    bob: int = 0
    stride: int = 0
    arms: ArmPose = "hang"
    eyes_open: bool = True
    mouth_open: bool = False
    seated: bool = False
    asleep: bool = False


POSES: dict[str, Pose] = {
    "walk_0": Pose(),
    "walk_1": Pose(bob=-1, stride=1),
    "walk_2": Pose(),
    "walk_3": Pose(bob=-1, stride=-1),
    "blink": Pose(eyes_open=False),
    "talk": Pose(arms="talk", mouth_open=True),
    "work_a": Pose(bob=-1, arms="raised"),
    "work_b": Pose(arms="lowered"),
    "sit": Pose(arms="lap", seated=True),
    "sleep": Pose(eyes_open=False, asleep=True),
}


@dataclass(frozen=True)
class Body:
    """Rows and columns of one figure in one view; `side` is true for the profile that faces right."""

    build: Build
    view: str
    pose: Pose

    @property
    def side(self) -> bool:
        """Whether this is the profile."""
        return self.view == "right"

    @property
    def leg_rows(self) -> int:
        """Rows from the hip to the ground when standing still; fewer when seated."""
        return min(self.build.legs, SEAT_LEGS) if self.pose.seated else self.build.legs

    @property
    def hip(self) -> int:
        """First row below the trunk."""
        return GROUND_ROW + 1 - self.leg_rows + self.pose.bob

    @property
    def top(self) -> int:
        """First row of the trunk."""
        return self.hip - self.build.torso

    @property
    def head(self) -> int:
        """First row of the skull."""
        return self.top - HEAD_ROWS + (1 if self.build.stoop else 0)

    @property
    def lean(self) -> int:
        """Columns by which the head is carried forward in profile."""
        return self.build.stoop if self.side else 0

    @property
    def left(self) -> int:
        """First column of the trunk."""
        return 12 - (self.build.depth + 1) // 2 if self.side else 12 - self.build.shoulders // 2

    @property
    def right(self) -> int:
        """Last column of the trunk."""
        return self.left + (self.build.depth if self.side else self.build.shoulders) - 1

    @property
    def trunk(self) -> list[tuple[int, int]]:
        """The trunk's spans from the shoulders to the hip."""
        return [self._trunk_span(row) for row in range(self.build.torso)]

    def _trunk_span(self, row: int) -> tuple[int, int]:
        left, right = self.left, self.right
        if row == 0:
            return left + 1, right - 1
        share = row / (self.build.torso - 1)
        if self.build.belly and share > 0.4:
            return (left if self.side else left - self.build.belly), right + self.build.belly
        if self.build.waist and 0.35 < share < 0.8:
            return left + self.build.waist, right - (0 if self.side else self.build.waist)
        if self.side and self.build.stoop and share < 0.5:
            return left + 1, right + 1
        return left, right

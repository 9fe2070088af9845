"""The poses: what a body does in each column of a sheet."""

from dataclasses import dataclass
from typing import Literal

ArmPose = Literal["hang", "talk", "raised", "lowered", "lap"]

VIEWS: tuple[str, ...] = ("down", "left", "right", "up")


@dataclass(frozen=True)
class Pose:
    """One column: `bob` pixels up (negative), `stride` -1, 0 or 1, and what arms, eyes and mouth do."""

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

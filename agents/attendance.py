"""Attendance: what anybody can be at when something happens, besides what the cast says. Plain data, read by `cast`."""

from typing import Any

SHELTERING, LOOKING_ON, LENDING_A_HAND, CELEBRATING = "sheltering", "looking_on", "lending_a_hand", "celebrating"

ATTENDANCE: tuple[dict[str, Any], ...] = (
    {
        "id": SHELTERING,
        "name": {"zh": "避风雨", "en": "shelter"},
        "looks": {"zh": "在家避着天气", "en": "sheltering from the weather"},
    },
    {
        "id": LOOKING_ON,
        "name": {"zh": "看个究竟", "en": "a look at what goes on"},
        "looks": {"zh": "在一旁瞧着", "en": "looking on"},
    },
    {
        "id": LENDING_A_HAND,
        "name": {"zh": "搭把手", "en": "lending a hand"},
        "looks": {"zh": "在帮忙搭把手", "en": "lending a hand"},
    },
    {
        "id": CELEBRATING,
        "name": {"zh": "凑热闹", "en": "the festivities"},
        "looks": {"zh": "在人堆里凑热闹", "en": "in the thick of the festivities"},
    },
)
"""Spent at leisure, where the happening is: so people who come together there talk."""

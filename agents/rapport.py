"""Rapport: how a talk between two goes by the rules: mostly warm or even, seldom cool.

It comes of the two, for some get on and some don't; of how often they have talked; and of the moment.
"""

from sim.chance import below
from sim.records import TalkMood

WARM_FROM, COOL_BELOW = 60, 12
"""Of a hundred: from where on a talk is warm, and below what it is cool."""
MAXIMUM_EASE = 15
"""How much being used to each other helps, at the most: a point for each talk held."""


def rapport(seed: int, host: str, guest: str, talks_held: int, moment: int) -> TalkMood:
    """How the talk goes: `moment` is the host's request. The same two suit each other the same, whoever is host."""
    chemistry = below(100, seed, min(host, guest), f"rapport with {max(host, guest)}", 0)
    today = below(100, seed, host, "mood", moment)
    ease = min(MAXIMUM_EASE, talks_held)
    warmth = (chemistry + today) // 2 + ease
    if warmth < COOL_BELOW:
        return "cool"
    return "warm" if warmth >= WARM_FROM else "even"

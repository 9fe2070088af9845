"""Turns: a dialogue that somebody hears is not written at a stroke: each of the two says the next line as itself.

Who hears it is known outside the World, so it decides only how the mind is asked; that the talk goes on is in the
recorded answer.
"""

from collections.abc import Callable
from enum import StrEnum

from agents.observation import Observation

MAXIMUM_TURNS = 8
"""Lines after which a dialogue that is asked for turn by turn ends by itself."""
GO_ON, PART = "go_on", "part"
"""What whose turn it is may want to follow on its line."""


class Turn(StrEnum):
    """Which part of a dialogue is asked for: its first line, the next one, or its last."""

    FIRST = "first"
    NEXT = "next"
    LAST = "last"

    def goes_on(self, then: str) -> bool:
        """Whether the other is to answer: always the first line, for no talk ends before both have spoken."""
        return self is Turn.FIRST or (self is Turn.NEXT and then != PART)


def turn_of(observation: Observation, is_heard: Callable[[str], bool]) -> Turn | None:
    """The turn that is asked for; None for a whole dialogue, or no dialogue at all.

    One that nobody hears any more ends with the next line.
    """
    if observation.purpose != "dialogue":
        return None
    two = [own_id for own_id in (observation.agent, observation.partner) if own_id]
    heard = any(is_heard(own_id) for own_id in two)
    if not observation.spoken:
        return Turn.FIRST if heard else None
    return Turn.NEXT if heard and len(observation.spoken) + 1 < MAXIMUM_TURNS else Turn.LAST

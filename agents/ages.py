"""Ages: who is a child in the village, and who is old. What they do and how they feel depends on it."""

from agents.cast import Character

CHILD_BELOW_YEARS = 13
OLD_FROM_YEARS = 60


def is_child(character: Character) -> bool:
    """Whether it is still a child."""
    return character.age < CHILD_BELOW_YEARS


def is_old(character: Character) -> bool:
    """Whether it is old, as people in the village see it."""
    return character.age >= OLD_FROM_YEARS

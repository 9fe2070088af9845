"""Whispers: an inner voice that a visitor lends to a character. What it says is kept apart, and known here by id."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Whisper:
    """What a character has heard within, and has not thought about yet."""

    visitor: str
    words_id: str


@dataclass(frozen=True, slots=True)
class Whispered:
    """A character heard an inner voice. The words are elsewhere, erasable; this is their id and salted hash."""

    agent: str
    visitor: str
    words_id: str
    words_hash: str
    kind: Literal["whispered"] = "whispered"

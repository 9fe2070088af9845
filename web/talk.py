"""Talk: one visitor's talk with a character, as the web layer keeps it, from the wish for it to its end."""

from dataclasses import dataclass, field

from web.visitors import Language

MAXIMUM_HELD_LINES = 4
"""Things said before the character has turned to the visitor."""


@dataclass(frozen=True, slots=True)
class Held:
    """Something said, or a command given, that waits for the talk to open."""

    text: str
    is_command: bool


@dataclass(slots=True)
class Talk:
    """Wanted while the visitor walks up; asked for once it is there; open when the character turns to it."""

    visitor: str
    agent: str
    chat: str
    language: Language
    heard_at: float
    """Wall seconds, on a clock of the process: when it was wanted, or either side last said or did something."""
    is_asked: bool = False
    is_open: bool = False
    held: list[Held] = field(default_factory=list)

    def hold(self, line: Held) -> bool:
        """Keep a line for later; False when too many wait already."""
        if len(self.held) >= MAXIMUM_HELD_LINES:
            return False
        self.held.append(line)
        return True

"""The inbox: what visitors do, on its way to the simulator. The driver drains it; the web never touches a Simulator.

Everything here happens in the event loop's thread.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from sim.inputs import Payload

MAXIMUM_WAITING_INPUTS = 1000
"""More than this many inputs never wait: whoever brings another is told to try again."""


@dataclass(frozen=True, slots=True)
class Uttered:
    """What a visitor says, or commands, in words. The driver keeps them in the erasable table, and takes an input that
    names them: so they are kept in the order in which they are heard, and not at all if they are not."""

    agent: str
    visitor: str
    chat: str
    text: str = field(repr=False)
    is_command: bool


@dataclass(frozen=True, slots=True)
class Whispering:
    """What a visitor whispers to a character; its words are kept likewise."""

    agent: str
    visitor: str
    text: str = field(repr=False)


Deed = Payload | Uttered | Whispering


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the driver has not taken yet."""

    payload: Deed
    request_id: str


class Inbox:
    """A bounded queue of inputs, in the order they came."""

    def __init__(self) -> None:
        self._waiting: deque[Waiting] = deque()
        self._filled = asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    def submit(self, payload: Deed, request_id: str = "") -> bool:
        """Put an input in; False, and nothing changed, when the inbox is full."""
        if len(self._waiting) >= MAXIMUM_WAITING_INPUTS:
            return False
        self._waiting.append(Waiting(payload, request_id))
        self._filled.set()
        return True

    def drain(self) -> list[Waiting]:
        """Take everything out, first come first."""
        taken = list(self._waiting)
        self._waiting.clear()
        self._filled.clear()
        return taken

    async def wait(self, timeout_seconds: float) -> bool:
        """Return as soon as something is there (True), or after the time-out (False)."""
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._filled.wait()
        except TimeoutError:
            return False
        return True

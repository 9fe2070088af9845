"""Forgetting: what a character still remembers when there is more than it can keep.

What is least important and oldest goes: a point of importance is worth a day of age. The newest always stay, and so
does the latest visit of every visitor whom the character knows, so that a guest is known again tomorrow and next week.
"""

from collections.abc import Sequence

from sim.clock import DAY
from sim.records import MAXIMUM_MEMORIES, Memory

MINIMUM_NEWEST = 10
"""The newest memories, which are never forgotten."""
MAXIMUM_VISITORS_KNOWN = 100
"""Visitors whom a character knows; of more than this, the one who has stayed away for the longest is forgotten."""


def kept(memories: Sequence[Memory]) -> tuple[Memory, ...]:
    """At most MAXIMUM_MEMORIES of the memories, in their order. The same for the same memories, on every machine."""
    excess = len(memories) - MAXIMUM_MEMORIES
    if excess <= 0:
        return tuple(memories)
    safe = _safe(memories)
    fading = [index for index in range(len(memories)) if index not in safe]
    lost = set(sorted(fading, key=lambda index: (_strength(memories[index]), index))[:excess])
    return tuple(memory for index, memory in enumerate(memories) if index not in lost)


def _strength(memory: Memory) -> int:
    """When the memory fades, as a time; so it need not be known what time it is now."""
    return memory.time + memory.importance * DAY


def _safe(memories: Sequence[Memory]) -> set[int]:
    """Where the memories stand that stay: the newest, and the latest visit of each known visitor."""
    latest: dict[str, int] = {}
    for index in reversed(range(len(memories))):
        if memories[index].kind == "visit" and len(latest) < MAXIMUM_VISITORS_KNOWN:
            latest.setdefault(memories[index].about, index)
    return {*range(len(memories) - MINIMUM_NEWEST, len(memories)), *latest.values()}

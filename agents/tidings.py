"""Tidings: which news a character knows, and which of it it may tell to whom."""

from collections.abc import Iterator, Sequence

from sim.clock import DAY, SimTime
from sim.records import AgentRecord, Memory

FRESH_SECONDS = 2 * DAY
"""How long after one heard a piece of news one still tells it."""


def tellable(record: AgentRecord, partner: str | None, time: SimTime) -> list[Memory]:
    """The fresh news that a character may tell to `partner` (None: to anyone), the most important and latest first.

    What it has heard of and then seen for itself it tells once, as it has seen it.
    """
    shared = {m.news.id for m in record.memories if m.news and m.about == partner}
    fresh = [m for m in _news(record.memories) if time - m.time < FRESH_SECONDS]
    untold = [m for m in fresh if m.news and m.news.id not in shared and m.news.origin != partner]
    best: dict[str, Memory] = {}
    for memory in sorted(untold, key=lambda m: (-m.importance, -m.time, m.text.zh)):
        best.setdefault(memory.news.id if memory.news else "", memory)
    return list(best.values())


def is_first_hand(memory: Memory, own_id: str) -> bool:
    """Whether a character's memory of news is of what it did, or witnessed, itself: nobody told it."""
    return memory.about == own_id if memory.kind == "news" else memory.kind == "happening"


def _news(memories: Sequence[Memory]) -> Iterator[Memory]:
    return (memory for memory in memories if memory.news and memory.kind in ("news", "happening"))


def known(record: AgentRecord, news_id: str) -> Memory | None:
    """The memory of that news, if the character has it."""
    return next((m for m in _news(record.memories) if m.news and m.news.id == news_id), None)

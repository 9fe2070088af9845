"""Tidings: which news a character knows, and which of it it may tell to whom."""

from collections.abc import Iterator, Sequence

from sim.clock import DAY, SimTime
from sim.records import AgentRecord, Memory

FRESH_SECONDS = 2 * DAY
"""How long after one heard a piece of news one still tells it."""


def tellable(record: AgentRecord, partner: str | None, time: SimTime) -> list[Memory]:
    """The fresh news that a character may tell to `partner` (None: to anyone), the most important and latest first."""
    shared = {m.news.id for m in record.memories if m.news and m.about == partner}
    fresh = [m for m in _news(record.memories) if time - m.time < FRESH_SECONDS]
    untold = [m for m in fresh if m.news and m.news.id not in shared and m.news.origin != partner]
    return sorted(untold, key=lambda m: (-m.importance, -m.time, m.text.zh))


def _news(memories: Sequence[Memory]) -> Iterator[Memory]:
    return (memory for memory in memories if memory.kind == "news")


def known(record: AgentRecord, news_id: str) -> Memory | None:
    """The memory of that news, if the character has it."""
    return next((m for m in _news(record.memories) if m.news and m.news.id == news_id), None)

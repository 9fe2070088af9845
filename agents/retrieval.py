"""Retrieval: which memories come to mind, by recency, importance and relevance.

As in Generative Agents (Park et al. 2023, section 4.1): each of the three is brought to [0, 1] by the minimum and the
maximum over all memories, the three weigh the same, and those with the highest sums come to mind. Recency decays since
a memory was made, not since it was last recalled: to recall changes nothing in the World. Scores are whole thousandths,
so that they are the same on every machine and can be stored with a request.

Where no words are made, who is met is enough: `recent`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.relevance import bigrams, memory_bigrams, relevance
from sim.clock import HOUR, SimTime, start_of_day
from sim.records import Memory

RECENCY_DECAY = 0.995
"""What is left of a memory's recency after an hour; the paper's."""
PRECISION = 10**9
"""Floats become integers at this, before they are compared: their last bits may differ between machines."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A memory and why it came to mind, in thousandths."""

    memory: Memory
    recency: int = 0
    importance: int = 0
    relevance: int = 0

    @property
    def total(self) -> int:
        """The three with the same weight."""
        return self.recency + self.importance + self.relevance


def retrieve(memories: Sequence[Memory], query: str, partner: str | None, time: SimTime, maximum: int) -> list[Scored]:
    """At most `maximum` memories, the best first; but the best about the partner before all: it stands there."""
    wanted = bigrams(query) if partner is None else (partner, *bigrams(query))
    related = relevance([(memory.about, *memory_bigrams(memory.text.zh)) for memory in memories], wanted)
    recency = [RECENCY_DECAY ** ((time - memory.time) / HOUR) for memory in memories]
    scores = zip(
        memories,
        _thousandths([round(value * PRECISION) for value in recency]),
        _thousandths([memory.importance for memory in memories]),
        _thousandths([round(value * PRECISION) for value in related]),
        strict=True,
    )
    ranked = sorted((Scored(*each) for each in scores), key=_rank)
    about = next((each for each in ranked if partner is not None and each.memory.about == partner), None)
    return ([about] if about else []) + [each for each in ranked if each is not about][: maximum - bool(about)]


def recent(memories: Sequence[Memory], partner: str | None, maximum: int) -> list[Scored]:
    """The latest memories, those about the partner first; at most `maximum`, newest first."""
    newest_first = memories[::-1]
    matching = [memory for memory in newest_first if memory.about == partner]
    others = [memory for memory in newest_first if memory.about != partner]
    return [Scored(memory) for memory in (matching + others)[:maximum]]


def of_today(memories: Sequence[Memory], time: SimTime, maximum: int) -> list[Scored]:
    """What the day left, the most important first, then the latest."""
    today = [Scored(memory) for memory in memories if memory.time >= start_of_day(time)]
    return sorted(today, key=lambda each: (-each.memory.importance, _rank(each)))[:maximum]


def _thousandths(values: Sequence[int]) -> list[int]:
    """Each value's place between the least and the greatest; where all are the same, none counts."""
    least, greatest = min(values, default=0), max(values, default=0)
    if least == greatest:
        return [0] * len(values)
    return [round(1000 * (value - least) / (greatest - least)) for value in values]


def _rank(scored: Scored) -> tuple[int, int, str, str]:
    """Best first; of equals the latest, then by text, so that the order is the same everywhere."""
    memory = scored.memory
    return (-scored.total, -memory.time, memory.text.zh, memory.text.en)

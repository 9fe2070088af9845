"""Narrowing: of the memories that came to mind, those that a prompt quotes, by what a visitor just said."""

from collections.abc import Sequence

from agents.observation import MAXIMUM_RECALLED, VISITORS_PURPOSES, Observation, Recalled
from agents.relevance import bigrams, memory_bigrams, relevance


def remembered(observation: Observation, said: str) -> Sequence[Recalled]:
    """The memories that a prompt quotes; of many, those that have to do with what a visitor just said.

    They are narrowed here and not in the observation, which is kept: a visitor's words must leave no trace in it.
    """
    memories = observation.memories
    if observation.purpose not in VISITORS_PURPOSES or len(memories) <= MAXIMUM_RECALLED:
        return memories
    related = relevance([memory_bigrams(f"{memory.zh} {memory.en}") for memory in memories], bigrams(said))
    best_first = sorted(range(len(memories)), key=lambda index: (-related[index], index))
    return [memories[index] for index in best_first[:MAXIMUM_RECALLED]]

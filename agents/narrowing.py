"""Narrowing: of the memories that came to mind, those that a prompt quotes, by what a visitor just said.

By the pairs of characters that they have in common; or, where there are embeddings, by what is meant.
"""

from collections.abc import Sequence
from typing import Protocol

from agents.observation import MAXIMUM_RECALLED, VISITORS_PURPOSES, Observation, Recalled
from agents.relevance import bigrams, memory_bigrams, relevance


class Embedder(Protocol):
    """Tells how near texts are in meaning."""

    async def nearness(self, texts: Sequence[str], said: str) -> list[float] | None:
        """How near each text is to what was said; None where that can't be told. Never raises, and not for long."""


def remembered(observation: Observation, said: str) -> Sequence[Recalled]:
    """The memories that a prompt quotes; of many, those that have to do with what a visitor just said.

    They are narrowed here and not in the observation, which is kept: a visitor's words must leave no trace in it.
    """
    if not _are_too_many(observation):
        return observation.memories
    documents = [memory_bigrams(f"{memory.zh} {memory.en}") for memory in observation.memories]
    return _best(observation, relevance(documents, bigrams(said)))


async def narrowed(observation: Observation, said: str, language: str, embedder: Embedder) -> Observation:
    """The observation that a prompt is made of, with no more memories than it quotes: those nearest in meaning.

    Where nobody can tell it stays as it is, and the prompt quotes those that are `remembered`.
    """
    if not said or not _are_too_many(observation):
        return observation
    texts = [memory.zh if language == "zh" else memory.en for memory in observation.memories]
    near = await embedder.nearness(texts, said)
    return observation if near is None else observation.model_copy(update={"memories": tuple(_best(observation, near))})


def _are_too_many(observation: Observation) -> bool:
    return observation.purpose in VISITORS_PURPOSES and len(observation.memories) > MAXIMUM_RECALLED


def _best(observation: Observation, related: Sequence[float]) -> Sequence[Recalled]:
    best_first = sorted(range(len(related)), key=lambda index: (-related[index], index))
    return [observation.memories[index] for index in best_first[:MAXIMUM_RECALLED]]

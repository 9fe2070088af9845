"""Embeddings: how near texts are in meaning, by the vectors of any OpenAI-compatible server.

They help to choose which memories a prompt quotes to a visitor's words, which may name a thing otherwise than the
memory does. Nothing of them is stored, and nothing waits for them long: without, BM25 chooses (`agents.narrowing`).
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import hypot
from operator import mul
from time import monotonic

from openai import AsyncOpenAI

MAXIMUM_KEPT_VECTORS = 2_048
"""Of memories, in a process; those kept longest go first. What a visitor says is not kept."""
TIMEOUT_SECONDS = 2.0
"""How long a visitor waits for them, at most."""
PAUSE_SECONDS = 60.0
"""How long a server that gave none is left alone."""

Vector = tuple[float, ...]

log = logging.getLogger("taoyuan.models")


@dataclass
class Embeddings:
    """One embedding model on one server."""

    client: AsyncOpenAI
    model: str
    timeout_seconds: float = TIMEOUT_SECONDS
    _kept: dict[str, Vector] = field(default_factory=dict)
    _away_until: float = 0.0

    async def nearness(self, texts: Sequence[str], said: str) -> list[float] | None:
        """The cosine of each text and what was said, from -1 to 1; None where the server does not tell."""
        if monotonic() < self._away_until:
            return None
        try:
            async with asyncio.timeout(self.timeout_seconds):
                words = await self._vectors(texts, said)
            return [_cosine(self._kept[text], words) for text in texts]
        except Exception as error:  # a server can answer anything, and the client raises whatever that leads to
            self._away_until = monotonic() + PAUSE_SECONDS
            log.warning("no embeddings (%s): memories are found by their words for a while", type(error).__name__)
            return None

    async def _vectors(self, texts: Sequence[str], said: str) -> Vector:
        """The vector of what was said, once those of all texts are at hand."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._kept]
        answer = await self.client.embeddings.create(
            model=self.model, input=[*fresh, said], encoding_format="float", timeout=self.timeout_seconds
        )
        *new, words = [tuple(one.embedding) for one in sorted(answer.data, key=lambda one: one.index)]
        self._kept |= dict(zip(fresh, new, strict=True))
        for text in [text for text in self._kept if text not in texts][: len(self._kept) - MAXIMUM_KEPT_VECTORS]:
            del self._kept[text]
        return words

    async def close(self) -> None:
        """Close the connections to the server."""
        await self.client.close()


def _cosine(one: Vector, other: Vector) -> float:
    if not one or len(one) != len(other):
        raise ValueError("no vectors, or of different lengths")
    product: float = sum(map(mul, one, other))
    return product / (hypot(*one) * hypot(*other) or 1.0)


def embeddings_at(url: str, model: str, api_key: str) -> Embeddings:
    """A model's on the server at `url`, which is asked only when there is a question."""
    return Embeddings(AsyncOpenAI(base_url=url, api_key=api_key, max_retries=0), model)

"""Chance: the only randomness in the village, a pure function of what is being decided.

Nothing here keeps state, so the same question always has the same answer: on any machine, in any order, live,
resumed or replayed. `n` is a counter out of the World (an agent's event counter or request ordinal).
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


def draw(seed: int, agent_id: str, purpose: str, n: int) -> int:
    """A uniform integer in [0, 2**64) from the BLAKE2b hash of the arguments (RFC 7693)."""
    material = f"{seed}\x1f{agent_id}\x1f{purpose}\x1f{n}".encode()
    return int.from_bytes(blake2b(material, digest_size=8).digest(), "big")


def below(bound: int, seed: int, agent_id: str, purpose: str, n: int) -> int:
    """A draw in [0, bound). The bias of the modulus is under bound / 2**64, far below notice."""
    return draw(seed, agent_id, purpose, n) % bound


def choose(options: Sequence[T], seed: int, agent_id: str, purpose: str, n: int) -> T:
    """One of `options`, which must not be empty."""
    return options[below(len(options), seed, agent_id, purpose, n)]

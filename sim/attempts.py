"""Attempts: what a mind was asked and answered before it decided, kept apart so that a decision can be explained.

They are never an input and never in the digest: a run that lost them is the same run. What a mind was asked for a
visitor quotes that visitor, so such attempts are kept under the visitor's id and are erased with its words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

MAXIMUM_ATTEMPTS = 10_000
"""Attempts kept of one run; the oldest go first."""
MAXIMUM_TEXT_LENGTH = 16_000
"""Characters kept of one message of a prompt, or of an answer."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One time that a model was asked: the messages it was sent, as (role, content), and what came back.

    `schema_hash` is the SHA-256 of the JSON schema that the answer was to follow. `problem` says why the answer was not
    taken, or why there is none; None for a valid one. `is_whole` is False where it was cut short.
    """

    model: str
    prompt: tuple[tuple[str, str], ...]
    schema_hash: str
    answer: str = ""
    problem: str | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    milliseconds: int = 0
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Tried:
    """All attempts at the request `ordinal` of `agent`, in order; `visitor` is whose words they may quote."""

    agent: str
    ordinal: int
    visitor: str | None
    attempts: tuple[Attempt, ...]


class Attempts(Protocol):
    """Where attempts are kept."""

    def keep(self, tried: Sequence[Tried]) -> None:
        """Keep these, in place of what was kept of the same requests. Texts are shortened to MAXIMUM_TEXT_LENGTH."""

    def of(self, agent: str, ordinal: int) -> Tried | None:
        """What is kept of a request."""

    def erase(self, visitor: str) -> int:
        """Erase all that may quote a visitor; how many attempts there were."""


@dataclass
class MemoryAttempts:
    """Attempts for as long as the process lasts: for tests and trials."""

    _tried: dict[tuple[str, int], Tried] = field(default_factory=dict)
    """Oldest first."""

    def keep(self, tried: Sequence[Tried]) -> None:
        """See Attempts."""
        for each in tried:
            self._tried.pop((each.agent, each.ordinal), None)
            self._tried[each.agent, each.ordinal] = replace(each, attempts=tuple(map(shortened, each.attempts)))
        count = sum(len(each.attempts) for each in self._tried.values())
        while count > MAXIMUM_ATTEMPTS:
            count -= len(self._tried.pop(next(iter(self._tried))).attempts)

    def of(self, agent: str, ordinal: int) -> Tried | None:
        """See Attempts."""
        return self._tried.get((agent, ordinal))

    def erase(self, visitor: str) -> int:
        """See Attempts."""
        gone = [each for each in self._tried.values() if each.visitor == visitor]
        for each in gone:
            del self._tried[each.agent, each.ordinal]
        return sum(len(each.attempts) for each in gone)


def shortened(attempt: Attempt) -> Attempt:
    """The attempt with texts that can be kept."""
    prompt = tuple((role, _text(content)) for role, content in attempt.prompt)
    problem = None if attempt.problem is None else _text(attempt.problem)
    return replace(attempt, prompt=prompt, answer=_text(attempt.answer), problem=problem)


def _text(text: str) -> str:
    """A text of the length that is kept. A lone surrogate, which a model may send and no database takes, is a `?`."""
    return text[:MAXIMUM_TEXT_LENGTH].encode("utf-8", "replace").decode()

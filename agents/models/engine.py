"""Engine: the protocol that every language-model engine speaks. A list of requests in, a stream of completions out."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

FailureKind = Literal["timeout", "unreachable", "overloaded", "refused", "broken", "away"]
"""Why there is no answer: too late, nobody there, too much asked of it, this request not taken, anything else that is
wrong with it, or not asked at all since it has given none for a while."""


MAXIMUM_COMPLETION_LENGTH = 16_000
"""Characters: no answer that could be taken is nearly so long, whatever a server goes on to send."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt; `role` is `system`, `user` or `assistant`."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class CompletionRequest:
    """What to complete: messages, the JSON schema of the answer, and how many tokens it may take.

    `streams` asks for what there is of it on the way, too.
    """

    messages: tuple[Message, ...]
    schema: dict[str, Any]
    maximum_tokens: int
    temperature: float = 0.7
    streams: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """What came back: the text, or why there is none; and what it cost. Unfinished, it is the text so far.

    `cached_tokens` are those of the prompt that the engine had computed before, where it tells. `seconds` is how long
    the answer took, from when it was asked for.
    """

    text: str = ""
    error: str | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    seconds: float = 0.0
    finished: bool = True
    failure: FailureKind | None = None
    """The kind of error, where there is one."""


def failed(kind: FailureKind, why: str) -> Completion:
    """No text, and why."""
    return Completion(error=why, failure=kind)


class Engine(Protocol):
    """Completes prompts. Every request gets exactly one finished completion, in whatever order they finish."""

    @property
    def model(self) -> str:
        """The model's name."""

    def complete(self, requests: Sequence[CompletionRequest]) -> AsyncGenerator[tuple[int, Completion], None]:
        """Yield (index of the request, its completion) as each finishes. Failures are completions with an error.

        Requests that stream are yielded unfinished before, each time with more text. Closing the generator aborts
        what is still under way.
        """

    async def close(self) -> None:
        """Let go of what the engine holds: processes, connections, memory. Nothing is asked of it afterwards."""

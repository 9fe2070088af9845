"""An engine for tests of what stands around engines: it answers as a test says, and notes what it is asked."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from agents.models.engine import Completion, CompletionRequest, Message

Answerer = Callable[[str], Awaitable[Completion]]
"""From what the last message of a request says to its completion."""


def asking(*texts: str) -> list[CompletionRequest]:
    """Requests whose only messages are these."""
    return [CompletionRequest((Message("user", text),), {}, 10) for text in texts]


@dataclass
class ToldEngine:
    """Answers one request after the other by `answer`."""

    answer: Answerer
    model: str = "told"
    asked: list[str] = field(default_factory=list)
    is_closed: bool = False

    async def complete(self, requests: Sequence[CompletionRequest]) -> AsyncGenerator[tuple[int, Completion], None]:
        """See Engine."""
        for index, request in enumerate(requests):
            self.asked.append(request.messages[-1].content)
            yield index, await self.answer(self.asked[-1])

    async def close(self) -> None:
        """See Engine."""
        self.is_closed = True

"""Metered: an engine whose requests are counted."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from agents.models.engine import Completion, CompletionRequest, Engine
from agents.models.meter import Meter


@dataclass
class Metered:
    """Any engine, counted by a meter."""

    engine: Engine
    meter: Meter

    @property
    def model(self) -> str:
        """See Engine."""
        return self.engine.model

    async def complete(self, requests: Sequence[CompletionRequest]) -> AsyncGenerator[tuple[int, Completion], None]:
        """See Engine. What is not answered when the generator is closed was aborted."""
        missing = len(requests)
        self.meter.begin(missing)
        try:
            async with aclosing(self.engine.complete(requests)) as completions:
                async for index, completion in completions:
                    if completion.finished:
                        missing -= 1
                        self.meter.end(completion)
                    yield index, completion
        finally:
            self.meter.abort(missing)

    async def close(self) -> None:
        """See Engine."""
        await self.engine.close()

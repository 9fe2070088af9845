"""Requests in flight together: what every engine does with a list of them, whatever it is that answers each one."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import replace

from agents.models.engine import Completion, CompletionRequest, failed

Hear = Callable[[Completion], None]
"""Is told an unfinished completion, each time that there is more of it."""
Answerer = Callable[[CompletionRequest, Hear], Awaitable[Completion]]
"""Answers one request; raises whatever goes wrong."""


async def complete_together(
    requests: Sequence[CompletionRequest], answer: Answerer, slots: asyncio.Semaphore
) -> AsyncGenerator[tuple[int, Completion], None]:
    """See Engine.complete: all requests at once, but for those that wait for one of the slots.

    What `answer` raises is a completion with that error. `seconds` counts from when the request was made, so it holds
    the wait for a slot. Who closes the generator finds every request aborted when that returns.
    """
    arrivals: asyncio.Queue[tuple[int, Completion]] = asyncio.Queue()
    began = time.perf_counter()

    async def bring(index: int, request: CompletionRequest) -> None:
        async with slots:
            completion = await _attempt(request, answer, lambda heard: arrivals.put_nowait((index, heard)))
        arrivals.put_nowait((index, replace(completion, seconds=time.perf_counter() - began)))

    tasks = [asyncio.create_task(bring(index, request)) for index, request in enumerate(requests)]
    try:
        missing = len(requests)
        while missing:
            index, completion = await arrivals.get()
            missing -= completion.finished
            yield index, completion
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _attempt(request: CompletionRequest, answer: Answerer, hear: Hear) -> Completion:
    try:
        return await answer(request, hear)
    except Exception as error:  # an engine may fail in any way; that is one answer less, no more
        return failed(
            "timeout" if isinstance(error, TimeoutError) else "broken", f"{type(error).__name__}: {error!s:.160}"
        )

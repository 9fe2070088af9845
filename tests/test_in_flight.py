"""Requests in flight together: what all engines share, tried with answers made here."""

import asyncio
from contextlib import aclosing

from agents.models.engine import Completion, CompletionRequest, Message
from agents.models.in_flight import Hear, complete_together


def requests(count: int) -> list[CompletionRequest]:
    return [CompletionRequest((Message("user", str(n)),), {}, 10) for n in range(count)]


async def echo(request: CompletionRequest, hear: Hear) -> Completion:
    """Says half, then all of what it was asked."""
    hear(Completion("…", finished=False))
    await asyncio.sleep(0)
    return Completion(request.messages[0].content)


def test_every_request_gets_one_finished_completion() -> None:
    """Each its own, with unfinished ones before, and the time that it took."""

    async def scene() -> list[tuple[int, Completion]]:
        return [item async for item in complete_together(requests(5), echo, asyncio.Semaphore(2))]

    items = asyncio.run(scene())
    finished = {index: completion for index, completion in items if completion.finished}
    assert {index: completion.text for index, completion in finished.items()} == {n: str(n) for n in range(5)}
    assert len(items) == 10
    assert all(completion.seconds > 0 for completion in finished.values())


def test_no_more_are_under_way_than_there_are_slots() -> None:
    """The others wait."""
    under_way, most = 0, 0

    async def busy(request: CompletionRequest, hear: Hear) -> Completion:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return Completion("done")

    async def scene() -> int:
        return len([item async for item in complete_together(requests(20), busy, asyncio.Semaphore(3))])

    assert asyncio.run(scene()) == 20
    assert most == 3


def test_what_is_raised_is_that_requests_error() -> None:
    """The others are answered."""

    async def fails_for_one(request: CompletionRequest, hear: Hear) -> Completion:
        if request.messages[0].content == "1":
            raise RuntimeError("out of ink")
        return await echo(request, hear)

    async def scene() -> dict[int, Completion]:
        items = complete_together(requests(3), fails_for_one, asyncio.Semaphore(3))
        return {index: completion async for index, completion in items if completion.finished}

    finished = asyncio.run(scene())
    assert finished[1].error == "RuntimeError: out of ink"
    assert (finished[0].error, finished[2].error) == (None, None)


def test_closing_the_generator_ends_what_is_under_way() -> None:
    """When closing returns, every answer has been cancelled to its end, and no slot is taken."""
    ended: list[str] = []

    async def endless(request: CompletionRequest, hear: Hear) -> Completion:
        try:
            hear(Completion("…", finished=False))
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)  # as an engine that has to be told
            ended.append(request.messages[0].content)
        return Completion("never")

    async def scene() -> None:
        slots = asyncio.Semaphore(4)
        async with aclosing(complete_together(requests(4), endless, slots)) as items:
            await anext(items)
        assert sorted(ended) == ["0", "1", "2", "3"]
        assert not slots.locked()

    asyncio.run(scene())


def test_nothing_asked_is_nothing_answered() -> None:
    """An empty list ends at once."""

    async def scene() -> list[tuple[int, Completion]]:
        return [item async for item in complete_together([], echo, asyncio.Semaphore(1))]

    assert asyncio.run(scene()) == []

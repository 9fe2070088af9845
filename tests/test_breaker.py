"""The breaker: an engine that gives no answer is left alone, said so once, tried again by itself, and welcomed back."""

import asyncio
import logging
from collections.abc import Callable

import pytest

from agents.models.breaker import MAXIMUM_FAILURES_IN_A_ROW, TRIAL, Breaker
from agents.models.engine import Completion, FailureKind, failed
from agents.models.meter import Meter
from tests.counted_engine import ToldEngine, asking

LIMIT_SECONDS = 10
TRIED = TRIAL.messages[-1].content
NEVER_SECONDS = 1000.0
ENOUGH = [f"question {n}" for n in range(MAXIMUM_FAILURES_IN_A_ROW)]


class Stage:
    """A breaker around an engine that is well or not, as the test says; it is tried again at once, or never."""

    def __init__(self, pause_seconds: float = NEVER_SECONDS) -> None:
        self.failure: FailureKind | None = "unreachable"
        self.engine = ToldEngine(self.answer)
        self.meter = Meter()
        self.breaker = Breaker(self.engine, self.meter, pause_seconds)

    async def answer(self, text: str) -> Completion:
        return failed(self.failure, "gone") if self.failure and not text.startswith("well") else Completion("well")

    async def ask(self, *texts: str) -> list[FailureKind | None]:
        return [completion.failure async for _, completion in self.breaker.complete(asking(*texts))]

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(LIMIT_SECONDS):
            while not condition():
                await asyncio.sleep(0.001)


def test_an_engine_that_gives_no_answer_is_left_alone() -> None:
    """After some failures in a row nothing is asked any more: every request fails at once, as `away`."""

    async def scene() -> None:
        stage = Stage()
        assert set(await stage.ask(*ENOUGH)) == {"unreachable"}
        assert stage.meter.is_away
        assert await stage.ask("a", "b") == ["away", "away"]
        assert stage.engine.asked == ENOUGH
        await stage.breaker.close()
        assert stage.engine.is_closed

    asyncio.run(scene())


def test_what_the_meter_says_decides_nothing() -> None:
    """It is told by the breaker, and never asked: who counts otherwise changes no decision."""

    async def scene() -> None:
        stage = Stage()
        stage.meter.is_away = True
        assert await stage.ask("well") == [None]
        await stage.ask(*ENOUGH)
        stage.meter.is_away = False
        assert await stage.ask("well") == ["away"]
        await stage.breaker.close()

    asyncio.run(scene())


def test_one_answer_among_the_failures_is_enough() -> None:
    """A batch in which anything is answered counts for nothing, in whatever order it comes."""

    async def scene() -> None:
        stage = Stage()
        await stage.ask("well", *ENOUGH[1:])
        await stage.ask(*ENOUGH[1:], "well")
        assert not stage.meter.is_away

    asyncio.run(scene())


def test_a_refused_request_is_its_own_trouble() -> None:
    """A prompt that is too long says nothing about the engine."""

    async def scene() -> None:
        stage = Stage()
        stage.failure = "refused"
        await stage.ask(*ENOUGH, *ENOUGH)
        assert not stage.meter.is_away

    asyncio.run(scene())


def test_an_engine_that_raises_gave_no_answer_either() -> None:
    """Whoever asks is told, and after as many such failures it is left alone."""

    async def scene() -> None:
        stage = Stage()

        async def breaking(text: str) -> Completion:
            raise RuntimeError("no engine at all")

        stage.engine.answer = breaking
        with pytest.raises(RuntimeError):
            await stage.ask(*ENOUGH)
        assert stage.meter.is_away
        assert await stage.ask("a") == ["away"]
        await stage.breaker.close()

    asyncio.run(scene())


def test_fast_failures_do_not_condemn_an_engine_whose_answers_are_slow() -> None:
    """While a request is under way that was put before the failures began, it is waited for."""

    async def scene() -> None:
        stage, written = Stage(), asyncio.Event()

        async def slow(text: str) -> Completion:
            if text == "slow":
                await written.wait()
                return Completion("at last")
            return failed("unreachable", "gone")

        stage.engine.answer = slow
        waiting = asyncio.create_task(stage.ask("slow"))
        await asyncio.sleep(0)
        await stage.ask(*ENOUGH)
        assert not stage.meter.is_away
        written.set()
        assert await waiting == [None]
        await stage.ask(*ENOUGH[1:])
        assert not stage.meter.is_away

    asyncio.run(scene())


def test_it_is_tried_again_by_itself_and_asked_when_it_is_back(caplog: pytest.LogCaptureFixture) -> None:
    """By requests of the breaker's own; one line says that it went, one that it is back."""

    async def scene() -> None:
        stage = Stage(pause_seconds=0.001)
        await stage.ask(*ENOUGH)
        await stage.ask("a", "b", "c")
        await stage.until(lambda: stage.engine.asked.count(TRIED) > 1)
        assert stage.meter.is_away
        stage.failure = None
        await stage.until(lambda: not stage.meter.is_away)
        assert await stage.ask("again") == [None]

    with caplog.at_level(logging.INFO, logger="taoyuan"):
        asyncio.run(scene())
    went, back = caplog.messages
    assert "does not answer" in went
    assert "answers again; the rules decided 3 times" in back


def test_each_pause_is_longer_and_none_longer_than_the_maximum() -> None:
    """An engine that is gone for an hour is not tried thousands of times."""
    stage = Stage()
    pauses = [stage.breaker.lengthened_pause_seconds() for _ in range(3)]
    assert pauses == [60.0, 60.0, 60.0]
    stage = Stage(pause_seconds=1)
    pauses = [stage.breaker.lengthened_pause_seconds() for _ in range(8)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]


def test_an_engine_that_breaks_while_it_is_tried_is_still_away() -> None:
    """Whatever it raises."""

    async def scene() -> None:
        stage = Stage(pause_seconds=0.001)
        await stage.ask(*ENOUGH)
        tries = 0

        async def breaking(text: str) -> Completion:
            nonlocal tries
            tries += 1
            raise RuntimeError("no engine at all")

        stage.engine.answer = breaking
        await stage.until(lambda: tries > 2)
        assert stage.meter.is_away
        await stage.breaker.close()

    asyncio.run(scene())


@pytest.mark.parametrize(("patient_seconds", "is_away"), [(0.0, True), (NEVER_SECONDS, False)])
def test_who_loses_patience_was_not_answered(patient_seconds: float, is_away: bool) -> None:
    """Requests that are given up count as failures once they have waited for long; who leaves soon proves nothing."""

    async def scene() -> None:
        stage = Stage()
        stage.breaker.patient_seconds = patient_seconds
        asked = asyncio.Event()

        async def silent(text: str) -> Completion:
            asked.set()
            return await asyncio.Future[Completion]()

        stage.engine.answer = silent
        for text in ENOUGH:
            waiting = asyncio.create_task(stage.ask(text))
            await asked.wait()
            asked.clear()
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        assert stage.meter.is_away is is_away

    asyncio.run(scene())

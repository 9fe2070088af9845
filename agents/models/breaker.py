"""Breaker: an engine that gives no answer is left alone for a while, and nobody waits for it; then it is tried again.

It goes after MAXIMUM_FAILURES_IN_A_ROW requests without an answer, and an answer that can't be used is one. Until it
is back every request fails at once, and the rules decide. It is tried by a short request of the breaker's own, beside
the village, ever less often. Wall time decides all this, which is fine: what comes of it is a recorded input.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from time import monotonic

from agents.models.engine import Completion, CompletionRequest, Engine, Message, failed
from agents.models.meter import Meter

MAXIMUM_FAILURES_IN_A_ROW = 5
FIRST_PAUSE_SECONDS = 1.0
"""Before it is tried for the first time; each time doubles it, up to MAXIMUM_PAUSE_SECONDS."""
MAXIMUM_PAUSE_SECONDS = 60.0
PATIENT_SECONDS = 10.0
"""A request that is given up after this long without a word was not answered: whoever asked has lost patience."""
TRIAL = CompletionRequest(
    messages=(Message("system", "Answer in JSON."), Message("user", "Are you there? 在吗？")),
    schema={
        "type": "object",
        "properties": {"here": {"type": "string", "enum": ["yes"]}},
        "required": ["here"],
        "additionalProperties": False,
    },
    maximum_tokens=16,
)
"""What it is tried by: as cheap as a request can be. Whatever it says is an answer."""
AWAY = failed("away", "the engine gives no answer, and is not asked for a while")

log = logging.getLogger("taoyuan.models")


@dataclass
class Breaker:
    """Any engine, left alone while it is away. The meter is told, and nothing is read from it."""

    engine: Engine
    meter: Meter
    first_pause_seconds: float = FIRST_PAUSE_SECONDS
    patient_seconds: float = PATIENT_SECONDS
    is_away: bool = False
    """Whether it gives no answer for now, and is not asked."""
    _failures: int = 0
    """In a row."""
    _calls: int = 0
    _under_way: set[int] = field(default_factory=set)
    _row_began: int = 0
    """Calls of a lower number were under way when the first of these failures came."""
    _pause_seconds: float = 0.0
    """The last pause; it grows on where an engine that seemed to be back has gone again without one answer."""
    _by_the_rules: int = 0
    """Requests left to the rules since it went."""
    _trials: asyncio.Task[None] | None = None

    @property
    def model(self) -> str:
        """See Engine."""
        return self.engine.model

    async def complete(self, requests: Sequence[CompletionRequest]) -> AsyncGenerator[tuple[int, Completion], None]:
        """See Engine. While the engine is away, each fails at once."""
        if self.is_away:
            await asyncio.sleep(0)  # an unpaced village lets others run, too: those who try the engine
            for index in range(len(requests)):
                self._by_the_rules += 1
                yield index, AWAY
            return
        async with aclosing(self._ask(requests)) as completions:
            async for index, completion in completions:
                yield index, completion

    async def _ask(self, requests: Sequence[CompletionRequest]) -> AsyncGenerator[tuple[int, Completion], None]:
        number, began = self._calls, monotonic()
        self._calls += 1
        self._under_way.add(number)
        missing = len(requests)
        try:
            async with aclosing(self.engine.complete(requests)) as completions:
                async for index, completion in completions:
                    missing -= completion.finished
                    self._note(completion)
                    yield index, completion
            missing = 0
        except Exception:
            self._fail(missing, "broken")
            missing = 0
            raise
        finally:
            self._under_way.discard(number)
            if missing and monotonic() - began >= self.patient_seconds:
                self._fail(missing, "timeout")
            self._judge()

    async def close(self) -> None:
        """See Engine."""
        if self._trials is not None:
            self._trials.cancel()
            await asyncio.gather(self._trials, return_exceptions=True)
        await self.engine.close()

    # ---- going -----------------------------------------------------------------------------------------------

    def _note(self, completion: Completion) -> None:
        if completion.failure is not None:
            self._fail(1, completion.failure)
            return
        self._failures, self._pause_seconds = 0, 0.0
        if self.is_away:  # one that was asked before it went has been answered after all
            self._come_back()

    def _fail(self, requests: int, kind: str) -> None:
        """Count failures. A refusal is that request's own trouble: the engine is there."""
        if kind == "refused":
            return
        if self._failures == 0:
            self._row_began = self._calls
        self._failures += requests

    def _judge(self) -> None:
        """Whether it is away: not while one that was asked before the failures began may still be answered."""
        may_answer = any(number < self._row_began for number in self._under_way)
        if self._failures < MAXIMUM_FAILURES_IN_A_ROW or may_answer or self.is_away:
            return
        self._by_the_rules = 0
        self._tell(is_away=True)
        log.warning("%s does not answer (%d failures in a row); the rules decide for now", self.model, self._failures)
        self._trials = asyncio.get_running_loop().create_task(self._try_until_it_is_back())

    # ---- coming back -----------------------------------------------------------------------------------------

    async def _try_until_it_is_back(self) -> None:
        while self.is_away:
            await asyncio.sleep(self.lengthened_pause_seconds())
            if await self._answers():
                self._come_back()

    def lengthened_pause_seconds(self) -> float:
        """How long to wait before the next trial; each time twice as long, up to the maximum."""
        longer = max(self.first_pause_seconds, 2 * self._pause_seconds)
        self._pause_seconds = min(longer, MAXIMUM_PAUSE_SECONDS)
        return self._pause_seconds

    async def _answers(self) -> bool:
        try:
            finished = [completion async for _, completion in self.engine.complete([TRIAL]) if completion.finished]
        except Exception:  # an engine may fail in any way
            return False
        return bool(finished) and finished[-1].failure in (None, "refused")

    def _come_back(self) -> None:
        if self.is_away:
            self._failures = 0
            self._tell(is_away=False)
            log.warning("%s answers again; the rules decided %d times meanwhile", self.model, self._by_the_rules)

    def _tell(self, is_away: bool) -> None:
        self.is_away = self.meter.is_away = is_away

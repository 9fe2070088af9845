"""Summaries: long talks with visitors are summed up beside the village, one at a time for each talk.

Nothing waits for them and nothing of the world depends on them: where none is made, prompts quote the latest lines.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field

from agents.reply import Reply

MAXIMUM_UNDER_WAY = 4
"""Talks that are summed up at the same time; another one is when somebody next speaks in it."""

log = logging.getLogger("taoyuan.summaries")


@dataclass
class Summaries:
    """The summaries under way, by visitor and character."""

    _under_way: dict[tuple[str, str], asyncio.Task[None]] = field(default_factory=dict)

    def begin(self, reply: Reply) -> None:
        """Sum up the talk that this reply belongs to, if that is due."""
        whose = (reply.question.observation.partner or "", reply.request.agent)
        if whose not in self._under_way and len(self._under_way) < MAXIMUM_UNDER_WAY:
            task = asyncio.create_task(self._sum_up(reply))
            self._under_way[whose] = task
            task.add_done_callback(lambda _: self._under_way.pop(whose, None))

    async def close(self) -> None:
        """Give up what is under way; it is begun anew when somebody next speaks."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    async def _sum_up(self, reply: Reply) -> None:
        try:
            await reply.population.sum_up(reply.question)
        except Exception as error:  # an engine or the store may fail in any way; the village lives on
            log.warning("a talk was not summed up (%s)", type(error).__name__)

"""Replies: what is being said to visitors just now. Each goes on beside the village, which stands still for none.

A reply ends whole, or is broken off: by the visitor, who stops it, talks over it or leaves. What was said until then is
the answer, and so the recorded input. A reply to a question that is no longer open is silenced.
"""

import asyncio
import logging
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace

from agents.decision import Decision
from agents.population import Population
from agents.reply import Reply
from scenarios.summaries import Summaries
from sim.inputs import Decided, VisitorClosed, VisitorStopped
from sim.records import Request
from sim.store_failed import StoreLocked
from web.feed import Feed
from web.inbox import Deed, Uttered
from web.utterance import Utterance

Interruption = VisitorStopped | Uttered | VisitorClosed
"""What breaks off a reply to the visitor who does it."""

KEEP_PAUSE_SECONDS = 0.5
MAXIMUM_KEEP_TRIES = 120
"""Tries to keep a whole reply, and the pause between two, while another process holds the database."""

log = logging.getLogger("taoyuan.replies")


@dataclass
class Replies:
    """The replies under way, by character: each is in one talk at most. `submit` takes their outcome."""

    population: Population
    feed: Feed
    submit: Callable[[Decided], None]
    is_open: Callable[[Request], bool]
    summaries: Summaries = field(default_factory=Summaries)
    _under_way: dict[str, tuple[Reply, asyncio.Task[None]]] = field(default_factory=dict)

    def begin(self, request: Request) -> None:
        """Have a visitor's request answered aloud."""
        self._silence(request.agent)
        question = self.population.question(request)
        visitor, chat = question.observation.partner or "", question.observation.chat or ""
        reply = Reply(self.population, question, Utterance(self.feed, visitor, request.agent, chat).hear)
        self._under_way[request.agent] = reply, asyncio.create_task(self._speak(reply))

    def interrupt(self, payload: Deed) -> None:
        """Break off what the visitor of that deed is being told. Who has heard nothing yet is only left to stop it."""
        if not isinstance(payload, Interruption) or payload.agent not in self._under_way:
            return
        reply, _ = self._under_way[payload.agent]
        if reply.question.observation.partner == payload.visitor and (
            reply.said or isinstance(payload, VisitorStopped)
        ):
            self._silence(payload.agent)
            self.submit(reply.broken_off())

    def keep(self, open_requests: Collection[Request]) -> None:
        """Silence every reply to a question that is no longer open."""
        for agent, (reply, _) in list(self._under_way.items()):
            if reply.request not in open_requests:
                self._silence(agent)

    async def close(self) -> None:
        """Silence all; a run that goes on later asks again."""
        tasks = [task for _, task in self._under_way.values()]
        for agent in list(self._under_way):
            self._silence(agent)
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
        await self.summaries.close()

    def _silence(self, agent: str) -> None:
        if agent in self._under_way:
            _, task = self._under_way.pop(agent)
            task.cancel()

    async def _speak(self, reply: Reply) -> None:
        """An answer that fails is not asked for again: the character goes on when its patience is over."""
        agent = reply.request.agent
        try:
            decided = await self._ended(reply, await reply.speak())
        except Exception as error:  # whatever a mind or the store does, the village lives on
            log.error("a reply failed (%s)", type(error).__name__)
            return
        finally:
            if self._under_way.get(agent, (None,))[0] is reply:
                del self._under_way[agent]
        if decided is not None:
            self.submit(decided)
            self.summaries.begin(reply)

    async def _ended(self, reply: Reply, decision: Decision) -> Decided | None:
        """The whole answer, once the database takes it; None where nobody hears the end of it.

        If it never does, the answer is as one erased.
        """
        for tries in range(MAXIMUM_KEEP_TRIES):
            if not self.is_open(reply.request):
                return None
            try:
                return reply.ended(decision)
            except StoreLocked:
                if tries == 0:
                    log.warning("a reply waits for the database, which another process holds")
                await asyncio.sleep(KEEP_PAUSE_SECONDS)
        return reply.ended(replace(decision, words=""))

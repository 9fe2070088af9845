"""The live driver: goes with the wall clock.

It drains the inbox, advances the simulator, publishes after the commit, and brings requests to the mind.

Decisions of the rules act at their request's time, so the village stands still for none of them. A model's act at the
next decision tick after they come. Visitors are answered aloud, beside all that (`replies`); what is said to them acts
at once.
"""

import asyncio
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from agents.observation import VISITORS_PURPOSES
from agents.population import Population
from scenarios.replies import Replies
from sim.clock import Pace, SimTime, next_tick
from sim.inputs import Decided, Happen, PaceSet, Payload, VisitorCommanded, VisitorSaid, VisitorWhispered
from sim.records import Request
from sim.simulator import Advance, Simulator
from sim.store_failed import StoreLocked
from sim.visitor_words import WHISPER
from web.feed import Feed
from web.inbox import Deed, Inbox, Uttered, Whispering
from web.messages import Error

STEP_SECONDS = 0.1
"""Wall seconds between two advances when nothing comes in."""
MAXIMUM_STEP_WALL_SECONDS = 2.0
"""A process that was held up longer than this goes on from where it was, instead of racing after the clock."""
MAXIMUM_LOCKED_WALL_SECONDS = 60.0
"""How long the village waits, and stands still, for a database that another process holds."""

NOT_HEARD = Error(code="busy", message="the village is too busy; say it again")

log = logging.getLogger("taoyuan.live")


@dataclass
class LiveDriver:
    """Keeps one village going with the wall clock, until it is told to stop."""

    simulator: Simulator
    population: Population
    feed: Feed
    inbox: Inbox
    pace: Pace
    lockstep: bool
    """Whether time waits for the mind (the rules) or goes on (a model)."""
    replies: Replies = field(init=False)
    _asked: dict[str, asyncio.Task[None] | None] = field(default_factory=dict)
    """The open requests that were brought to the mind, each with the task that waits for its answer."""
    _given_up: set[asyncio.Task[None]] = field(default_factory=set)
    """Tasks that were cancelled, until they have ended: the engine is told meanwhile."""
    _exact_time: float = 0.0
    _locked_since: float | None = None
    """Wall time since which nothing could be committed; the simulator keeps what happened until it can be."""

    def __post_init__(self) -> None:
        self.replies = Replies(
            self.population, self.feed, lambda decided: self._submit([decided], self._now), self._is_open
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Go on until `stop` is set; all that was submitted by then is committed."""
        self._exact_time = float(self.simulator.time)
        last = monotonic()
        while not stop.is_set():
            now = monotonic()
            self._pass_time(min(now - last, MAXIMUM_STEP_WALL_SECONDS))
            last = now
            self._take_inputs()
            await self._catch_up()
            await self.inbox.wait(STEP_SECONDS)
        await self._stop()

    async def _stop(self) -> None:
        """Commit what came in; nobody is asked any more: a run that goes on later asks again."""
        self._take_inputs()
        await self._catch_up()
        while self._locked_since is not None:
            await asyncio.sleep(STEP_SECONDS)
            await self._catch_up()
        await self.replies.close()
        self._give_up(set())
        await asyncio.gather(*self._given_up, return_exceptions=True)

    # ---- time ------------------------------------------------------------------------------------------------

    def _pass_time(self, wall_seconds: float) -> None:
        if self._locked_since is None:
            self._exact_time += wall_seconds * self._pace_now().effective

    def _pace_now(self) -> Pace:
        """The pace in force: faster through hours in which everyone sleeps."""
        agents = self.simulator.world.agents.values()
        return replace(self.pace, racing=all(record.state == "sleeping" for record in agents))

    @property
    def _now(self) -> SimTime:
        return int(self._exact_time)

    # ---- inputs ----------------------------------------------------------------------------------------------

    def _take_inputs(self) -> None:
        for waiting in self.inbox.drain():
            if isinstance(waiting.payload, PaceSet):
                self._set_pace(waiting.payload)
            try:
                self.replies.interrupt(waiting.payload)
                payload = self._kept(waiting.payload)
                self.simulator.submit(payload, self._when(payload), waiting.request_id)
            except Exception as error:  # the simulator takes no more, or the store keeps no words: the village lives on
                log.error("an input was dropped (%s)", type(error).__name__)
                if isinstance(waiting.payload, Uttered | Whispering):
                    self.feed.tell(waiting.payload.visitor, NOT_HEARD)

    def _when(self, payload: Payload) -> SimTime:
        """When an input acts: at once, but for what concerns everybody, which comes with the next decision tick."""
        tick = self.simulator.world.setting.decision_tick_seconds
        return next_tick(self._now, tick) if isinstance(payload, Happen) else self._now

    def _kept(self, payload: Deed) -> Payload:
        """An input as it is logged: a visitor's words are kept apart, and named."""
        if isinstance(payload, Whispering):
            agent, visitor = payload.agent, payload.visitor
            kept = self.population.words.keep(visitor, agent, "", WHISPER, payload.text, self._now, None)
            return VisitorWhispered(agent, visitor, kept.id, kept.hash)
        if not isinstance(payload, Uttered):
            return payload
        agent, visitor, chat = payload.agent, payload.visitor, payload.chat
        words = self.population.words.keep(visitor, agent, chat, "visitor", payload.text, self._now, None)
        spoken = VisitorCommanded if payload.is_command else VisitorSaid
        return spoken(agent, visitor, chat, words.id, words.hash)

    def _set_pace(self, wanted: PaceSet) -> None:
        """A factor of 0 pauses, none goes on, any other goes on at that factor."""
        if wanted.factor_thousandths is None:
            self.pace = replace(self.pace, paused_by=None)
        elif wanted.factor_thousandths == 0:
            self.pace = replace(self.pace, paused_by=self.pace.paused_by or wanted.by)
        else:
            self.pace = Pace(wanted.factor_thousandths / 1000, set_by=wanted.by)

    # ---- going on --------------------------------------------------------------------------------------------

    async def _catch_up(self) -> None:
        """Advance to now; the rules' decisions are made on the way, a model's are asked for and come later."""
        while True:
            if (advance := self._advance()) is None:
                return
            self.feed.publish(advance.committed)
            if len(self.inbox):  # what visitors had ready for this very moment comes before any thought about it
                self._take_inputs()
                continue
            waited_for = [r for r in advance.requests if self.lockstep and r.purpose not in VISITORS_PURPOSES]
            if not waited_for:
                break
            self.feed.set_clock(self.simulator.time, self.feed.pace)  # a new pace holds from now, not from here
            self.population.meter.batch(len(waited_for))
            self._submit(await self.population.answer(waited_for), self.simulator.time)
            await asyncio.sleep(0)  # let the connections send between two instants
        self.feed.set_clock(self.simulator.time, self._pace_now())
        self.feed.set_mind(answers=not self.population.meter.is_away)
        self._ask(advance.requests)

    def _advance(self) -> Advance | None:
        """Advance to now, or commit what could not be committed before; None while the database is locked."""
        try:
            advance = self.simulator.advance(self._now if self._locked_since is None else self.simulator.time)
        except StoreLocked as locked:
            self._bear_with(locked)
            return None
        if self._locked_since is not None:
            log.warning("the database is free again; the village goes on")
            self._locked_since = None
        return advance

    def _bear_with(self, locked: StoreLocked) -> None:
        """Raises the error once it has lasted too long."""
        if self._locked_since is None:
            self._locked_since = monotonic()
            log.warning("the village stands still (%s)", locked)
        elif monotonic() - self._locked_since > MAXIMUM_LOCKED_WALL_SECONDS:
            raise locked

    def _ask(self, requests: Sequence[Request]) -> None:
        """Bring each request to the mind once, but for those that time waits for. While paused only visitors ask.

        What is due together goes to the engine together, but each is answered, repaired or given up by itself: nobody
        waits for the slowest.
        """
        self.replies.keep(requests)
        self._give_up({request.id for request in requests})
        fresh = [request for request in requests if request.id not in self._asked]
        visitors = [request for request in fresh if request.purpose in VISITORS_PURPOSES]
        others = [] if self.lockstep or self.pace.paused_by else [r for r in fresh if r not in visitors]
        for request in visitors:
            self._asked[request.id] = None
            self.replies.begin(request)
        if others:
            self.population.meter.batch(len(others))
        for request in others:
            self._asked[request.id] = asyncio.create_task(self._answer(request))

    def _give_up(self, still_open: Collection[str]) -> None:
        """Forget the requests that are open no longer; nobody waits for their answers, so the engine need not go on."""
        for request_id in [asked for asked in self._asked if asked not in still_open]:
            task = self._asked.pop(request_id)
            if task is not None and not task.done():
                task.cancel()
                self._given_up.add(task)
                task.add_done_callback(self._given_up.discard)

    async def _answer(self, request: Request) -> None:
        """An answer that fails is not asked for again: the character goes on by itself when its patience is over."""
        try:
            answers = await self.population.answer([request], self._is_open)
        except Exception as error:  # whatever a mind or the store does, the village lives on
            log.error("a decision failed (%s)", type(error).__name__)
            return
        self._submit(answers, next_tick(self._now, self.simulator.world.setting.decision_tick_seconds))

    def _is_open(self, request: Request) -> bool:
        return self.simulator.world.agents[request.agent].request == request

    def _submit(self, answers: Sequence[Decided], time: SimTime) -> None:
        for decided in answers:
            self.simulator.submit(decided, time, decided.request_id)

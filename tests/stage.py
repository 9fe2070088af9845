"""A stage: the shipped village, run by a test from moment to moment, with no database and no wall clock."""

import asyncio
from typing import TypeVar

from agents.mind import Mind
from agents.population import Population
from agents.scripted_mind import ScriptedMind
from scenarios.unpaced import run_unpaced
from scenarios.village import Village
from sim.clock import SimTime, parse_time
from sim.event_log import MemoryEventLog
from sim.events import Event
from sim.horizon import Lockstep
from sim.inputs import Payload, VisitorClosed, VisitorCommanded, VisitorOpened, VisitorSaid
from sim.records import AgentRecord
from sim.visitor_words import MemoryVisitorWords
from sim.world import World
from tests.default_village import default_village

F = TypeVar("F")


class Stage:
    """One run of a village, by default the one that is shipped.

    `stranded` collects who was ever found with nothing to wait for.
    """

    def __init__(self, mind: Mind | None = None, village: Village | None = None) -> None:
        self.log = MemoryEventLog()
        self.words = MemoryVisitorWords()
        self.stranded: list[tuple[SimTime, str]] = []
        here = village or default_village()
        self.simulator = here.simulator(self.log, Lockstep())
        cast = here.scenario.cast
        self._population = Population(mind or ScriptedMind(cast, here.seed), cast, self.words)

    @property
    def world(self) -> World:
        """The village as it is."""
        return self.simulator.world

    def agent(self, own_id: str) -> AgentRecord:
        """A character as it is."""
        return self.world.agents[own_id]

    def run_to(self, time: str | SimTime) -> None:
        """Go on to a time, every decision made on the way."""
        until = parse_time(time) if isinstance(time, str) else time
        asyncio.run(run_unpaced(self.simulator, self._population, until, self._look_round))

    def run_on(self, seconds: int) -> None:
        """Go on for a while."""
        self.run_to(self.simulator.time + seconds)

    def submit(self, payload: Payload) -> None:
        """A visitor does something now."""
        self.simulator.submit(payload, self.simulator.time)

    def visit(self, agent: str, visitor: str = "v-1") -> None:
        """A visitor comes up to a character, and is answered."""
        self.submit(VisitorOpened(agent, visitor, f"c-{visitor}"))
        self.run_on(60)

    def command(self, agent: str, visitor: str = "v-1") -> None:
        """The visitor gives the character its command, and is answered."""
        words = self.words.keep(visitor, agent, f"c-{visitor}", "visitor", "去吧")
        self.submit(VisitorCommanded(agent, visitor, f"c-{visitor}", words.id, words.hash))
        self.run_on(60)

    def say(self, agent: str, text: str, visitor: str = "v-1") -> None:
        """The visitor says something, and is answered."""
        words = self.words.keep(visitor, agent, f"c-{visitor}", "visitor", text)
        self.submit(VisitorSaid(agent, visitor, f"c-{visitor}", words.id, words.hash))
        self.run_on(60)

    def leave(self, agent: str, visitor: str = "v-1") -> None:
        """The visitor goes away."""
        self.submit(VisitorClosed(agent, visitor, f"c-{visitor}", "closed"))

    def events(self, kind: type[F], agent: str | None = None) -> list[tuple[SimTime, F]]:
        """Times and facts of one kind, of one character or all, in commit order."""
        events: list[Event] = [item.event for item in self.log.committed]
        return [
            (event.time, event.fact)
            for event in events
            if isinstance(event.fact, kind) and agent in (None, event.fact.agent)
        ]

    def facts(self, kind: type[F], agent: str | None = None) -> list[F]:
        """The same without the times."""
        return [fact for _, fact in self.events(kind, agent)]

    def _look_round(self, time: SimTime) -> None:
        self.stranded += [(time, record.id) for record in self.world.agents.values() if not self._waits(record)]

    def _waits(self, record: AgentRecord) -> bool:
        """Whether something will come of the character's waiting: its own wake-up or request, or its host's."""
        if record.wake is not None or record.request is not None:
            return True
        talk = self.world.conversations.get(record.conversation or "")
        return talk is not None and talk.host != record.id and self._waits(self.agent(talk.host))

"""The small village as a model made it live for a morning, with a visitor's talk in it: what there is to explain."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from agents.behaviour import RoleBehaviour
from agents.model_mind import ModelMind
from agents.models.openai_compatible import connect
from agents.population import Population
from agents.scripted_mind import ScriptedMind
from scenarios.unpaced import run_unpaced
from sim.attempts import MemoryAttempts
from sim.clock import parse_time
from sim.event_log import Committed, MemoryEventLog
from sim.horizon import Lockstep
from sim.inputs import VisitorClosed, VisitorOpened, VisitorSaid
from sim.simulator import Simulator
from sim.visitor_words import MemoryVisitorWords
from tests.small_village import CARA, small_cast, small_world
from web.visitors import visitor_id

KEY, OTHER_KEY = "k" * 32, "o" * 32
VISITOR = visitor_id(KEY)
SECRET = "my cat is called Marzipan"
CAST = small_cast()


@dataclass
class WhyVillage:
    """What is kept of a morning."""

    log: MemoryEventLog = field(default_factory=MemoryEventLog)
    attempts: MemoryAttempts = field(default_factory=MemoryAttempts)
    words: MemoryVisitorWords = field(default_factory=MemoryVisitorWords)

    def first(self, kind: str, agent: str | None = None, **wanted: object) -> Committed:
        """The first event of a kind whose fact has these values."""
        return next(
            item
            for item in self.log.committed
            if item.event.fact.kind == kind
            and agent in (None, item.event.fact.agent)
            and all(getattr(item.event.fact, name) == value for name, value in wanted.items())
        )


@asynccontextmanager
async def mind_at(url: str) -> AsyncIterator[ModelMind]:
    """A mind behind the model server at `url`."""
    engine = await connect(url, "village-model", "none")
    try:
        yield ModelMind(engine, CAST, ScriptedMind(CAST, 1))
    finally:
        await engine.close()


def why_village(url: str, until: str = "1d12:40") -> WhyVillage:
    """Let the model behind `url` live a morning; a visitor comes to Cara, tells her a secret, and leaves."""
    kept = WhyVillage()

    async def scene() -> None:
        simulator = Simulator(small_world(), RoleBehaviour(CAST), kept.log, Lockstep())
        async with mind_at(url) as mind:
            population = Population(mind, CAST, kept.words, attempts=kept.attempts)
            await run_unpaced(simulator, population, parse_time("1d07:00"))
            simulator.submit(VisitorOpened(CARA, VISITOR, "c-1"), simulator.time)
            await run_unpaced(simulator, population, parse_time("1d07:01"))
            said = kept.words.keep(VISITOR, CARA, "c-1", "visitor", SECRET)
            simulator.submit(VisitorSaid(CARA, VISITOR, "c-1", said.id, said.hash), simulator.time)
            await run_unpaced(simulator, population, parse_time("1d07:02"))
            simulator.submit(VisitorClosed(CARA, VISITOR, "c-1", "closed"), simulator.time)
            await run_unpaced(simulator, population, parse_time(until))

    asyncio.run(scene())
    return kept

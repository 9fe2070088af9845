"""What a day of twenty agents costs: CPU seconds, and as a ratio to a fixed piece of work measured in the same run.

    python -m tests.bench.day

The reference is a million BLAKE2b hashes of short strings: pure CPU, no allocation to speak of, about a second. The
limit on CPU seconds is the project's (5, aiming for 1); the ratio is what to compare between machines and versions.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from agents.population import Population
from agents.scripted_mind import ScriptedMind
from scenarios.scenario import load_scenario
from scenarios.unpaced import run_unpaced
from scenarios.village import assemble
from sim.clock import DAY
from sim.event_log import Committed, EventLog, MemoryEventLog
from sim.events import Event
from sim.horizon import Lockstep
from sim.inputs import Input
from sim.store import SqlEventLog, open_store
from sim.visitor_words import MemoryVisitorWords
from sim.world import World

LIMIT_CPU_SECONDS = 5.0
HASHES = 1_000_000


def reference_seconds() -> float:
    """CPU seconds of the reference work."""
    begun = time.process_time()
    for number in range(HASHES):
        blake2b(b"taoyuan %d" % number, digest_size=8).digest()
    return time.process_time() - begun


def day_seconds(log: EventLog) -> tuple[float, float]:
    """CPU seconds to load the default scenario, and to live a day of it into `log`."""
    begun = time.process_time()
    scenario = load_scenario("ordinary_day")
    village = assemble(scenario, seed=7)
    loaded = time.process_time()
    population = Population(ScriptedMind(scenario.cast, 7), scenario.cast, MemoryVisitorWords())
    asyncio.run(run_unpaced(village.simulator(log, Lockstep()), population, scenario.start + DAY))
    return loaded - begun, time.process_time() - loaded


class TimedLog:
    """An event log that counts the CPU seconds of appending to another."""

    def __init__(self, log: SqlEventLog) -> None:
        self.append_seconds = 0.0
        self._log = log
        self.events, self.inputs, self.digest = log.events, log.inputs, log.digest
        self.world_before = log.world_before

    def append(
        self, events: Sequence[Event], inputs: Sequence[Input], world: World | None = None
    ) -> Sequence[Committed]:
        """See EventLog."""
        begun = time.process_time()
        try:
            return self._log.append(events, inputs, world)
        finally:
            self.append_seconds += time.process_time() - begun


def main() -> int:
    """Measure, print, and fail above the limit."""
    reference = reference_seconds()
    load, in_memory = day_seconds(MemoryEventLog())
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "bench.db")
        log = TimedLog(store.log(store.create_run("{}", 7, "scripted", "bench").id))
        _, recorded = day_seconds(log)
        store.close()
    figures = {
        "reference_cpu_seconds": round(reference, 3),
        "load_cpu_seconds": round(load, 3),
        "day_cpu_seconds": round(in_memory, 3),
        "recorded_day_cpu_seconds": round(recorded, 3),
        "recorded_day_to_reference": round(recorded / reference, 2),
        "appending_share": round(log.append_seconds / recorded, 3),
        "limit_cpu_seconds": LIMIT_CPU_SECONDS,
    }
    print(json.dumps(figures, indent=2))
    return 0 if recorded <= LIMIT_CPU_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())

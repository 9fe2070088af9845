"""The unpaced driver: as fast as it goes.

It gathers an instant's requests into one batch, submits the answers, and goes on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents.population import Population
from sim.clock import SimTime
from sim.records import Request
from sim.simulator import Simulator


@dataclass
class BatchCount:
    """How many decisions were asked for, in how many batches, and the largest."""

    decisions: int = 0
    batches: int = 0
    largest: int = 0

    def add(self, size: int) -> None:
        """Count a batch."""
        self.decisions += size
        self.batches += 1
        self.largest = max(self.largest, size)


async def run_unpaced(
    simulator: Simulator,
    population: Population,
    until: SimTime,
    progress: Callable[[SimTime], None] = lambda time: None,
) -> BatchCount:
    """Run to `until`; the mind answers every instant's requests as one batch, at the time they were made."""
    count = BatchCount()
    requests: Sequence[Request] = (
        simulator.open_requests()
    )  # a run that was cut off may have stopped between question and answer
    while True:
        if requests:
            count.add(len(requests))
            for decided in await population.answer(requests):
                simulator.submit(decided, simulator.time, decided.request_id)
        advance = simulator.advance(until)
        progress(advance.time)
        requests = advance.requests
        if advance.time >= until and not requests:
            return count

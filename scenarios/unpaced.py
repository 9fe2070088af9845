"""The unpaced driver: as fast as it goes.

It gathers an instant's requests into one batch, submits the answers, and goes on.
"""

from collections.abc import Callable, Sequence

from agents.population import Population
from sim.clock import SimTime
from sim.records import Request
from sim.simulator import Simulator


async def run_unpaced(
    simulator: Simulator,
    population: Population,
    until: SimTime,
    progress: Callable[[SimTime], None] = lambda time: None,
) -> None:
    """Run to `until`; the mind answers every instant's requests as one batch, at the time they were made."""
    requests: Sequence[Request] = (
        simulator.open_requests()
    )  # a run that was cut off may have stopped between question and answer
    while True:
        if requests:
            population.meter.batch(len(requests))
            for decided in await population.answer(requests):
                simulator.submit(decided, simulator.time, decided.request_id)
        advance = simulator.advance(until)
        progress(advance.time)
        requests = advance.requests
        if advance.time >= until and not requests:
            return

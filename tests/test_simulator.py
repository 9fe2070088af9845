"""The simulator: order, instants, inputs, and that chance of arrival never shows in the digest."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.population import Population
from agents.scripted_mind import ScriptedMind
from scenarios.scenario import load_scenario
from scenarios.unpaced import run_unpaced
from scenarios.village import assemble
from sim.clock import HOUR, MINUTE
from sim.event_log import MemoryEventLog
from sim.horizon import Lockstep, Open
from sim.inputs import Decided, Payload, VisitorClosed, VisitorOpened
from sim.simulator import PromptMismatch, Simulator
from sim.visitor_words import MemoryVisitorWords

SCENARIO = load_scenario("ordinary_day")
VILLAGE = assemble(SCENARIO, seed=7)
START = SCENARIO.start


def _begun() -> tuple[Simulator, MemoryEventLog, Population]:
    log = MemoryEventLog()
    population = Population(ScriptedMind(SCENARIO.cast, 7), SCENARIO.cast, MemoryVisitorWords())
    return VILLAGE.simulator(log, Lockstep()), log, population


def _digest_with(inputs: list[tuple[Payload, int]], hours: int = 2) -> str:
    simulator, log, population = _begun()
    for payload, time in inputs:
        simulator.submit(payload, time)
    asyncio.run(run_unpaced(simulator, population, START + hours * HOUR))
    return log.digest()


FAR_APART = ["fisherman", "pupil", "ranch_owner", "shopkeeper"]
VISITS: list[tuple[Payload, int]] = [
    *((VisitorOpened(agent, "v-1", f"c-{agent}"), START + 45 * MINUTE) for agent in FAR_APART),
    *((VisitorClosed(agent, "v-1", f"c-{agent}", "closed"), START + 50 * MINUTE) for agent in FAR_APART),
]


class _WithoutWords(Population):
    """A population whose replies to visitors are the same text with the same id, so that two runs can be compared."""

    async def answer(self, requests: object) -> list[Decided]:
        return [replace(made, words_id="w", words_hash="h") for made in await super().answer(requests)]  # type: ignore[arg-type]


def _digest_of_visits(inputs: list[tuple[Payload, int]]) -> str:
    simulator, log, population = _begun()
    for payload, time in inputs:
        simulator.submit(payload, time)
    same_words = _WithoutWords(population.mind, population.cast, population.words)
    asyncio.run(run_unpaced(simulator, same_words, START + 2 * HOUR))
    return log.digest()


IN_ORDER = _digest_of_visits(VISITS)


@settings(max_examples=12, deadline=None)
@given(st.permutations(VISITS))
def test_the_order_in_which_independent_inputs_come_leaves_the_digest_unchanged(
    shuffled: list[tuple[Payload, int]],
) -> None:
    """Visits to people far apart, submitted in any order, are the same history."""
    assert _digest_of_visits(shuffled) == IN_ORDER


def test_visits_do_change_history() -> None:
    """The property above is about something: without the visits the digest is another."""
    assert _digest_with([]) != IN_ORDER


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 2 * HOUR), max_size=12))
def test_where_advances_stop_leaves_the_digest_unchanged(stops: list[int]) -> None:
    """A driver may advance in any steps: the events are those of one long advance."""
    simulator, log, population = _begun()
    for stop in sorted(stops):
        asyncio.run(run_unpaced(simulator, population, START + stop))
    asyncio.run(run_unpaced(simulator, population, START + 2 * HOUR))
    assert log.digest() == _TWO_HOURS


_TWO_HOURS = _digest_with([])


def test_a_world_folded_from_the_log_goes_on_as_if_nothing_had_happened() -> None:
    """The queue is only an index: a simulator rebuilt from the events at any moment lives the same day."""
    simulator, log, population = _begun()
    for minutes in (7, 31, 58, 90):
        asyncio.run(run_unpaced(simulator, population, START + minutes * MINUTE))
        simulator = VILLAGE.simulator(log, Lockstep())
    asyncio.run(run_unpaced(simulator, population, START + 2 * HOUR))
    assert log.digest() == _TWO_HOURS


def test_another_seed_is_another_day() -> None:
    """All variety comes from the seed."""
    log = MemoryEventLog()
    other = assemble(SCENARIO, seed=8)
    population = Population(ScriptedMind(SCENARIO.cast, 8), SCENARIO.cast, MemoryVisitorWords())
    asyncio.run(run_unpaced(other.simulator(log, Lockstep()), population, START + 2 * HOUR))
    assert log.digest() != _TWO_HOURS


def test_lockstep_time_stands_still_until_the_mind_has_answered() -> None:
    """Nothing happens after an instant whose requests are open."""
    simulator, _, _ = _begun()
    advance = simulator.advance(START + 6 * HOUR)
    assert advance.requests
    assert advance.time < START + 6 * HOUR
    assert simulator.advance(START + 6 * HOUR).committed == ()


def test_with_an_open_horizon_the_village_lives_on_without_answers() -> None:
    """A mind that never answers leaves nobody stuck: everyone goes on after a while."""
    log = MemoryEventLog()
    simulator = VILLAGE.simulator(log, Open())
    simulator.advance(START + 11 * HOUR)
    moved = {item.event.fact.agent for item in log.events() if item.event.time > START + 9 * HOUR}
    assert moved == set(SCENARIO.cast.by_id)


def test_an_answer_to_a_request_that_is_no_longer_open_is_dropped() -> None:
    """The world has moved on; the late answer changes nothing."""
    simulator, _, _ = _begun()
    request = simulator.advance(START + 6 * HOUR).requests[0]
    late = Decided(request.agent, request.ordinal - 1, request.prompt_hash, "model", "stay")
    simulator.submit(late, simulator.time)
    simulator.advance(simulator.time)
    assert simulator.world.agents[request.agent].request == request


def test_an_answer_to_another_question_is_a_named_error() -> None:
    """A recorded decision is keyed by a hash of what the prompt was made from."""
    simulator, _, _ = _begun()
    request = simulator.advance(START + 6 * HOUR).requests[0]
    simulator.submit(Decided(request.agent, request.ordinal, "0" * 64, "model", "stay"), simulator.time)
    with pytest.raises(PromptMismatch, match=request.id):
        simulator.advance(simulator.time)


def test_an_input_never_acts_in_the_past() -> None:
    """An input that names an earlier moment acts now."""
    simulator, _, population = _begun()
    asyncio.run(run_unpaced(simulator, population, START + HOUR))
    taken = simulator.submit(VisitorOpened("farmer", "v-1", "c-1"), START)
    assert taken.effective_time == simulator.time

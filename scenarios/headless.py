"""Headless runs: `taoyuan run`, and re-running a recording with a progress bar."""

import time
from pathlib import Path
from typing import Any

import scenarios
from agents.models.meter import Meter
from agents.models.price import Price
from agents.population import Population
from scenarios.inference_facts import inference_facts
from scenarios.mind_choice import open_mind
from scenarios.output import err, time_progress
from scenarios.recording import Recording, Verdict, check_lived, recording_of, rerun, world_at
from scenarios.scenario import DEFAULT, load_scenario, source_name
from scenarios.statistics import Statistics
from scenarios.unpaced import run_unpaced
from scenarios.village import Village, assemble
from sim.attempts import Attempts, MemoryAttempts
from sim.bad_input import BadInput
from sim.clock import SimTime, format_time
from sim.event_log import EventLog, MemoryEventLog
from sim.horizon import Lockstep
from sim.store import Store, open_store
from sim.visitor_words import MemoryVisitorWords, VisitorWords


async def run(
    scenario_name: str | None,
    seconds: int,
    db: Path | None,
    seed: int | None,
    mind_text: str,
    resume: bool,
    price: Price | None = None,
) -> dict[str, Any]:
    """Run a village until `seconds` of simulated time after its start; the figures of the run."""
    return await live_on(_prepare(scenario_name, db, seed, mind_text, resume), seconds, mind_text, price)


async def live_on(
    recording: Recording | Village, seconds: int, mind_text: str, price: Price | None = None
) -> dict[str, Any]:
    """Go on, from wherever it stands, until `seconds` after the start.

    The figures are those of the whole run, but for what thinking took and cost, which is that of going on.
    """
    wall, cpu = time.perf_counter(), time.process_time()
    village = recording.village if isinstance(recording, Recording) else recording
    log, words, attempts = _keeping(recording)
    until = village.scenario.start + seconds
    meter, language = Meter(), village.scenario.settings.language
    async with open_mind(mind_text, village.scenario.cast, village.seed, meter) as mind:
        population = Population(mind, village.scenario.cast, words, language, attempts, meter)
        here = world_at(recording) if isinstance(recording, Recording) else None
        simulator = village.simulator(log, Lockstep(), here)
        _check_end(until, simulator.time, village.scenario.start)
        began = simulator.time
        with time_progress(began, until) as progress:
            await run_unpaced(simulator, population, until, progress)
    figures = _figures(village, log, until)
    if isinstance(recording, Recording):
        recording.store.seal(recording.run.id)
    return {
        "run_id": recording.run.id if isinstance(recording, Recording) else None,
        **figures,
        **inference_facts(meter.figures(until - began), price),
        "cpu_seconds": round(time.process_time() - cpu, 3),
        "wall_seconds": round(time.perf_counter() - wall, 3),
        "digest": log.digest(),
    }


def _check_end(until: SimTime, now: SimTime, start: SimTime) -> None:
    """Raises BadInput for an end that has passed."""
    if until < now:
        so_far = f"the run, which began at {format_time(start)}, is at {format_time(now)}"
        raise BadInput("--until", so_far, "name a longer time: it is counted from the beginning")


def _prepare(
    scenario_name: str | None, db: Path | None, seed: int | None, mind: str, resume: bool
) -> Recording | Village:
    """A new or resumed recording, or a bare village where nothing is kept."""
    if db is None:
        if resume:
            raise BadInput("--resume", "no database to resume from", "add --db")
        scenario = load_scenario(scenario_name or DEFAULT)
        return assemble(scenario, scenario.settings.seed if seed is None else seed)
    store = open_store(db, writing=True)
    stored = store.runs()
    if stored and not resume:
        raise BadInput(
            str(db), f"holds run {stored[-1].id} already", "add --resume to go on with it, or name another --db"
        )
    if resume and not stored:
        raise BadInput(str(db), "holds no run to resume", "leave --resume out to begin one")
    return resumed(store, scenario_name, seed, str(db)) if stored else started(store, scenario_name, seed, mind)


def resumed(store: Store, scenario_name: str | None, seed: int | None, source: str) -> Recording:
    """The newest run of a store. Raises BadInput where another scenario or seed is asked for."""
    newest = store.runs()[-1]
    if seed is not None and seed != newest.seeds.latest:
        raise BadInput(source, f"run {newest.id} has seed {newest.seeds.latest}, not {seed}", "leave --seed out")
    recording = recording_of(store, newest)
    check_lived(recording)
    lives = recording.scenario.source
    if scenario_name is not None and source_name(Path(scenario_name)) != lives:
        problem = f"run {newest.id} lives {lives}, not {scenario_name}"
        raise BadInput(source, problem, "leave the scenario out, or name another --db")
    if scenario_name is not None and load_scenario(scenario_name) != recording.scenario:
        changed = f"{scenario_name} has changed since run {newest.id} began, which goes on as it was"
        err.print(f"{changed}; name another --db to live the change", highlight=False, soft_wrap=True)
    return recording


def started(store: Store, scenario_name: str | None, seed: int | None, mind: str) -> Recording:
    """A new run of a scenario in a store."""
    scenario = load_scenario(scenario_name or DEFAULT)
    chosen = scenario.settings.seed if seed is None else seed
    made = store.create_run(scenario.model_dump_json(), chosen, mind, scenarios.VERSION)
    return recording_of(store, made)


def _keeping(recording: Recording | Village) -> tuple[EventLog, VisitorWords, Attempts]:
    if isinstance(recording, Recording):
        store, run_id = recording.store, recording.run.id
        return recording.log, store.words(run_id), store.attempts(run_id)
    return MemoryEventLog(), MemoryVisitorWords(), MemoryAttempts()


def _figures(village: Village, log: EventLog, until: SimTime) -> dict[str, Any]:
    statistics = statistics_of(village, log, until)
    return {
        "seed": village.seed,
        "agents": len(village.scenario.cast.characters),
        "sim_seconds": until - village.scenario.start,
        "events": statistics.events,
        "decisions": statistics.decisions().total(),
        "decisions_by_source": dict(sorted(statistics.decisions().items())),
        "conversations": statistics.conversations,
    }


def statistics_of(village: Village, log: EventLog, until: SimTime) -> Statistics:
    """Count a log from the village's first moment to `until`."""
    states = {record.id: record.state for record in village.first_world().agents.values()}
    return Statistics(village.scenario.cast, village.scenario.start, states).count(log.events(), until)


def rerun_with_progress(recording: Recording) -> Verdict:
    """Re-run a recording, showing how far it is."""
    with time_progress(recording.scenario.start, recording.last_time) as progress:
        return rerun(recording, progress)

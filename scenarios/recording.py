"""Recordings: a stored run opened again. Verify folds its events; re-run makes them anew from seed and inputs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.fsm import next_state
from scenarios.output import patience
from scenarios.scenario import Scenario, stored_scenario
from scenarios.village import Village, assemble
from sim import events
from sim.bad_input import BadInput
from sim.clock import MINUTE, SimTime, format_time
from sim.event_log import Committed, MemoryEventLog, digest_of_events
from sim.happenings import VILLAGE
from sim.horizon import Open
from sim.simulator import PromptMismatch
from sim.snapshots import Snapshot, snapshot_of
from sim.store import Run, Seal, SqlEventLog, Store, open_store
from sim.world import World

STEP_SECONDS = 30 * MINUTE
"""Simulated time between two reports of progress."""


@dataclass(frozen=True)
class Recording:
    """A stored run with all that is needed to fold or re-run it."""

    store: Store
    run: Run
    scenario: Scenario
    village: Village
    log: SqlEventLog

    @property
    def last_time(self) -> SimTime:
        """The time of the last event; the start of an empty run."""
        return self.store.last_time(self.run.id) or self.scenario.start


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a recording found: the digests compared, and the first problem, if there is one."""

    events: int
    recorded: str
    computed: str
    problem: str | None
    snapshots: int = 0
    """How many snapshots were held against the fold."""

    @property
    def same(self) -> bool:
        """Whether all is as recorded."""
        return self.problem is None and self.recorded == self.computed


def open_recording(run_name: str) -> Recording:
    """Open `DB[#run_id]`, the newest run by default. Raises BadInput."""
    path, _, run_id = run_name.partition("#")
    store = open_store(Path(path), must_exist=True)
    runs = store.runs()
    if not runs:
        raise BadInput(path, "there is no run in it", "make one with `taoyuan run --db`")
    found = [run for run in runs if run_id in ("", run.id)]
    if not found:
        raise BadInput(run_name, f"no such run; there are {', '.join(run.id for run in runs)}", "name one of them")
    return recording_of(store, found[-1])


def recording_of(store: Store, run: Run) -> Recording:
    """A recording of a run of an open store."""
    scenario = stored_scenario(run.scenario, f"run {run.id}")
    return Recording(store, run, scenario, assemble(scenario, run.seeds), store.log(run.id))


def world_at(recording: Recording, time: SimTime | None = None) -> World:
    """The World as it stood at a moment, with all that happened then: the snapshot before, and what followed.

    None is the end. What takes long says so: where there is no snapshot, a month is folded in ten seconds.
    """
    start, last = recording.scenario.start, recording.last_time
    with patience(f"reading run {recording.run.id} / 正在读取这段历史", start, time or last) as progress:
        return recording.village.world_after(recording.log, time, progress)


def check_moment(recording: Recording, option: str, time: SimTime) -> None:
    """Raises BadInput, naming the option, where the run has no such moment."""
    start, last = recording.scenario.start, recording.last_time
    if not start <= time <= last:
        problem = f"run {recording.run.id} goes from {format_time(start)} to {format_time(last)}"
        raise BadInput(f"{option} {format_time(time)}", problem, "name a moment of it")


def check_lived(recording: Recording) -> None:
    """Raises BadInput for a run that was imported: there are no decisions in it to go on with, or to make anew."""
    run = recording.run
    if run.imported_from is not None:
        problem = (
            f"it was imported from {run.imported_from}, not lived here: nothing can go on with it or make it again"
        )
        raise BadInput(f"run {run.id}", problem, "watch it with `taoyuan replay --serve`")


def verify(recording: Recording) -> Verdict:
    """Fold every event into a fresh World, checking each, and each snapshot, against it; take the digest anew."""
    world = recording.village.first_world()
    folded: list[Committed] = []
    snapshots, checked, problem = recording.log.snapshots(), 0, None
    due = next(snapshots, None)
    for item in recording.log.events():
        problem = problem or _problem(world, item, len(folded) + 1)
        if problem is None:
            world.apply(item.event)
        folded.append(item)
        if due and due[0] == item.seq:
            problem = problem or _wrong_snapshot(world, *due)
            due, checked = next(snapshots, None), checked + 1
    if due:
        problem = problem or f"a snapshot follows event {due[0]}, which is not there"
    problem = problem or _broken_seal(recording.store.seal_of(recording.run.id), folded)
    digest = digest_of_events(item.event for item in folded)
    return Verdict(len(folded), recording.log.digest(), digest, problem, checked)


def _wrong_snapshot(world: World, seq: int, snapshot: Snapshot | None) -> str | None:
    """How a snapshot differs from the World that was folded; None if it does not."""
    if snapshot is None:
        return f"the snapshot after event {seq} can't be read; it is passed over, and nothing is lost"
    return None if snapshot == snapshot_of(world) else f"the snapshot after event {seq} differs from the events"


def _broken_seal(seal: Seal | None, folded: Sequence[Committed]) -> str | None:
    """How the events differ from those that were sealed when the run last stopped; None if they do not."""
    if seal is None:
        return None
    if seal.seq > len(folded):
        return f"{seal.seq} events were sealed when the run stopped, and {len(folded)} are left"
    sealed = digest_of_events(item.event for item in folded[: seal.seq])
    return None if sealed == seal.digest else "the events differ from those that were sealed"


def _problem(world: World, item: Committed, expected_seq: int) -> str | None:
    """Why this event can't follow on this World; None if it can."""
    event = item.event
    if event.fact.agent not in (*world.agents, VILLAGE):
        return f"event {item.seq}: nobody is called {event.fact.agent!r}"
    if item.seq != expected_seq:
        return f"event {expected_seq} is missing"
    if event.counter != world.counter(event.fact.agent) or event.time < world.time:
        return f"event {item.seq}: out of order"
    if isinstance(event.fact, events.StateChanged):
        fact = event.fact
        if fact.before != world.agents[fact.agent].state or next_state(fact.before, fact.trigger) != fact.after:
            return f"event {item.seq}: {fact.trigger} can't lead from {world.agents[fact.agent].state} to {fact.after}"
    return None


def rerun(recording: Recording, progress: Callable[[SimTime], None] = lambda time: None) -> Verdict:
    """Simulate the run again from its seed and recorded inputs: no model, no wall clock, the same digest.

    Raises BadInput for a run that was not lived here.
    """
    check_lived(recording)
    log = MemoryEventLog()
    simulator = recording.village.simulator(log, Open())
    simulator.restore(list(recording.log.inputs()))
    until, problem = recording.last_time, None
    try:
        for time in range(recording.scenario.start, until, STEP_SECONDS):
            simulator.advance(time)
            progress(time)
        simulator.advance(until)
    except PromptMismatch as mismatch:
        problem = f"PromptMismatch: {mismatch}"
    return Verdict(len(log.committed), recording.log.digest(), log.digest(), problem)

"""The simulator: takes what is due, lets agents act, resolves it, and commits. It never waits.

`advance(until)` is a plain function and `submit` the one door in. Within an instant what happens to the village comes
first, then all due wake-ups and meetings; then inputs one at a time in the order they came, each followed by the
wake-ups that it made due. That order is the same whether inputs arrive live, in a batch or from a recording.
"""

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Protocol

from sim import actions, events, talk_rules  # noqa: F401  (talk_rules registers its rules with `resolve`)
from sim.clock import SimTime
from sim.encounters import CellIndex, meeting_time
from sim.event_log import Committed, EventLog
from sim.event_queue import Entry, EventQueue
from sim.events import Event, Fact, Phase
from sim.happenings import next_change
from sim.horizon import Horizon
from sim.inputs import Decided, Happen, Input, PaceSet, Payload, VisitorStopped
from sim.records import AgentRecord, Request
from sim.rules import ActionRejected, arrive, resolve
from sim.village_rules import begin, due
from sim.world import World

MAXIMUM_WAKE_FACTS_PER_INSTANT = 100
"""A character whose wake-ups led to more facts than this in one instant rests until the next decision tick."""
MAXIMUM_PENDING_INPUTS = 10_000
MAXIMUM_REJECTED_KEPT = 100
MOVES = (events.WalkStarted, events.WalkStopped, events.Arrived)
"""The facts that begin a new walk or stand, and so may bring new meetings."""

log = logging.getLogger("taoyuan.simulator")


class PromptMismatch(Exception):
    """A recorded answer belongs to another question: code, cast or scenario differ from the recording's."""


class Behaviour(Protocol):
    """What agents implement. Each method reads the World and returns what the agent wants to do."""

    def wake(self, world: World, agent_id: str, time: SimTime) -> Sequence[actions.Action]:
        """Its wake-up is due."""

    def meet(self, world: World, agent_id: str, other_id: str, time: SimTime) -> Sequence[actions.Action]:
        """Somebody came within reach."""

    def decide(self, world: World, request: Request, decided: Decided, time: SimTime) -> Sequence[actions.Action]:
        """Its mind answered."""

    def receive(self, world: World, payload: Payload, time: SimTime) -> Sequence[actions.Action]:
        """A visitor did something that concerns it."""

    def witness(self, world: World, time: SimTime) -> Sequence[Sequence[actions.Action]]:
        """Something began or ended that may concern anybody: what each who perceives it wants to do."""


@dataclass(frozen=True, slots=True)
class Advance:
    """How far an advance came, what it committed, and the requests that are still open."""

    time: SimTime
    committed: Sequence[Committed]
    requests: Sequence[Request]


class Simulator:
    """One village under way."""

    def __init__(
        self, world: World, behaviour: Behaviour, log: EventLog, horizon: Horizon, inputs_taken: int = 0
    ) -> None:
        self.world = world
        self.time = world.time
        self.rejected: deque[tuple[SimTime, actions.Action, str]] = deque(maxlen=MAXIMUM_REJECTED_KEPT)
        """What agents asked for last that could not be, and why: in a day by the rules, nothing."""
        self._behaviour = behaviour
        self._log = log
        self._horizon = horizon
        self._next_n = inputs_taken + 1
        self._pending: list[tuple[SimTime, int, Input]] = []
        self._events: list[Event] = []
        self._taken: list[Input] = []
        self._queue = EventQueue()
        self._cells = CellIndex()
        self._index_all()

    # ---- the door in -----------------------------------------------------------------------------------------

    def submit(self, payload: Payload, effective_time: SimTime, request_id: str = "") -> Input:
        """Take an input; it acts at `effective_time`, or now if that has passed. Raises OverflowError when full."""
        if len(self._pending) >= MAXIMUM_PENDING_INPUTS:
            raise OverflowError(f"more than {MAXIMUM_PENDING_INPUTS} inputs are waiting")
        taken = Input(self._next_n, max(effective_time, self.time), payload, request_id)
        self._next_n += 1
        heappush(self._pending, (taken.effective_time, taken.n, taken))
        self._taken.append(taken)
        return taken

    def restore(self, inputs: Sequence[Input]) -> None:
        """Queue recorded inputs as they were, to re-run them, or those that had not acted when a run stopped."""
        for recorded in inputs:
            heappush(self._pending, (recorded.effective_time, recorded.n, recorded))
            self._next_n = max(self._next_n, recorded.n + 1)

    # ---- going on --------------------------------------------------------------------------------------------

    def advance(self, until: SimTime) -> Advance:
        """Go on to `until`, or to the first instant that the horizon may not pass; commit once; report."""
        while (due := self._next_due()) is not None and due <= until:
            if due > self.time and self._blocked():
                break
            self.time = max(due, self.time)
            self._instant(self.time)
        if not self._blocked():
            self.time = max(until, self.time)
        committed = self._commit()
        return Advance(self.time, committed, self.open_requests())

    def open_requests(self) -> list[Request]:
        """Every request that waits for an answer, by agent."""
        return [record.request for record in self.world.agents.values() if record.request]

    def _blocked(self) -> bool:
        return any(not self._horizon.may_pass(request, self.time) for request in self.open_requests())

    def _commit(self) -> Sequence[Committed]:
        if not self._events and not self._taken:
            return ()
        committed = self._log.append(self._events, self._taken, self.world)
        self._events, self._taken = [], []
        return committed

    def _next_due(self) -> SimTime | None:
        change = next_change(self.world.village, self.world.setting.schedule)
        times = [change, self._queue.next_time(), self._pending[0][0] if self._pending else None]
        return min((time for time in times if time is not None), default=None)

    def _instant(self, time: SimTime) -> None:
        while facts := due(self.world, time):
            self._happen(facts, Phase.WAKE)
        self._wake_due(time)
        while self._pending and self._pending[0][0] <= time:
            self._take(heappop(self._pending)[2].payload, time)
            self._wake_due(time)

    def _wake_due(self, time: SimTime) -> None:
        while entry := self._queue.pop_due(time):
            record = self.world.agents[entry.agent]
            if entry.phase == Phase.MEETING:
                if meeting_time(record, self.world.agents[entry.other]) == entry.time:
                    self._act(self._behaviour.meet(self.world, entry.agent, entry.other, time), Phase.MEETING)
            elif record.wake == entry.time:
                self._wake(record, time)

    def _wake(self, record: AgentRecord, time: SimTime) -> None:
        if record.woken_at == time and record.woken_facts >= MAXIMUM_WAKE_FACTS_PER_INSTANT:
            rest = time + self.world.setting.decision_tick_seconds
            self._emit([events.Waited(record.id, rest)], Phase.WAKE)
        elif record.walk and time >= record.walk.arrival:
            self._emit(arrive(self.world, record, time), Phase.WAKE)
        else:
            counter = record.counter
            self._act(self._behaviour.wake(self.world, record.id, time), Phase.WAKE)
            self._rest_if_stuck(record.id, counter, time)

    def _rest_if_stuck(self, agent_id: str, counter: int, time: SimTime) -> None:
        """Nobody sleeps for ever: a wake-up from which nothing came is tried again at the next tick."""
        if self.world.agents[agent_id].counter == counter:
            rest = time + self.world.setting.decision_tick_seconds
            self._emit([events.Waited(agent_id, rest)], Phase.WAKE)

    def _take(self, payload: Payload, time: SimTime) -> None:
        if isinstance(payload, PaceSet | VisitorStopped):
            return  # recorded, and of no effect on the world
        if isinstance(payload, Decided):
            self._decide(payload, time)
        elif isinstance(payload, Happen):
            self._happen(begin(self.world, payload.occurrence, time), Phase.INPUT)
        else:
            self._act(self._behaviour.receive(self.world, payload, time), Phase.INPUT)

    def _happen(self, facts: Sequence[Fact], phase: Phase) -> None:
        """Something begins or ends for the village; who is there to see it may act."""
        self._emit(facts, phase)
        for wanted in self._behaviour.witness(self.world, self.time):
            self._act(wanted, phase)

    def _decide(self, decided: Decided, time: SimTime) -> None:
        request = self.world.agents[decided.agent].request
        if request is None or request.ordinal != decided.ordinal:
            return  # no longer outstanding: the world has moved on
        if request.prompt_hash != decided.prompt_hash:
            raise PromptMismatch(
                f"the answer to {request.id} was given to another question; was the run made by this code?"
            )
        made = events.DecisionMade(decided.agent, decided.ordinal, decided.source, decided.choice)
        self._emit([made], Phase.INPUT)
        self._act(self._behaviour.decide(self.world, request, decided, time), Phase.INPUT)

    def _act(self, wanted: Sequence[actions.Action], phase: Phase) -> None:
        """Resolve actions in order; the first that is refused ends the sequence, and the agent thinks again."""
        for action in wanted:
            outcome = resolve(action, self.world, self.time)
            if isinstance(outcome, ActionRejected):
                self.rejected.append((self.time, action, outcome.reason))
                log.debug("%s, %s: %s is refused (%s)", self.time, action.agent, type(action).__name__, outcome.reason)
                self._think_again(action.agent, phase)
                return
            self._emit(outcome, phase)

    def _think_again(self, agent_id: str, phase: Phase) -> None:
        record = self.world.agents[agent_id]
        if record.walk is None and record.state != "sleeping" and not record.conversation and not record.visitor_talk:
            rest = self.time + self.world.setting.decision_tick_seconds
            self._emit([events.Waited(agent_id, rest)], phase)

    def _emit(self, facts: Sequence[Fact], phase: Phase) -> None:
        for fact in facts:
            event = Event(self.time, phase, self.world.counter(fact.agent), fact)
            for agent_id in self.world.apply(event):
                self._index(self.world.agents[agent_id], moved=isinstance(fact, MOVES))
            self._events.append(event)

    # ---- the index -------------------------------------------------------------------------------------------

    def _index_all(self) -> None:
        for record in self.world.agents.values():
            self._cells.place(record)
        for record in self.world.agents.values():
            self._index(record, moved=True)

    def _index(self, record: AgentRecord, moved: bool) -> None:
        if record.wake is not None:
            self._queue.push(Entry(max(record.wake, self.time), Phase.WAKE, record.id))
        if moved:
            self._index_meetings(record)

    def _index_meetings(self, record: AgentRecord) -> None:
        self._cells.place(record)
        for other_id in self._cells.near(record):
            time = meeting_time(record, self.world.agents[other_id])
            if time is not None and time > self.time:
                first, second = sorted((record.id, other_id))
                self._queue.push(Entry(time, Phase.MEETING, first, second))

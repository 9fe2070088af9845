"""Why: what an event of a log came of. The decision behind it, if there was one, and what was tried for that.

A pure function over what is kept. It folds nothing: it looks at the events around one, and asks the log for the latest
of a kind before it, so that one event of a month is explained as fast as one of a day. What it finds is put into words
by `why_words`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.observation import Observation
from sim import events
from sim.attempts import Attempt, Attempts
from sim.event_log import Committed, EventLog
from sim.events import Phase
from sim.records import RECORDED

MAXIMUM_NEIGHBOURS = 200
"""Events before and after one that are looked at; an instant of a crowded village has some dozens."""
MAXIMUM_STEPS = 4
"""From an arrival to its walk, or from a line to its conversation and on to the decision."""

BEGINNINGS = (("task_started", "walk_started", "state_changed", "planned"), ("waited", "decision_requested"))
"""What begins what somebody does; and what there is early in the morning, before any of it."""
VISITOR_CAME = (events.VisitorRefused, events.VisitorTalkStarted, events.VisitorSpoke, events.Whispered)
"""What follows on a visitor's deed, and on no decision."""
HAPPENING = (events.Happened, events.HappeningEnded)
"""What comes from outside, or by the clock, and what many perceive at once."""
AROUND_VISITS = (events.StateChanged, events.WalkStopped, events.TaskInterrupted, events.Remembered)
"""What comes with the beginning and the end of a visitor's talk, and stands before it in the log."""


@dataclass(frozen=True, slots=True)
class Why:
    """What an event came of. `mind` is `model`, `rule` or `fallback`; without a decision it is the rules,
    or, in an imported history, the model that theirs was.

    `made` is the decision, `requested` what was asked for it, `attempts` what a model was asked and answered: none
    where no model was asked, or where it is no longer kept. `task` is what the character was at. `by_visitor`: a
    visitor's deed led to it.
    """

    item: Committed
    mind: str
    made: Committed | None
    requested: Committed | None
    attempts: tuple[Attempt, ...]
    task: events.TaskStarted | None
    by_visitor: bool

    @property
    def is_recorded(self) -> bool:
        """Whether it is of a history that was imported: what led to it is not in there."""
        return self.task is not None and self.task.task.origin == RECORDED

    @property
    def observation(self) -> Observation | None:
        """What the character perceived when it was asked."""
        fact = self.requested.event.fact if self.requested else None
        return Observation.model_validate_json(fact.observation) if isinstance(fact, events.DecisionRequested) else None

    @property
    def visitor(self) -> str | None:
        """Whose talk it belongs to: for that visitor's eyes only."""
        seen = self.observation
        named: str | None = getattr(self.item.event.fact, "visitor", None)
        if seen and seen.voice:
            return seen.voice.visitor
        return named or (seen.partner if seen and seen.chat else None)


def why(log: EventLog, attempts: Attempts, seq: int) -> Why | None:
    """What the event `seq` came of; None if there is no such event."""
    item = _event(log, seq)
    if item is None:
        return None
    is_request = isinstance(item.event.fact, events.DecisionRequested)  # it is explained by itself, whatever led to it
    made = None if is_request else _decision(log, item)
    requested = item if is_request else made and _request(log, made)
    task = _task(log, item)
    mind = "model" if task and task.task.origin == RECORDED else "rule"
    return Why(
        item=item,
        mind=made.event.fact.source if made and isinstance(made.event.fact, events.DecisionMade) else mind,
        made=made,
        requested=requested,
        attempts=_attempts(attempts, requested),
        task=task,
        by_visitor=made is None and _is_visitors(log, item),
    )


def doing_since(log: EventLog, agent: str, before_seq: int) -> int | None:
    """The event by which a character began what it does now; None for one that has done nothing yet."""
    for kinds in BEGINNINGS:
        found = [item.seq for kind in kinds for item in log.latest(kind, before_seq, 1, agent)]
        if found:
            return max(found)
    return None


def _event(log: EventLog, seq: int) -> Committed | None:
    return next((item for item in log.events(seq - 1, 1) if item.seq == seq), None) if seq > 0 else None


def _attempts(attempts: Attempts, requested: Committed | None) -> tuple[Attempt, ...]:
    if requested is None or not isinstance(fact := requested.event.fact, events.DecisionRequested):
        return ()
    tried = attempts.of(fact.agent, fact.ordinal)
    return tried.attempts if tried else ()


def _request(log: EventLog, made: Committed) -> Committed | None:
    """The request that a decision answered. One is open at a time, so it is the latest, or nearly."""
    fact = made.event.fact
    assert isinstance(fact, events.DecisionMade)
    for item in log.latest("decision_requested", made.seq, 2, fact.agent):
        if isinstance(item.event.fact, events.DecisionRequested) and item.event.fact.ordinal == fact.ordinal:
            return item
    return None


def _decision(log: EventLog, item: Committed) -> Committed | None:
    """The decision that an event came of: in its own instant, or by way of an earlier event that led to it."""
    for _ in range(MAXIMUM_STEPS):
        if isinstance(item.event.fact, events.DecisionMade):
            return item
        if found := _decision_in_instant(log, item):
            return found
        earlier = _led_to(log, item)
        if earlier is None:
            return None
        item = earlier
    return None


def _led_to(log: EventLog, item: Committed) -> Committed | None:
    """The earlier event by which this one was as good as settled: a walk for its end, the words for a line."""
    fact = item.event.fact
    match fact:
        case events.Spoke(conversation=str(conversation)):
            return _composed(log, item, fact, conversation)
        case events.Arrived():
            return _latest(log, "walk_started", item, fact.agent)
        case events.ConversationStarted() if item.event.phase == Phase.MEETING:
            return _latest(log, "decision_made", item, fact.agent, choice=f"talk:{fact.guest}")
        case events.NewsTold():
            return _latest(log, "conversation_composed", item, fact.agent, conversation=fact.conversation)
    return None


def _composed(log: EventLog, item: Committed, line: events.Spoke, conversation: str) -> Committed | None:
    """The composing that a line came of: the latest of either of the two, who may take turns."""
    both = [own_id for own_id in (line.agent, line.to) if own_id]
    found = (_latest(log, "conversation_composed", item, own_id, conversation=conversation) for own_id in both)
    return max((composed for composed in found if composed), key=lambda composed: composed.seq, default=None)


def _latest(log: EventLog, kind: str, before: Committed, agent: str, **wanted: str) -> Committed | None:
    """The latest of a kind, if it is the one wanted."""
    for item in log.latest(kind, before.seq, 1, agent):
        if all(getattr(item.event.fact, name) == value for name, value in wanted.items()):
            return item
    return None


def _decision_in_instant(log: EventLog, item: Committed) -> Committed | None:
    """The answer that this event followed at once, as inputs are taken one after the other."""
    if item.event.phase != Phase.INPUT or _is_visitors(log, item):
        return None
    agent = item.event.fact.agent
    for earlier in _before(log, item):
        fact = earlier.event.fact
        if isinstance(fact, HAPPENING) or (isinstance(fact, VISITOR_CAME) and fact.agent == agent):
            return None
        if isinstance(fact, events.DecisionMade):
            return earlier if fact.agent == agent or fact.choice.endswith(f":{agent}") else None
    return None


def _is_visitors(log: EventLog, item: Committed) -> bool:
    """Whether a visitor's deed led to it at once."""
    fact = item.event.fact
    if isinstance(fact, VISITOR_CAME) or (isinstance(fact, events.CommandAnswered) and fact.reason == "superseded"):
        return True
    if item.event.phase != Phase.INPUT:
        return False
    if isinstance(fact, events.VisitorTalkEnded):
        return True
    if isinstance(fact, events.DecisionRequested):
        return isinstance(_first(_before(log, item), fact.agent, (*VISITOR_CAME, events.DecisionMade)), VISITOR_CAME)
    ends = (events.VisitorTalkStarted, events.VisitorTalkEnded, events.DecisionMade)
    found = _first(_after(log, item), fact.agent, ends) if isinstance(fact, AROUND_VISITS) else None
    return isinstance(found, events.VisitorTalkStarted | events.VisitorTalkEnded)


def _first(around: Sequence[Committed], agent: str, kinds: tuple[type, ...]) -> events.Fact | None:
    facts = (item.event.fact for item in around)
    return next((fact for fact in facts if isinstance(fact, kinds) and fact.agent == agent), None)


def _before(log: EventLog, item: Committed) -> list[Committed]:
    """The inputs' events of the same instant before this one, the nearest first."""
    first = max(0, item.seq - 1 - MAXIMUM_NEIGHBOURS)
    around = list(log.events(first, item.seq - 1 - first))
    return _of_instant(around[::-1], item)


def _after(log: EventLog, item: Committed) -> list[Committed]:
    return _of_instant(list(log.events(item.seq, MAXIMUM_NEIGHBOURS)), item)


def _of_instant(around: Sequence[Committed], item: Committed) -> list[Committed]:
    """Those next to it that are of its instant, and followed from inputs."""
    return [near for near in around if near.event.time == item.event.time and near.event.phase == Phase.INPUT]


def _task(log: EventLog, item: Committed) -> events.TaskStarted | None:
    """What the character was at; None for nothing in particular."""
    fact, agent = item.event.fact, item.event.fact.agent
    started = [item] if isinstance(fact, events.TaskStarted) else log.latest("task_started", item.seq, 1, agent)
    if not started or not isinstance(begun := started[0].event.fact, events.TaskStarted):
        return None
    ends = [found for kind in ("task_finished", "task_interrupted") for found in log.latest(kind, item.seq, 1, agent)]
    return None if any(end.seq > started[0].seq for end in ends) else begun

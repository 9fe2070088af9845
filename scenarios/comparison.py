"""Comparison: where two runs first differ, and what came of it, up to the moment that both have reached.

Events are held against each other in key order, as the digest reads them: the order of commits is no difference.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, takewhile, zip_longest
from typing import Generic, TypeVar

from scenarios.recording import Recording
from scenarios.statistics import Statistics
from sim import events
from sim.clock import SimTime
from sim.event_log import Committed

T = TypeVar("T")
Pair = tuple[str, str]
"""Two characters' ids."""


@dataclass(frozen=True, slots=True)
class Sides(Generic[T]):
    """The same thing in the one run and in the other."""

    a: T
    b: T

    @property
    def differ(self) -> bool:
        """Whether it is not the same."""
        return self.a != self.b


@dataclass(frozen=True, slots=True)
class Bond:
    """How one character stands to another."""

    familiarity: int = 0
    affinity: int = 0


@dataclass
class Tally:
    """What a run amounts to, counted from its events."""

    kinds: Counter[str] = field(default_factory=Counter)
    talks: Counter[Pair] = field(default_factory=Counter)
    """Talks that were ended, by who had them: the ids in order of the alphabet."""
    bonds: dict[Pair, Bond] = field(default_factory=dict)
    decisions: Counter[str] = field(default_factory=Counter)
    seconds: dict[Pair, int] = field(default_factory=dict)
    """Simulated seconds by character and activity."""

    def add(self, fact: events.Fact) -> None:
        """Count one more event."""
        self.kinds[fact.kind] += 1
        match fact:
            case events.ConversationEnded():
                first, second = sorted((fact.agent, fact.guest))
                self.talks[first, second] += 1
            case events.RelationshipChanged():
                self.bonds[fact.agent, fact.other] = Bond(fact.familiarity, fact.affinity)
            case events.DecisionMade():
                self.decisions[fact.source] += 1


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side."""

    recordings: Sides[Recording]
    until: SimTime
    """The moment up to which both are compared: the end of the one that came less far."""
    first: Sides[Committed | None] | None
    """The first events that differ, None where one of the runs has no further; None if there are none."""
    tallies: Sides[Tally]

    @property
    def same_scenario(self) -> bool:
        """Whether both were made from the same settings, cast and map."""
        return not Sides(self.recordings.a.run.scenario, self.recordings.b.run.scenario).differ

    @property
    def seconds(self) -> int:
        """How long both have lived, simulated; at least one, to divide by."""
        return max(1, self.until - max(self.recordings.a.scenario.start, self.recordings.b.scenario.start))


def compare(a: Recording, b: Recording) -> Comparison:
    """Hold two runs against each other."""
    until = min(a.last_time, b.last_time)
    return Comparison(Sides(a, b), until, parting(a, b, until), Sides(_tally(a, until), _tally(b, until)))


def parting(a: Recording, b: Recording, until: SimTime) -> Sides[Committed | None] | None:
    """The first events in which two runs differ up to a moment."""
    return first_difference(_until(a, until), _until(b, until))


def first_difference(a: Iterable[Committed], b: Iterable[Committed]) -> Sides[Committed | None] | None:
    """The first two events, in key order, that are not the same."""
    for one, other in zip_longest(_in_key_order(a), _in_key_order(b)):
        if one is None or other is None or one.event != other.event:
            return Sides(one, other)
    return None


def _in_key_order(log: Iterable[Committed]) -> Iterator[Committed]:
    """Times never decrease from commit to commit, so that only an instant at a time has to be sorted."""
    for _, instant in groupby(log, key=lambda item: item.event.time):
        yield from sorted(instant, key=lambda item: item.event.key)


def _until(recording: Recording, time: SimTime) -> Iterator[Committed]:
    return takewhile(lambda item: item.event.time <= time, recording.log.events())


def _tally(recording: Recording, until: SimTime) -> Tally:
    tally = Tally()
    states = {record.id: record.state for record in recording.village.first_world().agents.values()}
    statistics = Statistics(recording.scenario.cast, recording.scenario.start, states)
    statistics.count(_counted(tally, _until(recording, until)), until)
    for agent, counted in statistics.agents.items():
        tally.seconds |= {(agent, activity): seconds for activity, seconds in counted.seconds_by_activity.items()}
    return tally


def _counted(tally: Tally, log: Iterable[Committed]) -> Iterator[Committed]:
    for item in log:
        tally.add(item.event.fact)
        yield item

"""The event log: what happened and what came from outside, in commit order; and the digest of a run's history."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import Protocol

from sim.clock import SimTime
from sim.events import Event, fact_to_json
from sim.inputs import Input
from sim.world import Setting, World

LATEST_SEQ = 2**63 - 1
"""No event has a greater one: it is what a database's integer holds."""


@dataclass(frozen=True, slots=True)
class Committed:
    """An event with its place in commit order, from 1 on without gaps."""

    seq: int
    event: Event


class EventLog(Protocol):
    """Where events and inputs are kept. One append is one commit: all of it lasts, or none."""

    def append(
        self, events: Sequence[Event], inputs: Sequence[Input], world: World | None = None
    ) -> Sequence[Committed]:
        """Commit events and the inputs that led to them; of the World that they led to it may keep a snapshot."""

    def events(
        self, after_seq: int = 0, maximum: int | None = None, kinds: Collection[str] | None = None
    ) -> Iterator[Committed]:
        """Events after a seq, in commit order: all, or at most `maximum`; of all kinds, or of these."""

    def latest(self, kind: str, before_seq: int, maximum: int, agent: str | None = None) -> list[Committed]:
        """At most `maximum` events of a kind before a seq, newest first: anybody's, or those of one character."""

    def world_before(self, setting: Setting, time: SimTime | None) -> tuple[int, World] | None:
        """The latest World that it kept of `time` or before, and the seq of its last event; None for none."""

    def inputs(self) -> Iterator[Input]:
        """All inputs in the order they came."""

    def digest(self) -> str:
        """The digest of all events."""


@dataclass
class MemoryEventLog:
    """An event log that lasts as long as the process: for tests and trials."""

    committed: list[Committed] = field(default_factory=list)
    taken: list[Input] = field(default_factory=list)

    def append(
        self, events: Sequence[Event], inputs: Sequence[Input], world: World | None = None
    ) -> Sequence[Committed]:
        """See EventLog."""
        first = len(self.committed) + 1
        fresh = [Committed(first + index, event) for index, event in enumerate(events)]
        self.committed += fresh
        self.taken += inputs
        return fresh

    def events(
        self, after_seq: int = 0, maximum: int | None = None, kinds: Collection[str] | None = None
    ) -> Iterator[Committed]:
        """See EventLog."""
        found = (item for item in self.committed[after_seq:] if kinds is None or item.event.fact.kind in kinds)
        return islice(found, maximum)

    def latest(self, kind: str, before_seq: int, maximum: int, agent: str | None = None) -> list[Committed]:
        """See EventLog."""
        earlier = (self.committed[index] for index in reversed(range(min(before_seq - 1, len(self.committed)))))
        found = (item for item in earlier if item.event.fact.kind == kind and agent in (None, item.event.fact.agent))
        return list(islice(found, maximum))

    def world_before(self, setting: Setting, time: SimTime | None) -> tuple[int, World] | None:
        """See EventLog: it keeps none."""
        return None

    def inputs(self) -> Iterator[Input]:
        """See EventLog."""
        return iter(self.taken)

    def digest(self) -> str:
        """See EventLog."""
        return digest_of_events(item.event for item in self.committed)


def digest_of_events(events: Iterable[Event]) -> str:
    """The digest of events that come in any order."""
    return digest_of(digest_line(event) for event in sorted(events, key=lambda event: event.key))


def digest_line(event: Event) -> str:
    """One event as the digest reads it: its key, then the fact, as canonical JSON."""
    return digest_row(*event.key, fact_to_json(event.fact))


def digest_row(time: int, phase: int, agent: str, counter: int, fact_json: str) -> str:
    """The same from stored columns."""
    return f'[{time},{phase},"{agent}",{counter},{fact_json}]\n'


def digest_of(lines: Iterable[str]) -> str:
    """SHA-256 over lines already in key order. No seq, run id, pace or wall time is in them."""
    digest = sha256()
    for line in lines:
        digest.update(line.encode())
    return digest.hexdigest()

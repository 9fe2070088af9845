"""The event queue: wake-ups and meetings in total order. Only an index, rebuilt from the World at any time."""

from dataclasses import dataclass, field
from heapq import heappop, heappush

from sim.clock import SimTime


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """Something due: `phase` orders kinds of work within an instant; `other` is the second party of a meeting."""

    time: SimTime
    phase: int
    agent: str
    other: str = ""


@dataclass
class EventQueue:
    """A heap of entries. Stale ones stay until they surface: whoever pops an entry asks the World whether it holds."""

    _heap: list[Entry] = field(default_factory=list)

    def push(self, entry: Entry) -> None:
        """Add an entry; the order of adding never shows, since entries are in total order."""
        heappush(self._heap, entry)

    def next_time(self) -> SimTime | None:
        """When the first entry is due."""
        return self._heap[0].time if self._heap else None

    def pop_due(self, time: SimTime) -> Entry | None:
        """Take the first entry due at or before `time`, with its equals; None if nothing is due."""
        if not self._heap or self._heap[0].time > time:
            return None
        entry = heappop(self._heap)
        while self._heap and self._heap[0] == entry:
            heappop(self._heap)
        return entry

"""Rumours: which news a run has, how many know each, and how each went from mouth to mouth: from the log alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sim import events
from sim.clock import SimTime
from sim.event_log import Committed
from sim.records import News


@dataclass(frozen=True, slots=True)
class Telling:
    """`teller` let `listener` know, who had not known."""

    time: SimTime
    teller: str
    listener: str
    place: str | None


@dataclass
class Rumour:
    """A piece of news since it arose, and its tellings in order of time."""

    news: News
    time: SimTime
    tellings: list[Telling] = field(default_factory=list)

    @property
    def knowers(self) -> int:
        """How many know it or have known it, whoever it happened to included: what was forgotten can be told anew."""
        return len({self.news.origin, *(telling.listener for telling in self.tellings)})


def rumours(log: Iterable[Committed]) -> dict[str, Rumour]:
    """Every piece of news of a log by its id, in the order that they arose."""
    found: dict[str, Rumour] = {}
    for item in log:
        hear(found, item)
    return found


def hear(found: dict[str, Rumour], item: Committed) -> None:
    """Add what an event says of news to those found so far; most events say nothing."""
    match item.event.fact:
        case events.Remembered(agent=agent, memory=memory) if memory.kind == "news" and memory.about == agent:
            if memory.news:
                found[memory.news.id] = Rumour(memory.news, item.event.time)
        case events.NewsTold() as fact if fact.news.id in found:  # else it is older than what is kept
            telling = Telling(item.event.time, fact.agent, fact.to, fact.place)
            found[fact.news.id].tellings.append(telling)

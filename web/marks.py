"""Marks on the timeline: what in a history is worth looking at, and the stretches in which all sleep.

They tell that a visitor came or asked for something, never who, nor what was said.
"""

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel

from sim import events
from sim.clock import SimTime
from sim.events import Event
from sim.world import World
from web.messages import Both
from web.projection import both

MarkKind = Literal["conversation", "visit", "news", "command", "happening", "asleep"]


class Mark(BaseModel):
    """Something on the timeline, from `time` until `until`: a talk begins with its first line.

    `news` begin with the talk in which they are told: at its end there is nothing to hear any more.
    `asleep` is a stretch in which everybody sleeps; its `agents` are none. A `happening` has its `text`, and lasts
    until it is meant to end; where it is everywhere, as weather is, it has no `place`.
    """

    kind: MarkKind
    time: SimTime
    until: SimTime
    agents: list[str] = []
    place: str | None = None
    text: Both | None = None


class Marker:
    """Notes the marks of a history that is folded event by event."""

    def __init__(self, world: World) -> None:
        self._first_lines: dict[str, SimTime] = {}
        self._visits: dict[str, SimTime] = {}
        self._all_asleep_since = world.time if _all_sleep(world) else None

    def before(self, world: World, event: Event) -> Iterator[Mark]:
        """The marks that an event completes, on the World that it has not happened to yet."""
        fact, time = event.fact, event.time
        match fact:
            case events.Spoke(conversation=str(talk)):
                self._first_lines.setdefault(talk, time)
            case events.ConversationEnded() if (first := self._first_lines.pop(fact.conversation, None)) is not None:
                place = world.conversations[fact.conversation].place
                yield Mark(kind="conversation", time=first, until=time, agents=[fact.agent, fact.guest], place=place)
            case events.NewsTold():
                first = self._first_lines.get(fact.conversation, time)
                yield Mark(kind="news", time=first, until=time, agents=[fact.agent, fact.to], place=fact.place)
            case events.VisitorTalkStarted():
                self._visits[fact.agent] = time
            case events.VisitorTalkEnded() if (begun := self._visits.pop(fact.agent, None)) is not None:
                yield Mark(kind="visit", time=begun, until=time, agents=[fact.agent])
            case events.CommandAnswered(accepted=True):
                yield Mark(kind="command", time=time, until=time, agents=[fact.agent])
            case events.Happened(happening=begun_now):
                until, text = begun_now.until, both(begun_now.text)
                yield Mark(kind="happening", time=time, until=until, place=begun_now.place, text=text)

    def after(self, world: World, event: Event) -> Iterator[Mark]:
        """The night that an event ends, on the World that it happened to."""
        if not isinstance(event.fact, events.StateChanged):
            return
        since, all_sleep = self._all_asleep_since, _all_sleep(world)
        if all_sleep and since is None:
            self._all_asleep_since = event.time
        elif not all_sleep and since is not None:
            self._all_asleep_since = None
            if since < event.time:
                yield Mark(kind="asleep", time=since, until=event.time)


def _all_sleep(world: World) -> bool:
    return all(record.state == "sleeping" for record in world.agents.values())

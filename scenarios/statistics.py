"""Statistics: what a run amounts to, per character and in all, counted from its log alone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from agents.cast import Cast
from sim import events
from sim.clock import SimTime
from sim.event_log import Committed
from sim.events import Event


@dataclass
class AgentStatistics:
    """One character's run. Seconds are simulated."""

    seconds_by_state: Counter[str] = field(default_factory=Counter)
    seconds_by_activity: Counter[str] = field(default_factory=Counter)
    conversations: int = 0
    visitor_talks: int = 0
    lines: int = 0
    walks: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    longest_still_seconds: int = 0
    """The longest time awake on one spot, talks not counted."""


@dataclass
class _Since:
    """Since when one character has been as it is."""

    time: SimTime
    state: str
    activity: str | None = None
    still: SimTime | None = None


class Statistics:
    """Counts events as they pass by, in commit order."""

    def __init__(self, cast: Cast, start: SimTime, states: dict[str, str]) -> None:
        self.cast = cast
        self.agents = {agent: AgentStatistics() for agent in states}
        self.conversations = 0
        self.longest_conversation_lines = 0
        self.events = 0
        self._since = {
            agent: _Since(start, state, still=None if state == "sleeping" else start) for agent, state in states.items()
        }

    def count(self, log: Iterable[Committed], until: SimTime) -> "Statistics":
        """Count a whole log that ends at `until`."""
        for item in log:
            self._count(item.event)
        for agent in self.agents:
            self._settle(agent, until)
            self._end_still(agent, until)
        return self

    def _count(self, event: Event) -> None:
        self.events += 1
        if event.fact.agent not in self.agents:  # the village's own
            return
        agent, fact = self.agents[event.fact.agent], event.fact
        match fact:
            case events.StateChanged():
                self._change_state(fact, event.time)
            case events.TaskStarted():
                self._settle(fact.agent, event.time).activity = fact.task.activity
            case events.TaskFinished() | events.TaskInterrupted():
                self._settle(fact.agent, event.time).activity = None
            case events.WalkStarted():
                agent.walks += 1
                self._end_still(fact.agent, event.time)
            case events.Arrived() | events.WalkStopped():
                self._begin_still(fact.agent, event.time)
            case events.Spoke():
                agent.lines += 1
            case events.DecisionMade():
                agent.decisions[fact.source] += 1
            case events.VisitorTalkStarted():
                agent.visitor_talks += 1
            case events.ConversationEnded():
                self._end_conversation(fact)

    def _change_state(self, fact: events.StateChanged, time: SimTime) -> None:
        since = self._settle(fact.agent, time)
        since.state = fact.after
        if fact.after in ("sleeping", "chatting"):
            self._end_still(fact.agent, time)
        elif fact.before in ("sleeping", "chatting"):
            since.still = time

    def _end_conversation(self, fact: events.ConversationEnded) -> None:
        self.conversations += 1
        self.longest_conversation_lines = max(self.longest_conversation_lines, fact.lines)
        for agent in (fact.agent, fact.guest):
            self.agents[agent].conversations += 1

    def _settle(self, agent: str, time: SimTime) -> _Since:
        since, counted = self._since[agent], self.agents[agent]
        counted.seconds_by_state[since.state] += time - since.time
        if since.activity:
            counted.seconds_by_activity[since.activity] += time - since.time
        since.time = time
        return since

    def _begin_still(self, agent: str, time: SimTime) -> None:
        """Who arrives where it stands already, by a way of no steps, has been still all along."""
        since = self._since[agent]
        since.still = time if since.still is None else since.still

    def _end_still(self, agent: str, time: SimTime) -> None:
        since, counted = self._since[agent], self.agents[agent]
        if since.still is not None:
            counted.longest_still_seconds = max(counted.longest_still_seconds, time - since.still)
        since.still = None

    def own_activities(self, agent: str) -> dict[str, int]:
        """Seconds spent at the character's own two activities."""
        counted = self.agents[agent].seconds_by_activity
        return {activity.id: counted[activity.id] for activity in self.cast.by_id[agent].activities}

    def decisions(self) -> Counter[str]:
        """Decisions in all, by who made them."""
        return sum((agent.decisions for agent in self.agents.values()), Counter())

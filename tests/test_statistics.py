"""Statistics: what a run amounts to, counted from its log alone."""

from collections import Counter

import pytest

from scenarios.statistics import AgentStatistics, Statistics
from sim.clock import HOUR, MINUTE, SimTime, parse_time
from sim.event_log import Committed
from sim.events import (
    Arrived,
    ConversationEnded,
    ConversationStarted,
    DecisionMade,
    Event,
    Fact,
    Phase,
    Spoke,
    StateChanged,
    TaskFinished,
    TaskInterrupted,
    TaskStarted,
    VisitorTalkStarted,
    WalkStarted,
    WalkStopped,
)
from sim.records import Task
from sim.text import Text
from tests.small_village import ANNA, BERT, CARA, START, small_cast, trade_task

END = START + 10 * HOUR
CHAT = Task("chat", "square", parse_time("1d12:00"), working=False, origin="plan")
PATH = ((1, 1), (2, 1), (3, 1))


def at(hours: float, *facts: Fact) -> list[tuple[SimTime, Fact]]:
    """Facts so many hours after the start."""
    return [(START + int(hours * HOUR), fact) for fact in facts]


def count(*happened: list[tuple[SimTime, Fact]], until: SimTime = END, state: str = "idle") -> Statistics:
    """The figures of a log in which this happened; everyone begins in one state."""
    facts = [moment for moments in happened for moment in moments]
    log = [Committed(n, Event(time, Phase.WAKE, n, fact)) for n, (time, fact) in enumerate(facts, start=1)]
    return Statistics(small_cast(), START, dict.fromkeys((ANNA, BERT, CARA), state)).count(log, until)


def changed(before: str, after: str, agent: str = ANNA) -> StateChanged:
    return StateChanged(agent, "trigger", before, after)


def walk(agent: str = ANNA) -> WalkStarted:
    return WalkStarted(agent, PATH, 10, "square")


def arrival(agent: str = ANNA) -> Arrived:
    return Arrived(agent, (3, 1), "down", "square", (3, 1))


def anna(statistics: Statistics) -> AgentStatistics:
    return statistics.agents[ANNA]


def test_a_run_in_which_nothing_happens_still_lasts() -> None:
    """Everyone is counted as it began, to the end."""
    statistics = count()
    assert set(statistics.agents) == {ANNA, BERT, CARA}
    assert all(agent.seconds_by_state == {"idle": 10 * HOUR} for agent in statistics.agents.values())
    assert (statistics.events, statistics.conversations, statistics.longest_conversation_lines) == (0, 0, 0)
    assert statistics.decisions() == Counter()


def test_seconds_are_counted_by_state() -> None:
    """From change to change, and from the last one to the end; for one character and not for others."""
    statistics = count(at(1, changed("idle", "working")), at(4, changed("working", "chatting")))
    assert anna(statistics).seconds_by_state == {"idle": HOUR, "working": 3 * HOUR, "chatting": 6 * HOUR}
    assert statistics.agents[BERT].seconds_by_state == {"idle": 10 * HOUR}


@pytest.mark.parametrize("end", [TaskFinished(ANNA, trade_task()), TaskInterrupted(ANNA, trade_task())])
def test_seconds_are_counted_by_activity(end: Fact) -> None:
    """From its start to its end, or to its interruption; what is not ended lasts to the end of the run."""
    statistics = count(at(1, TaskStarted(ANNA, trade_task())), at(3, end), at(9, TaskStarted(ANNA, CHAT)))
    assert anna(statistics).seconds_by_activity == {"trade": 2 * HOUR, "chat": HOUR}
    assert statistics.own_activities(ANNA) == {"trade": 2 * HOUR, "chat": HOUR}


def test_activities_of_ones_own_are_told_from_shared_ones() -> None:
    """Breakfast is nobody's role; what was not done counts 0."""
    breakfast = Task("breakfast", "home", END, working=False, origin="plan")
    statistics = count(at(0, TaskStarted(ANNA, breakfast)))
    assert anna(statistics).seconds_by_activity == {"breakfast": 10 * HOUR}
    assert statistics.own_activities(ANNA) == {"trade": 0, "chat": 0}


def test_an_interrupted_activity_goes_on_counting_when_it_is_resumed() -> None:
    """The talk in between is no work."""
    statistics = count(
        at(1, TaskStarted(ANNA, trade_task())),
        at(2, TaskInterrupted(ANNA, trade_task())),
        at(5, TaskStarted(ANNA, trade_task(), resumed=True)),
        at(6, TaskFinished(ANNA, trade_task())),
    )
    assert anna(statistics).seconds_by_activity == {"trade": 2 * HOUR}


def test_a_conversation_counts_for_both_and_once_in_all() -> None:
    """When it has ended; the longest is remembered."""
    statistics = count(
        at(1, ConversationStarted(ANNA, BERT, "one", "square")),
        at(2, ConversationEnded(ANNA, BERT, "one", 7)),
        at(3, ConversationEnded(BERT, CARA, "two", 4)),
        at(4, ConversationStarted(ANNA, CARA, "three", "square")),
    )
    assert (statistics.conversations, statistics.longest_conversation_lines) == (2, 7)
    assert {agent: counted.conversations for agent, counted in statistics.agents.items()} == {ANNA: 1, BERT: 2, CARA: 1}


def test_lines_walks_visits_and_decisions_are_counted() -> None:
    """For whoever spoke, walked, was visited, or was decided for; decisions by who made them."""
    line = Text("好", "good")
    statistics = count(
        at(1, Spoke(ANNA, BERT, None, line, "rule", END), Spoke(BERT, None, None, line, "rule", END)),
        at(2, walk(), arrival(), walk()),
        at(3, VisitorTalkStarted(ANNA, "v-1", "c-1")),
        at(4, DecisionMade(ANNA, 1, "model", "stay"), DecisionMade(ANNA, 2, "fallback", "stay")),
        at(5, DecisionMade(BERT, 1, "model", "stay")),
    )
    assert (anna(statistics).lines, anna(statistics).walks, anna(statistics).visitor_talks) == (1, 2, 1)
    assert anna(statistics).decisions == {"model": 1, "fallback": 1}
    assert statistics.decisions() == {"model": 2, "fallback": 1}
    assert statistics.events == 9


# ---- standing still --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ends", [walk(), changed("idle", "chatting"), changed("idle", "sleeping")])
def test_standing_awake_is_still_until_one_walks_talks_or_falls_asleep(ends: Fact) -> None:
    """The longest such time counts, whatever ends it."""
    assert anna(count(at(0, arrival()), at(3, ends), until=START + 4 * HOUR)).longest_still_seconds == 3 * HOUR


def test_standing_counts_to_the_end_of_the_run() -> None:
    """Whoever never moves was still all the time."""
    assert anna(count(at(0.5, changed("idle", "working")))).longest_still_seconds == 10 * HOUR


def test_walking_is_not_standing() -> None:
    """Time on the way is left out, whether one arrives or stops."""
    statistics = count(
        at(1, walk()), at(6, arrival()), at(7, walk()), at(7.5, WalkStopped(ANNA, (2, 1))), at(9, walk())
    )
    assert anna(statistics).longest_still_seconds == 1.5 * HOUR


def test_talk_and_sleep_are_not_standing() -> None:
    """Only the waking time on one spot before and after counts."""
    for state in ("chatting", "sleeping"):
        statistics = count(at(1, changed("idle", state)), at(8, changed(state, "idle")))
        assert anna(statistics).longest_still_seconds == 2 * HOUR


def test_a_sleeper_is_not_standing() -> None:
    """Whoever is asleep from the first moment to the last was never still awake."""
    assert anna(count(state="sleeping")).longest_still_seconds == 0


def test_waking_begins_a_time_of_standing() -> None:
    """An early riser who keeps to its bed is still from then on."""
    statistics = count(at(9, changed("sleeping", "idle")), state="sleeping")
    assert anna(statistics).longest_still_seconds == HOUR


def test_to_arrive_where_one_stands_is_no_movement() -> None:
    """A way of no steps ends in an arrival without a walk: the spot is the same."""
    statistics = count(at(0, walk()), at(1, arrival()), at(3, arrival()), at(4, walk()))
    assert anna(statistics).longest_still_seconds == 3 * HOUR


def test_still_times_are_each_characters_own() -> None:
    """One who walks does not set others in motion."""
    statistics = count(*(at(0.25 * n, walk()) for n in range(40)), until=START + 10 * HOUR + 5 * MINUTE)
    assert anna(statistics).longest_still_seconds == 0
    assert statistics.agents[BERT].longest_still_seconds == 10 * HOUR + 5 * MINUTE

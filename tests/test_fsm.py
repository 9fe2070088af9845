"""The state machine: what cast.md says, and sleeping; nothing else is possible."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.fsm import STATES, TRANSITIONS, TRIGGERS, Transition, mermaid, next_state
from tests.small_village import small_cast

EXPECTED = {
    ("idle", "receive_task"): "working",  # the character receives a task
    ("working", "finish_task"): "idle",  # the task is finished
    ("idle", "begin_talk"): "chatting",  # a visitor or another character starts talking
    ("chatting", "end_talk"): "idle",  # the talk ends, or the visitor leaves
    ("working", "be_interrupted"): "chatting",  # a visitor interrupts the work
    ("idle", "fall_asleep"): "sleeping",
    ("sleeping", "wake_up"): "idle",
}
ALL_STATES = ("idle", "working", "chatting", "sleeping")
ALL_TRIGGERS = tuple(trigger for _, trigger in EXPECTED)


@pytest.mark.parametrize(("state", "trigger"), list(product(ALL_STATES, ALL_TRIGGERS)))
def test_every_pair_of_state_and_trigger(state: str, trigger: str) -> None:
    """A trigger leads where the table says, and nowhere where the table says nothing."""
    assert next_state(state, trigger) == EXPECTED.get((state, trigger))


def test_machine_has_no_states_or_triggers_besides() -> None:
    """The table as data is the table of this test: no state or trigger more or less."""
    assert set(STATES) == set(ALL_STATES)
    assert set(TRIGGERS) == set(ALL_TRIGGERS)
    assert set(TRANSITIONS) == {Transition(trigger, source, dest) for (source, trigger), dest in EXPECTED.items()}


@pytest.mark.parametrize("trigger", ["to_sleeping", "to_idle", "fly", "", "state"])
def test_unknown_trigger_leads_nowhere(trigger: str) -> None:
    """There are no short cuts from any state to any other."""
    assert [next_state(state, trigger) for state in ALL_STATES] == [None] * 4


@given(st.lists(st.tuples(st.sampled_from(ALL_STATES), st.sampled_from(ALL_TRIGGERS)), max_size=30))
def test_answers_do_not_depend_on_earlier_questions(questions: list[tuple[str, str]]) -> None:
    """One machine answers for everybody and keeps nothing: each question stands alone, refused ones included."""
    next_state.cache_clear()
    assert [next_state(*question) for question in questions] == [EXPECTED.get(question) for question in questions]


def test_every_state_can_be_left_and_reached_again() -> None:
    """Nobody can get stuck: from every state there is a way to Idle and from Idle to every state."""
    for state in ALL_STATES:
        reached = {dest for (source, _), dest in EXPECTED.items() if source == state}
        assert reached
        assert state == "idle" or "idle" in reached
    assert {next_state("idle", trigger) for trigger in TRIGGERS} >= {"working", "chatting", "sleeping"}


def test_diagram_holds_every_transition_and_no_other() -> None:
    """The arrows of the Mermaid diagram are the table."""
    diagram = mermaid(small_cast().characters[0])
    arrows = re.findall(r"^\s*(\w+) --> (\w+): (\w+)$", diagram, flags=re.MULTILINE)
    assert sorted(arrows) == sorted((source, dest, trigger) for (source, trigger), dest in EXPECTED.items())
    assert diagram.count("-->") == len(EXPECTED) + 1  # and the one from the start
    assert "[*] --> idle" in diagram


def test_diagram_shows_the_role_and_its_activities_in_their_states() -> None:
    """Work stands beside Working, leisure beside Idle, under the role's name."""
    for character in small_cast().characters:
        diagram = mermaid(character)
        assert f"{character.role.zh} {character.role.en}" in diagram
        notes = dict(re.findall(r"note right of (\w+): (.*)", diagram))
        assert notes == {"working": "trade trade", "idle": "chat chat"}

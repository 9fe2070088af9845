"""The event log: what is appended is there in order, and the digest doesn't depend on who was committed first."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import events, inputs
from sim.actions import Action
from sim.event_log import EventLog, MemoryEventLog
from sim.events import Event, Fact, Phase, canonical_json, fact_from_json, fact_to_json
from sim.inputs import Input, payload_from_json, payload_to_json
from sim.records import PLAIN, Line, Upshot
from sim.rules import ActionRejected, resolve
from sim.store import open_store
from sim.text import Text
from tests.small_actions import ACTIONS, AGENTS, LINES, TEXTS
from tests.small_village import ANNA, BERT, START, happen, lived, small_world

WORDS = st.text(max_size=20)
PAYLOADS = st.one_of(
    st.builds(inputs.Decided, AGENTS, st.integers(1, 9), WORDS, WORDS, WORDS, LINES, st.none() | TEXTS, WORDS, WORDS),
    st.builds(inputs.VisitorOpened, AGENTS, WORDS, WORDS),
    st.builds(inputs.VisitorSaid, AGENTS, WORDS, WORDS, WORDS, WORDS),
    st.builds(inputs.VisitorCommanded, AGENTS, WORDS, WORDS, WORDS, WORDS),
    st.builds(inputs.VisitorClosed, AGENTS, WORDS, WORDS, WORDS),
    st.builds(inputs.PaceSet, WORDS, st.none() | st.integers(0, 10**6)),
)


def happened(wanted: list[Action]) -> list[Event]:
    """The events that actions lead to, one after the other, in a fresh village."""
    world, found = small_world(), []
    for time, action in enumerate(wanted, start=START):
        outcome = resolve(action, world, time)
        for fact in [] if isinstance(outcome, ActionRejected) else outcome:
            found.append(Event(time, Phase.INPUT, world.agents[fact.agent].counter, fact))
            happen(world, fact, time=time)
    return found


EVENTS = st.lists(ACTIONS, max_size=20).map(happened)


def digest_of_all(commits: Sequence[Sequence[Event]]) -> str:
    log = MemoryEventLog()
    for commit in commits:
        log.append(commit, ())
    return log.digest()


def inputs_of(payloads: Sequence[inputs.Payload]) -> list[Input]:
    return [Input(n, START + n, payload, f"request {n}") for n, payload in enumerate(payloads, start=1)]


@given(EVENTS.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found), st.integers(0, len(found)))))
def test_digest_does_not_depend_on_commit_order(orders: tuple[list[Event], list[Event], int]) -> None:
    """Whatever horizon ordered the work, and however it was cut into commits: same events, same digest."""
    ordered, shuffled, cut = orders
    assert digest_of_all([ordered]) == digest_of_all([shuffled[:cut], shuffled[cut:]])


def waited(agent: str, until: int, counter: int = 0, time: int = START, phase: Phase = Phase.WAKE) -> Event:
    return Event(time, phase, counter, events.Waited(agent, until))


@pytest.mark.parametrize(
    "other",
    [
        waited(BERT, START + 9),
        waited(ANNA, START + 8),
        waited(ANNA, START + 9, counter=1),
        waited(ANNA, START + 9, time=START + 1),
        waited(ANNA, START + 9, phase=Phase.MEETING),
    ],
)
def test_digest_differs_when_anything_differs(other: Event) -> None:
    """Who, what, when, in which phase and as which of its events: all of it is in the digest."""
    assert digest_of_all([[waited(ANNA, START + 9)]]) != digest_of_all([[other]])


def test_digest_is_the_same_on_every_machine() -> None:
    """SHA-256 over a line per event, in key order: the key, then the fact as JSON with sorted keys and no spaces."""
    spoke = events.Spoke(BERT, None, None, Text("桃", 'a "peach"'), "rule", 23_462)
    lines = (
        '[23400,1,"anna",0,{"agent":"anna","kind":"waited","until":23409}]\n'
        '[23400,1,"bert",3,{"agent":"bert","conversation":null,"kind":"spoke","source":"rule",'
        '"text":{"en":"a \\"peach\\"","zh":"桃"},"to":null,"until":23462}]\n'
    )
    commits = [[Event(START, Phase.WAKE, 3, spoke)], [waited(ANNA, 23_409)]]
    assert digest_of_all(commits) == sha256(lines.encode()).hexdigest()


def test_empty_log_has_a_digest() -> None:
    """Nothing happened is a history too."""
    assert MemoryEventLog().digest() == sha256(b"").hexdigest()


def test_seqs_follow_commit_order_without_gaps() -> None:
    """The first event is 1, and a reader who knows a seq gets what came after."""
    log = MemoryEventLog()
    first, second = [waited(BERT, 1)], [waited(ANNA, 2), waited(ANNA, 3, counter=1)]
    assert [item.seq for item in log.append(first, ())] == [1]
    assert [item.seq for item in log.append(second, ())] == [2, 3]
    assert [(item.seq, item.event) for item in log.events()] == list(enumerate(first + second, start=1))
    assert [item.event for item in log.events(after_seq=1)] == second
    assert list(log.events(after_seq=3)) == []


@settings(max_examples=30)  # each example makes a file
@given(EVENTS, st.lists(PAYLOADS, max_size=6), st.integers(0, 20))
def test_memory_and_sql_logs_agree(found: list[Event], payloads: list[inputs.Payload], cut: int) -> None:
    """Commit by commit, both give back the same events, inputs and digest, also to who opens the file anew."""
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "village.db")
        run_id = store.create_run("{}", 1, "scripted", "0").id
        memory, sql = MemoryEventLog(), store.log(run_id)
        commits = [(found[:cut], inputs_of(payloads)), (found[cut:], [])]
        for commit in commits:
            assert list(sql.append(*commit)) == list(memory.append(*commit))
        for log in (sql, store.log(run_id)):
            assert contents_of(log) == contents_of(memory)
            assert list(log.events(after_seq=cut)) == list(memory.events(after_seq=cut))
            assert list(log.events(cut, maximum=3)) == list(memory.events())[cut : cut + 3]
        store.close()


def contents_of(log: EventLog) -> tuple[object, ...]:
    return (list(log.events()), list(log.inputs()), log.digest())


def test_day_in_the_village_has_one_digest(tmp_path: Path) -> None:
    """A day lived twice has one history, and the same when it is kept in a file; another seed has another."""
    (_, once), (_, again), (_, other) = (lived("2d06:30", seed) for seed in (1, 1, 2))
    assert once.digest() == again.digest() != other.digest()
    store = open_store(tmp_path / "village.db")
    kept = store.log(store.create_run("{}", 1, "scripted", "0").id)
    kept.append([item.event for item in once.events()], list(once.inputs()))
    assert contents_of(kept) == contents_of(once)
    store.close()


@given(EVENTS)
def test_facts_read_back_as_written(found: list[Event]) -> None:
    """JSON and back leaves every fact as it was, tuples, optional parts and all."""
    facts: list[Fact] = [event.fact for event in found]
    assert [fact_from_json(fact_to_json(fact)) for fact in facts] == facts


@given(PAYLOADS)
def test_inputs_read_back_as_written(payload: inputs.Payload) -> None:
    """JSON and back leaves every input as it was."""
    assert payload_from_json(payload_to_json(payload)) == payload


def test_composed_lines_read_back_as_written() -> None:
    """A conversation's lines and what it is about come back from their JSON."""
    kept = Upshot("warm", (Line(BERT, Text("要下雨", "it will rain")),))
    for upshot in (PLAIN, kept):
        fact = events.ConversationComposed(
            ANNA, "anna-0", (Line(BERT, Text("嗯", "Hm")),), "model", Text("天气", "weather"), upshot=upshot
        )
        assert fact_from_json(fact_to_json(fact)) == fact


def test_a_dialogue_recorded_before_it_had_an_upshot_has_the_digest_that_it_had() -> None:
    """Facts and inputs of before read back, and are written byte for byte as they were."""
    line = '{"speaker":"bert","text":{"en":"Hm","zh":"嗯"}}'
    fact = (
        f'{{"about":null,"agent":"anna","conversation":"anna-0","kind":"conversation_composed","lines":[{line}],'
        '"news":"","source":"rule"}'
    )
    decided = (
        f'{{"about":null,"agent":"anna","choice":"","choices":[],"kind":"decided","lines":[{line}],"news":"",'
        '"ordinal":1,"prompt_hash":"h","source":"rule","words_hash":"","words_id":""}'
    )
    assert fact_to_json(fact_from_json(fact)) == fact
    assert payload_to_json(payload_from_json(decided)) == decided


SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text()


@given(st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_canonical_json_is_what_the_standard_library_writes(value: object) -> None:
    """Byte for byte, for all that a fact may hold, so that a digest depends on no library."""
    assert canonical_json(value) == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

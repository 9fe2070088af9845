"""The event queue: entries come out in total order, whatever the order in which they went in."""

from hypothesis import given
from hypothesis import strategies as st

from sim.event_queue import Entry, EventQueue

ENTRIES = st.builds(
    Entry, st.integers(0, 5), st.sampled_from([1, 2]), st.sampled_from(["anna", "bert", "cara"]), st.just("")
)


def queue_of(entries: list[Entry]) -> EventQueue:
    queue = EventQueue()
    for entry in entries:
        queue.push(entry)
    return queue


def drained(queue: EventQueue, until: int) -> list[Entry]:
    entries = []
    while (entry := queue.pop_due(until)) is not None:
        entries.append(entry)
    return entries


@given(st.lists(ENTRIES).flatmap(lambda entries: st.tuples(st.just(entries), st.permutations(entries))))
def test_order_of_pushing_never_shows(orders: tuple[list[Entry], list[Entry]]) -> None:
    """Two queues with the same entries give out the same, in order of time, phase and agent, each once."""
    pushed, shuffled = orders
    expected = sorted(set(pushed), key=lambda entry: (entry.time, entry.phase, entry.agent))
    assert drained(queue_of(pushed), 5) == drained(queue_of(shuffled), 5) == expected


@given(st.lists(ENTRIES), st.integers(0, 5))
def test_only_what_is_due_comes_out(entries: list[Entry], until: int) -> None:
    """What is due later stays, and says when it will be due."""
    queue = queue_of(entries)
    assert set(drained(queue, until)) == {entry for entry in entries if entry.time <= until}
    assert queue.next_time() == min((entry.time for entry in entries if entry.time > until), default=None)


@given(st.lists(ENTRIES), st.lists(ENTRIES))
def test_pushing_between_pops_keeps_the_order(first: list[Entry], second: list[Entry]) -> None:
    """Entries that come while others are taken out find their place."""
    queue = queue_of(first)
    taken = queue.pop_due(5)
    for entry in second:
        queue.push(entry)
    rest = {entry for entry in first if entry != taken} | set(second)
    assert drained(queue, 5) == sorted(rest)


def test_meetings_of_one_agent_are_told_apart() -> None:
    """Two meetings at one moment are two entries, ordered by the other party."""
    with_cara, with_bert = Entry(3, 2, "anna", "cara"), Entry(3, 2, "anna", "bert")
    assert drained(queue_of([with_cara, with_bert]), 3) == [with_bert, with_cara]


def test_empty_queue_has_nothing_due() -> None:
    """There is no next time and nothing to take."""
    queue = EventQueue()
    assert (queue.next_time(), queue.pop_due(100)) == (None, None)

"""Forgetting: what is least important and oldest goes; the newest stay, and so does everyone who came to visit."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clock import DAY
from sim.forgetting import MAXIMUM_VISITORS_KNOWN, MINIMUM_NEWEST, kept
from sim.records import MAXIMUM_MEMORIES, Memory
from sim.text import Text

KINDS = st.sampled_from(["seen", "talk", "visit", "plan", "reflection", "news", "happening"])


@st.composite
def lives(draw: st.DrawFn) -> list[Memory]:
    """More memories than are kept, in the order in which they were made."""
    size = draw(st.integers(MAXIMUM_MEMORIES + 1, MAXIMUM_MEMORIES + 120))
    random = draw(st.randoms(use_true_random=False))
    kinds = draw(st.lists(KINDS, min_size=1, max_size=6))
    visitors = draw(st.integers(1, 150))
    time, lived = 0, []
    for number in range(size):
        time += random.randrange(DAY)
        kind = random.choice(kinds)
        about = f"v-{random.randrange(visitors)}" if kind == "visit" else "anna"
        lived.append(Memory(time, kind, about, Text(f"事{number}", f"thing {number}"), random.randint(1, 10)))
    return lived


def memory(number: int, importance: int = 1, kind: str = "talk", about: str = "bert") -> Memory:
    text = Text(f"事{number}", f"thing {number}")
    return Memory(number * 60, kind, about, text, importance)  # type: ignore[arg-type]


@settings(deadline=None)
@given(lives())
def test_exactly_as_many_are_kept_as_there_is_room_for(lived: list[Memory]) -> None:
    """In their order, and none that was not there."""
    left = kept(lived)
    assert len(left) == MAXIMUM_MEMORIES
    remaining = iter(lived)
    assert all(memory in remaining for memory in left)


@settings(deadline=None)
@given(lives())
def test_the_newest_stay(lived: list[Memory]) -> None:
    """However unimportant they are."""
    assert kept(lived)[-MINIMUM_NEWEST:] == tuple(lived[-MINIMUM_NEWEST:])


@settings(deadline=None)
@given(lives())
def test_whoever_visited_last_is_known(lived: list[Memory]) -> None:
    """The latest visit of each of the latest visitors is kept."""
    latest: dict[str, Memory] = {}
    for memory in reversed(lived):
        if memory.kind == "visit":
            latest.setdefault(memory.about, memory)
    known = list(latest.values())[:MAXIMUM_VISITORS_KNOWN]
    left = kept(lived)
    assert [memory for memory in known if memory not in left] == []


@settings(deadline=None)
@given(lives())
def test_nothing_is_lost_for_something_weaker(lived: list[Memory]) -> None:
    """Whatever is gone is no more important than something of its own age, or older, that could have gone instead."""
    left = kept(lived)
    lost = [memory for memory in lived if memory not in left]
    optional = [memory for memory in left[:-MINIMUM_NEWEST] if memory.kind != "visit"]
    for memory in optional:
        assert all(gone.importance <= memory.importance or gone.time < memory.time for gone in lost)


@settings(deadline=None)
@given(lives())
def test_one_at_a_time_room_is_never_exceeded(lived: list[Memory]) -> None:
    """As a character lives it: one memory more, one less."""
    left: tuple[Memory, ...] = ()
    for memory in lived:
        left = kept((*left, memory))
    assert len(left) == MAXIMUM_MEMORIES
    assert left[-1] == lived[-1]


def test_a_reflection_outlives_a_hundred_encounters() -> None:
    """Old and important against new and trifling: the trifles go."""
    lived = [memory(0, importance=7), *(memory(number) for number in range(1, MAXIMUM_MEMORIES + 100))]
    assert lived[0] in kept(lived)


def test_a_memory_does_not_last_for_ever_on_its_importance() -> None:
    """A point is worth a day: a week later, what matters less takes its place."""
    old = memory(0, importance=7)
    later = [Memory(8 * DAY + number, "talk", "bert", Text("聊了", "talked"), 1) for number in range(MAXIMUM_MEMORIES)]
    assert old not in kept([old, *later])


def test_a_visitor_is_known_through_weeks_of_village_life() -> None:
    """One visit among a thousand talks of greater importance is still there."""
    visit = memory(0, kind="visit", about="v-1")
    left: tuple[Memory, ...] = (visit,)
    for number in range(1, 1000):
        left = kept((*left, memory(number, importance=10)))
    assert visit in left


def test_a_little_is_kept_whole() -> None:
    """Nothing is forgotten while there is room."""
    lived = [memory(number) for number in range(MAXIMUM_MEMORIES)]
    assert kept(lived) == tuple(lived)

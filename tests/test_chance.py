"""Chance: a draw is a pure function of its arguments, the same on every machine, and evenly spread."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sim.chance import below, choose, draw

SEEDS = st.integers(-(2**63), 2**63)
NAMES = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)
COUNTERS = st.integers(0, 10**9)
ARGUMENTS = st.tuples(SEEDS, NAMES, NAMES, COUNTERS)


def test_draw_is_the_same_on_every_machine() -> None:
    """The numbers that runs were recorded with never change: b2sum -l 64 of the arguments, joined by 0x1F."""
    assert draw(1, "farmer", "seat", 0) == 0xE8DA7239018ECE54
    assert draw(42, "little_girl", "whom", 7) == 0x546B7E63F062DD47


@given(ARGUMENTS, ARGUMENTS)
def test_same_question_same_answer_and_other_question_other_answer(
    one: tuple[int, str, str, int], other: tuple[int, str, str, int]
) -> None:
    """Draws are equal exactly where all the arguments are (two of 64 bits hardly ever meet)."""
    assert (draw(*one) == draw(*other)) == (one == other)


@given(ARGUMENTS)
def test_draw_fits_in_64_bits(arguments: tuple[int, str, str, int]) -> None:
    """A draw is an unsigned number of 64 bits."""
    assert 0 <= draw(*arguments) < 2**64


def test_each_argument_counts() -> None:
    """Another seed, another character, another purpose or another count is another question."""
    asked = [(1, "a", "b", 1), (2, "a", "b", 1), (1, "c", "b", 1), (1, "a", "c", 1), (1, "a", "b", 2), (1, "b", "a", 1)]
    assert len({draw(*arguments) for arguments in asked}) == len(asked)


@given(st.integers(1, 1000), ARGUMENTS)
def test_below_stays_below(bound: int, arguments: tuple[int, str, str, int]) -> None:
    """A bounded draw lies in [0, bound)."""
    assert 0 <= below(bound, *arguments) < bound


def test_choices_are_evenly_spread() -> None:
    """Of 6,000 throws of a die no face comes up 10 percent more or less often than a sixth."""
    thrown = Counter(choose("123456", 7, "farmer", "die", n) for n in range(6_000))
    assert set(thrown) == set("123456")
    assert all(900 < times < 1_100 for times in thrown.values())


@given(st.lists(st.integers(), min_size=1), ARGUMENTS)
def test_choice_is_one_of_the_options(options: list[int], arguments: tuple[int, str, str, int]) -> None:
    """What is chosen was on offer."""
    assert choose(options, *arguments) in options

"""The budget of tokens: an estimate that is rather too high, and lines that fit whole."""

import json

from hypothesis import given
from hypothesis import strategies as st

from agents.token_budget import CUT, beginning, estimated_tokens, first_lines, latest_lines

lines = st.lists(
    st.text(st.characters(exclude_categories=["Cc", "Zl", "Zp", "Cs"]), min_size=1, max_size=40), max_size=12
)


def test_an_estimate_counts_by_what_a_text_is_made_of() -> None:
    """A Chinese character or a mark is one, a word goes by its length, anything else by its bytes."""
    assert estimated_tokens("今天天气好。") == 6
    assert estimated_tokens("weather is fine") == 3 + 1 + 2
    assert estimated_tokens("1d07:00") == 7
    assert estimated_tokens("🌾") == 4
    assert estimated_tokens("") == 0


@given(st.text(), st.text())
def test_an_estimate_never_shrinks_as_a_text_grows(text: str, more: str) -> None:
    """And no character is free but a space before a word."""
    assert estimated_tokens(text + more) >= estimated_tokens(text)
    assert estimated_tokens(text) >= len(text.replace(" ", "")) / 3


@given(st.text(max_size=80), st.integers(4, 60))
def test_a_beginning_is_as_long_as_fits(text: str, maximum: int) -> None:
    """Whole where it fits; else one character more would be too much."""
    kept = beginning(text, maximum, json.dumps)
    if estimated_tokens(json.dumps(text)) <= maximum:
        assert kept == text
        return
    assert kept.endswith(CUT)
    assert text.startswith(kept[:-1])
    assert estimated_tokens(json.dumps(text[: len(kept)] + CUT)) > maximum


@given(lines, st.integers(0, 200))
def test_the_first_lines_that_fit_are_a_beginning(texts: list[str], maximum: int) -> None:
    """As many as fit, and not one more: whole, in order."""
    kept = first_lines("\n".join(texts), maximum)
    assert estimated_tokens(kept) <= maximum
    count = len(kept.split("\n")) if kept else 0
    assert kept == "\n".join(texts[:count])
    assert count == len(texts) or estimated_tokens("\n".join([*texts[: count + 1], ""])) > maximum


@given(lines, st.integers(0, 200))
def test_the_latest_lines_that_fit_are_an_end_under_the_heading(texts: list[str], maximum: int) -> None:
    """Or nothing at all, when not even the last fits."""
    kept = latest_lines("\n".join(["a heading", *texts]), maximum, 1)
    assert estimated_tokens(kept) <= maximum
    if kept:
        heading, *rest = kept.split("\n")
        assert heading == "a heading"
        assert "\n".join(["", *texts]).endswith("\n".join(rest))

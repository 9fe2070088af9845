"""TokenBudget: how many tokens a text may cost, without asking a tokenizer, and which of its lines fit.

A prompt is made before it is known which model reads it, so that tokens are estimated, rather too many than too few.
What does not fit is left out by whole lines, never cut within one; but what was said last, which is to be answered,
is cut.
"""

import re
from bisect import bisect_right
from collections.abc import Callable

LETTERS_PER_TOKEN = 3
"""Of a word in the Latin alphabet. English prose takes 4 to 5 letters a token, names and slugs fewer."""
CUT = "…"
"""In place of what does not fit."""
_PIECE = re.compile(r"(?P<word>[A-Za-z]+)|(?P<space> +)|(?P<chinese>[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])|(?s:.)")
"""A word, spaces, one Chinese character or full-width mark, or one of anything else."""


def estimated_tokens(text: str) -> int:
    """Tokens that the text costs in a tokenizer of byte pairs, as Qwen's and most others are; rather too many.

    A Chinese character counts as one token (a tokenizer that knows Chinese takes 0.6 to 0.8), a word by its length, a
    digit or mark as one, anything else by its bytes in UTF-8, of which no token is less than one. A space belongs to
    the word after it. tests/test_token_budget.py and tests/test_embedded_engine.py hold it against tokenizers.
    """
    return sum(_tokens(piece) for piece in _PIECE.finditer(text))


def _tokens(piece: re.Match[str]) -> int:
    if piece["word"]:
        return -(-len(piece["word"]) // LETTERS_PER_TOKEN)
    if piece["space"]:
        return len(piece["space"]) - 1
    return 1 if piece["chinese"] else len(piece[0].encode("utf-8", "surrogatepass"))


def beginning(text: str, maximum_tokens: int, written: Callable[[str], str]) -> str:
    """The text, or as much of it with a CUT after it as fits when it is `written`."""

    def cost_tokens(length: int) -> int:
        return estimated_tokens(written(text[:length] + CUT))

    if estimated_tokens(written(text)) <= maximum_tokens:
        return text
    fitting = bisect_right(range(len(text)), maximum_tokens, key=cost_tokens)
    return text[: max(0, fitting - 1)] + CUT


def first_lines(text: str, maximum_tokens: int) -> str:
    """The lines from the beginning that fit together; the first that does not ends them."""
    lines = text.split("\n")
    return "\n".join(lines[: _fitting(lines, maximum_tokens)])


def latest_lines(text: str, maximum_tokens: int, heading_lines: int) -> str:
    """The lines from the end that fit together with the heading; without any of them, nothing."""
    lines = text.split("\n")
    heading, rest = lines[:heading_lines], lines[heading_lines:]
    left_tokens = maximum_tokens - sum(_line_tokens(line) for line in heading)
    fitting = _fitting(rest[::-1], left_tokens)
    return "\n".join([*heading, *rest[len(rest) - fitting :]]) if fitting else ""


def _fitting(lines: list[str], maximum_tokens: int) -> int:
    """How many lines fit, taken in order."""
    left_tokens = maximum_tokens
    for count, line in enumerate(lines):
        left_tokens -= _line_tokens(line)
        if left_tokens < 0:
            return count
    return len(lines)


def _line_tokens(line: str) -> int:
    """A line's tokens with its end."""
    return estimated_tokens(line) + 1

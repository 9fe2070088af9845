"""Relevance: how much texts have to do with a query, by BM25 over overlapping pairs of characters.

Chinese has no spaces between words, and most of its words are two characters long: pairs that overlap find them all
without a dictionary, and work for English too. BM25 is bm25s's (the Lucene variant, whose weights are never negative).
It is counted in 64 bits, so that what differs between machines is far below the thousandths that scores are kept in.
"""

import logging
import re
from collections.abc import Sequence
from functools import lru_cache

import bm25s  # type: ignore[import-untyped]

MAXIMUM_TOKENISED_TEXTS = 4_096
"""Texts whose pairs of characters are kept at hand, in a process."""
_RUN = re.compile(r"\w+")

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it would tell of every index that it builds


@lru_cache(maxsize=MAXIMUM_TOKENISED_TEXTS)
def bigrams(text: str) -> tuple[str, ...]:
    """The overlapping pairs of characters in each unbroken run of the text; a run of one character is itself."""
    runs: list[str] = _RUN.findall(text.casefold())
    return tuple(run[start : start + 2] for run in runs for start in range(max(1, len(run) - 1)))


def relevance(documents: Sequence[Sequence[str]], query: Sequence[str]) -> list[float]:
    """The BM25 score of each document, a sequence of tokens, for the tokens of a query."""
    if not query or not any(documents):
        return [0.0] * len(documents)
    asked = {token: number for number, token in enumerate(dict.fromkeys(query))}
    other = len(asked)  # any token that is not asked for: it scores nothing, and counts in a document's length
    numbered = [[asked.get(token, other) for token in document] for document in documents]
    index = bm25s.BM25(dtype="float64", auto_compile=False)
    index.index((numbered, {**asked, "": other}), show_progress=False)
    scores: list[float] = index.get_scores(list(asked.values())).tolist()
    return scores

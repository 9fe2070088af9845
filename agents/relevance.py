"""Relevance: how much texts have to do with a query, by BM25 over overlapping pairs of characters.

Chinese has no spaces between words, and most of its words are two characters long: pairs that overlap find them all
without a dictionary, and work for English too. BM25 is bm25s's (the Lucene variant, whose weights are never negative).
It is counted in 64 bits, so that what differs between machines is far below the thousandths that scores are kept in.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import bm25s  # type: ignore[import-untyped]

MAXIMUM_TOKENISED_TEXTS = 4_096
"""Texts whose pairs of characters are kept at hand, in a process."""
_RUN = re.compile(r"\w+")

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it would tell of every index that it builds


def bigrams(text: str) -> tuple[str, ...]:
    """The overlapping pairs of characters in each unbroken run of the text; a run of one character is itself."""
    runs: list[str] = _RUN.findall(text.casefold())
    return tuple(run[start : start + 2] for run in runs for start in range(max(1, len(run) - 1)))


@lru_cache(maxsize=MAXIMUM_TOKENISED_TEXTS)
def memory_bigrams(text: str) -> tuple[str, ...]:
    """The same of a memory, kept at hand; of what visitors say nothing is, so that it can be erased."""
    return bigrams(text)


def relevance(documents: Sequence[Sequence[str]], query: Sequence[str]) -> list[float]:
    """The BM25 score of each document, a sequence of tokens, for the tokens of a query."""
    if not query or not any(documents):
        return [0.0] * len(documents)
    asked = {token: number for number, token in enumerate(dict.fromkeys(query))}
    numbered = [_numbered(document, asked) for document in documents]
    index = bm25s.BM25(dtype="float64", auto_compile=False)
    index.index((numbered, {**asked, "": len(asked)}), show_progress=False)
    scores: list[float] = index.get_scores(list(asked.values())).tolist()
    return scores


def _numbered(document: Sequence[str], asked: Mapping[str, int]) -> list[int]:
    """The document in numbers. Tokens that are not asked for are one: they score nothing, and count in its length."""
    other = len(asked)
    if asked.keys().isdisjoint(document):  # most are, so this is quick
        return [other] * len(document)
    return [asked.get(token, other) for token in document]

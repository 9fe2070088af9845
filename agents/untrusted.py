"""Untrusted: what of a model's text is taken at all, and the error that says that an answer can't be used."""

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class InvalidDecision(Exception):
    """The model's answer can't be used, and why.

    `kind` is the same in a word, to be counted: `malformed` (no JSON as asked for), `not_offered`, `no_words`,
    `speakers` (not said by whom it should be), or the name of an AnswerChecks' Problem.
    """

    def __init__(self, problem: str, kind: str = "malformed") -> None:
        super().__init__(problem)
        self.kind = kind


def clean(words: str, maximum: int) -> str:
    """Words without control characters or lone surrogates, on one line, of at most `maximum` characters."""
    printable = words.encode("utf-8", "ignore").decode()
    return _CONTROL.sub(" ", printable).strip()[:maximum].rstrip()

"""InstructionLeak: whether words repeat the instructions of a prompt, even spaced, broken or cased otherwise.

Texts are compared by their letters alone. A leak is a run that is long enough to be no chance: LEAK_LETTERS, of which
a Chinese character counts as three, so that it is 12 characters, or some 8 English words. What a character knows of
itself stands in the prompt, too, and is its own to tell.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LEAK_LETTERS = 36
CHINESE_LETTERS = 3
"""Letters that a Chinese character counts as."""


def folded(text: str) -> str:
    """A text's letters and digits alone, in their plain form."""
    return "".join(letter for letter, _ in _letters(text))


def _letters(text: str) -> Iterator[tuple[str, int]]:
    """Each letter with the place of the character that it came from."""
    for place, character in enumerate(text):
        plain = character if character.isascii() else unicodedata.normalize("NFKC", character)
        for letter in plain.casefold():
            if letter.isalnum():
                yield letter, place


def _weight(letter: str) -> int:
    return CHINESE_LETTERS if letter >= "\u2e80" else 1


def _runs(letters: str) -> Iterator[str]:
    """From each place on, the fewest letters that are no chance any more."""
    end = weight = 0
    for start, letter in enumerate(letters):
        while weight < LEAK_LETTERS and end < len(letters):
            weight += _weight(letters[end])
            end += 1
        if weight < LEAK_LETTERS:
            return
        yield letters[start:end]
        weight -= _weight(letter)


@dataclass(frozen=True, slots=True)
class InstructionLeak:
    """The instructions of one prompt, folded, and their runs but for those that the character may tell."""

    instructions: str
    runs: frozenset[str]

    def is_in(self, words: str) -> bool:
        """Whether a run of the instructions is in the words."""
        return any(run in self.runs for run in _runs(folded(words)))

    def without_beginning(self, words: str) -> str:
        """The words without an end that stands in the instructions, for it may go on as they do."""
        letters = list(_letters(words))
        text = "".join(letter for letter, _ in letters)
        weight = longest = 0
        for back in range(1, len(letters) + 1):
            weight += _weight(text[-back])
            if weight >= LEAK_LETTERS:  # what began before is long enough to have been told from a leak
                break
            if text[-back:] not in self.instructions:
                break
            longest = back
        return words[: letters[-longest][1]] if longest else words


def instruction_leak(instructions: str, own: Sequence[str]) -> InstructionLeak:
    """From texts as they stand in a prompt; what is in `own` may be told."""
    letters = folded(instructions)
    told = {run for text in own for run in _runs(folded(text))}
    return InstructionLeak(letters, frozenset(_runs(letters)) - told)

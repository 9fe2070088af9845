"""Visitors' words: what visitors said and were told, kept apart so that it can be erased.

Events and inputs carry only an id and a salted hash. Erasing a text leaves every event, and so the digest, as it was.
"""

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_hex
from typing import Protocol

from sim.clock import SimTime

ERASED = ""
"""What an erased text reads as."""
SUMMARY = "summary"
"""Who says it, of what sums up the beginning of a talk: nobody does, and no visitor is shown it as a line."""


WHISPER = "whisper"
"""Who says it, of what a visitor whispers to a character: it is no line of their talks."""


@dataclass(frozen=True, slots=True)
class KeptWords:
    """The id and the salted hash of a kept text: all that the log ever sees."""

    id: str
    hash: str


@dataclass(frozen=True, slots=True)
class Said:
    """A kept text with all that its visitor may know of it. `source` is the mind that spoke; a visitor has none.

    `id` is the one by which the log knows it.
    """

    agent: str
    chat: str
    who: str
    text: str
    time: SimTime
    source: str | None
    id: str


class VisitorWords(Protocol):
    """Where visitors' words are kept."""

    def keep(
        self, visitor: str, agent: str, chat: str, who: str, text: str, time: SimTime = 0, source: str | None = None
    ) -> KeptWords:
        """Keep a text of a talk; `who` is `visitor`, `agent` or WHISPER. It lasts once this returns.

        `time` is when it was said, and `source` which mind said it: None for a visitor.
        """

    def text(self, words_id: str) -> str:
        """The text of that id, ERASED if it is gone."""

    def talk(self, visitor: str, agent: str, maximum: int, until: str = "") -> list[tuple[str, str]]:
        """The last `maximum` (who, text) between a visitor and a character that are not erased, oldest first.

        With `until`, a text's id, nothing that came after it; nothing at all if that text is gone. What sums up the
        first of them comes in their place, as a SUMMARY, besides the `maximum`.
        """

    def not_summed_up(self, visitor: str, agent: str, maximum: int) -> list[str]:
        """The ids of the last `maximum` texts between the two that no summary stands for, oldest first."""

    def keep_summary(self, visitor: str, agent: str, text: str, last_id: str) -> None:
        """Keep what sums up all between the two up to the text `last_id`, in place of an earlier summary.

        Nothing is kept if that text is gone, for it was erased meanwhile.
        """

    def history(self, visitor: str, maximum: int) -> list[Said]:
        """All of a visitor's talks, oldest first: at most the last `maximum` texts with each character."""

    def visitors(self) -> set[str]:
        """Everyone of whom something is kept."""

    def erase(self, visitor: str) -> int:
        """Erase all of a visitor's words and the replies to them; how many texts there were."""


def salted_hash(text: str, salt: str) -> str:
    """SHA-256 of salt and text: equal texts have different hashes, so a hash can't be guessed back."""
    return sha256(f"{salt}\x1f{text}".encode()).hexdigest()


@dataclass
class MemoryVisitorWords:
    """Visitors' words for as long as the process lasts: for tests and trials."""

    _texts: dict[str, tuple[str, Said]] = field(default_factory=dict)
    """Id to visitor and text, oldest first."""
    _summaries: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Visitor and character to a summary, and the last text's id that it stands for."""

    def keep(
        self, visitor: str, agent: str, chat: str, who: str, text: str, time: SimTime = 0, source: str | None = None
    ) -> KeptWords:
        """See VisitorWords."""
        words_id = token_hex(8)
        self._texts[words_id] = (visitor, Said(agent, chat, who, text, time, source, words_id))
        return KeptWords(words_id, salted_hash(text, token_hex(16)))

    def text(self, words_id: str) -> str:
        """See VisitorWords."""
        return self._texts[words_id][1].text if words_id in self._texts else ERASED

    def talk(self, visitor: str, agent: str, maximum: int, until: str = "") -> list[tuple[str, str]]:
        """See VisitorWords."""
        ids = list(self._texts)
        if until:
            ids = ids[: ids.index(until) + 1] if until in self._texts else []
        summary, own = self._own(visitor, agent, ids)
        begun = [(SUMMARY, summary)] if summary else []
        said = [self._texts[words_id][1] for words_id in own]
        return begun + [(each.who, each.text) for each in said[-maximum:]]

    def not_summed_up(self, visitor: str, agent: str, maximum: int) -> list[str]:
        """See VisitorWords."""
        return self._own(visitor, agent, list(self._texts))[1][-maximum:]

    def keep_summary(self, visitor: str, agent: str, text: str, last_id: str) -> None:
        """See VisitorWords."""
        if last_id in self._texts:
            self._summaries[visitor, agent] = (text, last_id)

    def _own(self, visitor: str, agent: str, ids: list[str]) -> tuple[str, list[str]]:
        """Of these texts those between the two, but for the first, which the summary stands for."""
        own = [words_id for words_id in ids if self._is_between(visitor, agent, words_id)]
        summary, last_id = self._summaries.get((visitor, agent), ("", ""))
        return (summary, own[own.index(last_id) + 1 :]) if last_id in own else ("", own)

    def _is_between(self, visitor: str, agent: str, words_id: str) -> bool:
        whose, said = self._texts[words_id]
        return (whose, said.agent) == (visitor, agent) and said.who != WHISPER

    def history(self, visitor: str, maximum: int) -> list[Said]:
        """See VisitorWords."""
        own = [said for whose, said in list(self._texts.values()) if whose == visitor and said.who != WHISPER]
        later: Counter[str] = Counter()
        kept = []
        for said in reversed(own):
            later[said.agent] += 1
            if later[said.agent] <= maximum:
                kept.append(said)
        return kept[::-1]

    def visitors(self) -> set[str]:
        """See VisitorWords."""
        return {visitor for visitor, _ in self._texts.values()}

    def erase(self, visitor: str) -> int:
        """See VisitorWords."""
        gone = [words_id for words_id, (whose, _) in self._texts.items() if whose == visitor]
        for words_id in gone:
            del self._texts[words_id]
        for whose in [whose for whose in self._summaries if whose[0] == visitor]:
            del self._summaries[whose]
        return len(gone)

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
        """Keep a text of a talk; `who` is `visitor` or `agent`. It lasts once this returns.

        `time` is when it was said, and `source` which mind said it: None for a visitor.
        """

    def text(self, words_id: str) -> str:
        """The text of that id, ERASED if it is gone."""

    def talk(self, visitor: str, agent: str, maximum: int, until: str = "") -> list[tuple[str, str]]:
        """The last `maximum` (who, text) between a visitor and a character that are not erased, oldest first.

        With `until`, a text's id, nothing that came after it; nothing at all if that text is gone.
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
        rows = [self._texts[words_id] for words_id in ids]
        talk = [(said.who, said.text) for whose, said in rows if (whose, said.agent) == (visitor, agent)]
        return talk[-maximum:]

    def history(self, visitor: str, maximum: int) -> list[Said]:
        """See VisitorWords."""
        own = [said for whose, said in list(self._texts.values()) if whose == visitor]
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
        return len(gone)

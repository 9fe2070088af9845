"""Talks: what a visitor asks of a character, turned into inputs, and kept in order until the character is there.

The texts go into the erasable table; inputs carry their ids. What the character answers comes back through the feed
(`answered`). A talk that the World holds and nobody here knows of, after a restart say, is closed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex
from time import monotonic
from typing import Literal

from agents.cast import Cast
from sim import events
from sim.inputs import VisitorClosed, VisitorCommanded, VisitorOpened, VisitorSaid
from sim.visitor_words import VisitorWords
from web.feed import Feed
from web.inbox import Inbox
from web.messages import ChatLine, ChatOpened, ChatRefused, Error, RefusalReason
from web.projection import VisitorFact
from web.visitors import Language

MAXIMUM_HELD_LINES = 4
"""Things said before the character has turned to the visitor."""
MAXIMUM_TALKS = 2
"""Characters that one visitor can keep from their work at once."""
MAXIMUM_SILENCE_SECONDS = 180.0
"""Wall seconds without a word from either side, after which a talk is closed."""
CLOSING_SECONDS = 30.0
"""How long a closing talk may take before it is closed again."""
CHAT_ID_BYTES = 6


@dataclass(frozen=True, slots=True)
class Held:
    """Something said, or a command given, that waits for the talk to open."""

    text: str
    is_command: bool


@dataclass(slots=True)
class Talk:
    """A visitor's talk with a character: asked for, and later open."""

    visitor: str
    agent: str
    chat: str
    heard_at: float
    is_open: bool = False
    held: list[Held] = field(default_factory=list)


class Talks:
    """All talks between visitors and characters that this process serves."""

    def __init__(
        self, feed: Feed, inbox: Inbox, words: VisitorWords, cast: Cast, *, now: Callable[[], float] = monotonic
    ) -> None:
        self._feed, self._inbox, self._words, self._cast, self._now = feed, inbox, words, cast, now
        self._talks: dict[tuple[str, str], Talk] = {}
        self._closing: dict[str, float] = {}
        feed.listen(self.answered)

    # ---- what visitors ask -----------------------------------------------------------------------------------

    def open(self, visitor: str, agent: str, language: Language) -> None:
        """Ask a character for a talk. Asking again changes nothing; an open talk is confirmed."""
        if agent not in self._cast.by_id:
            self._refuse(visitor, agent, "unknown")
        elif talk := self._talks.get((visitor, agent)):
            if talk.is_open:
                self._feed.tell(visitor, ChatOpened(agent=agent, chat=talk.chat))
        elif sum(1 for talker, _ in self._talks if talker == visitor) >= MAXIMUM_TALKS:
            self._refuse(visitor, agent, "limit")
        else:
            self._ask(visitor, agent, language)

    def _ask(self, visitor: str, agent: str, language: Language) -> None:
        talk = Talk(visitor, agent, token_hex(CHAT_ID_BYTES), self._now())
        if self._inbox.submit(VisitorOpened(agent, visitor, talk.chat, language)):
            self._talks[visitor, agent] = talk
        else:
            self._refuse(visitor, agent, "busy")

    def say(self, visitor: str, agent: str, text: str) -> None:
        """Say something to a character that was asked for a talk before."""
        if talk := self._talks.get((visitor, agent)):
            self._pass_on(talk, Held(text, is_command=self._is_command(agent, text)))
        else:
            self._refuse(visitor, agent, "not_talking" if agent in self._cast.by_id else "unknown")

    def _is_command(self, agent: str, text: str) -> bool:
        """Whether the words are the role's own command, typed instead of asked for by the button."""
        words = self._cast.by_id[agent].command.words
        return _plain(text) in (_plain(words.zh), _plain(words.en))

    def command(self, visitor: str, agent: str, text: str | None, language: Language) -> None:
        """Give a character its command, in `text` or in its role's own words. Opens a talk if need be."""
        if (visitor, agent) not in self._talks:
            self.open(visitor, agent, language)
            if (visitor, agent) not in self._talks:
                return  # the refusal was told
        own_words = self._cast.by_id[agent].command.words
        words = (text or "").strip() or (own_words.en if language == "en" else own_words.zh)
        self._pass_on(self._talks[visitor, agent], Held(words, is_command=True))

    def stop(self, visitor: str, agent: str) -> None:
        """Stop a reply that is being spoken. Replies come whole so far, so there is nothing to cut short."""

    def close(self, visitor: str, agent: str) -> None:
        """End a talk. One that is over already needs no ending."""
        if talk := self._talks.get((visitor, agent)):
            self._end(talk, "closed")

    def leave(self, visitor: str) -> None:
        """End all talks of a visitor who has left."""
        for talk in [talk for talk in self._talks.values() if talk.visitor == visitor]:
            self._end(talk, "left")

    # ---- what the village answers ----------------------------------------------------------------------------

    def answered(self, fact: VisitorFact) -> None:
        """Take in what a character answered; the feed calls this."""
        talk = self._talks.get((fact.visitor, fact.agent))
        if isinstance(fact, events.VisitorTalkEnded):
            self._closing.pop(fact.chat, None)
        if talk is None or talk.chat != fact.chat:
            return
        talk.heard_at = self._now()
        if isinstance(fact, events.VisitorTalkStarted):
            self._begin(talk)
        elif isinstance(fact, events.VisitorTalkEnded) or (
            isinstance(fact, events.VisitorRefused) and not talk.is_open
        ):
            del self._talks[fact.visitor, fact.agent]

    def _begin(self, talk: Talk) -> None:
        talk.is_open = True
        held, talk.held = talk.held, []
        for line in held:
            self._pass_on(talk, line)

    # ---- going on --------------------------------------------------------------------------------------------

    def sweep(self) -> None:
        """Close talks that fell silent, and those in the World that nobody here holds. Call it once a second."""
        now = self._now()
        for talk in list(self._talks.values()):
            if now - talk.heard_at >= MAXIMUM_SILENCE_SECONDS:
                self._fall_silent(talk)
        self._closing = {chat: since for chat, since in self._closing.items() if now - since < CLOSING_SECONDS}
        held = {talk.chat for talk in self._talks.values()}
        for record in self._feed.world.agents.values():
            talk_held = record.visitor_talk
            if talk_held and talk_held.chat not in held and talk_held.chat not in self._closing:
                self._end(Talk(talk_held.visitor, record.id, talk_held.chat, now), "left")

    def _fall_silent(self, talk: Talk) -> None:
        if not talk.is_open:
            self._refuse(talk.visitor, talk.agent, "busy")
        self._end(talk, "time")

    def _end(self, talk: Talk, reason: Literal["closed", "left", "time"]) -> None:
        """Ask the village to end a talk. If the inbox is full, a later sweep finds the talk and asks again."""
        self._talks.pop((talk.visitor, talk.agent), None)
        if self._inbox.submit(VisitorClosed(talk.agent, talk.visitor, talk.chat, reason)):
            self._closing[talk.chat] = self._now()

    def _pass_on(self, talk: Talk, line: Held) -> None:
        """Hand a line to the character now, or hold it until the character is there."""
        talk.heard_at = self._now()
        if talk.is_open:
            self._speak(talk, line)
        elif len(talk.held) < MAXIMUM_HELD_LINES:
            talk.held.append(line)
        else:
            words = f"at most {MAXIMUM_HELD_LINES} lines wait for a talk to open"
            self._feed.tell(talk.visitor, Error(code="too_many_held", message=words))

    def _speak(self, talk: Talk, line: Held) -> None:
        kept = self._words.keep(talk.visitor, talk.agent, talk.chat, "visitor", line.text, self._feed.time, None)
        spoken = VisitorCommanded if line.is_command else VisitorSaid
        if self._inbox.submit(spoken(talk.agent, talk.visitor, talk.chat, kept.id, kept.hash)):
            echo = ChatLine(agent=talk.agent, chat=talk.chat, who="visitor", text=line.text)
            self._feed.tell(talk.visitor, echo)
        else:
            self._feed.tell(talk.visitor, Error(code="busy", message="the village is too busy; say it again"))

    def _refuse(self, visitor: str, agent: str, reason: RefusalReason) -> None:
        self._feed.tell(visitor, ChatRefused(agent=agent, reason=reason))


def _plain(words: str) -> str:
    """Words without punctuation, spaces and capitals, for comparing."""
    return "".join(character for character in words.casefold() if character.isalnum())

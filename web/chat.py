"""Talks: what visitors ask of characters, turned into inputs, and kept in order until the two are together.

The visitor walks up first (`approach`); walking away withdraws or ends a talk. Its words go to the driver, which keeps
them in the erasable table. What the character answers comes back through the feed (`answered`). A talk that the World
holds and nobody here knows of, after a restart say, is closed.
"""

from collections.abc import Callable
from secrets import token_hex
from time import monotonic

from agents.cast import Cast
from agents.hospitality import REASONS
from sim import events
from sim.inputs import VisitorClosed, VisitorOpened, VisitorStopped
from sim.tiles import Tile
from web.approach import Approach
from web.feed import Feed
from web.inbox import Inbox, Uttered
from web.messages import ChatOpened, ChatRefused, EndReason, Error, RefusalReason
from web.projection import VisitorFact
from web.talk import MAXIMUM_HELD_LINES, Held, Talk
from web.visitors import Language, Visitors

MAXIMUM_TALKS = 2
"""Characters that one visitor can keep from their work at once."""
MAXIMUM_APPROACH_SECONDS = 60.0
"""Wall seconds that a visitor walks after somebody who keeps walking off."""
MAXIMUM_SILENCE_SECONDS = 180.0
"""Wall seconds without a word from either side, after which a talk is closed."""
CLOSING_SECONDS = 30.0
"""How long a closing talk may take before it is closed again."""
CHAT_ID_BYTES = 6


class Talks:
    """All talks between visitors and characters that this process serves."""

    def __init__(
        self,
        feed: Feed,
        inbox: Inbox,
        cast: Cast,
        visitors: Visitors,
        *,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._feed, self._inbox, self._cast, self._now = feed, inbox, cast, now
        self._visitors, self._approach = visitors, Approach(feed, visitors)
        self._talks: dict[tuple[str, str], Talk] = {}
        self._closing: dict[str, float] = {}
        feed.listen(self.answered)

    # ---- what visitors ask -----------------------------------------------------------------------------------

    def open(self, visitor: str, agent: str, language: Language) -> None:
        """Walk up to a character for a talk. Asking again changes nothing; an open talk is confirmed."""
        if agent not in self._cast.by_id:
            self._refuse(visitor, agent, "unknown")
        elif talk := self._talks.get((visitor, agent)):
            if talk.is_open:
                self._confirm(talk)
        elif reason := REASONS.get(self._feed.world.agents[agent].state):
            self._refuse(visitor, agent, reason)  # no point in walking up; the rules look again when one is there
        elif len(self._of(visitor)) >= MAXIMUM_TALKS:
            self._refuse(visitor, agent, "limit")
        else:
            talk = Talk(visitor, agent, token_hex(CHAT_ID_BYTES), language, self._now())
            self._talks[visitor, agent] = talk
            self._walk_up(talk)

    def greet(self, visitor: str) -> None:
        """Tell a visitor who comes back which of its talks go on."""
        for talk in self._of(visitor):
            if talk.is_open:
                self._confirm(talk)

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
        """Stop a reply that is being spoken. Where none is, there is nothing to cut short."""
        if (talk := self._talks.get((visitor, agent))) and talk.is_open:
            self._inbox.submit(VisitorStopped(agent, visitor, talk.chat))

    def close(self, visitor: str, agent: str) -> None:
        """End a talk, or stop walking up for it. One that is over already needs no ending."""
        if talk := self._talks.get((visitor, agent)):
            if not talk.is_asked:
                self._visitors.halt(visitor)
            self._end(talk, "closed")

    def walk(self, visitor: str, to: Tile) -> bool:
        """Walk to a tile, and away from every talk that can't be had there; False if no way leads there."""
        if not self._visitors.move(visitor, to):
            return False
        self._leave_behind(visitor)
        return True

    def leave(self, visitor: str) -> None:
        """End all talks of a visitor who has left."""
        for talk in self._of(visitor):
            self._end(talk, "left")

    # ---- walking up ------------------------------------------------------------------------------------------

    def follow(self) -> None:
        """Let everyone who is walking up to somebody go on. Call it a few times a second."""
        for talk in [talk for talk in self._talks.values() if not talk.is_asked]:
            self._walk_up(talk)

    def _walk_up(self, talk: Talk) -> None:
        """Ask for the talk if the visitor is there; else walk on."""
        if self._approach.is_there(talk.visitor, talk.agent):
            self._visitors.halt(talk.visitor)
            self._leave_behind(talk.visitor, but=talk)
            self._ask(talk)
        elif self._now() - talk.heard_at > MAXIMUM_APPROACH_SECONDS or not self._approach.go(talk.visitor, talk.agent):
            self._drop(talk, "too_far")
        else:
            self._leave_behind(talk.visitor, but=talk)

    def _ask(self, talk: Talk) -> None:
        talk.is_asked, talk.heard_at = True, self._now()
        if not self._inbox.submit(VisitorOpened(talk.agent, talk.visitor, talk.chat, talk.language)):
            self._drop(talk, "busy")

    def _leave_behind(self, visitor: str, but: Talk | None = None) -> None:
        """End the visitor's talks with those from whom it is walking away."""
        for talk in self._of(visitor):
            if talk is not but and not (talk.is_asked and self._approach.stays(visitor, talk.agent)):
                self._end(talk, "walked_away")

    def _of(self, visitor: str) -> list[Talk]:
        return [talk for talk in self._talks.values() if talk.visitor == visitor]

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
            held_there = record.visitor_talk
            if held_there and held_there.chat not in held and held_there.chat not in self._closing:
                self._close(record.id, held_there.visitor, held_there.chat, "left")

    def _fall_silent(self, talk: Talk) -> None:
        if not talk.is_open:
            self._refuse(talk.visitor, talk.agent, "busy")
        self._end(talk, "time")

    def _end(self, talk: Talk, reason: EndReason) -> None:
        """End a talk; one that was only wanted is withdrawn."""
        if not talk.is_asked:
            self._drop(talk, "withdrawn")
            return
        self._talks.pop((talk.visitor, talk.agent), None)
        self._close(talk.agent, talk.visitor, talk.chat, reason)

    def _close(self, agent: str, visitor: str, chat: str, reason: EndReason) -> None:
        """Ask the village to end a talk. If the inbox is full, a later sweep finds the talk and asks again."""
        if self._inbox.submit(VisitorClosed(agent, visitor, chat, reason)):
            self._closing[chat] = self._now()

    def _pass_on(self, talk: Talk, line: Held) -> None:
        """Hand a line to the character now, or hold it until the character is there."""
        if talk.is_open:
            talk.heard_at = self._now()
            self._speak(talk, line)
        elif not talk.hold(line):
            words = f"at most {MAXIMUM_HELD_LINES} lines wait for a talk to open"
            self._feed.tell(talk.visitor, Error(code="too_many_held", message=words))

    def _speak(self, talk: Talk, line: Held) -> None:
        """The visitor hears its own line back once it is committed."""
        if not self._inbox.submit(Uttered(talk.agent, talk.visitor, talk.chat, line.text, line.is_command)):
            self._feed.tell(talk.visitor, Error(code="busy", message="the village is too busy; say it again"))

    def _drop(self, talk: Talk, reason: RefusalReason) -> None:
        del self._talks[talk.visitor, talk.agent]
        self._refuse(talk.visitor, talk.agent, reason)

    def _confirm(self, talk: Talk) -> None:
        self._feed.tell(talk.visitor, ChatOpened(agent=talk.agent, chat=talk.chat))

    def _refuse(self, visitor: str, agent: str, reason: RefusalReason) -> None:
        self._feed.tell(visitor, ChatRefused(agent=agent, reason=reason))


def _plain(words: str) -> str:
    """Words without punctuation, spaces and capitals, for comparing."""
    return "".join(character for character in words.casefold() if character.isalnum())

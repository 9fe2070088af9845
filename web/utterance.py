"""Utterance: words that are being spoken to one visitor, told piece by piece as they come."""

from web.feed import Feed
from web.messages import ChatDelta


class Utterance:
    """One reply of a character. `hear` may be called as often as there are more words."""

    def __init__(self, feed: Feed, visitor: str, agent: str, chat: str) -> None:
        self._feed, self._visitor, self._agent, self._chat = feed, visitor, agent, chat
        self._told = ""

    def hear(self, words: str) -> None:
        """Tell what is new. Words that begin anew, since the first were of no use, come whole at the end instead."""
        if len(words) <= len(self._told) or not words.startswith(self._told):
            return
        piece, self._told = words[len(self._told) :], words
        self._feed.tell(self._visitor, ChatDelta(agent=self._agent, chat=self._chat, text=piece))

"""Endings: talks that ended while their visitor was away, told when it comes back."""

from collections import OrderedDict

from sim.events import VisitorTalkEnded
from web.messages import ChatEnd

MAXIMUM_VISITORS = 1000
"""How many who have gone are waited for, the longest gone being forgotten first."""
MAXIMUM_ENDINGS = 4
"""Kept for one of them, the latest."""


class Endings:
    """What visitors who have gone are still to hear."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, list[ChatEnd]] = OrderedDict()

    def note(self, fact: VisitorTalkEnded) -> None:
        """A talk ended, and its visitor is not here."""
        end = ChatEnd.model_validate({"agent": fact.agent, "chat": fact.chat, "reason": fact.reason})
        self._kept[fact.visitor] = [*self._kept.get(fact.visitor, ()), end][-MAXIMUM_ENDINGS:]
        if len(self._kept) > MAXIMUM_VISITORS:
            self._kept.popitem(last=False)

    def take(self, visitor: str) -> list[ChatEnd]:
        """What a visitor who comes back is to hear now."""
        return self._kept.pop(visitor, [])

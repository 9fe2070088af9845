"""The allowance: how much one connection may send, within what its address may (`admission`)."""

from web import messages
from web.admission import Admission
from web.token_bucket import TokenBucket

MAXIMUM_ERRORS = 20
ERRORS_PER_SECOND = 0.2
"""A connection that earns more errors than this, in a burst or for long, is ended."""
MESSAGES_PER_SECOND = 10.0
MAXIMUM_MESSAGE_BURST = 30
WORDS_PER_SECOND = 1.0
MAXIMUM_WORDS_BURST = 10
"""Words make a character think, which is dear, so they have a limit of their own."""
MOVES_PER_SECOND = 4.0
MAXIMUM_MOVE_BURST = 12
"""A way is looked for over the whole map, while everyone else waits: more clicks than this no hand makes."""

Words = messages.ChatOpen | messages.ChatSay | messages.Command


class Allowance:
    """What one connection has left of its rates."""

    def __init__(self, admission: Admission, address: str) -> None:
        self._admission, self._address = admission, address
        self._errors = TokenBucket(ERRORS_PER_SECOND, MAXIMUM_ERRORS)
        self._messages = TokenBucket(MESSAGES_PER_SECOND, MAXIMUM_MESSAGE_BURST)
        self._words = TokenBucket(WORDS_PER_SECOND, MAXIMUM_WORDS_BURST)
        self._moves = TokenBucket(MOVES_PER_SECOND, MAXIMUM_MOVE_BURST)

    def may_err(self) -> bool:
        """Whether it may make one more mistake; it is counted."""
        return self._errors.take()

    def may_send(self) -> bool:
        """Whether it may send a message now, whatever is in it; it is counted."""
        return self._messages.take() and self._admission.may_speak(self._address)

    def excess(self, message: messages.ClientMessage) -> messages.Error | None:
        """The error for a message of a dear kind that comes too soon; it is counted."""
        if isinstance(message, Words) and not self._words.take():
            return messages.Error(code="too_fast", message="too many words at once; wait a little")
        if isinstance(message, messages.Move) and not (self._moves.take() and self._admission.may_walk(self._address)):
            return messages.Error(code="too_fast", message="too many walks at once; wait a little")
        return None

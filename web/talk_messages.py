"""What the village tells one visitor alone: how its talks go. `seq` is as on what everyone is told."""

from typing import Literal

from web.message_parts import Frame, Id, Source

UNNUMBERED = 0
"""The `seq` of a message that the feed has not sent yet."""


class TalkFrame(Frame):
    """Base of those that a visitor who comes back with `resume_after` is told again."""

    seq: int = UNNUMBERED


class ChatOpened(TalkFrame):
    """Your talk with a character has begun. Unasked, on coming back, it says that a talk goes on.

    Who comes back with `resume_after` has heard of every end first; after a `snapshot` a talk that is not confirmed so
    is over.
    """

    type: Literal["chat_opened"] = "chat_opened"
    agent: Id
    chat: Id


RefusalReason = Literal["busy", "asleep", "unknown", "too_far", "withdrawn", "not_talking", "limit"]
"""`busy`: with somebody else; `too_far`: no way leads there, or it left; `withdrawn`: you went elsewhere first."""
EndReason = Literal["closed", "walked_away", "left", "time", "limit", "called_away"]
"""`closed`, `walked_away` and `left` are the visitor's doing; `called_away` is a command that waits to be done."""


class ChatRefused(TalkFrame):
    """There is no talk, and why."""

    type: Literal["chat_refused"] = "chat_refused"
    agent: str
    reason: RefusalReason


class ChatDelta(Frame):
    """A piece of a reply, as it is being spoken: append it to those before. A `chat_line` replaces them all."""

    type: Literal["chat_delta"] = "chat_delta"
    agent: Id
    chat: Id
    text: str


class ChatLine(TalkFrame):
    """A whole line of your talk: yours (`who` = visitor) or the character's."""

    type: Literal["chat_line"] = "chat_line"
    agent: Id
    chat: Id
    who: Literal["visitor", "agent"]
    text: str
    source: Source | None = None
    event: int | None = None
    """Its number in the log: `/api/events/{event}/why` explains it to you alone."""


class ChatEnd(TalkFrame):
    """Your talk is over."""

    type: Literal["chat_end"] = "chat_end"
    agent: Id
    chat: Id
    reason: EndReason


class CommandResult(TalkFrame):
    """Whether the character will do as asked; its words come as a `chat_line`. `reason` is for programs: `accepted`,
    `refused`, `hands full` or `superseded` (you said something else before the answer)."""

    type: Literal["command_result"] = "command_result"
    agent: Id
    accepted: bool
    reason: str

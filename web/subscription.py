"""A subscription: what one connection is still to be sent, bounded, however slow it is."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

MAXIMUM_PUBLIC_FRAMES = 256
"""More public frames than this never wait for a connection: a snapshot takes their place."""
MAXIMUM_PRIVATE_FRAMES = 256
"""Private frames can't be replaced by a snapshot; a connection that lets more than this pile up is ended."""


@dataclass(frozen=True, slots=True)
class _Frame:
    text: str
    is_private: bool


class Subscription:
    """An async iterator of JSON text frames. It ends when it is closed, or after its last frame.

    `whole_view` gives the frames that replace a backlog; it is called when the reader is ready for them, so they are
    as fresh as can be.
    """

    def __init__(self, visitor: str, first: Iterable[str], whole_view: Callable[[], list[str]]) -> None:
        self.visitor = visitor
        self._first = deque(first)
        self._waiting: deque[_Frame] = deque()
        self._counts = {True: 0, False: 0}
        self._whole_view = whole_view
        self._is_behind = False
        self._is_ending = False
        self._last: str | None = None
        self._is_closed = False
        self._ready = asyncio.Event()

    def offer(self, text: str) -> None:
        """Queue a public frame, or fall behind: then nothing public is queued until the reader gets a snapshot."""
        if self._is_behind or self._is_ending or self._is_closed:
            return
        if self._counts[False] >= MAXIMUM_PUBLIC_FRAMES:
            self._fall_behind()
            return
        self._put(text, is_private=False)

    def tell(self, text: str) -> None:
        """Queue a private frame: it survives falling behind."""
        if self._counts[True] >= MAXIMUM_PRIVATE_FRAMES:
            self.close()
        if not self._is_ending and not self._is_closed:
            self._put(text, is_private=True)

    def end(self, text: str) -> None:
        """Queue a last frame: when all that waits has been taken, the iteration ends."""
        if not self._is_ending and not self._is_closed:
            self._is_ending, self._last = True, text
            self._ready.set()

    def close(self) -> None:
        """End the iteration, even with frames waiting."""
        self._is_closed = True
        self._ready.set()

    def __aiter__(self) -> "Subscription":
        return self

    async def __anext__(self) -> str:
        while not self._is_closed:
            if self._is_behind:
                self._catch_up()
            if (text := self._take()) is not None:
                return text
            if self._is_ending:
                return self._farewell()
            self._ready.clear()
            await self._ready.wait()
        raise StopAsyncIteration

    def _put(self, text: str, is_private: bool) -> None:
        self._waiting.append(_Frame(text, is_private))
        self._counts[is_private] += 1
        self._ready.set()

    def _take(self) -> str | None:
        if self._first:
            return self._first.popleft()
        if not self._waiting:
            return None
        frame = self._waiting.popleft()
        self._counts[frame.is_private] -= 1
        return frame.text

    def _farewell(self) -> str:
        if self._last is None:
            raise StopAsyncIteration
        text, self._last = self._last, None
        return text

    def _fall_behind(self) -> None:
        self._is_behind = True
        self._first.clear()
        self._waiting = deque(frame for frame in self._waiting if frame.is_private)
        self._counts[False] = 0
        self._ready.set()

    def _catch_up(self) -> None:
        """The private frames first: their numbers are lower than the view's."""
        self._is_behind = False
        self._first.extend([*(frame.text for frame in self._waiting), *self._whole_view()])
        self._waiting.clear()
        self._counts[True] = 0

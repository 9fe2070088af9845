"""Recent frames: what was sent with a number, kept for those who come back with `resume_after`."""

from collections import deque
from dataclasses import dataclass

from web.messages import Frame
from web.presence import wall_milliseconds

MAXIMUM_KEPT_FRAMES = 2048
"""Who missed more gets a snapshot."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A numbered frame: everybody's, or one visitor's alone."""

    seq: int
    visitor: str | None
    text: str


class RecentFrames:
    """Numbers what is sent, and keeps the latest. `seq` is the last number given out."""

    def __init__(self) -> None:
        # Above all that an earlier process gave out, so that an old `resume_after` is unknown here.
        self.seq = wall_milliseconds() * 1000
        self._forgotten_seq = self.seq
        self._kept: deque[_Kept] = deque(maxlen=MAXIMUM_KEPT_FRAMES)

    def number(self, message: Frame, visitor: str | None = None) -> str:
        """A message with the next number, encoded, and kept: for all, or for one visitor."""
        self.seq += 1
        text = message.model_copy(update={"seq": self.seq}).model_dump_json()
        if len(self._kept) == MAXIMUM_KEPT_FRAMES:
            self._forgotten_seq = self._kept[0].seq
        self._kept.append(_Kept(self.seq, visitor, text))
        return text

    def missed(self, after_seq: int, visitor: str) -> list[str] | None:
        """What a visitor was sent after a number; None when it is not known here, or too long ago."""
        if not self._forgotten_seq <= after_seq <= self.seq:
            return None
        return [kept.text for kept in self._kept if kept.seq > after_seq and kept.visitor in (None, visitor)]

    def forget(self, visitor: str) -> None:
        """Keep nothing that a visitor alone was sent."""
        self._kept = deque((kept for kept in self._kept if kept.visitor != visitor), maxlen=MAXIMUM_KEPT_FRAMES)

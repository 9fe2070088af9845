"""A token bucket: how often something may be done, with room for a burst."""

from collections.abc import Callable
from time import monotonic


class TokenBucket:
    """Holds up to `burst` tokens and gains `per_second` of them; each thing done takes one."""

    def __init__(self, per_second: float, burst: int, now: Callable[[], float] = monotonic) -> None:
        self._per_second = per_second
        self._burst = burst
        self._now = now
        self._tokens = float(burst)
        self._counted_at = now()

    def take(self) -> bool:
        """Take a token; False when there is none."""
        now = self._now()
        gained = (now - self._counted_at) * self._per_second
        self._tokens = min(self._burst, self._tokens + gained)
        self._counted_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

"""The audience: all subscriptions, told together or a visitor's alone, until the last one has heard the farewell."""

import asyncio

from web.subscription import Subscription

MAXIMUM_SUBSCRIPTIONS = 256


class Audience:
    """Everyone who listens."""

    def __init__(self) -> None:
        self._subscriptions: set[Subscription] = set()
        self._by_visitor: dict[str, set[Subscription]] = {}
        self._farewell: str | None = None
        self._is_empty = asyncio.Event()
        self._is_empty.set()

    def __len__(self) -> int:
        return len(self._subscriptions)

    @property
    def is_full(self) -> bool:
        """Whether no further subscription can be had."""
        return len(self) >= MAXIMUM_SUBSCRIPTIONS

    def add(self, subscription: Subscription) -> None:
        """Somebody listens. Who comes when the village is closing hears that at once.

        Raises OverflowError when `is_full`.
        """
        if self.is_full:
            raise OverflowError(f"more than {MAXIMUM_SUBSCRIPTIONS} subscriptions")
        self._subscriptions.add(subscription)
        self._by_visitor.setdefault(subscription.visitor, set()).add(subscription)
        self._is_empty.clear()
        if self._farewell is not None:
            subscription.end(self._farewell)

    def discard(self, subscription: Subscription) -> None:
        """Somebody listens no more."""
        subscription.close()
        self._subscriptions.discard(subscription)
        own = self._by_visitor.get(subscription.visitor, set())
        own.discard(subscription)
        if not own:
            self._by_visitor.pop(subscription.visitor, None)
        if not self._subscriptions:
            self._is_empty.set()

    def offer(self, frame: str) -> None:
        """Send everyone a public frame."""
        for subscription in self._subscriptions:
            subscription.offer(frame)

    def tell(self, visitor: str, frame: str) -> None:
        """Send one visitor a private frame, on all its connections."""
        for subscription in self._by_visitor.get(visitor, ()):
            subscription.tell(frame)

    async def end(self, farewell: str) -> None:
        """Send everyone a last frame after all that waits for them; return when all have gone."""
        self._farewell = farewell
        for subscription in self._subscriptions:
            subscription.end(farewell)
        await self._is_empty.wait()

    def close(self) -> None:
        """End every subscription, whatever waits."""
        for subscription in self._subscriptions:
            subscription.close()

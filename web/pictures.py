"""Pictures of people, painted when first asked for, off the event loop, and kept as PNG bytes."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from io import BytesIO

from PIL.Image import Image

MAXIMUM_PICTURES = 512
"""Pictures kept; a sheet has under 10 kB."""
MAXIMUM_PAINTERS = 2
"""Pictures painted at the same time: painting is work for a processor core."""


class Pictures:
    """One kind of picture (sheets, portraits) by the id of whom it shows."""

    def __init__(self, paint: Callable[[str], Image]) -> None:
        self._paint = paint
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._painters = asyncio.Semaphore(MAXIMUM_PAINTERS)

    async def png(self, owner: str) -> bytes:
        """The picture of `owner`, the least lately asked for being forgotten first."""
        async with self._painters:
            if owner not in self._kept:
                self._kept[owner] = await asyncio.to_thread(self._painted, owner)
        picture = self._kept[owner]
        self._kept.move_to_end(owner)
        if len(self._kept) > MAXIMUM_PICTURES:
            self._kept.popitem(last=False)
        return picture

    def _painted(self, owner: str) -> bytes:
        target = BytesIO()
        self._paint(owner).save(target, format="PNG")
        return target.getvalue()

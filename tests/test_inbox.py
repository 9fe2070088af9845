"""The inbox between visitors and the simulator."""

import asyncio

from sim.inputs import PaceSet
from web.inbox import MAXIMUM_WAITING_INPUTS, Inbox


def pace(factor_thousandths: int) -> PaceSet:
    return PaceSet("v-1", factor_thousandths)


def test_drain_gives_inputs_in_order_once() -> None:
    """What came first is drained first, with its request id, and a second drain gives nothing."""
    inbox = Inbox()
    assert inbox.submit(pace(1000), "first")
    assert inbox.submit(pace(2000))
    drained = inbox.drain()
    assert [(item.payload, item.request_id) for item in drained] == [(pace(1000), "first"), (pace(2000), "")]
    assert inbox.drain() == []


def test_full_inbox_refuses() -> None:
    """An inbox at its maximum takes nothing more until it is drained."""
    inbox = Inbox()
    assert all(inbox.submit(pace(n)) for n in range(MAXIMUM_WAITING_INPUTS))
    assert not inbox.submit(pace(0))
    assert len(inbox.drain()) == MAXIMUM_WAITING_INPUTS
    assert inbox.submit(pace(0))


def test_wait_returns_at_once_when_something_is_there() -> None:
    """Waiting does not wait for what has come already."""

    async def scene() -> bool:
        inbox = Inbox()
        inbox.submit(pace(1))
        return await inbox.wait(60)

    assert asyncio.run(scene())


def test_wait_is_woken_by_a_submit() -> None:
    """An input that comes during the wait ends it."""

    async def scene() -> bool:
        inbox = Inbox()
        asyncio.get_running_loop().call_soon(inbox.submit, pace(1))
        return await inbox.wait(60)

    assert asyncio.run(scene())


def test_wait_times_out() -> None:
    """With nothing there the wait ends after its time-out, and says so."""
    assert not asyncio.run(Inbox().wait(0.001))


def test_wait_after_drain_waits_again() -> None:
    """A drained inbox is an empty one."""

    async def scene() -> bool:
        inbox = Inbox()
        inbox.submit(pace(1))
        inbox.drain()
        return await inbox.wait(0.001)

    assert not asyncio.run(scene())

"""Horizon: how far time may go on while requests for decisions are open."""

from typing import Protocol

from sim.clock import SimTime
from sim.records import Request


class Horizon(Protocol):
    """How far time may go on while requests are open."""

    def may_pass(self, request: Request, time: SimTime) -> bool:
        """Whether time may go beyond `time` while this request is unanswered."""


class Lockstep:
    """Time stands still until every request of the instant is answered."""

    def may_pass(self, request: Request, time: SimTime) -> bool:
        """See Horizon."""
        return False


class Open:
    """Time goes on; answers act when they come."""

    def may_pass(self, request: Request, time: SimTime) -> bool:
        """See Horizon."""
        return True

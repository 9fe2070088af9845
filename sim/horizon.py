"""Horizon: how far time may go on while requests for decisions are open."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from sim.clock import SimTime
from sim.records import Request


class Horizon(Protocol):
    """How far time may go on while requests are open."""

    def may_pass(self, request: Request, time: SimTime) -> bool:
        """Whether time may go beyond `time` while this request is unanswered."""


@dataclass(frozen=True, slots=True)
class Lockstep:
    """Time stands still until every request of the instant is answered, but for those made for a free purpose."""

    free_purposes: Collection[str] = ()

    def may_pass(self, request: Request, time: SimTime) -> bool:
        """See Horizon."""
        return request.purpose in self.free_purposes


class Open:
    """Time goes on; answers act when they come."""

    def may_pass(self, request: Request, time: SimTime) -> bool:
        """See Horizon."""
        return True

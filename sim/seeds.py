"""Seeds: which seed holds when. A run has one; a branch of it may have another from its moment on.

The seed is an argument of every draw, so that a run is made again from what it began with: a seed that changed on the
way is a pair of moment and seed, and which one a draw takes depends on simulated time alone.
"""

from dataclasses import dataclass

from sim.clock import SimTime


@dataclass(frozen=True, slots=True)
class Seeds:
    """The seed that a run began with, and the later ones: each holds after its moment, in order of time."""

    first: int
    later: tuple[tuple[SimTime, int], ...] = ()

    @property
    def latest(self) -> int:
        """The seed that holds from here on."""
        return self.later[-1][1] if self.later else self.first

    def at(self, time: SimTime) -> int:
        """The seed of draws at `time`. What happened at the very moment of a change was drawn before it."""
        return next((seed for moment, seed in reversed(self.later) if time > moment), self.first)

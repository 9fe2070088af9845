"""The time line: which simulated second a step or a date is. Day 1 is the day that the simulation began on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scenarios.generative_agents.formats import Meta, StepFile
from scenarios.generative_agents.saved import SavedSimulation, read_model, sorted_steps
from sim.clock import SimTime


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Step 0 is `offset` seconds after midnight of the first day."""

    midnight: datetime
    offset: int
    seconds_per_step: int

    def time(self, step: int) -> SimTime:
        """When a step is."""
        return self.offset + step * self.seconds_per_step

    def at(self, date: datetime) -> SimTime:
        """When a date is; negative before the first day."""
        return int((date.replace(tzinfo=None) - self.midnight).total_seconds())


def time_line(saved: SavedSimulation, last_step: int) -> TimeLine:
    """The time line of a simulation that ends at a step: by the movements' own clock where they have one."""
    return _by_movements(saved) or _by_meta(saved.meta, last_step)


def _by_movements(saved: SavedSimulation) -> TimeLine | None:
    """The full layout's files tell their time: the first and the last say all."""
    paths = sorted_steps(saved.movement) if saved.movement.is_dir() else []
    if len(paths) < 2:
        return None
    (first, first_path), (last, last_path) = paths[0], paths[-1]
    begins, ends = (read_model(path, StepFile).meta for path in (first_path, last_path))
    if begins is None or ends is None or ends.curr_time <= begins.curr_time:
        return None
    seconds = round((ends.curr_time - begins.curr_time).total_seconds() / (last - first))
    zero = begins.curr_time - timedelta(seconds=first * seconds)
    midnight = zero.replace(hour=0, minute=0, second=0)
    return TimeLine(midnight, int((zero - midnight).total_seconds()), seconds) if seconds else None


def _by_meta(meta: Meta, last_step: int) -> TimeLine:
    """By `sec_per_step`; but where that contradicts the rest of meta.json, by how long all steps took."""
    midnight = meta.start_date.replace(hour=0, minute=0, second=0)
    begins = int((meta.start_date - midnight).total_seconds())
    elapsed = int((meta.curr_time - meta.start_date).total_seconds())
    seconds, steps = meta.sec_per_step, last_step + 1
    if meta.step * seconds != elapsed and elapsed >= steps and elapsed % steps == 0:
        seconds = elapsed // steps
    return TimeLine(midnight, begins, seconds)

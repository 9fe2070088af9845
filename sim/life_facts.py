"""Facts of one life: state, plan, tasks, walks, decisions and memories. `events` gathers them with the facts of talk.

A fact says what happened to `agent`, in the past tense. Facts are stdlib dataclasses with a `kind`, so that pydantic
can validate them when they come back from a database.
"""

from dataclasses import dataclass
from typing import Literal

from sim.clock import SimTime
from sim.records import Memory, PlanItem, Task
from sim.tiles import Tile


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The state machine moved: `trigger` took the character from `before` to `after`."""

    agent: str
    trigger: str
    before: str
    after: str
    kind: Literal["state_changed"] = "state_changed"


@dataclass(frozen=True, slots=True)
class Planned:
    """The character made up its mind about the day."""

    agent: str
    plan: tuple[PlanItem, ...]
    kind: Literal["planned"] = "planned"


@dataclass(frozen=True, slots=True)
class TaskStarted:
    """The character took a task up (`resumed`: again, after an interruption)."""

    agent: str
    task: Task
    resumed: bool = False
    kind: Literal["task_started"] = "task_started"


@dataclass(frozen=True, slots=True)
class TaskFinished:
    """The task's time was over, or something else took its place."""

    agent: str
    task: Task
    kind: Literal["task_finished"] = "task_finished"


@dataclass(frozen=True, slots=True)
class TaskInterrupted:
    """A visitor came; the task waits as unfinished."""

    agent: str
    task: Task
    kind: Literal["task_interrupted"] = "task_interrupted"


@dataclass(frozen=True, slots=True)
class WalkStarted:
    """The character set out along `path`. Nobody streams positions: everyone interpolates this segment."""

    agent: str
    path: tuple[Tile, ...]
    seconds_per_tile: int
    place: str | None
    towards: str | None = None
    kind: Literal["walk_started"] = "walk_started"


@dataclass(frozen=True, slots=True)
class WalkStopped:
    """The walk was interrupted at `at`."""

    agent: str
    at: Tile
    kind: Literal["walk_stopped"] = "walk_stopped"


@dataclass(frozen=True, slots=True)
class Arrived:
    """The walk is over; a free seat was claimed if one stands there."""

    agent: str
    at: Tile
    facing: str
    place: str | None
    seat: Tile | None
    kind: Literal["arrived"] = "arrived"


@dataclass(frozen=True, slots=True)
class Waited:
    """Nothing to do until `until`."""

    agent: str
    until: SimTime
    kind: Literal["waited"] = "waited"


@dataclass(frozen=True, slots=True)
class DecisionRequested:
    """The character needs to think; until the answer, or `until`, it goes on as it is."""

    agent: str
    ordinal: int
    purpose: str
    observation: str
    until: SimTime
    kind: Literal["decision_requested"] = "decision_requested"


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A mind answered: which one (`model`, `rule`, `fallback`), and what it chose of what was offered."""

    agent: str
    ordinal: int
    source: str
    choice: str
    kind: Literal["decision_made"] = "decision_made"


@dataclass(frozen=True, slots=True)
class Remembered:
    """Something was committed to memory."""

    agent: str
    memory: Memory
    kind: Literal["remembered"] = "remembered"

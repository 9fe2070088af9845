"""Tracks: what is kept of each persona while all steps pass by: only what changes, a few bytes for each tile walked."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from scenarios.generative_agents.formats import Frame
from scenarios.generative_agents.saved import SavedSimulation
from sim.bad_input import BadInput
from sim.tiles import Tile

MAXIMUM_ACTIONS = 20_000
"""Different things that all personas did; each is kept with the run."""
NOWHERE = ("", "")
Lines = tuple[tuple[str, str], ...]
"""What was said: pairs of a speaker's name and a text."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that personas did. `world` and `sector` say where it is done; both are empty where nobody knows."""

    emoji: str
    act: str
    world: str = ""
    sector: str = ""

    @property
    def is_sleep(self) -> bool:
        """Whether one who does it is asleep."""
        return self.act.casefold().startswith(("sleep", "asleep"))


def action_of(frame: Frame) -> Action:
    """A frame's action: `act @ world:sector:arena:object`; `<persona> Name` and `<waiting> x y` are no places."""
    act, found, address = frame.description.rpartition(" @ ")
    parts = address.split(":") if found and not address.lstrip().startswith("<") else []
    world, sector = (parts[0].strip(), parts[1].strip()) if len(parts) > 1 else NOWHERE
    return Action(frame.pronunciatio.strip(), (act if found else frame.description).strip(), world, sector)


@dataclass(slots=True)
class Chat:
    """A talk as one persona's frames have it, from a step on and before `end`; None: until the last step."""

    start: int
    lines: Lines
    end: int | None = None


@dataclass
class Track:
    """One persona: from `steps[i]` on it is at tile (`xs[i]`, `ys[i]`); at what from which step on; its talks."""

    # quoted, for Python 3.11's array knows no [int]
    steps: "array[int]" = field(default_factory=lambda: array("I"))
    xs: "array[int]" = field(default_factory=lambda: array("H"))
    ys: "array[int]" = field(default_factory=lambda: array("H"))
    actions: list[tuple[int, int]] = field(default_factory=list)
    """Pairs of a step and the number of the action that begins with it."""
    chats: list[Chat] = field(default_factory=list)

    def moves(self) -> Iterator[tuple[int, Tile]]:
        """Where it is from which step on, each tile different from the one before."""
        yield from zip(self.steps, zip(self.xs, self.ys, strict=True), strict=True)

    def action_at(self, step: int) -> tuple[int, int]:
        """What it is at: the step at which that began, and the number of the action."""
        return self.actions[max(0, bisect_right(self.actions, step, key=lambda begun: begun[0]) - 1)]

    def talks_between(self, start: int, end: int) -> bool:
        """Whether it is in a talk at any step from one on and before another."""
        before = bisect_right(self.chats, end - 1, key=lambda chat: chat.start)
        return before > 0 and (self.chats[before - 1].end or end) > start

    def tile_at(self, step: int) -> Tile:
        """Where it is at a step."""
        index = max(0, bisect_right(self.steps, step) - 1)
        return self.xs[index], self.ys[index]

    def follow(self, step: int, frame: Frame, action: int) -> None:
        """Take in what a step says of it."""
        x, y = frame.tile
        if not self.steps or (self.xs[-1], self.ys[-1]) != (x, y):
            self.steps.append(step)
            self.xs.append(x)
            self.ys.append(y)
        if not self.actions or self.actions[-1][1] != action:
            self.actions.append((step, action))
        self._follow_talk(step, frame.chat)

    def _follow_talk(self, step: int, lines: Lines | None) -> None:
        """A talk that has grown by a line is the same talk."""
        last = self.chats[-1] if self.chats and self.chats[-1].end is None else None
        if last and lines and lines[: len(last.lines)] == last.lines:
            last.lines = lines
            return
        if last:
            last.end = step
        if lines:
            self.chats.append(Chat(step, lines))


@dataclass(frozen=True)
class Tracks:
    """All personas by name, and all that they did; the steps go from `first` to `last`."""

    by_name: dict[str, Track]
    actions: Sequence[Action]
    first: int
    last: int


def follow_steps(saved: SavedSimulation, progress: Callable[[float], None] = lambda share: None) -> Tracks:
    """Read all steps, telling how far that is. Raises BadInput for what can't be."""
    tracks: dict[str, Track] = {name: Track() for name in saved.meta.persona_names}
    numbers: dict[Action, int] = {}
    first, last = None, 0
    for step in saved.steps():
        place = f"{saved.movement}: step {step.number}"
        if first is None:
            first = step.number
            _check_all_there(tracks, step.frames, place)
        for name, frame in step.frames.items():
            if name not in tracks:
                raise BadInput(place, f"meta.json has no persona {name!r}", "add it to persona_names")
            number = numbers.setdefault(action_of(frame), len(numbers))
            tracks[name].follow(step.number, frame, number)
        if len(numbers) > MAXIMUM_ACTIONS:
            raise BadInput(place, f"more than {MAXIMUM_ACTIONS} different actions", "import a shorter simulation")
        last = step.number
        progress(step.share)
    return Tracks(tracks, list(numbers), first or 0, last)


def _check_all_there(tracks: dict[str, Track], frames: dict[str, Frame], place: str) -> None:
    missing = [name for name in tracks if name not in frames]
    if missing:
        raise BadInput(place, f"the first step does not say where {missing[0]} is", "name every persona in it")

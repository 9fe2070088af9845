"""A saved simulation, found in its folder in either layout, and read step by step: never whole.

Compressed: `meta.json`, `master_movement.json` (of each step only who changed) and `personas/`. Full:
`reverie/meta.json`, `movement/{n}.json` (everybody at every step) and `personas/`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from os.path import isdir  # Path's own raises for a name that the system can't take
from pathlib import Path
from typing import TypeVar

import ijson
from pydantic import BaseModel, TypeAdapter, ValidationError

from scenarios.bad_value import bad_value
from scenarios.generative_agents.formats import FRAMES, NODES, Frame, Meta, Node, Scratch, StepFile
from scenarios.yaml_file import validated
from sim.bad_input import BadInput

MAXIMUM_FILE_BYTES = 4_000_000
"""Of a file that is read whole, but for the memories."""
MAXIMUM_MEMORY_FILE_BYTES = 64_000_000
MAXIMUM_STEPS = 1_000_000
"""Four months of steps of ten seconds."""
COPY_AGAIN = "copy the simulation's folder again, whole"

Model = TypeVar("Model", bound=BaseModel)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Step:
    """What a step says of each persona that it names; `share` of all steps, from 0 to 1, is read with it."""

    number: int
    frames: dict[str, Frame]
    share: float


@dataclass(frozen=True, slots=True)
class SavedSimulation:
    """A folder that holds a simulation. `movement` is a file of all steps, or a folder with one for each."""

    folder: Path
    meta: Meta
    movement: Path

    def steps(self) -> Iterator[Step]:
        """All steps in their order. Raises BadInput where one can't be read or is out of order."""
        last = -1
        found = self._step_files() if self.movement.is_dir() else self._master_movement()
        for step in found:
            place = f"{self.movement}: step {step.number}"
            if step.number <= last:
                raise BadInput(place, f"it comes after step {last}", "put the steps in order")
            if step.number >= MAXIMUM_STEPS:
                raise BadInput(place, f"more than {MAXIMUM_STEPS} steps", "save fewer")
            last = step.number
            yield step
        if last < 0:
            raise BadInput(str(self.movement), "there are no steps in it", "save a simulation that has run")

    def _master_movement(self) -> Iterator[Step]:
        size = max(1, self.movement.stat().st_size)
        with self.movement.open("rb") as file:
            try:
                for key, value in ijson.kvitems(file, "", use_float=True):
                    number, place = _number(key, str(self.movement)), f"{self.movement}: step {key}"
                    yield Step(number, validated(FRAMES, value, place), file.tell() / size)
            except (ijson.JSONError, UnicodeDecodeError) as error:
                raise BadInput(str(self.movement), f"not whole JSON ({_reason(error)})", COPY_AGAIN) from error

    def _step_files(self) -> Iterator[Step]:
        """Everybody is in each of them, so that none may be missing."""
        paths = sorted_steps(self.movement)
        for index, (number, path) in enumerate(paths):
            place, frames = f"{self.movement}: step {number}", read_model(path, StepFile).persona
            if number != paths[0][0] + index:
                raise BadInput(place, f"step {number - 1} is missing before it", COPY_AGAIN)
            left_out = next((name for name in self.meta.persona_names if name not in frames), None)
            if left_out is not None:
                raise BadInput(place, f"it does not say where {left_out} is", COPY_AGAIN)
            yield Step(number, frames, (index + 1) / len(paths))

    def scratch(self, name: str) -> Scratch:
        """Who a persona is."""
        return read_model(self._memory_folder(name) / "scratch.json", Scratch)

    def memories(self, name: str) -> dict[str, Node]:
        """A persona's memories, newest first; none where the file is not there."""
        path = self._memory_folder(name) / "associative_memory" / "nodes.json"
        return read_json(path, NODES, MAXIMUM_MEMORY_FILE_BYTES) if path.is_file() else {}

    def _memory_folder(self, name: str) -> Path:
        return self.folder / "personas" / name / "bootstrap_memory"


def find_simulation(folder: Path) -> SavedSimulation:
    """The simulation in a folder. Raises BadInput where there is none, or none that has run."""
    if not isdir(folder):
        raise BadInput(str(folder), "there is no such folder", "name the folder of one saved simulation")
    compressed, full = folder / "meta.json", folder / "reverie" / "meta.json"
    meta_path = compressed if compressed.is_file() else full
    if not meta_path.is_file():
        raise BadInput(
            str(folder), "neither meta.json nor reverie/meta.json is in it", "name the folder of one saved simulation"
        )
    movement = folder / ("master_movement.json" if meta_path == compressed else "movement")
    if not movement.exists():
        raise BadInput(str(movement), "it is not there, so nothing has happened yet", "save a simulation that has run")
    return SavedSimulation(folder, read_model(meta_path, Meta), movement)


def sorted_steps(folder: Path) -> list[tuple[int, Path]]:
    """The files of the full layout by their steps."""
    return sorted((_number(path.stem, str(path)), path) for path in folder.glob("*.json"))


def read_model(path: Path, model: type[Model]) -> Model:
    """A file as a model. Raises BadInput naming the place in it."""
    return read_json(path, TypeAdapter(model), MAXIMUM_FILE_BYTES)


def read_json(path: Path, adapter: TypeAdapter[Value], maximum_bytes: int) -> Value:
    """A file's JSON as the adapter's type. Raises BadInput for one that is missing, too large or something else."""
    if not path.is_file():
        raise BadInput(str(path), "there is no such file", COPY_AGAIN)
    if path.stat().st_size > maximum_bytes:
        raise BadInput(str(path), f"larger than {maximum_bytes} bytes", "is it the right file?")
    try:
        return adapter.validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] == "json_invalid":
            raise BadInput(str(path), f"not JSON ({first['ctx']['error']})", COPY_AGAIN) from error
        raise bad_value(str(path), error) from error


def _number(text: str, source: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise BadInput(source, f"{text[:40]!r} is no number of a step", "take out what is no step")
    return int(text)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:120]

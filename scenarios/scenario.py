"""Scenario: a village to run, read from YAML and resolved whole: map, cast, start and seed.

The resolved scenario is stored in the run, so that a run opens again although its files have changed since.
"""

import json
from os.path import isfile  # Path's own raise for a name that the system can't take
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from agents.cast import MAXIMUM_CHARACTERS, Cast, Slug, Words
from agents.happenings import MAXIMUM_MINUTES, ImpossibleHappening, occurrence_of
from scenarios.cast_files import load_cast
from scenarios.yaml_file import read_yaml, validated
from sim.bad_input import BadInput
from sim.clock import parse_time
from sim.happenings import Kind, Scheduled, Weather
from sim.town_map import TownMap, load_town_map, load_town_map_text

FOLDER = Path(__file__).parent
DEFAULT = "ordinary_day"
SCENARIO_FILE = "scenario.yaml"
"""What a scenario's own file is called in a folder of its own, whose name it then goes by."""
MAXIMUM_SEED = 2**63 - 1
"""The largest integer that every store holds."""
MAXIMUM_CAST_FOLDERS = 8
MAXIMUM_EVENTS = 200
"""What a scenario can let happen."""
_When = Annotated[str, StringConstraints(pattern=r"^\d{1,4}d\d\d:\d\d$")]


class EventEntry(BaseModel):
    """Something that happens at a time: weather, which is everywhere, or anything else at a place of the map.

    `minutes` says for how long, and `text` how people speak of it; each has a usual value for every kind.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: _When
    what: Kind
    place: str | None = None
    minutes: Annotated[int, Field(ge=1, le=MAXIMUM_MINUTES)] | None = None
    text: Words | None = None

    def scheduled(self, town_map: TownMap) -> Scheduled:
        """As the village keeps it. Raises ValueError for an hour or a place that is none."""
        text = self.text.text if self.text else None
        return Scheduled(parse_time(self.at), occurrence_of(self.what, self.place, self.minutes, town_map, text))


class ScenarioFile(BaseModel):
    """A scenario as its author writes it. Paths are relative to the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Words
    map: str
    cast: str | Annotated[tuple[str, ...], Field(min_length=1, max_length=MAXIMUM_CAST_FOLDERS)]
    """A folder of characters, or several: all that are in them live here."""
    characters: Annotated[tuple[Slug, ...], Field(max_length=MAXIMUM_CHARACTERS)] = ()
    """Where only some of them do: their ids."""
    start: Annotated[str, StringConstraints(pattern=r"^\d+d\d\d:\d\d$")] = "1d06:30"
    seed: Annotated[int, Field(ge=0, le=MAXIMUM_SEED)] = 7
    pace: Annotated[float, Field(ge=0.1, le=3600)] = 30.0
    decision_tick_seconds: Annotated[int, Field(ge=1, le=600)] = 30
    language: Literal["zh", "en"] = "zh"
    weather: Weather = "sunny"
    """Where nothing else is said by `events`."""
    events: Annotated[tuple[EventEntry, ...], Field(max_length=MAXIMUM_EVENTS)] = ()

    @property
    def cast_folders(self) -> tuple[str, ...]:
        """The folders of the cast, however many."""
        return (self.cast,) if isinstance(self.cast, str) else self.cast


class Scenario(BaseModel):
    """A resolved scenario: nothing outside it is needed to run it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    settings: ScenarioFile
    cast: Cast
    map_text: str
    source: str

    @property
    def start(self) -> int:
        """The first moment, as SimTime."""
        return parse_time(self.settings.start)

    def town_map(self) -> TownMap:
        """The validated map."""
        return load_town_map_text(self.map_text, f"{self.source}: map")

    def schedule(self, town_map: TownMap) -> tuple[Scheduled, ...]:
        """What is to happen, in order of time."""
        found = [entry.scheduled(town_map) for entry in self.settings.events]
        return tuple(sorted(found, key=lambda scheduled: scheduled.time))


_file: TypeAdapter[ScenarioFile] = TypeAdapter(ScenarioFile)


def load_scenario(name_or_path: str) -> Scenario:
    """A shipped scenario by name, or any by path; all of it validated. Raises BadInput."""
    path = scenario_path(name_or_path)
    settings = validated(_file, read_yaml(path), str(path))
    try:
        parse_time(settings.start)
    except ValueError as error:
        raise BadInput(f"{path}: start", str(error), "correct it") from error
    map_path = path.parent / settings.map
    town_map = load_town_map(map_path)
    _check_events(settings, town_map, str(path))
    folders = [path.parent / folder for folder in settings.cast_folders]
    cast = load_cast(folders, settings.characters, town_map, str(path))
    map_text = map_path.read_text(encoding="utf-8")
    return Scenario(settings=settings, cast=cast, map_text=map_text, source=source_name(path))


def source_name(path: Path) -> str:
    """What a scenario is called by: its file, or its folder."""
    return path.absolute().parent.name if path.name == SCENARIO_FILE else path.stem


def tileset_pictures(name_or_path: str) -> list[Path]:
    """The pictures that the scenario's map names: Tiled opens a map only beside them."""
    path = scenario_path(name_or_path)
    map_path = path.parent / validated(_file, read_yaml(path), str(path)).map
    tiled = json.loads(map_path.read_text(encoding="utf-8"))
    return [map_path.parent / tileset["image"] for tileset in tiled["tilesets"] if "image" in tileset]


def stored_scenario(text: str, source: str) -> Scenario:
    """A scenario as a run stored it. Raises BadInput where the code no longer reads it."""
    try:
        return Scenario.model_validate_json(text)
    except ValidationError as error:
        problem = f"its scenario was stored by other code ({error.error_count()} differences)"
        raise BadInput(source, problem, "open it with the version that made it") from error


def shipped() -> list[str]:
    """The names of the scenarios that come with the village."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def scenario_path(name_or_path: str) -> Path:
    """The file of a scenario: a shipped one's by name, or any by path, or by its folder's. Raises BadInput."""
    named = FOLDER / f"{name_or_path}.yaml"
    if isfile(named) and "/" not in name_or_path:
        return named
    path = Path(name_or_path)
    path = path / SCENARIO_FILE if isfile(path / SCENARIO_FILE) else path
    if not isfile(path):
        raise BadInput(name_or_path, "no such scenario", f"name one of {', '.join(shipped())}, or a YAML file")
    return path


def _check_events(settings: ScenarioFile, town_map: TownMap, source: str) -> None:
    """Every event has a time of the run, and a place where it needs one."""
    for index, entry in enumerate(settings.events):
        where = f"{source}: events.{index}"
        try:
            time = entry.scheduled(town_map).time
        except ImpossibleHappening as impossible:
            raise BadInput(where, impossible.problem, impossible.fix) from impossible
        except ValueError as error:
            raise BadInput(f"{where}: at", str(error), "correct it") from error
        if time < parse_time(settings.start):
            raise BadInput(f"{where}: at", f"{entry.at} is before the start", f"name {settings.start} or later")

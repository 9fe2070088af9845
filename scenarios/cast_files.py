"""Cast files: a scenario's people, read from one YAML file each in one or more folders, and checked against its map."""

from collections.abc import Collection, Mapping, Sequence
from os.path import isdir  # Path's own raises for a name that the system can't take
from pathlib import Path

from pydantic import TypeAdapter

from agents.cast import MAXIMUM_CHARACTERS, Activity, Cast, Character
from scenarios.yaml_file import read_yaml, validated
from sim.bad_input import BadInput
from sim.town_map import TownMap

COMMON_FILE = "_common.yaml"

_character: TypeAdapter[Character] = TypeAdapter(Character)
_common: TypeAdapter[tuple[Activity, ...]] = TypeAdapter(tuple[Activity, ...])


def load_cast(folders: Sequence[Path], only: Collection[str], town_map: TownMap, source: str) -> Cast:
    """The people of all folders together, or `only` some of them, checked. Raises BadInput; `source` names who asks."""
    characters: dict[str, Character] = {}
    files: dict[str, Path] = {}
    for path in character_files(folders):
        character = validated(_character, read_yaml(path), str(path))
        if character.id in characters:
            raise BadInput(f"{path}: id", f"{character.id!r} is already in the cast", "give each character its own id")
        characters[character.id], files[character.id] = character, path
    for own_id in only:
        if own_id not in characters:
            raise BadInput(f"{source}: characters", f"nobody is called {own_id!r}", f"name {', '.join(characters)}")
    chosen = tuple(character for own_id, character in characters.items() if not only or own_id in only)
    cast = Cast(common=_shared_activities(folders, town_map), characters=chosen)
    _check_cast(cast, town_map, files)
    return cast


def character_files(folders: Sequence[Path]) -> list[Path]:
    """One file per character, in the order of folders and names. Raises BadInput for a folder without any."""
    found: list[Path] = []
    for folder in folders:
        if not isdir(folder):
            raise BadInput(str(folder), "there is no such cast folder", "name a folder of characters' files")
        paths = sorted(folder.glob("[!_]*.yaml"))
        if not paths:
            raise BadInput(str(folder), "no characters", "put one YAML file per character there")
        found += paths
        if len(found) > MAXIMUM_CHARACTERS:
            raise BadInput(str(folder), f"more than {MAXIMUM_CHARACTERS} characters", "move some out")
    return found


def _shared_activities(folders: Sequence[Path], town_map: TownMap) -> tuple[Activity, ...]:
    """What everyone may do: each folder adds to it."""
    found: dict[str, Activity] = {}
    for path in (folder / COMMON_FILE for folder in folders):
        for activity in validated(_common, read_yaml(path), str(path)) if path.is_file() else ():
            if activity.id in found:
                raise BadInput(f"{path}: {activity.id}", "another folder has it, too", "give it an id of its own")
            _check_places(activity, town_map, f"{path}: {activity.id}")
            found[activity.id] = activity
    return tuple(found.values())


def _check_cast(cast: Cast, town_map: TownMap, files: Mapping[str, Path]) -> None:
    """Every place and activity that the cast names must exist."""
    for character in cast.characters:
        source = str(files[character.id])
        if character.home not in town_map.places:
            raise BadInput(f"{source}: home", f"the map has no place {character.home!r}", _name_a_place(town_map))
        if character.starts_at is not None and character.starts_at not in town_map.walkable:
            raise BadInput(f"{source}: starts_at", "nobody can stand on that tile", "name a walkable one: [x, y]")
        for activity in character.activities:
            _check_places(activity, town_map, f"{source}: activities: {activity.id}")
        _check_day(character, cast, town_map, source)


def _check_places(activity: Activity, town_map: TownMap, source: str) -> None:
    for place in activity.places:
        if place != "home" and place not in town_map.places:
            raise BadInput(f"{source}: places", f"the map has no place {place!r}", _name_a_place(town_map))


def _check_day(character: Character, cast: Cast, town_map: TownMap, source: str) -> None:
    own, common = character.activity_by_id, cast.common_by_id
    if character.command.activity not in own:
        raise BadInput(
            f"{source}: command", f"unknown activity {character.command.activity!r}", f"name {' or '.join(own)}"
        )
    for index, entry in enumerate(character.day.plan):
        place = f"{source}: day.plan.{index}"
        if entry.activity not in own and entry.activity not in common:
            known = ", ".join([*own, *common])
            raise BadInput(place, f"unknown activity {entry.activity!r}", f"name one of {known}")
        if entry.place not in (None, "home") and entry.place not in town_map.places:
            raise BadInput(place, f"the map has no place {entry.place!r}", _name_a_place(town_map))


def _name_a_place(town_map: TownMap) -> str:
    return f"name one of {', '.join(sorted(town_map.places))}"

"""Scaffold: a scenario of one's own in a folder, with its map, its cast and its events, made from one that there is."""

import json
import re
import shutil
from pathlib import Path
from string import Template
from typing import Any

import yaml

from scenarios.cast_files import COMMON_FILE, character_files
from scenarios.scenario import SCENARIO_FILE, EventEntry, Scenario, load_scenario, scenario_path, shipped
from scenarios.yaml_file import read_yaml
from sim.bad_input import BadInput
from sim.happenings import GATHERINGS, INCIDENTS, WEATHERS
from web.art.land.tileset import paint_tileset

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
MAP_FILE, CAST_FOLDER = "map.tmj", "cast"
EXAMPLE = Template("""\
# events:
#   - {at: 1d10:00, what: rain, minutes: 60}
#   - {at: 1d15:00, what: market_day, place: $place}
""")
TEMPLATE = Template("""\
# $name, made from $source. 改自 $source。
# Every field is explained in docs/scenarios.md; after a change: taoyuan check $name
# 每一项的意思见 docs/scenarios.md；改完先查一查：taoyuan check $name

# What people call it, in both languages. 名字，中英文各一个。
name: {zh: "$name", en: "$name"}

# The map, to be edited in Tiled; its tileset picture lies beside it. 地图，用 Tiled 打开来改，图块图片就在旁边。
map: $map
# The people, a file each: change them, take some out, add your own. 村民，一人一个文件：改、删、添都行。
cast: $cast

# The first moment: the first day at half past six is 1d06:30. 从哪一刻开始：第一天早上六点半写作 1d06:30。
start: $start
# The same seed is the same history, to the bit. 种子一样，历史就一样，分毫不差。
seed: $seed
# Simulated seconds per second while it is served. 网页上看时，真实一秒等于村里几秒。
pace: $pace
# Thoughts fall together on every so many seconds; more of them are a larger batch. 每隔几秒一起想事；隔得久，一批就大。
decision_tick_seconds: $tick
# What the villagers think and speak among themselves in: zh or en. 村民想事说话用中文 zh 还是英文 en。
language: $language
# The weather where `events` say nothing else: $weathers. 没有别的安排时的天气。
weather: $weather

# What happens, and when: weather, which is everywhere, or at a place $occasions.
# 几时出什么事：天气全村都一样；赶集、过节、来生人、走丢羊、着火要写在哪儿。
$events""")


def scaffold(name: str, source: str, parent: Path) -> Path:
    """Make the scenario `name` in a folder of that name; what is there already is never touched. Raises BadInput."""
    if not NAME.fullmatch(name):
        raise BadInput(f"new {name}", "no name for a scenario", "begin with a letter; then letters, digits, - and _")
    if name in shipped():
        raise BadInput(f"new {name}", "a shipped scenario is called so", "write another name")
    folder, unfinished = parent / name, parent / f".{name}.part"
    if folder.exists():
        raise BadInput(str(folder), "is there already", "write another name, or move it away")
    scenario = load_scenario(source)
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        _write(unfinished, name, scenario, scenario_path(source))
        unfinished.rename(folder)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise BadInput(str(folder), f"can't be written ({error.strerror})", "go to a folder that can") from error
    return folder


def _write(folder: Path, name: str, scenario: Scenario, source: Path) -> None:
    settings = scenario.settings
    cast = folder / CAST_FOLDER
    cast.mkdir(parents=True)
    _copy_cast([source.parent / each for each in settings.cast_folders], set(scenario.cast.by_id), cast)
    (folder / MAP_FILE).write_text(_map_with_its_picture(scenario.map_text), encoding="utf-8")
    (folder / SCENARIO_FILE).write_text(_settings_text(name, scenario), encoding="utf-8")
    _paint(folder / MAP_FILE)


def _copy_cast(folders: list[Path], chosen: set[str], target: Path) -> None:
    """The chosen people's files as they are, comments and all; what they share in one file."""
    shared = [path.read_text(encoding="utf-8") for path in (each / COMMON_FILE for each in folders) if path.is_file()]
    if shared:
        (target / COMMON_FILE).write_text("\n".join(shared), encoding="utf-8")
    for path in character_files(folders):
        if read_yaml(path)["id"] in chosen:
            shutil.copyfile(path, target / path.name)


def _map_with_its_picture(map_text: str) -> str:
    """The map, its tilesets' pictures named as lying beside it."""
    tiled: dict[str, Any] = json.loads(map_text)
    named = [tileset for tileset in tiled["tilesets"] if "image" in tileset]
    if all(Path(tileset["image"]).name == tileset["image"] for tileset in named):
        return map_text
    for tileset in named:
        tileset["image"] = Path(tileset["image"]).name
    return json.dumps(tiled, ensure_ascii=False)


def _paint(map_path: Path) -> None:
    """The picture that Tiled wants; a map that was drawn with tiles of its own brings its own."""
    try:
        paint_tileset(map_path)
    except ValueError:
        return


def _settings_text(name: str, scenario: Scenario) -> str:
    settings = scenario.settings
    roomiest = max(scenario.town_map().places.values(), key=lambda place: len(place.seats))
    example = EXAMPLE.substitute(place=roomiest.id)
    return TEMPLATE.substitute(
        name=name,
        source=scenario.source,
        map=MAP_FILE,
        cast=CAST_FOLDER,
        start=settings.start,
        seed=settings.seed,
        pace=f"{settings.pace:g}",
        tick=settings.decision_tick_seconds,
        language=settings.language,
        weather=settings.weather,
        weathers=", ".join(WEATHERS),
        occasions=", ".join(GATHERINGS + INCIDENTS),
        events="events:\n" + "".join(map(_event_line, settings.events)) if settings.events else example,
    )


def _event_line(entry: EventEntry) -> str:
    value = entry.model_dump(mode="json", exclude_none=True)
    written = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000)
    return f"  - {written.strip()}\n"

"""Scenarios: good ones load whole; whatever is wrong with one is a single line naming file, place and fix."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scenarios.scenario import load_scenario, stored_scenario
from scenarios.village import assemble
from scenarios.yaml_file import MAXIMUM_FILE_BYTES
from sim.bad_input import BadInput
from sim.clock import parse_time
from tests.default_village import default_scenario
from tests.small_scenario import FLOOR, WALL, SmallScenario, small_scenario
from tests.small_village import ANNA, BERT, CARA, small_cast, small_map

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def village(tmp_path: Path) -> SmallScenario:
    return small_scenario(tmp_path)


def refused(path: Path | str) -> BadInput:
    """The error that loading gives: one line with file, problem and fix."""
    with pytest.raises(BadInput) as caught:
        load_scenario(str(path))
    error = caught.value
    assert str(error) == f"{error.source}: {error.problem}; {error.fix}"
    assert len(str(error).splitlines()) == 1
    assert error.problem
    assert error.fix
    return error


def setting(**changes: object) -> Change:
    return lambda content: content.update(changes)


def without(key: str) -> Change:
    return lambda content: content.pop(key)


def plan_entry(index: int, **changes: object) -> Change:
    return lambda content: content["day"]["plan"][index].update(changes)


def test_a_good_scenario_loads_whole(village: SmallScenario) -> None:
    """Settings, map and cast are read, and what the file leaves out has its default."""
    scenario = load_scenario(str(village.path))
    assert scenario.cast == small_cast()
    assert scenario.town_map().walkable == small_map().walkable
    assert (scenario.settings.seed, scenario.start) == (7, parse_time("1d06:30"))


def test_a_stored_scenario_reads_back_as_it_was(village: SmallScenario) -> None:
    """A run's copy needs no file any more."""
    scenario = load_scenario(str(village.path))
    text = scenario.model_dump_json()
    shutil.rmtree(village.folder)
    assert stored_scenario(text, "run 1") == scenario
    assert stored_scenario(text, "run 1").town_map().places.keys() == small_map().places.keys()


def test_a_scenario_stored_by_other_code_is_refused() -> None:
    """What this code can't read is said to be another version's."""
    with pytest.raises(BadInput, match=r"run 1: .*other code.*; open it with the version that made it"):
        stored_scenario('{"settings": {}}', "run 1")


def test_the_default_scenario_has_a_name_in_both_languages() -> None:
    """What is shipped loads by its name."""
    assert default_scenario().settings.name.zh == "平常的一天"
    assert default_scenario().source == "ordinary_day"


@pytest.mark.parametrize("name", ["no_such_day", "", "..", "a\x00b", "x" * 5000, "nowhere/at/all.yaml"])
def test_a_name_that_is_no_scenario_is_refused(name: str) -> None:
    """The error lists what there is."""
    assert "ordinary_day" in refused(name).fix


@pytest.mark.parametrize(
    ("change", "place", "problem"),
    [
        (setting(wether="rain"), "wether", "Extra inputs"),
        (without("name"), "name", "required"),
        (setting(name="小村"), "name", "Words"),
        (setting(seed="lucky"), "seed", "integer"),
        (setting(seed=-1), "seed", "greater"),
        (setting(seed=2**63), "seed", "less"),
        (setting(pace=0), "pace", "greater"),
        (setting(pace=float("nan")), "pace", "less"),
        (setting(decision_tick_seconds=0), "decision_tick_seconds", "greater"),
        (setting(language="fr"), "language", "'zh' or 'en'"),
        (setting(start="0d00:00"), "start", "first day 1"),
        (setting(start="1d24:00"), "start", "1d24:00"),
        (setting(start="99999d00:00"), "start", "99999d00:00"),
        (setting(start="tomorrow"), "start", "pattern"),
        (setting(start=390), "start", "string"),
        (setting(map=["map.tmj"]), "map", "string"),
    ],
)
def test_a_bad_setting_is_named(village: SmallScenario, change: Change, place: str, problem: str) -> None:
    """File and key are in the error, and what is wrong with the value."""
    village.edit("small.yaml", change)
    error = refused(village.path)
    assert error.source == f"{village.path}: {place}"
    assert problem in error.problem


@pytest.mark.parametrize("name", ["gone.tmj", "cast", "x" * 5000, "a\x00b"])
def test_a_missing_map_is_refused(village: SmallScenario, name: str) -> None:
    """A map that is no file is named with the key to mend."""
    village.edit("small.yaml", setting(map=name))
    error = refused(village.path)
    assert error.problem == "there is no such map"
    assert "`map:`" in error.fix


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"layers": 1}', "\x00\x01", "[" * 5000])
def test_a_file_that_is_no_map_is_refused(village: SmallScenario, text: str) -> None:
    """Whatever the Tiled library makes of it, the error names the map."""
    (village.folder / "map.tmj").write_text(text)
    assert refused(village.path).source == str(village.folder / "map.tmj")


def test_a_place_that_nobody_can_reach_is_refused(village: SmallScenario) -> None:
    """A door walled up leaves its place without a way in; the error names place and tile."""
    village.edit("map.tmj", lambda content: wall_up(content, 7, 2))
    error = refused(village.path)
    assert error.source == str(village.folder / "map.tmj")
    assert "no path leads to place 'shop'" in error.problem


def wall_up(content: dict[str, Any], x: int, y: int) -> None:
    data = content["layers"][0]["data"]
    assert data[y * content["width"] + x] == FLOOR
    data[y * content["width"] + x] = WALL


def test_a_missing_cast_is_refused(village: SmallScenario) -> None:
    """A cast folder that is not there, or is empty, is named."""
    village.edit("small.yaml", setting(cast="nobody"))
    assert refused(village.path).source == str(village.folder / "nobody")
    (village.folder / "nobody").mkdir()
    assert refused(village.path).problem == "no characters"


def test_only_some_of_a_cast_may_live_there(village: SmallScenario) -> None:
    """Those that `characters` names, in the cast's own order; one that is not there is named."""
    village.edit("small.yaml", setting(characters=[CARA, ANNA]))
    assert [character.id for character in load_scenario(str(village.path)).cast.characters] == [ANNA, CARA]
    village.edit("small.yaml", setting(characters=[ANNA, "dora"]))
    error = refused(village.path)
    assert error.source == f"{village.path}: characters"
    assert "'dora'" in error.problem
    assert BERT in error.fix


def test_a_cast_may_come_out_of_several_folders(village: SmallScenario) -> None:
    """Each adds its people and what they share; nothing may be in two of them."""
    guests = village.folder / "guests"
    guests.mkdir()
    (village.folder / "cast" / "cara.yaml").rename(guests / "cara.yaml")
    village.edit("small.yaml", setting(cast=["cast", "guests"]))
    assert load_scenario(str(village.path)).cast == small_cast()
    shutil.copy(village.folder / "cast" / "_common.yaml", guests)
    error = refused(village.path)
    assert error.source == f"{guests / '_common.yaml'}: breakfast"
    assert "another folder" in error.problem


def test_a_newcomer_begins_where_it_comes_from(village: SmallScenario) -> None:
    """Up and on its way, at a tile that can be stood on."""
    village.edit("cast/cara.yaml", setting(starts_at=[7, 2]))
    cara = assemble(load_scenario(str(village.path)), 1).first_world().agents[CARA]
    assert (cara.at, cara.state, cara.place, cara.wake) == ((7, 2), "idle", None, parse_time("1d06:30"))
    village.edit("cast/cara.yaml", setting(starts_at=[0, 0]))
    assert refused(village.path).source == f"{village.folder / 'cast' / 'cara.yaml'}: starts_at"


def test_two_characters_of_one_id_are_refused(village: SmallScenario) -> None:
    """The error names the second file and the id."""
    village.edit("cast/bert.yaml", setting(id=ANNA))
    error = refused(village.path)
    assert error.source == f"{village.folder / 'cast' / 'bert.yaml'}: id"
    assert "'anna'" in error.problem


def test_more_characters_than_a_cast_may_have_are_refused(village: SmallScenario) -> None:
    """The 201st file is one too many, which is said before any is read."""
    for number in range(201):
        (village.folder / "cast" / f"extra_{number}.yaml").touch()
    assert "200" in refused(village.path).problem


@pytest.mark.parametrize(
    ("change", "place", "problem"),
    [
        (plan_entry(1, activity="fly"), "day.plan.1", "unknown activity 'fly'"),
        (plan_entry(2, place="moon"), "day.plan.2", "no place 'moon'"),
        (setting(home="moon"), "home", "no place 'moon'"),
        (lambda c: c["command"].update(activity="fly"), "command", "unknown activity 'fly'"),
        (lambda c: c["activities"][1].update(places=["home", "moon"]), "activities: chat: places", "no place 'moon'"),
        (lambda c: c["activities"][0].update(places=[]), "activities.0.places", "at least 1"),
        (lambda c: c["activities"].pop(), "activities", "at least 2"),
        (plan_entry(1, at="06:15"), "day", "06:15 comes after 06:30"),
        (plan_entry(1, at="25:00"), "day.plan.1.at", "pattern"),
        (plan_entry(1, at=480), "day.plan.1.at", "string"),
        (lambda c: c["day"].update(sleep="05:00"), "day", "05:00 comes after"),
        (setting(nickname="Annie"), "nickname", "Extra inputs"),
        (lambda c: c["speech"]["to_visitor"].update(shout=[]), "speech.to_visitor.shout", "Extra inputs"),
        (lambda c: c["speech"]["views"].pop("river"), "speech.views.river", "required"),
        (lambda c: c["speech"]["topics"][0].update(subject="politics"), "speech.topics.0.subject", "weather"),
        (lambda c: c["speech"]["greetings"][0].update(zh="话" * 201), "speech.greetings.0.zh", "200"),
        (lambda c: c["speech"]["greetings"][0].update(en=""), "speech.greetings.0.en", "at least 1"),
        (setting(id="../anna"), "id", "pattern"),
        (setting(age="old"), "age", "integer"),
        (setting(age=2), "age", "greater"),
        (setting(seconds_per_tile=0), "seconds_per_tile", "greater"),
    ],
)
def test_a_bad_character_is_named(village: SmallScenario, change: Change, place: str, problem: str) -> None:
    """The file, the place in it, and what is wrong there."""
    village.edit("cast/anna.yaml", change)
    error = refused(village.path)
    assert error.source == f"{village.folder / 'cast' / 'anna.yaml'}: {place}"
    assert problem in error.problem


def test_the_file_that_is_named_is_the_file_that_is_wrong(village: SmallScenario) -> None:
    """A character's file may be called otherwise than the character."""
    village.edit("cast/cara.yaml", setting(home="moon"))
    (village.folder / "cast" / "cara.yaml").rename(village.folder / "cast" / "the_shop.yaml")
    assert refused(village.path).source == f"{village.folder / 'cast' / 'the_shop.yaml'}: home"


def test_a_shared_activity_at_an_unknown_place_is_refused(village: SmallScenario) -> None:
    """The file of shared activities is checked like the others."""
    village.edit("cast/_common.yaml", lambda content: content[0].update(places=["moon"]))
    assert refused(village.path).source == f"{village.folder / 'cast' / '_common.yaml'}: breakfast: places"


LAUGHS = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))


@pytest.mark.parametrize(
    "text",
    [
        f"a0: &a0 [ha]\n{LAUGHS}",
        "base: &base {map: map.tmj}\n<<: *base",
        "[" * 50_000,
        "{a: " * 20_000,
        "- " * 5_000,
        "\n".join(" " * depth + "a:" for depth in range(1_300)),
        "name: !!python/object/apply:os.system [true]",
        "name: !!python/name:os.system",
        "name: !unheard-of 1",
        "? [a]\n: b",
        "map: a\n---\nmap: b",
        "map:\t- b\n\tcast: d",
        "map: 'unclosed",
        "start: 2024-99-99",
        "start: !!timestamp never",
        "seed: " + "9" * 5_000,
        "seed: 0x_",
        "seed: !!int many",
        "pace: !!float fast",
        "pace: !!bool perhaps",
        "map: !!binary '***'",
        "map: \x07",
        "- a\n- list",
        "just words",
        "42",
        "",
    ],
    ids=range(26),
)
def test_hostile_or_malformed_yaml_is_refused(village: SmallScenario, text: str) -> None:
    """Bombs, code, broken syntax and values that can't be: quickly refused, with the file's name."""
    village.path.write_text(text, encoding="utf-8")
    assert refused(village.path).source.startswith(str(village.path))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"map: \xed\xa0\x80", bytes(range(256)), b"\x00" * 64])
def test_a_binary_file_is_refused(village: SmallScenario, content: bytes) -> None:
    """What is not UTF-8 text is no scenario."""
    village.path.write_bytes(content)
    assert refused(village.path).source.startswith(str(village.path))


def test_a_huge_file_is_refused_unread(village: SmallScenario) -> None:
    """A file beyond the maximum is turned away by its size."""
    (village.folder / "cast" / f"{CARA}.yaml").write_bytes(b"#" * (MAXIMUM_FILE_BYTES + 1))
    error = refused(village.path)
    assert error.source == str(village.folder / "cast" / f"{CARA}.yaml")
    assert str(MAXIMUM_FILE_BYTES) in error.problem


def test_a_good_file_of_one_character_is_not_blamed_for_anothers_fault(village: SmallScenario) -> None:
    """Of three files the broken one is named."""
    (village.folder / "cast" / f"{BERT}.yaml").write_text("id: [", encoding="utf-8")
    assert refused(village.path).source.startswith(str(village.folder / "cast" / f"{BERT}.yaml"))


def test_a_scenarios_events_are_kept_in_order_of_time(village: SmallScenario) -> None:
    """However they are written; each with its usual words and length, unless it has its own."""
    events = [
        {"at": "1d10:00", "what": "fire", "place": "shop", "minutes": 5, "text": {"zh": "店里冒烟", "en": "smoke"}},
        {"at": "1d08:00", "what": "snow"},
    ]
    village.edit("small.yaml", setting(events=events))
    scenario = load_scenario(str(village.path))
    snow, fire = scenario.schedule(scenario.town_map())
    assert (snow.time, snow.occurrence.what, snow.occurrence.text.zh) == (parse_time("1d08:00"), "snow", "飘起雪花来了")
    assert (fire.occurrence.place, fire.occurrence.seconds, fire.occurrence.text.en) == ("shop", 300, "smoke")
    assert stored_scenario(scenario.model_dump_json(), "a run").schedule(scenario.town_map()) == (snow, fire)


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"at": "1d08:00", "what": "fire"}, "fire has to be somewhere; name one of home, shop, square"),
        ({"at": "1d08:00", "what": "fire", "place": "moon"}, "the map has no place 'moon'; name one of"),
        ({"at": "1d08:00", "what": "rain", "place": "shop"}, "rain is weather, which is everywhere; leave the place"),
        ({"at": "1d06:00", "what": "rain"}, "1d06:00 is before the start; name 1d06:30 or later"),
        ({"at": "0d08:00", "what": "rain"}, "'0d08:00' is no time"),
        ({"at": "soon", "what": "rain"}, "events.0.at"),
        ({"at": "1d08:00", "what": "earthquake"}, "events.0.what"),
        ({"at": "1d08:00", "what": "rain", "minutes": 0}, "events.0.minutes"),
        ({"at": "1d08:00", "what": "rain", "text": {"zh": "雨"}}, "events.0.text.en"),
    ],
)
def test_an_event_that_can_not_be_is_refused_in_one_line(
    village: SmallScenario, event: dict[str, object], told: str
) -> None:
    """It names the file, which event, and what to do."""
    village.edit("small.yaml", setting(events=[event]))
    error = refused(village.path)
    assert "events.0" in error.source
    assert told in str(error)

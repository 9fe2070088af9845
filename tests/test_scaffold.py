"""`taoyuan new`, and docs/scenarios.md: one's own scenario is good at once, and every field of it is explained."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import BaseModel

from agents.cast import Activity, Character, Command, Day, PlanEntry, Speech, Topic, ToVisitor, Views, Voice
from scenarios.scaffold import scaffold
from scenarios.scenario import DEFAULT, EventEntry, ScenarioFile, load_scenario, tileset_pictures
from scenarios.scenario_commands import check, new
from scenarios.village import assemble
from sim.bad_input import BadInput
from sim.clock import HOUR
from tests.command import ROOT
from tests.small_scenario import small_scenario
from tests.stage import Stage

MODELS: tuple[type[BaseModel], ...] = (
    *(ScenarioFile, EventEntry, Character, Voice, Command, Activity),
    *(Day, PlanEntry, Speech, Topic, Views, ToVisitor),
)
DOCUMENT = ROOT / "docs" / "scenarios.md"


@pytest.fixture(scope="module")
def newcomers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One's own scenario, made from one with two folders of people and an event."""
    return scaffold("mine", "newcomer", tmp_path_factory.mktemp("new"))


def test_ones_own_is_what_it_was_made_from(newcomers: Path) -> None:
    """The same people, map, settings and events under a name of its own, out of one folder."""
    own, source = load_scenario(str(newcomers)), load_scenario("newcomer")
    assert own.cast.by_id == source.cast.by_id
    assert own.cast.common == source.cast.common
    assert own.town_map() == source.town_map()
    renamed = {"name": own.settings.name, "map": "map.tmj", "cast": "cast"}
    assert own.settings == source.settings.model_copy(update=renamed)
    assert (own.source, own.settings.name.zh) == ("mine", "mine")


def test_ones_own_can_be_lived(newcomers: Path) -> None:
    """For an hour, with nobody stuck."""
    stage = Stage(village=assemble(load_scenario(str(newcomers)), 1))
    stage.run_on(HOUR)
    assert stage.log.committed
    assert stage.stranded == []


def test_it_is_explained_in_both_languages(newcomers: Path) -> None:
    """A comment above every setting, in Chinese and English."""
    lines = (newcomers / "scenario.yaml").read_text("utf-8").splitlines()
    for setting in ScenarioFile.model_fields:
        above = [before for before, line in pairwise(lines) if line.startswith(f"{setting}:")]
        assert all(re.search("[\u4e00-\u9fff]", comment) and comment.startswith("#") for comment in above)
        assert above or setting == "characters"


def test_its_map_opens_in_tiled(newcomers: Path) -> None:
    """The picture of its tileset is beside it, where the map says."""
    assert [picture.parent == newcomers and picture.is_file() for picture in tileset_pictures(str(newcomers))] == [True]


def test_only_those_who_live_there_are_copied(tmp_path: Path) -> None:
    """A village of five has five files, and an example of an event that would be good."""
    folder = scaffold("few", "cast_of_five", tmp_path)
    assert len(list((folder / "cast").glob("[!_]*.yaml"))) == 5
    file = folder / "scenario.yaml"
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"^# (?=events:|  - )", "", text, flags=re.MULTILINE), "utf-8")
    assert len(load_scenario(str(folder)).settings.events) == 2


def test_the_command_makes_a_folder_that_check_finds_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From a file of one's own, too: `taoyuan new NAME`, `taoyuan check NAME`."""
    monkeypatch.chdir(tmp_path)
    new("tiny", str(small_scenario(tmp_path).path), as_json=True)
    assert json.loads(capsys.readouterr().out)["folder"] == "tiny"
    check("tiny", as_json=True)
    facts = json.loads(capsys.readouterr().out)
    assert (facts["scenario"], facts["characters"], facts["ok"]) == ("tiny", 3, True)


@pytest.mark.parametrize("name", ["", "../out", "a b", "1st", DEFAULT, "x" * 41])
def test_a_name_that_will_not_do_is_refused(name: str, tmp_path: Path) -> None:
    """Nothing is written."""
    with pytest.raises(BadInput, match="name"):
        scaffold(name, DEFAULT, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    """A folder of that name, whatever is in it, and a place where nothing can be made."""
    (tmp_path / "mine").mkdir()
    with pytest.raises(BadInput, match="is there already"):
        scaffold("mine", DEFAULT, tmp_path)
    assert list((tmp_path / "mine").iterdir()) == []
    with pytest.raises(BadInput, match="can't be written"):
        scaffold("other", "cast_of_five", Path("/proc"))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_documented_and_no_other(model: type[BaseModel]) -> None:
    """The tables of docs/scenarios.md are the models' fields, in their order."""
    table = DOCUMENT.read_text("utf-8").partition(f"<!-- {model.__name__} -->\n")[2].partition("\n\n")[0]
    documented = re.findall(r"^\| `(\w+)` \|", table.partition("|---|")[2], re.MULTILINE)
    assert documented == list(model.model_fields)

"""What can't be imported: one line that names file, place and fix, and nothing written."""

import asyncio
import json
from collections.abc import Callable
from os import link
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest
from starlette.testclient import TestClient

from scenarios import headless
from scenarios.branching import branch
from scenarios.generative_agents.importing import import_simulation
from scenarios.generative_agents.personas import agent_ids
from scenarios.recording import open_recording, rerun
from scenarios.replaying import replay_context
from scenarios.reports import print_runs, print_statistics
from sim.bad_input import BadInput
from sim.clock import HOUR, MINUTE
from tests.command import taoyuan
from tests.generative_agents_sample import ADA, BEN, meta, write_compressed, write_full, write_json
from web.replay_app import create_replay_app

Spoil = Callable[[Path], object]
MASTER = "master_movement.json"
SCRATCH = f"personas/{BEN}/bootstrap_memory/scratch.json"
NODES = f"personas/{ADA}/bootstrap_memory/associative_memory/nodes.json"


def changed(name: str, change: Callable[[Any], object]) -> Spoil:
    """Change what stands in a file."""

    def spoil(folder: Path) -> None:
        value = json.loads((folder / name).read_text(encoding="utf-8"))
        change(value)
        (folder / name).unlink()
        write_json(folder / name, value)

    return spoil


def halved(name: str, kept_bytes: int = 5000) -> Spoil:
    """Break a file off in its middle."""

    def spoil(folder: Path) -> None:
        beginning = (folder / name).read_bytes()[:kept_bytes]
        (folder / name).unlink()
        (folder / name).write_bytes(beginning)

    return spoil


SPOILT: dict[str, tuple[Spoil, str, str]] = {
    "no meta": (lambda folder: (folder / "meta.json").unlink(), "neither meta.json nor reverie/meta.json", ""),
    "no movements": (lambda folder: (folder / MASTER).unlink(), "nothing has happened yet", MASTER),
    "meta that is no JSON": (lambda folder: (folder / "meta.json").write_text("{]"), "not JSON", "meta.json"),
    "a date that is none": (
        lambda folder: write_json(folder / "meta.json", meta(start_date="13.2.2023")),
        "write it like February 13, 2023",
        "meta.json: start_date",
    ),
    "nobody in it": (
        lambda folder: write_json(folder / "meta.json", meta(persona_names=[])),
        "at least 1 item",
        "meta.json: persona_names",
    ),
    "a name that leads elsewhere": (
        lambda folder: write_json(folder / "meta.json", meta(persona_names=["../../etc"])),
        "pattern",
        "meta.json: persona_names.0",
    ),
    "movements that break off": (halved(MASTER), "not whole JSON", MASTER),
    "a step without a number": (changed(MASTER, lambda steps: steps.update(last={})), "no number of a step", MASTER),
    "steps out of order": (
        changed(MASTER, lambda steps: steps.update({"7": steps.pop("7")})),
        "after step 360",
        "step 7",
    ),
    "somebody unknown": (
        changed(MASTER, lambda steps: steps["9"].update({"Dan": steps["0"][BEN]})),
        "meta.json has no persona 'Dan'",
        "step 9",
    ),
    "somebody who is nowhere": (changed(MASTER, lambda steps: steps["0"].pop(BEN)), f"where {BEN} is", "step 0"),
    "a tile off the map": (
        changed(MASTER, lambda steps: steps["0"][BEN].update(movement=[3, -1])),
        "greater than or equal to 0",
        f"step 0: {BEN}.movement.1",
    ),
    "a talk that is none": (
        changed(MASTER, lambda steps: steps["0"][BEN].update(chat="hello")),
        "valid tuple",
        f"step 0: {BEN}.chat",
    ),
    "a persona without a file": (lambda folder: (folder / SCRATCH).unlink(), "no such file", SCRATCH),
    "an age that is none": (changed(SCRATCH, lambda scratch: scratch.update(age="old")), "integer", f"{SCRATCH}: age"),
    "a memory without a date": (
        changed(NODES, lambda nodes: nodes["node_3"].pop("created")),
        "Field required",
        f"{NODES}: node_3.created",
    ),
    "a memory that weighs nothing that can be counted": (
        changed(NODES, lambda nodes: nodes["node_3"].update(poignancy=float("nan"))),
        "finite number",
        f"{NODES}: node_3.poignancy",
    ),
    "memories in bytes": (lambda folder: (folder / NODES).write_bytes(b"\xff\xfe"), "not JSON", NODES),
}


def test_names_that_are_alike_have_ids_of_their_own() -> None:
    """Whatever the numbers in them: two personas with one id would be one."""
    names = ["Bob 2", "Bob", "Bob!", "Bob?", "鲍勃", "魏", "bob_3"]
    ids = agent_ids(names)
    assert list(ids) == names
    assert len(set(ids.values())) == len(names)
    assert (ids["Bob"], ids["Bob 2"]) == ("bob", "bob_2")


@pytest.mark.parametrize("kind", SPOILT)
def test_bad_input_is_one_line_and_nothing_is_written(kind: str, tmp_path: Path) -> None:
    """It says where, what and how to mend it, whatever is wrong; there is no database afterwards."""
    spoil, problem, place = SPOILT[kind]
    folder = write_compressed(tmp_path / "saved")
    spoil(folder)
    with pytest.raises(BadInput) as refused:
        import_simulation(folder, tmp_path / "r.db")
    assert problem in f"{refused.value.problem}; {refused.value.fix}"
    assert refused.value.source.endswith(place)
    assert refused.value.fix
    assert not (tmp_path / "r.db").exists()


SPOILT_FULL: dict[str, tuple[Spoil, str, str]] = {
    "nothing has moved yet": (lambda folder: rmtree(folder / "movement"), "nothing has happened yet", "movement"),
    "a step is gone": (lambda folder: (folder / "movement/7.json").unlink(), "step 7 is missing", "step 8"),
    "a step is no step": (
        lambda folder: write_json(folder / "movement/7b.json", {}),
        "no number of a step",
        "movement/7b.json",
    ),
    "a step breaks off": (halved("movement/7.json", 100), "not JSON", "movement/7.json"),
    "somebody is left out": (
        changed("movement/7.json", lambda step: step["persona"].pop(BEN)),
        f"where {BEN} is",
        "step 7",
    ),
}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample in the full layout: it has 722 files, so that it is written once."""
    return write_full(tmp_path_factory.mktemp("saved") / "full")


@pytest.mark.parametrize("kind", SPOILT_FULL)
def test_bad_steps_are_one_line_too(kind: str, full: Path, tmp_path: Path) -> None:
    """In the full layout, too, it says where, what and how to mend it, and writes nothing."""
    spoil, problem, place = SPOILT_FULL[kind]
    folder = tmp_path / "full"
    copytree(full, folder, copy_function=link)
    spoil(folder)
    with pytest.raises(BadInput) as refused:
        import_simulation(folder, tmp_path / "r.db")
    assert problem in f"{refused.value.problem}; {refused.value.fix}"
    assert refused.value.source.endswith(place)
    assert not (tmp_path / "r.db").exists()


def test_a_folder_that_is_not_there_is_said_so() -> None:
    """On the command line it is one line, and exit code 2."""
    done = taoyuan("import", "generative-agents", "/no/such/folder", "--db", "r.db")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "taoyuan: /no/such/folder: there is no such folder; name the folder of one saved simulation"
    ]


def test_an_imported_run_is_not_gone_on_with(tmp_path: Path) -> None:
    """Made again, gone on with, served live or branched: each is refused in one clear line."""
    database = tmp_path / "r.db"
    report = import_simulation(write_compressed(tmp_path / "saved"), database)
    recording = open_recording(str(database))
    refused: tuple[Callable[[], object], ...] = (
        lambda: rerun(recording),
        lambda: headless.resumed(recording.store, None, None, str(database)),
        lambda: asyncio.run(branch(str(database), 30 * MINUTE, tmp_path / "b.db", None, "scripted", None)),
    )
    for attempt in refused:
        with pytest.raises(BadInput, match=f"run {report['run_id']}: it was imported from generative-agents"):
            attempt()
    assert not (tmp_path / "b.db").exists()
    recording.store.close()


def test_the_web_shows_it_like_any_recording(tmp_path: Path) -> None:
    """Who it is, what is remembered and why, the talk, and pictures of people that are no visitors."""
    import_simulation(write_compressed(tmp_path / "an_hour"), tmp_path / "r.db")
    recording = open_recording(str(tmp_path / "r.db"))
    app = create_replay_app(replay_context(recording, None, None, None, tmp_path))
    client = TestClient(app, base_url="http://127.0.0.1:8000")
    assert client.get("/api/run").json()["mind"] == {"kind": "model", "model": "generative-agents"}
    memories = client.get(f"/api/agents/ada_brook/memories?at={HOUR}").json()["memories"]
    assert memories[0]["text"]["en"] == f"{ADA} is glad of the brook"
    life = client.get(f"/api/agents/ben_connor?at={30 * MINUTE}").json()
    assert life["why"]["en"] == f"{BEN}: ⚙️ grinding grain, until 01:00."
    (mark,) = client.get("/api/timeline").json()["marks"]
    assert (mark["kind"], sorted(mark["agents"])) == ("conversation", ["ada_brook", "ben_connor"])
    assert client.get("/art/sprites/ada_brook.png").headers["content-type"] == "image/png"
    recording.store.close()


def test_what_shows_runs_shows_an_imported_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`runs`, `stats` and `why` take it for a run like any other."""
    database = tmp_path / "r.db"
    report = import_simulation(write_compressed(tmp_path / "an_hour"), database)
    recording = open_recording(str(database))
    print_runs(recording.store, as_json=True)
    row = json.loads(capsys.readouterr().out)[0]
    assert (row["run_id"], row["scenario"], row["time"]) == (report["run_id"], "an_hour", "1d01:00")
    print_statistics(recording, as_json=True)
    figures = json.loads(capsys.readouterr().out)
    assert (figures["conversations"], figures["agents"]["cleo_marsh"]["walks"]) == (1, 1)
    own = figures["agents"]["cleo_marsh"]["own_activity_seconds"]
    assert sum(own.values()) == 20 * MINUTE
    recording.store.close()

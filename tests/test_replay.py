"""`taoyuan replay`: a recording in the browser's terms, its movements in a file, and what is said of wrong usage."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from scenarios.movements import export_movements
from scenarios.recording import Recording, check_moment, open_recording
from scenarios.replaying import replay_context
from sim.bad_input import BadInput
from sim.clock import DAY, parse_time
from sim.store import open_store
from tests.command import taoyuan, taoyuan_json
from tests.small_scenario import small_scenario
from web.replay_app import create_replay_app

START, NOON = parse_time("1d06:30"), parse_time("1d12:00")
BASE_URL = "http://127.0.0.1:8000"
NOWHERE = Path("tiles")
"""Where the map's pictures would be: the small map has none."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recorded day of the small village."""
    folder = tmp_path_factory.mktemp("replay")
    scenario, path = small_scenario(folder), folder / "run.db"
    done = taoyuan("run", str(scenario.path), "--until", "1d", "--seed", "3", "--db", str(path))
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def recording(database: Path) -> Recording:
    return open_recording(str(database))


def shown(recording: Recording, **options: Any) -> TestClient:
    context = replay_context(recording, options.get("shown_from"), options.get("pace"), options.get("token"), NOWHERE)
    return TestClient(create_replay_app(context), base_url=BASE_URL)


def test_recording_says_what_it_is(recording: Recording) -> None:
    """Run, seed, mind, extent, where to begin and how fast; and that it does not live."""
    run = shown(recording, shown_from=NOON, pace=120).get("/api/run").json()
    assert (run["run"], run["live"], run["seed"]) == (recording.run.id, False, 3)
    assert run["mind"] == {"kind": "scripted", "model": None}
    assert (run["start"], run["end"]) == (START, recording.last_time)
    assert (run["shown_from"], run["pace"]) == (NOON, 120)
    assert run["scenario"]["zh"] == "小村"


def test_recording_is_asked_for_its_news_as_a_living_village(recording: Recording) -> None:
    """A village whose people's work gives nothing to tell has none."""
    assert shown(recording).get("/api/gossip").json() == {"news": [], "before": None}
    assert shown(recording).get("/api/gossip/anna-1").status_code == 404


def test_recording_shows_its_past_and_inner_lives(recording: Recording) -> None:
    """Frames, snapshots and the timeline as of a village that lives; moods and plans as of the moment asked for."""
    client = shown(recording)
    assert client.get(f"/api/frames?from={START}&until={NOON}").json()["frames"]
    assert client.get("/api/timeline").json()["marks"]
    agents = client.get(f"/api/snapshot?at={NOON}").json()["agents"]
    life = client.get(f"/api/agents/{agents[0]['id']}?at={NOON}").json()
    assert (life["id"], life["time"]) == (agents[0]["id"], NOON)
    assert client.get("/api/agents/nobody").status_code == 404
    remembered = [
        client.get(f"/api/agents/{agents[0]['id']}/memories?at={at}").json()["memories"] for at in (START, NOON)
    ]
    assert len(remembered[0]) < len(remembered[1])
    assert all(memory["time"] < NOON for memory in remembered[1])


def test_nothing_can_be_done_in_a_recording(recording: Recording) -> None:
    """There are no talks in it, and nothing answers but to GET."""
    client = shown(recording)
    assert client.get("/api/talks").status_code == 404
    assert {client.request(method, "/api/run").status_code for method in ("POST", "PUT", "DELETE")} == {405}


def test_recording_with_a_token_is_shown_to_who_brings_it(recording: Recording) -> None:
    """Like a living village."""
    client = shown(recording, token="open-sesame")
    assert client.get("/api/run").status_code == 401
    assert client.get("/api/run", headers={"Authorization": "Bearer open-sesame"}).status_code == 200


def test_run_that_is_being_written_can_be_watched(database: Path, recording: Recording) -> None:
    """No lease is needed: who holds it goes on."""
    store = open_store(database, writing=True)
    try:
        assert shown(open_recording(str(database))).get("/api/health").json()["run"] == recording.run.id
    finally:
        store.close()


def test_moment_beyond_the_run_is_refused(recording: Recording) -> None:
    """With the extent of the run."""
    with pytest.raises(BadInput, match="1d06:30"):
        check_moment(recording, "--from", START + 2 * DAY)


def test_movements_tell_where_everybody_was(recording: Recording, tmp_path: Path) -> None:
    """From where they first stood, every walk begins where its walker is, and everybody ends where the run ends."""
    path = tmp_path / "movements.json"
    facts = export_movements(recording, path)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert (written["format"], written["version"]) == ("taoyuan-movements", 1)
    assert (written["run"], written["end"]) == (recording.run.id, recording.last_time)
    assert len(written["movements"]) == facts["movements"] > 0
    stands = {agent["id"]: agent["at"] for agent in written["agents"]}
    walking: dict[str, list[list[int]]] = {}
    for movement in written["movements"]:
        agent = movement["agent"]
        if "path" in movement:
            assert agent in walking or movement["path"][0] == stands[agent]
            walking[agent] = movement["path"]
        else:
            assert movement["at"] in walking.pop(agent, [stands[agent]])
            stands[agent] = movement["at"]
    world = recording.village.world_after(recording.log)
    for record in world.agents.values():
        assert record.walk or list(record.at) == stands[record.id]
    assert [path.name for path in tmp_path.iterdir()] == ["movements.json"]


def test_command_exports_movements(database: Path, tmp_path: Path) -> None:
    """`--export FILE` says what it wrote."""
    path = tmp_path / "movements.json"
    facts = taoyuan_json("replay", str(database), "--export", str(path))
    assert facts["file"] == str(path)
    assert path.is_file()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "say what to do"),
        (("--serve", "--verify"), "say what to do"),
        (("--verify", "--from", "1d08:00"), "add --serve"),
        (("--serve", "--from", "noon"), "--from"),
        (("--serve", "--from", "9d08:00"), "name a moment of it"),
        (("--serve", "--host", "0.0.0.0"), "--token"),
        (("--export", "/nowhere/at/all.json"), "can't be written"),
    ],
)
def test_wrong_usage_is_one_line(database: Path, options: tuple[str, ...], says: str) -> None:
    """Exit code 2, and what to do about it."""
    done = taoyuan("replay", str(database), *options)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1

"""`taoyuan why`: which mind, what it saw, was asked and answered, of a run that a model server decided."""

import asyncio
import json
from pathlib import Path

import pytest

from scenarios.branching import branch
from scenarios.recording import open_recording
from scenarios.why_command import why
from sim.store import open_store
from sim.store.sql_event_log import SqlEventLog
from tests.command import copied, taoyuan, taoyuan_json
from tests.model_server import model_server, sociable
from tests.small_scenario import small_scenario
from tests.why_village import SECRET, WhyVillage, why_village


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A morning of the small village, decided by a model that talks whenever it may."""
    folder = tmp_path_factory.mktemp("why")
    with model_server() as serving:
        serving.answer = sociable
        mind, path = f"{serving.url}#village-model", folder / "run.db"
        scenario = str(small_scenario(folder).path)
        done = taoyuan("run", scenario, "--until", "6h", "--seed", "3", "--db", str(path), "--mind", mind)
    assert done.returncode == 0, done.stderr
    return path


def log_of(database: Path) -> SqlEventLog:
    store = open_store(database, must_exist=True)
    return store.log(store.runs()[-1].id)


def test_one_event_is_explained_for_people(database: Path) -> None:
    """Mind, trigger, observation, memories with scores, prompt, answer, validation and cost."""
    line = log_of(database).latest("conversation_composed", 10_000, 1)[0]
    done = taoyuan("why", str(database), str(line.seq))
    assert done.returncode == 0, done.stderr
    for expected in (
        f"#{line.seq}",
        "模型 model",
        "起因 trigger",
        "所见 observation",
        "想起的事 memories",
        "相关 relevance",
    ):
        assert expected in done.stdout
    for expected in ("[system]", "[user]", "[答 answer]", "可用 valid", "11 + 7 tokens, 5 cached", "village-model"):
        assert expected in done.stdout


def test_without_an_event_the_latest_are_listed(database: Path) -> None:
    """Newest first, each with its number."""
    listed = taoyuan_json("why", str(database))
    numbers = [row["event"] for row in listed]
    assert numbers == sorted(numbers, reverse=True)
    assert {row["kind"] for row in listed} >= {"decision_made", "spoke"}
    assert str(numbers[0]) in taoyuan("why", str(database)).stdout


def test_an_unknown_event_is_one_line(database: Path) -> None:
    """It says which there are, and how to find one."""
    done = taoyuan("why", str(database), "999999")
    assert done.returncode == 2
    assert done.stderr.startswith("taoyuan: why 999999: no such event; the run has events 1 to ")
    assert done.stderr.count("\n") == 1


def test_visitors_words_are_printed_to_who_asks_for_them_only(database: Path, tmp_path: Path) -> None:
    """Without --private it says that something is left out; the file's owner may read it all."""
    copy = copied(database, tmp_path)
    with model_server() as serving:
        kept = why_village(serving.url, until="1d07:10")
    reply = stored(kept, copy)
    hidden, shown = taoyuan("why", str(copy), str(reply)), taoyuan("why", str(copy), str(reply), "--private")
    assert "--private shows them" in hidden.stdout
    assert SECRET not in hidden.stdout
    assert SECRET in shown.stdout
    assert SECRET not in taoyuan("why", str(copy), str(reply), "--json").stdout
    assert SECRET in taoyuan("why", str(copy), str(reply), "--json", "--private").stdout


def test_what_a_branch_took_over_is_explained_by_its_parent(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the mind was asked before it branched off is its parent's; in another database, it says which run's."""
    line = log_of(database).latest("conversation_composed", 10_000, 1)[0]
    same, other, at = copied(database, tmp_path), tmp_path / "other.db", log_of(database).latest("spoke", 10_000, 1)[0]
    parent = open_recording(str(database)).run.id
    for target in (same, other):
        asyncio.run(branch(str(same), at.event.time, target, None, "scripted", None))
    explained(str(database), line.seq)
    asked = json.loads(capsys.readouterr().out)
    explained(str(same), line.seq)
    assert json.loads(capsys.readouterr().out) == {**asked, "asked_in": parent}
    assert asked["attempts"]
    explained(str(other), line.seq)
    elsewhere = json.loads(capsys.readouterr().out)
    assert (elsewhere["attempts"], elsewhere["asked_in"]) == ([], parent)
    explained(str(other), line.seq, as_json=False)
    assert f"#{parent} {line.seq}" in capsys.readouterr().out


def explained(run_name: str, event: int, as_json: bool = True) -> None:
    """Ask why, in this process."""
    why(run_name, event, private=False, as_json=as_json)


def stored(kept: WhyVillage, path: Path) -> int:
    """Put a village into a database as its newest run; the event of the last reply to the visitor."""
    store = open_store(path, must_exist=True, writing=True)
    old = store.runs()[-1]
    run = store.create_run(old.scenario, 1, "m", "0")
    store.log(run.id).append([item.event for item in kept.log.committed], [])
    reply = kept.log.latest("replied_to_visitor", 10_000, 1)[0]
    request = kept.log.latest("decision_requested", reply.seq, 1, reply.event.fact.agent)[0]
    tried = kept.attempts.of(reply.event.fact.agent, getattr(request.event.fact, "ordinal", 0))
    assert tried is not None
    store.attempts(run.id).keep([tried])
    store.close()
    return reply.seq

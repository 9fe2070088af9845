"""Recordings: a run that a model decided is made again with the model gone, and tampering with answers is found out."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from scenarios import headless
from scenarios.recording import Recording, open_recording, rerun, verify
from sim.clock import HOUR
from tests.command import copied, served
from tests.model_server import error, model_server, responding, saying, sociable
from tests.test_serving import until, visit


def _recorded(database: Path, url: str, hours: int = 3) -> dict[str, object]:
    return asyncio.run(headless.run("ordinary_day", hours * HOUR, database, 7, url, resume=False))


def _sources(recording: Recording) -> set[str]:
    return {item.event.fact.source for item in recording.log.events() if item.event.fact.kind == "decision_made"}


@pytest.fixture(scope="module")
def decided_by_a_model(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, object]:
    """A morning that a model server decided, and its digest; the server is gone."""
    database = tmp_path_factory.mktemp("model") / "run.db"
    with model_server() as server:
        server.answer = sociable
        digest = _recorded(database, server.url)["digest"]
        assert server.bodies
    return database, digest


def test_a_run_made_with_a_model_is_made_again_without_it(decided_by_a_model: tuple[Path, object]) -> None:
    """The recorded answers give the same digest: no server, no wall clock."""
    recording = open_recording(str(decided_by_a_model[0]))
    assert _sources(recording) == {"model"}
    verdict = rerun(recording)
    assert verdict.same
    assert verdict.computed == decided_by_a_model[1]
    assert verify(recording).same


def test_another_answer_is_another_history(decided_by_a_model: tuple[Path, object], tmp_path: Path) -> None:
    """The re-run does read the recorded answers: one that was changed changes the digest."""
    copy = copied(decided_by_a_model[0], tmp_path)
    target = sqlite3.connect(copy)
    changed = target.execute("UPDATE input SET payload = replace(payload, '嗯。', '哦！')")
    assert changed.rowcount > 0
    target.commit()
    target.close()
    assert not rerun(open_recording(str(copy))).same


def test_an_answer_moved_to_another_question_is_named(decided_by_a_model: tuple[Path, object], tmp_path: Path) -> None:
    """A recorded answer whose prompt hash is not the question's is PromptMismatch, not a silent difference."""
    copy = copied(decided_by_a_model[0], tmp_path)
    target = sqlite3.connect(copy)
    target.execute("UPDATE input SET payload = json_set(payload, '$.prompt_hash', ?) WHERE n = 5", ("0" * 64,))
    target.commit()
    target.close()
    problem = rerun(open_recording(str(copy))).problem
    assert problem is not None
    assert "PromptMismatch" in problem


@pytest.mark.parametrize("answer", [saying("I am a model."), responding(lambda: error(400))], ids=["garbage", "errors"])
def test_a_village_whose_model_fails_lives_by_the_rules(answer: object, tmp_path: Path) -> None:
    """Nothing invalid is stored, the fallback is marked, and the run is made again like any other."""
    with model_server() as server:
        server.answer = answer  # type: ignore[assignment]
        _recorded(tmp_path / "run.db", server.url, hours=1)
    recording = open_recording(str(tmp_path / "run.db"))
    assert _sources(recording) == {"fallback"}
    assert rerun(recording).same


def test_the_live_village_is_decided_by_a_model(tmp_path: Path) -> None:
    """`serve --mind URL`: a visitor is answered by the model, and the page is told which."""
    database = tmp_path / "village.db"
    with (
        model_server() as server,
        served(database, "--pace", "300", "--mind", f"{server.url}#village-model") as (_, port),
        visit(port) as socket,
    ):
        server.answer = sociable
        assert until(socket, "welcome")["mind"] == {"kind": "model", "model": "village-model"}
        socket.send('{"type": "chat_open", "agent": "farmer"}')
        line = until(socket, "chat_line")
        assert (line["who"], line["source"], line["text"]) == ("agent", "model", "嗯。")
        socket.send('{"type": "chat_close", "agent": "farmer"}')
        speech = until(socket, "speech")
        while speech["source"] != "model":
            speech = until(socket, "speech")
    assert rerun(open_recording(str(database))).same

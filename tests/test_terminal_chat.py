"""`taoyuan chat`: a talk from a terminal, by a client that knows the village's schema alone."""

import ast
import subprocess
import sys
from pathlib import Path

from scenarios import terminal_chat
from tests.command import ROOT, environment, served, taoyuan


def _chat(folder: Path, port: int, typed: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scenarios.command_line", "chat", *arguments, "--url", f"ws://127.0.0.1:{port}/ws"],
        cwd=ROOT,
        env={**environment("0"), "XDG_DATA_HOME": str(folder)},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_one_talks_from_a_terminal(tmp_path: Path) -> None:
    """The character greets, answers in one's language, and the talk ends with the input; the key is kept."""
    with served(tmp_path / "village.db", "--pace", "1") as (_, port):
        done = _chat(tmp_path, port, "Who are you?\n", "陈大田", "--lang", "en")
        key = (tmp_path / "taoyuan" / "visitor_key").read_text(encoding="utf-8")
        again = _chat(tmp_path, port, "/command\n/quit\n", "farmer", "--lang", "zh")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Chen Datian: ") == 2, "a greeting and an answer"
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "taoyuan" / "visitor_key").read_text(encoding="utf-8") == key


def test_nobody_of_that_name_and_no_village_are_clear_errors(tmp_path: Path) -> None:
    """One line that says what to do, exit code 2."""
    with served(tmp_path / "village.db") as (_, port):
        unknown = _chat(tmp_path, port, "", "dragon")
    gone = taoyuan("chat", "farmer", "--url", f"ws://127.0.0.1:{port}/ws")
    for done, named in ((unknown, "dragon"), (gone, "taoyuan serve")):
        assert done.returncode == 2
        assert named in done.stderr
        assert done.stderr.count("\n") == 1


def test_the_client_knows_the_schema_alone() -> None:
    """It imports nothing of the web layer: what it can, any client can."""
    tree = ast.parse(Path(terminal_chat.__file__).read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not any(name.split(".")[0] == "web" for name in imported)

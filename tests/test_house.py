"""The house itself: names that are ours, files and functions that can be read at a sitting."""

import ast
import re
from pathlib import Path

import pytest

import agents
import scenarios
import sim
import web

ROOT = Path(__file__).parent.parent
PACKAGES = ("sim", "agents", "web", "scenarios")
SOURCES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
CLIENT = sorted((ROOT / "web" / "map" / "src").glob("*.ts"))
GENERATED = {"protocol.ts"}
MAXIMUM_FUNCTION_LINES = 70
MAXIMUM_FILE_LINES = 250
MAXIMUM_TEST_FILE_LINES = 500


@pytest.mark.parametrize("package", [sim, agents, web, scenarios])
def test_what_is_imported_is_ours(package: object) -> None:
    """`sim`, `agents` and `web` are common names: no other package of that name has crept in."""
    assert Path(str(package.__file__)).parent.parent == ROOT  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_can_be_read_at_a_sitting(path: Path) -> None:
    """No file is over 250 lines, no function over 70, and every public one says what it is."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MAXIMUM_FILE_LINES
    tree = ast.parse(text)
    assert not tree.body or ast.get_docstring(tree), "a module opens by saying what it is"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MAXIMUM_FUNCTION_LINES, node.name
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_test_file_can_be_read_too(path: Path) -> None:
    """No file of tests is over 500 lines, and each opens by saying what it is about."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MAXIMUM_TEST_FILE_LINES
    assert not text.strip() or ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", CLIENT, ids=lambda path: path.name)
def test_a_file_of_the_client_can_be_read_at_a_sitting(path: Path) -> None:
    """No file of the page's is over 250 lines, but for the one that is generated."""
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= MAXIMUM_FILE_LINES or path.name in GENERATED


def test_the_readme_names_two_commands_that_need_only_python() -> None:
    """The front door: one command opens the village, one passes the tests."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("serve", "test"):
        block = re.search(rf"<!-- {name} -->\s*```\w*\n(.+)\n```", readme)
        assert block, f"no command after <!-- {name} -->"
        assert "uv run" in block[1]


def test_no_lock_file_names_a_registry() -> None:
    """What is pinned is pinned by name and version only."""
    lock = (ROOT / "web" / "map" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert "omit-lockfile-registry-resolved=true" in (ROOT / "web" / "map" / ".npmrc").read_text(encoding="utf-8")

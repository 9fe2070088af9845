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
MAXIMUM_FUNCTION_LINES = 70
MAXIMUM_FILE_LINES = 250


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

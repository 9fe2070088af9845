"""Pin all that `uv run` resolves: resolve at the newest versions, and write them to pyproject.toml as constraints.

`uv.lock` stays out of git because it names the registry that it was made against; constraints name packages only.
"""

import subprocess
from pathlib import Path

import tomlkit

ROOT = Path(__file__).parent.parent
EXPORT = ["uv", "export", "--quiet", "--upgrade", "--no-hashes", "--no-annotate", "--no-header", "--no-emit-project"]


def pinned() -> list[str]:
    """`name==version` of everything resolved for the project and its tests, with its markers."""
    done = subprocess.run(
        [*EXPORT, "--all-groups", "--all-extras"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return sorted(line for line in done.stdout.splitlines() if "==" in line)


def main() -> None:
    """Rewrite `[tool.uv] constraint-dependencies`."""
    path = ROOT / "pyproject.toml"
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    settings = document["tool"]["uv"]  # type: ignore[index]
    settings["constraint-dependencies"] = []  # type: ignore[index]
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
    constraints = tomlkit.array()
    constraints.extend(pinned())
    settings["constraint-dependencies"] = constraints.multiline(True)  # type: ignore[index]
    path.write_text(tomlkit.dumps(document), encoding="utf-8")


if __name__ == "__main__":
    main()

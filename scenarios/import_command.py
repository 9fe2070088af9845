"""`taoyuan import`: histories that were lived elsewhere become runs to be watched."""

from pathlib import Path
from typing import Annotated

import typer

from scenarios.options import Json
from scenarios.output import print_facts, print_json

app = typer.Typer(no_args_is_help=True, help="Turn a history that was lived elsewhere into a run to be watched.")


@app.callback()
def _importing() -> None:
    """With a callback, a single format is a command of its own and not all there is."""


@app.command()
def generative_agents(
    folder: Annotated[Path, typer.Argument(help="A saved simulation's folder, compressed or full.")],
    db: Annotated[Path, typer.Option(help="Database file; the import is its newest run.")],
    map_folder: Annotated[
        Path | None,
        typer.Option(
            "--map", help="Your copy of its map, like the_ville, with matrix/ and visuals/; else a plain one."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Import a simulation of Generative Agents (Park et al. 2023); `taoyuan replay DB --serve` plays it."""
    from scenarios.generative_agents.importing import import_simulation  # noqa: PLC0415 (only for this)

    report = import_simulation(folder, db, map_folder)
    (print_json if as_json else print_facts)(report)

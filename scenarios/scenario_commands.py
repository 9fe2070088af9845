"""Commands about scenarios, which are `taoyuan`'s like those of the command line: list, check, and begin one's own."""

from pathlib import Path
from typing import Annotated

import typer

from scenarios import reports
from scenarios.options import Json, ScenarioArgument
from scenarios.output import out, print_facts, print_json
from scenarios.scenario import DEFAULT, load_scenario, shipped, tileset_pictures

app = typer.Typer()


@app.command()
def check(scenario: ScenarioArgument = None, as_json: Json = False) -> None:
    """Check a scenario with its map and cast."""
    name = scenario or DEFAULT
    reports.print_check(load_scenario(name), tileset_pictures(name), as_json)


@app.command()
def scenarios(as_json: Json = False) -> None:
    """List the scenarios that come with the village."""
    print_json(shipped()) if as_json else out.print("\n".join(shipped()), highlight=False)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="What it and its new folder are called: letters, digits, - and _.")],
    source: Annotated[
        str, typer.Option("--from", help="The scenario to begin with: a shipped one, a YAML file or a folder.")
    ] = DEFAULT,
    as_json: Json = False,
) -> None:
    """Begin a scenario of your own: a folder with its map, cast and events, ready to be changed and to be served."""
    from scenarios.scaffold import scaffold  # noqa: PLC0415 (the painters take a second)

    folder = scaffold(name, source, Path())
    facts = {
        "scenario": name,
        "folder": str(folder),
        "next": f"edit {folder}/scenario.yaml, then: taoyuan check {name}; taoyuan serve {name} --db {name}.db --open",
    }
    (print_json if as_json else print_facts)(facts)

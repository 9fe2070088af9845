"""Commands that take a recorded history further: they are `taoyuan`'s like those of the command line."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from scenarios.branching import branch as branch_run
from scenarios.comparison import Sides
from scenarios.comparison import compare as compare_runs
from scenarios.comparison_report import print_comparison
from scenarios.mind_choice import SCRIPTED
from scenarios.options import (
    FromOption,
    HostOption,
    Json,
    MindOption,
    OpenOption,
    PortOption,
    ReplayPaceOption,
    RunArgument,
    TokenOption,
    duration_of,
    time_of,
)
from scenarios.output import print_facts, print_json
from scenarios.recording import open_recording
from scenarios.scenario import MAXIMUM_SEED
from sim.bad_input import BadInput

app = typer.Typer()


@app.command()
def branch(
    run_name: RunArgument,
    at: Annotated[str, typer.Option(help="The moment to go on from: 2d09:00.")],
    db: Annotated[Path, typer.Option(help="Database file for the branch; the run's own will do, too.")],
    seed: Annotated[
        int | None,
        typer.Option(min=0, max=MAXIMUM_SEED, help="Seed of all chance from then on; the run's own by default."),
    ] = None,
    mind: MindOption = SCRIPTED,
    until: Annotated[
        str | None, typer.Option(help="Live on until so long after the run began: 3d. By default only branch.")
    ] = None,
    inject: Annotated[
        list[str] | None,
        typer.Option(help="What happens then: rain, festival@square, fire@barn:20 (minutes). Give it several times."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Go on from a moment of a recorded run as a new run; `serve`, `run --resume` and `replay` take it from there."""
    seconds = None if until is None else duration_of("--until", until)
    report = asyncio.run(branch_run(run_name, time_of("--at", at), db, seed, mind, seconds, inject or ()))
    (print_json if as_json else print_facts)(report)


@app.command()
def compare(
    a: RunArgument,
    b: Annotated[str, typer.Argument(help="The other run, DB[#run_id].")],
    do_serve: Annotated[bool, typer.Option("--serve", help="Show them on a page, side by side on one clock.")] = False,
    shown_from: FromOption = None,
    pace: ReplayPaceOption = None,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    token: TokenOption = None,
    open_browser: OpenOption = False,
    as_json: Json = False,
) -> None:
    """Say where two runs first differ, and how: events, who met whom, activities, relationships, decisions."""
    if not do_serve:
        if shown_from is not None or pace is not None or open_browser:
            raise BadInput("compare", "--from, --pace and --open are for showing two runs", "add --serve")
        print_comparison(compare_runs(open_recording(a), open_recording(b)), as_json)
        return
    from scenarios.comparing import serve_comparison  # noqa: PLC0415 (the web's imports take a second)
    from scenarios.serving import Address  # noqa: PLC0415

    moment = None if shown_from is None else time_of("--from", shown_from)
    asyncio.run(serve_comparison(Sides(a, b), moment, pace, Address(host, port, token), open_browser))

"""`taoyuan replay`: show a recorded run on the page, check it, make it again, or write down who went where."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from scenarios.headless import rerun_with_progress
from scenarios.movements import export_movements
from scenarios.options import (
    FromOption,
    HostOption,
    Json,
    OpenOption,
    PortOption,
    ReplayPaceOption,
    RunArgument,
    TokenOption,
    time_of,
)
from scenarios.output import print_facts, print_json, time_progress
from scenarios.recording import Verdict, open_recording, verify
from sim.bad_input import BadInput

app = typer.Typer()


@app.command()
def replay(
    run_name: RunArgument,
    do_serve: Annotated[bool, typer.Option("--serve", help="Show it on the village's page, with a timeline.")] = False,
    do_verify: Annotated[bool, typer.Option("--verify", help="Fold the events and check the digests.")] = False,
    do_rerun: Annotated[bool, typer.Option("--rerun", help="Simulate again from the recorded inputs.")] = False,
    export: Annotated[Path | None, typer.Option(help="Write who went where, and when, into a JSON file.")] = None,
    shown_from: FromOption = None,
    pace: ReplayPaceOption = None,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    token: TokenOption = None,
    open_browser: OpenOption = False,
    as_json: Json = False,
) -> None:
    """Show a recorded run on the page, check it, make it again, or export its movements."""
    if sum((do_serve, do_verify, do_rerun, export is not None)) != 1:
        raise BadInput("replay", "say what to do", "give one of --serve, --verify, --rerun and --export FILE")
    if (shown_from is not None or pace is not None or open_browser) and not do_serve:
        raise BadInput("replay", "--from, --pace and --open are for showing a run", "add --serve")
    if do_serve:
        from scenarios.replaying import serve_recording  # noqa: PLC0415 (the web's imports take a second)
        from scenarios.serving import Address  # noqa: PLC0415

        moment = None if shown_from is None else time_of("--from", shown_from)
        asyncio.run(serve_recording(run_name, moment, pace, Address(host, port, token), open_browser))
    elif export is not None:
        _export(run_name, export, as_json)
    else:
        _check(run_name, do_verify, as_json)


def _export(run_name: str, path: Path, as_json: bool) -> None:
    recording = open_recording(run_name)
    with time_progress(recording.scenario.start, recording.last_time) as progress:
        facts = export_movements(recording, path, progress)
    (print_json if as_json else print_facts)(facts)


def _check(run_name: str, do_verify: bool, as_json: bool) -> None:
    recording = open_recording(run_name)
    verdict = verify(recording) if do_verify else rerun_with_progress(recording)
    _print_verdict(verdict, as_json)
    if not verdict.same:
        raise typer.Exit(1)


def _print_verdict(verdict: Verdict, as_json: bool) -> None:
    facts = {
        "same": verdict.same,
        "events": verdict.events,
        "snapshots": verdict.snapshots,
        "recorded_digest": verdict.recorded,
        "computed_digest": verdict.computed,
        "problem": verdict.problem,
    }
    if as_json:
        print_json(facts)
    else:
        print_facts({name: fact for name, fact in facts.items() if fact is not None})

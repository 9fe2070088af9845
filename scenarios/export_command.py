"""`taoyuan export`: what a recorded run holds, in files for other programs."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from scenarios.chat_records import Wanted, chat_records, json_line, write_lines
from scenarios.options import Json, RunArgument, time_of
from scenarios.output import print_facts, print_json
from scenarios.recording import open_recording
from sim.bad_input import BadInput

app = typer.Typer(no_args_is_help=True)


@app.callback()
def export() -> None:
    """Write what a recorded run holds into files for other programs."""


@app.command()
def chats(
    run_name: RunArgument,
    who: Annotated[str | None, typer.Option(help="Only what this character, by its id, says or hears.")] = None,
    visitor: Annotated[str | None, typer.Option(help="Only the talks with this visitor, by its id: v-….")] = None,
    since: Annotated[str | None, typer.Option(help="From this moment on: 1d08:00.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this moment.")] = None,
    private: Annotated[
        bool, typer.Option("--private", help="With what visitors said and were told; no `erase` reaches the copy.")
    ] = False,
    file: Annotated[Path | None, typer.Option("--out", help="JSONL file to write; none: standard output.")] = None,
    as_json: Json = False,
) -> None:
    """Who said what to whom and when, a line of JSON each; visitors' talks without the words, unless asked for."""
    recording = open_recording(run_name)
    if who is not None and who not in (known := recording.scenario.cast.by_id):
        raise BadInput(f"--who {who}", "nobody of that id", f"name one of {', '.join(known)}")
    first, last = (
        None if at is None else time_of(option, at) for option, at in (("--since", since), ("--until", until))
    )
    records = chat_records(recording, Wanted(who, visitor, first, last), private)
    try:
        if file is None:
            for record in records:
                print(json_line(record))
            sys.stdout.flush()
        else:
            facts = {"run": recording.run.id, "file": str(file), "lines": write_lines(file, records)}
            (print_json if as_json else print_facts)(facts)
    except BrokenPipeError:  # `| head` has read enough; what is buffered still has to go somewhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    finally:
        recording.store.close()

"""The command line: `taoyuan …`. Parses options, calls the piece that does the work, prints what it says.

Exit codes: 0 fine, 1 a run failed, 2 bad usage or input (one line on stderr: file, place, fix).
"""

import asyncio
import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from agents.fsm import mermaid
from scenarios import (
    export_command,
    headless,
    history_commands,
    import_command,
    replay_command,
    reports,
    scenario_commands,
    terminal_chat,
    why_command,
)
from scenarios.gossip import print_gossip
from scenarios.inference_facts import for_people
from scenarios.mind_choice import SCRIPTED
from scenarios.options import (
    EmbeddingsOption,
    HostOption,
    Json,
    MindOption,
    PortOption,
    PriceOption,
    RunArgument,
    ScenarioArgument,
    SeedOption,
    TokenOption,
    duration_of,
    price_of,
)
from scenarios.output import err, one_line, out, print_facts, print_json
from scenarios.recording import open_recording
from scenarios.scenario import DEFAULT, load_scenario
from sim.bad_input import BadInput
from sim.store import open_store
from web.schema import protocol_schema

app = typer.Typer(
    name="taoyuan",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Taoyuan 桃源: a village of twenty characters that you can watch, talk to and replay.",
)
app.add_typer(export_command.app, name="export")
app.add_typer(history_commands.app)
app.add_typer(import_command.app, name="import")
app.add_typer(replay_command.app)
app.add_typer(scenario_commands.app)
app.add_typer(why_command.app)


@app.command()
def serve(
    scenario: ScenarioArgument = None,
    db: Annotated[Path, typer.Option(help="Database file; its newest run is resumed.")] = Path("taoyuan.db"),
    seed: SeedOption = None,
    pace: Annotated[float | None, typer.Option(min=0.1, max=3600, help="Sim seconds per wall second.")] = None,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    token: TokenOption = None,
    mind: MindOption = SCRIPTED,
    embeddings: EmbeddingsOption = None,
    price: PriceOption = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> None:
    """Open the living village in the browser; goes on where the database's run stopped."""
    from scenarios.serving import Address, serve_village  # noqa: PLC0415 (the web's imports take a second)

    address = Address(host, port, token)
    asyncio.run(serve_village(scenario, db, seed, pace, address, mind, embeddings, price_of(price), open_browser))


@app.command()
def run(
    scenario: ScenarioArgument = None,
    until: Annotated[str, typer.Option(help="Sim time since the run began: 1d, 6h, 30m.")] = "1d",
    db: Annotated[Path | None, typer.Option(help="Database file to record into; none: nothing is kept.")] = None,
    seed: SeedOption = None,
    mind: MindOption = SCRIPTED,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the database's newest run.")] = False,
    price: PriceOption = None,
    as_json: Json = False,
) -> None:
    """Run a village headless, as fast as it goes."""
    seconds = duration_of("--until", until)
    report = asyncio.run(headless.run(scenario, seconds, db, seed, mind, resume, price_of(price)))
    if as_json:
        print_json(report)
    else:
        print_facts(for_people(report))


@app.command()
def runs(db: Annotated[Path, typer.Argument(help="Database file.")], as_json: Json = False) -> None:
    """List the runs of a database."""
    reports.print_runs(open_store(db, must_exist=True), as_json)


@app.command()
def stats(run_name: RunArgument, as_json: Json = False) -> None:
    """What everybody did in a run, and all of them together."""
    reports.print_statistics(open_recording(run_name), as_json)


@app.command()
def gossip(
    run_name: RunArgument,
    fact: Annotated[str | None, typer.Argument(help="A piece of news by its id; none: all of them.")] = None,
    as_json: Json = False,
) -> None:
    """List a run's news and how many know each; of one, show its way from mouth to mouth."""
    print_gossip(open_recording(run_name), fact, as_json)


@app.command()
def erase(
    db: Annotated[Path, typer.Argument(help="Database file, not being served.")],
    visitor: Annotated[str, typer.Argument(help="The visitor's id, like v-977564d0862e384f46bc3850.")],
    as_json: Json = False,
) -> None:
    """Erase all that a visitor said and was told, in every run of a database; the digests stay."""
    store = open_store(db, must_exist=True, writing=True)
    everybodys = [store.words(run.id) for run in store.runs()]
    known = sorted({known for words in everybodys for known in words.visitors()})
    if visitor not in known:
        fix = f"name one of: {', '.join(known)}" if known else "there is nothing to erase: nobody has talked in it"
        raise BadInput(visitor, f"{db} keeps no words of that visitor", fix)
    for run in store.runs():
        store.attempts(run.id).erase(visitor)  # before the words, for erasing these empties the journal
    erased = sum(words.erase(visitor) for words in everybodys)
    store.close()
    (print_json if as_json else print_facts)({"visitor": visitor, "erased_texts": erased})


@app.command()
def fsm(
    role: Annotated[str, typer.Argument(help="A character's id, like farmer.")],
    scenario: Annotated[str, typer.Option(help="Scenario with the cast.")] = DEFAULT,
) -> None:
    """Print a role's state machine as a Mermaid diagram."""
    cast = load_scenario(scenario).cast
    if role not in cast.by_id:
        raise BadInput(f"fsm {role}", "nobody of that id", f"name one of {', '.join(cast.by_id)}")
    out.print(mermaid(cast.by_id[role]), markup=False, highlight=False, soft_wrap=True)


@app.command()
def chat(
    who: Annotated[str, typer.Argument(help="A character's id or name, like farmer or 陈大田.")],
    url: Annotated[str, typer.Option(help="The village's websocket.")] = "ws://127.0.0.1:8000/ws",
    name: Annotated[str | None, typer.Option(help="What the villagers call you.")] = None,
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    token: TokenOption = None,
) -> None:
    """Talk with a character of a village that is being served, from the terminal."""
    if lang not in terminal_chat.HELP:
        raise BadInput(f"--lang {lang}", "no such language", "write zh or en")
    talker = terminal_chat.Talker(name, lang, token, terminal_chat.default_key_path())
    asyncio.run(terminal_chat.chat(who, url, talker))


@app.command()
def doctor(
    mind: Annotated[list[str] | None, typer.Option(help="Try this mind, too; can be given again.")] = None,
    as_json: Json = False,
) -> None:
    """What this machine is, which minds it can have, and what to install for more."""
    from scenarios.doctor import examine  # noqa: PLC0415 (see serve)

    if not asyncio.run(examine(mind or (), as_json)):
        raise typer.Exit(1)


@app.command()
def schema() -> None:
    """Print the wire protocol as JSON Schema."""
    print_json(protocol_schema())


def main() -> None:
    """The console command: errors of people's making become one line and exit code 2."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app()
    except BadInput as error:
        print(one_line(f"taoyuan: {error}"), file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        err.print("stopped")
        sys.exit(130)


if __name__ == "__main__":
    main()

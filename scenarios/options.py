"""Options that several commands take, and how their texts are read."""

from typing import Annotated

import typer

from agents.models.price import PRICE, Price, parse_price
from scenarios.mind_choice import EMBEDDINGS, MIND
from scenarios.scenario import DEFAULT, MAXIMUM_SEED
from sim.bad_input import BadInput
from sim.clock import SimTime, parse_duration, parse_time

ScenarioArgument = Annotated[
    str | None,
    typer.Argument(help=f"A shipped scenario's name, a YAML file, or a folder of `taoyuan new`. [{DEFAULT}]"),
]
RunArgument = Annotated[str, typer.Argument(help="DB[#run_id]; the newest run by default.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
SeedOption = Annotated[
    int | None, typer.Option(min=0, max=MAXIMUM_SEED, help="Seed of all chance; the scenario's own by default.")
]
TokenOption = Annotated[
    str | None,
    typer.Option(
        envvar="TAOYUAN_TOKEN",
        help="The village's secret. Better in the variable: all users of a machine see its command lines.",
    ),
]
FromOption = Annotated[str | None, typer.Option("--from", help="With --serve: the moment to begin at: 1d08:00.")]
ReplayPaceOption = Annotated[
    float | None, typer.Option("--pace", min=1, max=600, help="With --serve: sim seconds per wall second. [60]")
]
HostOption = Annotated[str, typer.Option(help="Address to bind; another than loopback needs --token.")]
PortOption = Annotated[int, typer.Option(min=1, max=65535, help="The next free one is used if taken.")]
OpenOption = Annotated[bool, typer.Option("--open", help="With --serve: open the page in a browser.")]
MindOption = Annotated[str, typer.Option(help=f"Who decides: {MIND}.")]

EmbeddingsOption = Annotated[
    str | None,
    typer.Option(help=f"What finds a model's memories for a visitor's words by their meaning: {EMBEDDINGS}."),
]
PriceOption = Annotated[str | None, typer.Option(help=f"What the model's tokens cost, to estimate the money: {PRICE}.")]


def price_of(text: str | None) -> Price | None:
    """The price that the option gives, if it does. Raises BadInput."""
    return None if text is None else parse_price(text)


def duration_of(option: str, text: str) -> int:
    """Seconds of an option's duration. Raises BadInput."""
    try:
        return parse_duration(text)
    except ValueError as error:
        raise bad_option(option, error) from error


def time_of(option: str, text: str) -> SimTime:
    """The moment that an option names. Raises BadInput."""
    try:
        return parse_time(text)
    except ValueError as error:
        raise bad_option(option, error) from error


def bad_option(option: str, error: ValueError) -> BadInput:
    """What is wrong with an option's text: the error says so, and after a semicolon what to write."""
    problem, _, fix = str(error).partition("; ")
    return BadInput(option, problem, fix)

"""Output: how the command line prints facts, progress and errors."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from sim.clock import SimTime, format_time

PLAIN_WIDTH = 160
"""Columns of what is printed to a file or pipe."""

PATIENCE_SECONDS = 2.0
"""How long nobody wonders what is going on."""

out = Console() if Console().is_terminal else Console(width=PLAIN_WIDTH)
err = Console(stderr=True)


def print_json(value: Any) -> None:
    """One JSON document on stdout, for programs."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table for people; columns whose first cell is a number are set right."""
    table = Table(title=title, title_justify="left")
    for index, column in enumerate(columns):
        number = bool(rows) and isinstance(rows[0][index], int | float)
        table.add_column(column, justify="right" if number else "left")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    out.print(table)


def print_facts(facts: Mapping[str, object]) -> None:
    """Names and values, one a line."""
    width = max((len(name) for name in facts), default=0)
    for name, value in facts.items():
        out.print(f"{name:<{width}}  {value}", highlight=False)


@contextmanager
def time_progress(start: SimTime, until: SimTime) -> Iterator[Callable[[SimTime], None]]:
    """A progress bar over simulated time on stderr; nothing where stderr is no terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        bar = progress.add_task(format_time(start), total=max(1, until - start))
        yield lambda time: progress.update(bar, completed=time - start, description=format_time(time))


@contextmanager
def patience(
    what: str, start: SimTime, until: SimTime, now: Callable[[], float] = monotonic
) -> Iterator[Callable[[SimTime], None]]:
    """Progress over simulated time of what mostly takes no time: nothing is shown for the first two seconds.

    Then `what` is said in a line on stderr, and on a terminal there is a progress bar. `now` is in seconds.
    """
    began = now()
    with ExitStack() as shown:
        update: Callable[[SimTime], None] | None = None

        def progress(time: SimTime) -> None:
            nonlocal update
            if update is None and now() - began >= PATIENCE_SECONDS:
                tell(what)
                update = shown.enter_context(time_progress(start, until))
            if update is not None:
                update(time)

        yield progress


@contextmanager
def share_progress(what: str) -> Iterator[Callable[[float], None]]:
    """A progress bar over the share of something that is done, from 0 to 1, on stderr; nothing but on a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        bar = progress.add_task(what, total=1)
        yield lambda share: progress.update(bar, completed=share)


def tell(what: str) -> None:
    """One line on stderr as it is: no markup, no emoji made of a `:x:`, no wrapping."""
    print(what, file=sys.stderr, flush=True)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Says on stderr what is being waited for; on a terminal with a clock, until it is over."""
    if not err.is_terminal:
        tell(what)
        yield
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        progress.add_task(what, total=None)
        yield


def one_line(text: str) -> str:
    """The text on one line: errors are one line, whatever was in the file that they quote."""
    return " ".join(text.split())

"""Branching: a run that goes on from a moment of another one, whose history it copies and then needs no more.

Visitors' words are not copied: they are private to the run that they were said in. Their ids read as erased here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, insert, select
from sqlmodel import SQLModel

from sim.clock import SimTime
from sim.inputs import Input, Payload
from sim.seeds import Seeds
from sim.store.sql_event_log import INSERT_INPUT, input_row
from sim.store.tables import EventRow, InputRow, RunRow, SnapshotRow

ROWS_AT_ONCE = 2_000
"""Rows held in memory while copying."""
SNAPSHOTS_AT_ONCE = 10
"""The same of snapshots, each of some hundred KiB."""


@dataclass(frozen=True, slots=True)
class Branching:
    """A run went on from `run` after `time`, with `seed` from then on."""

    run: str
    time: SimTime
    seed: int


Lineage = tuple[Branching, ...]
"""The branchings that led to a run, the first ancestor's first; empty for a run of its own."""

_lineage: TypeAdapter[Lineage] = TypeAdapter(Lineage)


def lineage_to_json(lineage: Lineage) -> str:
    """The lineage as it is stored."""
    return _lineage.dump_json(lineage).decode()


def lineage_from_json(text: str) -> Lineage:
    """Read a lineage back. Raises pydantic.ValidationError where the text is none."""
    return _lineage.validate_json(text)


def seeds_of(first: int, lineage: Lineage) -> Seeds:
    """Which seed holds when in a run that began with `first`."""
    return Seeds(first, tuple((branching.time, branching.seed) for branching in lineage))


def copy_history(
    parent: Engine, parent_id: str, target: Engine, row: RunRow, time: SimTime, first: Sequence[Payload]
) -> None:
    """Write the run `row` with all that happened to its parent up to `time`: in one transaction, or not at all.

    `first` are the inputs that the branch begins with, the second after: what its parent never had.
    """
    with parent.connect() as reading, target.begin() as writing:
        writing.execute(insert(RunRow), [row.model_dump()])
        for table in (EventRow, SnapshotRow):
            _copy_until(table, reading, parent_id, writing, row.id, time)
        taken = _copy_inputs(reading, parent_id, writing, row.id, time)
        own = [Input(taken + n, time + 1, payload) for n, payload in enumerate(first, start=1)]
        if own:
            writing.exec_driver_sql(INSERT_INPUT, [input_row(row.id, each) for each in own])


def _copy_until(
    table: type[SQLModel], reading: Connection, parent_id: str, writing: Connection, run_id: str, time: SimTime
) -> None:
    """Times never decrease with `seq`, so that what is copied is a beginning without gaps."""
    column = SQLModel.metadata.tables[str(table.__tablename__)].c
    wanted = select(*column).where(column.run_id == parent_id, column.time <= time).order_by(column.seq)
    at_once = ROWS_AT_ONCE if table is EventRow else SNAPSHOTS_AT_ONCE
    for rows in reading.execute(wanted.execution_options(yield_per=at_once)).mappings().partitions():
        writing.execute(insert(table), [{**row, "run_id": run_id} for row in rows])


def _copy_inputs(reading: Connection, parent_id: str, writing: Connection, run_id: str, time: SimTime) -> int:
    """How many there were. Those that were to act later are left out, so that the others are counted anew."""
    taken = SQLModel.metadata.tables["input"].c
    wanted = select(*taken).where(taken.run_id == parent_id, taken.effective_time <= time).order_by(taken.n)
    count = 0
    for rows in reading.execute(wanted.execution_options(yield_per=ROWS_AT_ONCE)).mappings().partitions():
        writing.execute(
            insert(InputRow), [{**row, "run_id": run_id, "n": count + n} for n, row in enumerate(rows, start=1)]
        )
        count += len(rows)
    return count

"""EventLog in SQL. One `append` is one transaction.

Facts are stored as the canonical JSON that the digest reads, so that a digest is one pass over rows in key order.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Engine, insert
from sqlalchemy import select as select_columns
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from sim.bad_input import BadInput
from sim.event_log import Committed, digest_of, digest_row
from sim.events import Event, fact_from_json, fact_to_json
from sim.inputs import Input, payload_from_json, payload_to_json
from sim.store.failures import failures_named
from sim.store.tables import EventRow, InputRow

ROWS_AT_ONCE = 2_000
"""Rows held in memory while reading a log."""


class SqlEventLog:
    """EventLog in a database. One writer per run: a second one is found out at its first commit."""

    def __init__(self, engine: Engine, run_id: str, last_seq: int) -> None:
        self._engine = engine
        self._run_id = run_id
        self.last_seq = last_seq

    def append(self, events: Sequence[Event], inputs: Sequence[Input]) -> Sequence[Committed]:
        """See EventLog. Raises BadInput where another process writes to the same run, StoreFailed where none can.

        What failed was not written at all, and may be tried again.
        """
        fresh = [Committed(self.last_seq + 1 + index, item) for index, item in enumerate(events)]
        with failures_named(self._run_id):
            self._write(fresh, inputs)
        self.last_seq += len(fresh)
        return fresh

    def _write(self, fresh: Sequence[Committed], inputs: Sequence[Input]) -> None:
        try:
            with self._engine.begin() as connection:
                if inputs:
                    connection.execute(insert(InputRow), [self._input_row(taken) for taken in inputs])
                if fresh:
                    connection.execute(insert(EventRow), [self._event_row(item) for item in fresh])
        except IntegrityError as error:
            raise BadInput(
                f"run {self._run_id}", "another process is writing to it", "stop the other one, or use another --db"
            ) from error

    def _event_row(self, item: Committed) -> dict[str, Any]:
        happened = item.event
        return {
            "run_id": self._run_id,
            "seq": item.seq,
            "time": happened.time,
            "phase": int(happened.phase),
            "agent": happened.fact.agent,
            "counter": happened.counter,
            "kind": happened.fact.kind,
            "fact": fact_to_json(happened.fact),
        }

    def _input_row(self, taken: Input) -> dict[str, Any]:
        return {
            "run_id": self._run_id,
            "n": taken.n,
            "effective_time": taken.effective_time,
            "kind": taken.payload.kind,
            "payload": payload_to_json(taken.payload),
            "request_id": taken.request_id,
        }

    def events(self, after_seq: int = 0, maximum: int | None = None) -> Iterator[Committed]:
        """See EventLog."""
        wanted = select(EventRow).where(EventRow.run_id == self._run_id, EventRow.seq > after_seq)
        with Session(self._engine) as session:
            for row in session.exec(
                wanted.order_by(col(EventRow.seq)).limit(maximum).execution_options(yield_per=ROWS_AT_ONCE)
            ):
                yield Committed(row.seq, Event(row.time, row.phase, row.counter, fact_from_json(row.fact)))

    def inputs(self) -> Iterator[Input]:
        """See EventLog."""
        wanted = select(InputRow).where(InputRow.run_id == self._run_id).order_by(col(InputRow.n))
        with Session(self._engine) as session:
            for row in session.exec(wanted.execution_options(yield_per=ROWS_AT_ONCE)):
                yield Input(row.n, row.effective_time, payload_from_json(row.payload), row.request_id)

    def digest(self) -> str:
        """See EventLog."""
        row = SQLModel.metadata.tables["event"].c
        key = (row.time, row.phase, row.agent, row.counter)
        wanted = select_columns(*key, row.fact).where(row.run_id == self._run_id).order_by(*key)
        with self._engine.connect() as connection:
            return digest_of(digest_row(*columns) for columns in connection.execute(wanted))

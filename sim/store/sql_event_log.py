"""EventLog in SQL. One `append` is one transaction.

Facts are stored as the canonical JSON that the digest reads, so that a digest is one pass over rows in key order.
"""

from collections.abc import Collection, Iterator, Sequence

from pydantic import ValidationError
from sqlalchemy import Engine, Row, Select, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from sim.bad_input import BadInput
from sim.clock import SimTime
from sim.event_log import Committed, digest_of, digest_row
from sim.events import Event, fact_from_json, fact_to_json
from sim.inputs import Input, payload_from_json, payload_to_json
from sim.snapshots import Snapshot
from sim.store.failures import RECOVERY, failures_named
from sim.store.sql_snapshots import SqlSnapshots
from sim.store_failed import StoreFailed
from sim.world import Setting, World

ROWS_AT_ONCE = 2_000
"""Rows held in memory while reading a log."""
INSERT_EVENT = (
    "INSERT INTO event (run_id, seq, time, phase, agent, counter, kind, fact) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_INPUT = "INSERT INTO input (run_id, n, effective_time, kind, payload, request_id) VALUES (?, ?, ?, ?, ?, ?)"
"""Text and tuples: nothing is compiled, and no parameter has to be named, for each of many small commits."""

EventTuple = tuple[str, int, int, int, str, int, str, str]
InputTuple = tuple[str, int, int, str, str, str]


def input_row(run_id: str, taken: Input) -> InputTuple:
    """An input as INSERT_INPUT takes it."""
    payload = taken.payload
    about = (taken.n, taken.effective_time, payload.kind)
    return (run_id, *about, payload_to_json(payload), taken.request_id)


def event_row(run_id: str, item: Committed) -> EventTuple:
    """An event as INSERT_EVENT takes it."""
    at, fact = item.event, item.event.fact
    key = (at.time, int(at.phase), fact.agent, at.counter)
    return (run_id, item.seq, *key, fact.kind, fact_to_json(fact))


class SqlEventLog:
    """EventLog in a database. One writer per run: a second one is found out at its first commit."""

    def __init__(self, engine: Engine, run_id: str, last_seq: int) -> None:
        self._engine = engine
        self._run_id = run_id
        self.last_seq = last_seq
        self._snapshots = SqlSnapshots(engine, run_id)

    def append(
        self, events: Sequence[Event], inputs: Sequence[Input], world: World | None = None
    ) -> Sequence[Committed]:
        """See EventLog. Raises BadInput where another process writes to the same run, StoreFailed where none can.

        What failed was not written at all, and may be tried again.
        """
        fresh = [Committed(self.last_seq + 1 + index, item) for index, item in enumerate(events)]
        with failures_named(self._run_id):
            self._write(fresh, inputs, world)
        self.last_seq += len(fresh)
        self._snapshots.written(self.last_seq)
        return fresh

    def _write(self, fresh: Sequence[Committed], inputs: Sequence[Input], world: World | None) -> None:
        try:
            with self._engine.begin() as connection:
                if inputs:
                    connection.exec_driver_sql(INSERT_INPUT, [input_row(self._run_id, taken) for taken in inputs])
                if fresh:
                    connection.exec_driver_sql(INSERT_EVENT, [event_row(self._run_id, item) for item in fresh])
                if fresh and world:
                    self._snapshots.write_if_due(connection, fresh[-1].seq, world)
        except IntegrityError as error:
            raise BadInput(
                f"run {self._run_id}", "another process is writing to it", "stop the other one, or use another --db"
            ) from error

    def events(
        self, after_seq: int = 0, maximum: int | None = None, kinds: Collection[str] | None = None
    ) -> Iterator[Committed]:
        """See EventLog. Of other kinds than those wanted no fact is read."""
        row = SQLModel.metadata.tables["event"].c
        wanted = self._stored_events().where(row.seq > after_seq).order_by(row.seq).limit(maximum)
        if kinds is not None:
            wanted = wanted.where(row.kind.in_(kinds))
        with self._engine.connect() as connection:
            for columns in connection.execute(wanted.execution_options(yield_per=ROWS_AT_ONCE)):
                yield self._committed(columns)

    def latest(self, kind: str, before_seq: int, maximum: int, agent: str | None = None) -> list[Committed]:
        """See EventLog. One character's are found by an index; anybody's by going back through the rows."""
        row = SQLModel.metadata.tables["event"].c
        wanted = self._stored_events().where(row.kind == kind, row.seq < before_seq)
        if agent is not None:
            wanted = wanted.where(row.agent == agent)
        with self._engine.connect() as connection:
            found = connection.execute(wanted.order_by(row.seq.desc()).limit(maximum))
            return [self._committed(columns) for columns in found]

    def _stored_events(self) -> Select[int, int, int, int, str]:
        row = SQLModel.metadata.tables["event"].c
        return select(row.seq, row.time, row.phase, row.counter, row.fact).where(row.run_id == self._run_id)

    def _committed(self, columns: Row[int, int, int, int, str]) -> Committed:
        """An event as it was stored. Raises StoreFailed for one that is damaged."""
        seq, time, phase, counter, stored = columns
        try:
            return Committed(seq, Event(time, phase, counter, fact_from_json(stored)))
        except ValidationError as error:
            raise StoreFailed(f"run {self._run_id}", f"event {seq} can't be read: it is damaged", RECOVERY) from error

    def world_before(self, setting: Setting, time: SimTime | None) -> tuple[int, World] | None:
        """See EventLog."""
        found = self._snapshots.latest(self.last_seq, time)
        return (found[0], found[1].world(setting)) if found else None

    def snapshots(self) -> Iterator[tuple[int, Snapshot | None]]:
        """All snapshots that this code made, with the seq that each follows; None for one that can't be read."""
        return self._snapshots.all()

    def inputs(self) -> Iterator[Input]:
        """See EventLog."""
        row = SQLModel.metadata.tables["input"].c
        wanted = select(row.n, row.effective_time, row.payload, row.request_id).where(row.run_id == self._run_id)
        with self._engine.connect() as connection:
            for n, time, payload, request_id in connection.execute(
                wanted.order_by(row.n).execution_options(yield_per=ROWS_AT_ONCE)
            ):
                yield Input(n, time, payload_from_json(payload), request_id)

    def digest(self) -> str:
        """See EventLog."""
        row = SQLModel.metadata.tables["event"].c
        key = (row.time, row.phase, row.agent, row.counter)
        wanted = select(*key, row.fact).where(row.run_id == self._run_id).order_by(*key)
        with self._engine.connect() as connection:
            return digest_of(digest_row(*columns) for columns in connection.execute(wanted))

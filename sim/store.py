"""The store: runs, their events and inputs, and visitors' words, in SQLite (WAL) through SQLModel.

The only file that knows SQL. One `append` is one transaction. Facts are stored as the canonical JSON that the digest reads,
so that a digest is one pass over rows in key order. An event or input is never changed; a visitor's words may be erased.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import Engine, event, insert
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlmodel import Field, Index, Session, SQLModel, col, create_engine, delete, func, select, text

from sim.bad_input import BadInput
from sim.event_log import Committed, digest_of, digest_row
from sim.events import Event, fact_from_json, fact_to_json
from sim.inputs import Input, payload_from_json, payload_to_json
from sim.visitor_words import ERASED, KeptWords, salted_hash

SCHEMA_VERSION = 1
BUSY_TIMEOUT_MILLISECONDS = 5_000
ROWS_AT_ONCE = 2_000
"""Rows held in memory while reading a log."""


class RunRow(SQLModel, table=True):
    """A run: what it was made from, whole, so that it can be opened without the scenario's files."""

    __tablename__ = "run"
    id: str = Field(primary_key=True)
    created: str
    scenario: str
    seed: int
    mind: str
    code_version: str


class EventRow(SQLModel, table=True):
    """An event in commit order."""

    __tablename__ = "event"
    __table_args__ = (Index("event_key", "run_id", "time", "phase", "agent", "counter", unique=True),)
    run_id: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    time: int
    phase: int
    agent: str
    counter: int
    kind: str
    fact: str


class InputRow(SQLModel, table=True):
    """An input in the order it came."""

    __tablename__ = "input"
    run_id: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    effective_time: int
    kind: str
    payload: str
    request_id: str


class VisitorWordsRow(SQLModel, table=True):
    """A text of a talk with a visitor. Erasing deletes the row: its salt goes with it."""

    __tablename__ = "visitor_words"
    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    run_id: str = Field(index=True)
    visitor: str
    agent: str
    chat: str
    who: str
    text: str
    salt: str


@dataclass(frozen=True, slots=True)
class Run:
    """What is known of a stored run."""

    id: str
    created: str
    scenario: str
    seed: int
    mind: str
    code_version: str


@dataclass(frozen=True, slots=True)
class RunExtent:
    """How far a stored run has come."""

    events: int
    inputs: int
    last_time: int | None


class Store:
    """A database file of runs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def runs(self) -> list[Run]:
        """All runs, the newest last."""
        with Session(self._engine) as session:
            rows = session.exec(select(RunRow).order_by(text("rowid"))).all()
            return [_run(row) for row in rows]

    def create_run(self, scenario: str, seed: int, mind: str, code_version: str) -> Run:
        """Begin a run with a fresh id."""
        created = datetime.now(UTC).isoformat(timespec="seconds")
        row = RunRow(id=f"r{token_hex(4)}", created=created, scenario=scenario, seed=seed, mind=mind, code_version=code_version)
        run = _run(row)
        with Session(self._engine) as session:
            session.add(row)
            session.commit()
        return run

    def extent(self, run_id: str) -> RunExtent:
        """How far a run has come."""
        with Session(self._engine) as session:
            of_run = select(func.count(), func.max(EventRow.time)).where(EventRow.run_id == run_id)
            events, last_time = session.exec(of_run).one()
            inputs = session.exec(select(func.count()).where(InputRow.run_id == run_id)).one()
            return RunExtent(events, inputs, last_time)

    def log(self, run_id: str) -> "SqlEventLog":
        """The event log of a run."""
        return SqlEventLog(self._engine, run_id, self.extent(run_id).events)

    def words(self, run_id: str) -> "SqlVisitorWords":
        """The visitors' words of a run."""
        return SqlVisitorWords(self._engine, run_id)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


class SqlEventLog:
    """EventLog in a database. One writer per run: a second one is found out at its first commit."""

    def __init__(self, engine: Engine, run_id: str, last_seq: int) -> None:
        self._engine = engine
        self._run_id = run_id
        self._last_seq = last_seq

    def append(self, events: Sequence[Event], inputs: Sequence[Input]) -> Sequence[Committed]:
        """See EventLog. Raises BadInput where another process writes to the same run."""
        fresh = [Committed(self._last_seq + 1 + index, item) for index, item in enumerate(events)]
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
        self._last_seq += len(fresh)
        return fresh

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

    def events(self, after_seq: int = 0) -> Iterator[Committed]:
        """See EventLog."""
        wanted = select(EventRow).where(EventRow.run_id == self._run_id, EventRow.seq > after_seq)
        with Session(self._engine) as session:
            for row in session.exec(wanted.order_by(col(EventRow.seq)).execution_options(yield_per=ROWS_AT_ONCE)):
                yield Committed(row.seq, Event(row.time, row.phase, row.counter, fact_from_json(row.fact)))

    def inputs(self) -> Iterator[Input]:
        """See EventLog."""
        wanted = select(InputRow).where(InputRow.run_id == self._run_id).order_by(col(InputRow.n))
        with Session(self._engine) as session:
            for row in session.exec(wanted.execution_options(yield_per=ROWS_AT_ONCE)):
                yield Input(row.n, row.effective_time, payload_from_json(row.payload), row.request_id)

    def digest(self) -> str:
        """See EventLog."""
        columns = select(EventRow.time, EventRow.phase, EventRow.agent, EventRow.counter, EventRow.fact)
        ordered = columns.where(EventRow.run_id == self._run_id).order_by(
            col(EventRow.time), col(EventRow.phase), col(EventRow.agent), col(EventRow.counter)
        )
        with Session(self._engine) as session:
            return digest_of(digest_row(*row) for row in session.exec(ordered))


class SqlVisitorWords:
    """VisitorWords in a database."""

    def __init__(self, engine: Engine, run_id: str) -> None:
        self._engine = engine
        self._run_id = run_id

    def keep(self, visitor: str, agent: str, chat: str, who: str, text: str) -> KeptWords:
        """See VisitorWords."""
        kept_id, salt = token_hex(8), token_hex(16)
        row = VisitorWordsRow(
            id=kept_id, run_id=self._run_id, visitor=visitor, agent=agent, chat=chat, who=who, text=text, salt=salt
        )
        with Session(self._engine) as session:
            session.add(row)
            session.commit()
        return KeptWords(kept_id, salted_hash(text, salt))

    def text(self, words_id: str) -> str:
        """See VisitorWords."""
        with Session(self._engine) as session:
            found = session.exec(select(VisitorWordsRow.text).where(VisitorWordsRow.id == words_id)).first()
            return ERASED if found is None else found

    def talk(self, visitor: str, agent: str) -> list[tuple[str, str]]:
        """See VisitorWords."""
        row = VisitorWordsRow
        wanted = select(row.who, row.text).where(
            row.run_id == self._run_id, row.visitor == visitor, row.agent == agent
        )
        with Session(self._engine) as session:
            return [(who, said) for who, said in session.exec(wanted.order_by(col(row.number)))]

    def erase(self, visitor: str) -> int:
        """See VisitorWords."""
        with Session(self._engine) as session:
            of_visitor = (VisitorWordsRow.run_id == self._run_id, VisitorWordsRow.visitor == visitor)
            count = session.exec(select(func.count()).where(*of_visitor)).one()
            session.exec(delete(VisitorWordsRow).where(*of_visitor))  # type: ignore[call-overload]
            session.commit()
            return int(count)


def open_store(path: Path, must_exist: bool = False) -> Store:
    """Open a database file, making it if need be. Raises BadInput where it can't be used."""
    if must_exist and not path.is_file():
        raise BadInput(str(path), "there is no such database", "name one that `taoyuan run` or `serve` wrote")
    if not path.parent.is_dir():
        raise BadInput(str(path), "its folder does not exist", "make the folder first")
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _prepare_connection)
    try:
        _check_schema(engine, str(path))
    except DatabaseError as error:
        raise BadInput(str(path), f"not a usable database ({error.orig})", "name another file with --db") from error
    return Store(engine)


def _prepare_connection(connection: Any, _record: Any) -> None:
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",  # in WAL mode a killed process loses nothing that was committed
        f"busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _check_schema(engine: Engine, source: str) -> None:
    with engine.begin() as connection:
        version = int(connection.execute(text("PRAGMA user_version")).scalar_one())
        tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
    if version == 0 and tables == 0:
        SQLModel.metadata.create_all(engine)
        with engine.begin() as connection:
            connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))
    elif version != SCHEMA_VERSION:
        found = f"schema version {version}" if version else "not a Taoyuan database"
        raise BadInput(source, f"{found}; this code reads version {SCHEMA_VERSION}", "name another file with --db")


def _run(row: RunRow) -> Run:
    return Run(row.id, row.created, row.scenario, row.seed, row.mind, row.code_version)

"""The database file: its runs, how far they came, and the seals that they were stopped with. SQLite in WAL mode."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Engine, event
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, SQLModel, col, func, select, text

from sim.bad_input import BadInput
from sim.clock import SimTime
from sim.inputs import Payload
from sim.store.branching import Branching, copy_history
from sim.store.connecting import BUSY_TIMEOUT_MILLISECONDS, connected, take_lease
from sim.store.failures import failures_named, name_failure, not_opened
from sim.store.importing import History, write_history
from sim.store.migrations import migrate, schema_version
from sim.store.runs import Run, RunExtent, Seal, fresh_row, run_of
from sim.store.sql_attempts import SqlAttempts
from sim.store.sql_event_log import SqlEventLog
from sim.store.sql_visitor_words import SqlVisitorWords
from sim.store.tables import SCHEMA_VERSION, EventRow, InputRow, MapPictureRow, RunRow, SealRow


class Store:
    """A database file of runs."""

    def __init__(self, engine: Engine, lease: FileLock | None = None) -> None:
        self._engine = engine
        self._lease = lease

    def runs(self) -> list[Run]:
        """All runs, the newest last."""
        with Session(self._engine) as session:
            rows = session.exec(select(RunRow).order_by(text("rowid"))).all()
            return [run_of(row) for row in rows]

    def create_run(self, scenario: str, seed: int, mind: str, code_version: str) -> Run:
        """Begin a run with a fresh id."""
        row = fresh_row(scenario, seed, mind, code_version)
        run = run_of(row)
        with Session(self._engine) as session:
            session.add(row)
            session.commit()
        return run

    def branch(
        self, parent: "Store", run: Run, made: Branching, mind: str, code_version: str, first: Sequence[Payload]
    ) -> Run:
        """Begin a run that goes on from a moment of a parent's, in this database or another. See `copy_history`."""
        row = fresh_row(run.scenario, run.seed, mind, code_version, (*run.lineage, made))
        with failures_named(row.id):
            copy_history(parent._engine, run.id, self._engine, row, made.time, first)
        return run_of(row)

    def import_run(self, scenario: str, mind: str, code_version: str, history: History) -> Run:
        """Write a run whose whole history is known already. See `write_history`."""
        row = fresh_row(scenario, 0, mind, code_version)
        with failures_named(row.id):
            write_history(self._engine, row, history)
        return run_of(row)

    def map_pictures(self, run_id: str) -> dict[str, bytes]:
        """The layers of a run's map as PNGs, where the map is not one that is painted here."""
        row = MapPictureRow
        with Session(self._engine) as session:
            return dict(session.exec(select(row.layer, row.png).where(row.run_id == run_id)).all())

    def extent(self, run_id: str) -> RunExtent:
        """How far a run has come."""
        with Session(self._engine) as session:
            of_run = select(func.count(), func.max(EventRow.time)).where(EventRow.run_id == run_id)
            events, last_time = session.exec(of_run).one()
            inputs = session.exec(select(func.count()).where(InputRow.run_id == run_id)).one()
            return RunExtent(events, inputs, last_time)

    def last_time(self, run_id: str) -> SimTime | None:
        """The time of the latest event, found without counting them; None for an empty run."""
        with Session(self._engine) as session:
            latest = select(EventRow.time).where(EventRow.run_id == run_id).order_by(col(EventRow.seq).desc())
            return session.exec(latest.limit(1)).first()

    def seal(self, run_id: str) -> Seal:
        """Write down the digest of all events so far, for `replay --verify` to hold them against."""
        log = self.log(run_id)
        made = Seal(log.last_seq, log.digest())
        with failures_named(run_id), Session(self._engine) as session:
            session.merge(SealRow(run_id=run_id, seq=made.seq, digest=made.digest))
            session.commit()
        return made

    def seal_of(self, run_id: str) -> Seal | None:
        """The last seal of a run, if it ever stopped in good order."""
        with Session(self._engine) as session:
            row = session.get(SealRow, run_id)
            return Seal(row.seq, row.digest) if row else None

    def log(self, run_id: str) -> "SqlEventLog":
        """The event log of a run."""
        return SqlEventLog(self._engine, run_id, self.extent(run_id).events)

    def words(self, run_id: str) -> "SqlVisitorWords":
        """The visitors' words of a run."""
        return SqlVisitorWords(self._engine, run_id)

    def attempts(self, run_id: str) -> "SqlAttempts":
        """What the mind of a run was asked and answered."""
        return SqlAttempts(self._engine, run_id)

    def close(self) -> None:
        """Let go of the file, and of the lease."""
        self._engine.dispose()
        if self._lease:
            self._lease.release()


def open_store(
    path: Path,
    must_exist: bool = False,
    writing: bool = False,
    busy_timeout_milliseconds: int = BUSY_TIMEOUT_MILLISECONDS,
) -> Store:
    """Open a database file, making it if need be. `writing` takes the lease that one process at a time may hold.

    A file of an older schema is migrated in place; one that may not be written to can still be read. Raises BadInput
    where the file can't be used, or where another process writes to it.
    """
    if must_exist and not path.is_file():
        raise BadInput(str(path), "there is no such database", "name one that `taoyuan run` or `serve` wrote")
    if not path.parent.is_dir():
        raise BadInput(str(path), "its folder does not exist", "make the folder first")
    lease = take_lease(path) if writing else None
    engine = connected(path, busy_timeout_milliseconds)
    try:
        _prepare_schema(engine, path, lease)
    except DatabaseError as error:
        raise not_opened(str(path), error) from error
    event.listen(engine, "handle_error", partial(name_failure, str(path)))
    return Store(engine, lease)


def _prepare_schema(engine: Engine, path: Path, lease: FileLock | None) -> None:
    """Make an empty file ours, and an older one this code's; refuse what is not ours, or newer."""
    version = schema_version(engine)
    if version == 0 and _is_empty(engine):
        _make_schema(engine)
    elif version == 0:
        raise BadInput(str(path), "not a Taoyuan database", "name another file")
    elif version > SCHEMA_VERSION:
        problem = f"schema version {version}; this code reads up to version {SCHEMA_VERSION}"
        raise BadInput(str(path), problem, "update Taoyuan, or name another file")
    elif version < SCHEMA_VERSION:
        _migrate_under_lease(engine, path, lease)


def _is_empty(engine: Engine) -> bool:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()) == 0


def _migrate_under_lease(engine: Engine, path: Path, lease: FileLock | None) -> None:
    """Nobody writes to the file meanwhile: who opens it only to read takes the lease for that long."""
    held_for_this = None if lease else take_lease(path)
    try:
        migrate(engine)
    finally:
        if held_for_this:
            held_for_this.release()


def _make_schema(engine: Engine) -> None:
    """The file remembers its journal mode; it is set here, so that a file which is not ours is left as it is.

    Tables and version come in one transaction: who is killed before its end leaves an empty file.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("PRAGMA journal_mode = WAL"))
        connection.execute(text("BEGIN IMMEDIATE"))  # sqlite3 opens no transaction of its own for a change of schema
        try:
            SQLModel.metadata.create_all(connection)  # what another process made just now is left as it is
            connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))
        except BaseException:
            connection.execute(text("ROLLBACK"))
            raise
        connection.execute(text("COMMIT"))

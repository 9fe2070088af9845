"""Failures of the database as errors of ours, so that nobody above the store needs to know SQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ExceptionContext
from sqlalchemy.exc import DatabaseError

from sim.bad_input import BadInput
from sim.store_failed import StoreFailed, StoreLocked

PRIMARY_CODE_BITS = 0xFF
"""An extended code of SQLite's has its primary one in the low byte."""

RECOVERY = "restore a copy; `sqlite3 FILE .recover` saves what can still be read of this one"
FAILURES = {
    sqlite3.SQLITE_CORRUPT: ("the database is damaged", RECOVERY),
    sqlite3.SQLITE_NOTADB: ("the database is damaged", RECOVERY),
    sqlite3.SQLITE_FULL: ("the disk is full; all that was committed is kept", "free some room, then start again"),
    sqlite3.SQLITE_READONLY: ("the database may not be written to", "allow it, for the file and its folder"),
    sqlite3.SQLITE_IOERR: (
        "the disk, or the journal beside the database, can't be used; all that was committed is kept",
        "free some room, end whoever has it open, see that the disk is sound, and start again",
    ),
    sqlite3.SQLITE_CANTOPEN: ("the database can't be opened", "see that the file and its folder are there"),
}
"""What is said of a failure, and what to do about it, by SQLite's primary code."""


def name_failure(path: str, context: ExceptionContext) -> None:
    """A listener to an engine's errors, which come up at any reading or writing. Raises StoreFailed for what is known.

    Locks are for those who wait for them, and broken keys for those who may have broken them.
    """
    original = context.original_exception
    if isinstance(original, sqlite3.Error) and (known := FAILURES.get(_primary_code(original))):
        problem, fix = known
        raise StoreFailed(path, f"{problem} ({original})", fix) from original


def not_opened(path: str, error: DatabaseError) -> BadInput:
    """What is said of a file that can't be opened: that it is none of ours, unless the disk is to blame."""
    code = _primary_code(error.orig)
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY):
        problem, fix = FAILURES[code]
        return StoreFailed(path, f"{problem} ({error.orig})", fix)
    return BadInput(path, f"not a usable database ({error.orig})", "name another file")


@contextmanager
def failures_named(run_id: str) -> Iterator[None]:
    """Raises StoreLocked or StoreFailed for what the database says. Commit within, so that this is told, too."""
    try:
        yield
    except DatabaseError as error:
        if _is_locked(error):
            problem = "another process holds the database; nothing was written"
            raise StoreLocked(f"run {run_id}", problem, "end that process, or wait for it, and try again") from error
        problem = f"the database can't be used ({error.orig}); all that was committed is kept"
        raise StoreFailed(f"run {run_id}", problem, "free the disk or the database, then start again") from error


def _is_locked(error: DatabaseError) -> bool:
    return _primary_code(error.orig) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _primary_code(error: BaseException | None) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & PRIMARY_CODE_BITS

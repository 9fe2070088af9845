"""Failures of the database as errors of ours, so that nobody above the store needs to know SQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError

from sim.store_failed import StoreFailed, StoreLocked

PRIMARY_CODE_BITS = 0xFF
"""An extended code of SQLite's has its primary one in the low byte."""


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
    code = getattr(error.orig, "sqlite_errorcode", 0) & PRIMARY_CODE_BITS
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

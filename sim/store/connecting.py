"""Connecting to a database file: as who may write to it, or as one reads what may not be written to."""

import os
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import URL, Engine, event
from sqlmodel import create_engine

from sim.bad_input import BadInput

BUSY_TIMEOUT_MILLISECONDS = 5_000
"""How long a connection waits for another's write, where nobody says otherwise."""


def connected(path: Path, busy_timeout_milliseconds: int) -> Engine:
    """An engine for a file. Parameters are visitors' words, which no message of an error may quote."""
    where = URL.create("sqlite", database=str(path))  # a path may hold `?` or `%`
    if path.is_file() and not _is_writable(path):
        _check_journal(path)
        engine = create_engine(where, creator=partial(_read_only, path), hide_parameters=True)
    else:
        engine = create_engine(where, hide_parameters=True)
    event.listen(engine, "connect", partial(_prepare_connection, busy_timeout_milliseconds))
    return engine


def take_lease(path: Path) -> FileLock:
    """A lock of the operating system's on a file beside the database: it ends with its process, however that ends."""
    lease = FileLock(f"{path}.lock", blocking=False)
    try:
        lease.acquire()
    except Timeout as error:
        raise BadInput(str(path), "another process is writing to it", "stop that one, or name another --db") from error
    except OSError as error:
        problem = f"nothing can be written beside it ({error.strerror})"
        raise BadInput(str(path), problem, "allow it for its folder, or name a file elsewhere") from error
    return lease


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _check_journal(path: Path) -> None:
    """What the journal holds is in the file only once somebody who may write has opened it."""
    journal = path.with_name(f"{path.name}-wal")
    if journal.is_file() and journal.stat().st_size:
        problem = "it has a journal, which can't be read where nothing may be written"
        raise BadInput(str(path), problem, f"copy it and {journal.name} to another folder, or allow writing here")


def _read_only(path: Path) -> sqlite3.Connection:
    """SQLite keeps its books beside a database that it reads, unless it is told that nobody changes it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False)


def _prepare_connection(busy_timeout_milliseconds: int, connection: Any, _record: Any) -> None:
    for pragma in (
        "secure_delete = ON",  # what is erased is overwritten
        "synchronous = NORMAL",  # in WAL mode a killed process loses nothing that was committed
        f"busy_timeout = {busy_timeout_milliseconds}",
    ):
        connection.execute(f"PRAGMA {pragma}")

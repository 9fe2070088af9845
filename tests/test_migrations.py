"""Migrations: a file of an older schema is opened, migrated where it stands, and loses nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sim.attempts import Attempt, Tried
from sim.bad_input import BadInput
from sim.store import Branching, open_store
from sim.store.migrations import MIGRATIONS
from sim.store.tables import SCHEMA_VERSION
from sim.visitor_words import Said

FIRST_SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE run (id VARCHAR NOT NULL, created VARCHAR NOT NULL, scenario VARCHAR NOT NULL, seed INTEGER NOT NULL,
    mind VARCHAR NOT NULL, code_version VARCHAR NOT NULL, PRIMARY KEY (id));
CREATE TABLE event (run_id VARCHAR NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL, phase INTEGER NOT NULL,
    agent VARCHAR NOT NULL, counter INTEGER NOT NULL, kind VARCHAR NOT NULL, fact VARCHAR NOT NULL,
    PRIMARY KEY (run_id, seq));
CREATE UNIQUE INDEX event_key ON event (run_id, time, phase, agent, counter);
CREATE TABLE input (run_id VARCHAR NOT NULL, n INTEGER NOT NULL, effective_time INTEGER NOT NULL,
    kind VARCHAR NOT NULL, payload VARCHAR NOT NULL, request_id VARCHAR NOT NULL, PRIMARY KEY (run_id, n));
CREATE TABLE visitor_words (number INTEGER NOT NULL, id VARCHAR NOT NULL, run_id VARCHAR NOT NULL,
    visitor VARCHAR NOT NULL, agent VARCHAR NOT NULL, chat VARCHAR NOT NULL, who VARCHAR NOT NULL,
    text VARCHAR NOT NULL, salt VARCHAR NOT NULL, PRIMARY KEY (number), UNIQUE (id));
CREATE INDEX ix_visitor_words_run_id ON visitor_words (run_id);
CREATE TABLE seal (run_id VARCHAR NOT NULL, seq INTEGER NOT NULL, digest VARCHAR NOT NULL, PRIMARY KEY (run_id));
INSERT INTO run VALUES ('r1', '2026-01-01T00:00:00+00:00', '{}', 7, 'scripted', '0');
INSERT INTO event VALUES ('r1', 1, 23400, 1, 'anna', 0, 'waited',
    '{"agent":"anna","kind":"waited","until":23460}');
INSERT INTO visitor_words VALUES (1, 'w1', 'r1', 'v-1', 'anna', 'c1', 'visitor', '你好', 'salt');
PRAGMA user_version = 1;
"""

SECOND_SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE run (id VARCHAR NOT NULL, created VARCHAR NOT NULL, scenario VARCHAR NOT NULL, seed INTEGER NOT NULL,
    mind VARCHAR NOT NULL, code_version VARCHAR NOT NULL, PRIMARY KEY (id));
CREATE TABLE event (run_id VARCHAR NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL, phase INTEGER NOT NULL,
    agent VARCHAR NOT NULL, counter INTEGER NOT NULL, kind VARCHAR NOT NULL, fact VARCHAR NOT NULL,
    PRIMARY KEY (run_id, seq));
CREATE UNIQUE INDEX event_key ON event (run_id, time, phase, agent, counter);
CREATE TABLE input (run_id VARCHAR NOT NULL, n INTEGER NOT NULL, effective_time INTEGER NOT NULL,
    kind VARCHAR NOT NULL, payload VARCHAR NOT NULL, request_id VARCHAR NOT NULL, PRIMARY KEY (run_id, n));
CREATE TABLE visitor_words (number INTEGER NOT NULL, id VARCHAR NOT NULL, run_id VARCHAR NOT NULL,
    visitor VARCHAR NOT NULL, agent VARCHAR NOT NULL, chat VARCHAR NOT NULL, who VARCHAR NOT NULL,
    text VARCHAR NOT NULL, salt VARCHAR NOT NULL, time INTEGER DEFAULT 0 NOT NULL, source VARCHAR,
    PRIMARY KEY (number), UNIQUE (id));
CREATE INDEX visitor_words_key ON visitor_words (run_id, visitor);
CREATE TABLE seal (run_id VARCHAR NOT NULL, seq INTEGER NOT NULL, digest VARCHAR NOT NULL, PRIMARY KEY (run_id));
INSERT INTO run VALUES ('r1', '2026-01-01T00:00:00+00:00', '{}', 7, 'scripted', '0');
INSERT INTO event VALUES ('r1', 1, 23400, 1, 'anna', 0, 'waited',
    '{"agent":"anna","kind":"waited","until":23460}');
INSERT INTO visitor_words VALUES (1, 'w1', 'r1', 'v-1', 'anna', 'c1', 'visitor', '你好', 'salt', 0, NULL);
PRAGMA user_version = 2;
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database as the first schema left it: a run, an event, and a visitor's text."""
    path = tmp_path / "village.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST_SCHEMA)
    return path


@pytest.fixture
def connection(file: Path) -> Iterator[sqlite3.Connection]:
    """The same file, without the store."""
    with closing(sqlite3.connect(file)) as opened:
        yield opened


def columns(connection: sqlite3.Connection) -> set[tuple[object, ...]]:
    """Table, name, type, NOT NULL, default and place in the key of each column."""
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {(table, *row[1:]) for table in tables for row in connection.execute(f"PRAGMA table_info({table})")}


def indexes(connection: sqlite3.Connection) -> set[str]:
    """The names of all indexes."""
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}


def version(connection: sqlite3.Connection) -> int:
    """The schema version that the file says it has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_every_older_version_leads_to_the_next() -> None:
    """There is a migration from each version below the code's, and from no other."""
    assert sorted(MIGRATIONS) == list(range(1, SCHEMA_VERSION))


@pytest.mark.parametrize("writing", [False, True])
def test_first_schema_opens_with_all_that_is_in_it(file: Path, writing: bool) -> None:
    """For reading as for writing: the run, its digest and its words are there, and new words find their place."""
    store = open_store(file, must_exist=True, writing=writing)
    words = store.words("r1")
    kept = words.keep("v-1", "anna", "c1", "agent", "你好呀", 60, "rule")
    assert [run.id for run in store.runs()] == ["r1"]
    assert [item.seq for item in store.log("r1").events()] == [1]
    assert words.history("v-1", maximum=9) == [
        Said("anna", "c1", "visitor", "你好", 0, None, "w1"),
        Said("anna", "c1", "agent", "你好呀", 60, "rule", kept.id),
    ]
    store.close()


def test_migrated_file_has_the_schema_of_a_new_one(file: Path, connection: sqlite3.Connection, tmp_path: Path) -> None:
    """The same columns and indexes, and the same version."""
    open_store(file).close()
    open_store(tmp_path / "new.db").close()
    with closing(sqlite3.connect(tmp_path / "new.db")) as new:
        assert columns(connection) == columns(new)
        assert indexes(connection) == indexes(new)
        assert version(connection) == version(new) == SCHEMA_VERSION


def test_second_schema_opens_with_all_that_is_in_it_and_room_for_attempts(tmp_path: Path) -> None:
    """Its events, digest and words are as they were, and what a mind is asked from now on is kept."""
    path = tmp_path / "second.db"
    with closing(sqlite3.connect(path)) as second:
        second.executescript(SECOND_SCHEMA)
    store = open_store(path, must_exist=True, writing=True)
    store.attempts("r1").keep([Tried("anna", 1, None, (Attempt("m", (("user", "?"),), "hash"),))])
    assert [item.seq for item in store.log("r1").events()] == [1]
    assert [said.text for said in store.words("r1").history("v-1", maximum=9)] == ["你好"]
    assert store.attempts("r1").of("anna", 1) is not None
    store.close()
    open_store(tmp_path / "new.db").close()
    with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(tmp_path / "new.db")) as new:
        assert (columns(old), indexes(old), version(old)) == (columns(new), indexes(new), SCHEMA_VERSION)


def test_fourth_schema_opens_with_its_lineage_and_room_for_snapshots(tmp_path: Path) -> None:
    """A branch's file from before there were snapshots: it is a branch still, and its history is whole."""
    path = tmp_path / "fourth.db"
    with closing(sqlite3.connect(path)) as fourth:
        fourth.executescript(SECOND_SCHEMA)
        for statement in (*MIGRATIONS[2], *MIGRATIONS[3]):
            fourth.execute(statement)
        fourth.execute("""UPDATE run SET lineage = '[{"run":"r0","time":23400,"seed":9}]'""")
        fourth.execute("PRAGMA user_version = 4")
        fourth.commit()
    store = open_store(path, must_exist=True, writing=True)
    (run,) = store.runs()
    assert (run.lineage, run.seeds.latest) == ((Branching("r0", 23400, 9),), 9)
    assert [item.seq for item in store.log("r1").events()] == [1]
    assert list(store.log("r1").snapshots()) == []
    store.close()
    open_store(tmp_path / "new.db").close()
    with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(tmp_path / "new.db")) as new:
        assert (columns(old), indexes(old), version(old)) == (columns(new), indexes(new), SCHEMA_VERSION)


def test_file_is_not_migrated_under_a_writer(file: Path, connection: sqlite3.Connection) -> None:
    """Who would only read an old file that another process writes to is told so, and the file stays as it is."""
    writer = open_store(file, writing=True)
    connection.execute("PRAGMA user_version = 1")
    with pytest.raises(BadInput, match="another process is writing"):
        open_store(file)
    assert version(connection) == 1
    writer.close()


def test_migration_that_fails_leaves_the_file_as_it_was(file: Path, connection: sqlite3.Connection) -> None:
    """All the way or not at all: nothing of a migration that breaks off stays."""
    connection.execute("DROP INDEX ix_visitor_words_run_id")
    before = (columns(connection), indexes(connection))
    with pytest.raises(BadInput, match="not a usable database"):
        open_store(file)
    assert (columns(connection), indexes(connection), version(connection)) == (*before, 1)


def test_lease_taken_to_migrate_is_given_back(file: Path) -> None:
    """After a reader has migrated the file, another process may write to it while the reader goes on."""
    reader = open_store(file)
    open_store(file, writing=True).close()
    reader.close()

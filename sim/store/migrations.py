"""Migrations: how an older database file becomes one that this code reads, in place and one version at a time.

The file's own `user_version` says where it stands, and SQLite changes its schema in a transaction like anything
else, so an ordered list of statements is all there is to it. Alembic would bring a second version table, a folder of
scripts and a template engine to run the same few lines.
"""

from sqlalchemy import Engine, text

from sim.store.tables import SCHEMA_VERSION

MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: (
        # What was kept before has no time and no source: it reads as said at the very beginning, by nobody knows whom.
        "ALTER TABLE visitor_words ADD COLUMN time INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE visitor_words ADD COLUMN source VARCHAR",
        "DROP INDEX ix_visitor_words_run_id",
        "CREATE INDEX visitor_words_key ON visitor_words (run_id, visitor)",
    ),
    2: (
        # What a mind was asked before this version was not kept: its decisions are explained without.
        "CREATE TABLE attempt (run_id VARCHAR NOT NULL, n INTEGER NOT NULL, agent VARCHAR NOT NULL, "
        "ordinal INTEGER NOT NULL, visitor VARCHAR, model VARCHAR NOT NULL, prompt VARCHAR NOT NULL, "
        "schema_hash VARCHAR NOT NULL, answer VARCHAR NOT NULL, problem VARCHAR, prompt_tokens INTEGER NOT NULL, "
        "completion_tokens INTEGER NOT NULL, cached_tokens INTEGER NOT NULL, milliseconds INTEGER NOT NULL, "
        "is_whole BOOLEAN NOT NULL, PRIMARY KEY (run_id, n))",
        "CREATE INDEX attempt_request ON attempt (run_id, agent, ordinal)",
        "CREATE INDEX attempt_visitor ON attempt (run_id, visitor)",
        "CREATE INDEX event_kind ON event (run_id, agent, kind, seq)",
    ),
    3: ("ALTER TABLE run ADD COLUMN lineage VARCHAR NOT NULL DEFAULT '[]'",),
    4: (
        # Of what happened before there are no snapshots: it is folded, as it was.
        "CREATE TABLE snapshot (run_id VARCHAR NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL, "
        "code VARCHAR NOT NULL, world BLOB NOT NULL, PRIMARY KEY (run_id, seq))",
    ),
    5: ("ALTER TABLE visitor_words ADD COLUMN covers INTEGER",),
    6: (
        "CREATE TABLE map_picture (run_id VARCHAR NOT NULL, layer VARCHAR NOT NULL, png BLOB NOT NULL, "
        "PRIMARY KEY (run_id, layer))",
    ),
}
"""The statements that lead from each version to the next. What is here is never edited, only added to."""


def schema_version(engine: Engine) -> int:
    """The version that the file says it has; 0 for one that never had any."""
    with engine.connect() as connection:
        return int(connection.execute(text("PRAGMA user_version")).scalar_one())


def migrate(engine: Engine) -> None:
    """Bring the file to this code's version: all the way, or not at all.

    Whoever calls this holds the lease. The version is read again within the transaction, for somebody else may have
    held it just before.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("BEGIN IMMEDIATE"))  # sqlite3 opens no transaction of its own for a change of schema
        try:
            found = int(connection.execute(text("PRAGMA user_version")).scalar_one())
            for version in range(found, SCHEMA_VERSION):
                for statement in MIGRATIONS[version]:
                    connection.execute(text(statement))
            connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))
        except BaseException:
            connection.execute(text("ROLLBACK"))
            raise
        connection.execute(text("COMMIT"))

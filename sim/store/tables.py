"""The tables. Facts and payloads are kept as canonical JSON; a schema version goes with the file."""

from sqlalchemy import text as sql
from sqlmodel import Field, Index, SQLModel

SCHEMA_VERSION = 7


class RunRow(SQLModel, table=True):
    """A run: what it was made from, whole, so that it can be opened without the scenario's files."""

    __tablename__ = "run"
    id: str = Field(primary_key=True)
    created: str
    scenario: str
    seed: int
    mind: str
    code_version: str
    lineage: str = Field(default="[]", sa_column_kwargs={"server_default": sql("'[]'")})
    """The runs that it branched off from, as JSON: the first ancestor first."""


class EventRow(SQLModel, table=True):
    """An event in commit order."""

    __tablename__ = "event"
    __table_args__ = (
        Index("event_key", "run_id", "time", "phase", "agent", "counter", unique=True),
        Index("event_kind", "run_id", "agent", "kind", "seq"),
    )
    run_id: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    time: int
    phase: int
    agent: str
    counter: int
    kind: str
    fact: str


class SnapshotRow(SQLModel, table=True):
    """The World after the event `seq`, as `code` folded it. What is lost with a row is time, never history."""

    __tablename__ = "snapshot"
    run_id: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    time: int
    code: str
    world: bytes


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
    """A text of a talk with a visitor. Erasing deletes the row: its salt goes with it.

    One that `covers` others is a summary of all between the two up to that number.
    """

    __tablename__ = "visitor_words"
    __table_args__ = (Index("visitor_words_key", "run_id", "visitor"),)
    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    run_id: str
    visitor: str
    agent: str
    chat: str
    who: str
    text: str
    salt: str
    time: int = Field(default=0, sa_column_kwargs={"server_default": sql("0")})
    source: str | None = None
    covers: int | None = None


class MapPictureRow(SQLModel, table=True):
    """A layer of a map that is not painted by us, as a PNG: the map of a run that was imported."""

    __tablename__ = "map_picture"
    run_id: str = Field(primary_key=True)
    layer: str = Field(primary_key=True)
    png: bytes


class SealRow(SQLModel, table=True):
    """The digest of a run's events up to `seq`, written when it stopped in good order."""

    __tablename__ = "seal"
    run_id: str = Field(primary_key=True)
    seq: int
    digest: str


class AttemptRow(SQLModel, table=True):
    """One asking of a model; `n` counts them within their run. With a visitor it quotes that one, and is erased."""

    __tablename__ = "attempt"
    __table_args__ = (
        Index("attempt_request", "run_id", "agent", "ordinal"),
        Index("attempt_visitor", "run_id", "visitor"),
    )
    run_id: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    agent: str
    ordinal: int
    visitor: str | None = None
    model: str
    prompt: str
    schema_hash: str
    answer: str
    problem: str | None = None
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    milliseconds: int
    is_whole: bool

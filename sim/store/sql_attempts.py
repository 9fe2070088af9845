"""Attempts in SQL: one row each, numbered within their run, so that the oldest are found without counting."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, insert
from sqlmodel import Session, col, delete, func, select

from sim.attempts import MAXIMUM_ATTEMPTS, Attempt, Tried, shortened
from sim.store.failures import failures_named
from sim.store.tables import AttemptRow


class SqlAttempts:
    """Attempts in a database."""

    def __init__(self, engine: Engine, run_id: str) -> None:
        self._engine = engine
        self._run_id = run_id

    def keep(self, tried: Sequence[Tried]) -> None:
        """See Attempts. Raises StoreLocked or StoreFailed."""
        row = AttemptRow
        with failures_named(self._run_id), self._engine.begin() as connection:
            for each in tried:
                same = (col(row.run_id) == self._run_id, col(row.agent) == each.agent, col(row.ordinal) == each.ordinal)
                connection.execute(delete(row).where(*same))
            last = self._last(connection)
            rows = [self._row(each, attempt) for each in tried for attempt in each.attempts]
            numbered = [{**values, "n": n} for n, values in enumerate(rows, start=last + 1)]
            if numbered:
                connection.execute(insert(row), numbered)
            oldest = last + len(numbered) - MAXIMUM_ATTEMPTS
            connection.execute(delete(row).where(col(row.run_id) == self._run_id, col(row.n) <= oldest))

    def _last(self, connection: Connection) -> int:
        last = select(func.max(AttemptRow.n)).where(AttemptRow.run_id == self._run_id)
        return connection.execute(last).scalar_one() or 0

    def _row(self, tried: Tried, attempt: Attempt) -> dict[str, Any]:
        kept = shortened(attempt)
        return {
            "run_id": self._run_id,
            "agent": tried.agent,
            "ordinal": tried.ordinal,
            "visitor": tried.visitor,
            "model": kept.model,
            "prompt": json.dumps(kept.prompt, ensure_ascii=False),
            "schema_hash": kept.schema_hash,
            "answer": kept.answer,
            "problem": kept.problem,
            "prompt_tokens": kept.prompt_tokens,
            "completion_tokens": kept.completion_tokens,
            "cached_tokens": kept.cached_tokens,
            "milliseconds": kept.milliseconds,
            "is_whole": kept.is_whole,
        }

    def of(self, agent: str, ordinal: int) -> Tried | None:
        """See Attempts."""
        row = AttemptRow
        wanted = select(row).where(row.run_id == self._run_id, row.agent == agent, row.ordinal == ordinal)
        with Session(self._engine) as session:
            rows = session.exec(wanted.order_by(col(row.n))).all()
            if not rows:
                return None
            return Tried(agent, ordinal, rows[0].visitor, tuple(_attempt(each) for each in rows))

    def erase(self, visitor: str) -> int:
        """See Attempts. Erase the visitor's words after this: that empties the journal, which quotes these, too."""
        row = AttemptRow
        with failures_named(self._run_id), Session(self._engine) as session:
            gone = session.exec(delete(row).where(col(row.run_id) == self._run_id, col(row.visitor) == visitor))
            session.commit()
        return int(gone.rowcount)


def _attempt(row: AttemptRow) -> Attempt:
    return Attempt(
        model=row.model,
        prompt=tuple((role, content) for role, content in json.loads(row.prompt)),
        schema_hash=row.schema_hash,
        answer=row.answer,
        problem=row.problem,
        prompt_tokens=row.prompt_tokens,
        completion_tokens=row.completion_tokens,
        cached_tokens=row.cached_tokens,
        milliseconds=row.milliseconds,
        is_whole=row.is_whole,
    )

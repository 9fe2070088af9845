"""VisitorWords in SQL. Erasing deletes the rows, and their salts with them, and overwrites where they were."""

from secrets import token_hex
from time import sleep

from sqlalchemy import ColumnElement, Engine
from sqlmodel import Session, col, delete, func, select, text

from sim.bad_input import BadInput
from sim.clock import SimTime
from sim.store.failures import failures_named
from sim.store.tables import VisitorWordsRow
from sim.visitor_words import ERASED, SUMMARY, WHISPER, KeptWords, Said, salted_hash

NEWEST = 2**63 - 1
"""The number of a text that is later than all."""
MAXIMUM_JOURNAL_TRIES = 50
JOURNAL_PAUSE_SECONDS = 0.1
"""Between two tries to empty the journal. A try waits for nobody, so that nobody waits for it."""


class SqlVisitorWords:
    """VisitorWords in a database."""

    def __init__(self, engine: Engine, run_id: str) -> None:
        self._engine = engine
        self._run_id = run_id

    def keep(
        self, visitor: str, agent: str, chat: str, who: str, text: str, time: SimTime = 0, source: str | None = None
    ) -> KeptWords:
        """See VisitorWords."""
        kept_id, salt = token_hex(8), token_hex(16)
        row = VisitorWordsRow(
            id=kept_id,
            run_id=self._run_id,
            visitor=visitor,
            agent=agent,
            chat=chat,
            who=who,
            text=text,
            salt=salt,
            time=time,
            source=source,
        )
        with failures_named(self._run_id), Session(self._engine) as session:
            session.add(row)
            session.commit()
        return KeptWords(kept_id, salted_hash(text, salt))

    def text(self, words_id: str) -> str:
        """See VisitorWords."""
        row = VisitorWordsRow
        wanted = select(row.text).where(row.run_id == self._run_id, row.id == words_id)
        with Session(self._engine) as session:
            found = session.exec(wanted).first()
            return ERASED if found is None else found

    def talk(self, visitor: str, agent: str, maximum: int, until: str = "") -> list[tuple[str, str]]:
        """See VisitorWords."""
        row = VisitorWordsRow
        with Session(self._engine) as session:
            last = self._number(session, until) if until else NEWEST
            if last is None:
                return []
            summary, covered = self._summary(session, visitor, agent, last)
            wanted = select(row.who, row.text).where(*self._lines(visitor, agent, covered), col(row.number) <= last)
            newest_first = session.exec(wanted.order_by(col(row.number).desc()).limit(maximum)).all()
            begun = [(SUMMARY, summary)] if covered else []
            return begun + [(who, said) for who, said in reversed(newest_first)]

    def not_summed_up(self, visitor: str, agent: str, maximum: int) -> list[str]:
        """See VisitorWords."""
        row = VisitorWordsRow
        with Session(self._engine) as session:
            _, covered = self._summary(session, visitor, agent, NEWEST)
            wanted = select(row.id).where(*self._lines(visitor, agent, covered))
            newest_first = session.exec(wanted.order_by(col(row.number).desc()).limit(maximum)).all()
            return list(reversed(newest_first))

    def keep_summary(self, visitor: str, agent: str, text: str, last_id: str) -> None:
        """See VisitorWords. Deleting comes first: from then on nobody else can erase."""
        with failures_named(self._run_id), Session(self._engine) as session:
            earlier = (*self._between(visitor, agent), col(VisitorWordsRow.covers).is_not(None))
            session.exec(delete(VisitorWordsRow).where(*earlier))
            last = self._number(session, last_id)
            if last is None:
                return
            session.add(
                VisitorWordsRow(
                    id=token_hex(8),
                    run_id=self._run_id,
                    visitor=visitor,
                    agent=agent,
                    chat="",
                    who=SUMMARY,
                    text=text,
                    salt=token_hex(16),
                    covers=last,
                )
            )
            session.commit()

    def _number(self, session: Session, words_id: str) -> int | None:
        row = VisitorWordsRow
        return session.exec(select(row.number).where(row.run_id == self._run_id, row.id == words_id)).first()

    def _summary(self, session: Session, visitor: str, agent: str, last: int) -> tuple[str, int]:
        """What sums up the beginning of a talk, and the number up to which, `last` at most; 0 where nothing does."""
        row = VisitorWordsRow
        wanted = select(row.text, row.covers).where(*self._between(visitor, agent), col(row.covers) <= last)
        summary, covered = session.exec(wanted).first() or ("", 0)
        return summary, covered or 0

    def _lines(self, visitor: str, agent: str, after: int) -> tuple[ColumnElement[bool], ...]:
        """What was said between the two after a number."""
        row = VisitorWordsRow
        is_line = (col(row.covers).is_(None), col(row.who) != WHISPER)
        return (*self._between(visitor, agent), *is_line, col(row.number) > after)

    def _between(self, visitor: str, agent: str) -> tuple[ColumnElement[bool], ...]:
        row = VisitorWordsRow
        return (col(row.run_id) == self._run_id, col(row.visitor) == visitor, col(row.agent) == agent)

    def history(self, visitor: str, maximum: int) -> list[Said]:
        """See VisitorWords."""
        row = VisitorWordsRow
        newest_first = func.row_number().over(partition_by=col(row.agent), order_by=col(row.number).desc())
        mine = select(row.number, newest_first.label("age")).where(row.run_id == self._run_id, row.visitor == visitor)
        ranked = mine.where(col(row.covers).is_(None), col(row.who) != WHISPER).subquery()
        wanted = select(row).join(ranked, col(row.number) == ranked.c.number).where(ranked.c.age <= maximum)
        with Session(self._engine) as session:
            kept = session.exec(wanted.order_by(col(row.number)))
            return [_said(line) for line in kept]

    def visitors(self) -> set[str]:
        """See VisitorWords."""
        with Session(self._engine) as session:
            row = VisitorWordsRow
            return set(session.exec(select(row.visitor).where(row.run_id == self._run_id).distinct()))

    def erase(self, visitor: str) -> int:
        """See VisitorWords."""
        row = VisitorWordsRow
        with failures_named(self._run_id), Session(self._engine) as session:
            gone = session.exec(delete(row).where(col(row.run_id) == self._run_id, col(row.visitor) == visitor))
            session.commit()
        self._empty_journal()
        return int(gone.rowcount)

    def _empty_journal(self) -> None:
        """The write-ahead journal quotes what was erased until it is truncated, which a reader can prevent.

        A truncation that waits for a reader holds the write lock all the while, and would hold up the village.
        """
        with failures_named(self._run_id), self._engine.connect() as connection:
            connection.detach()  # its time-out is its own: it is closed at the end, and no other use gets it
            connection.execute(text("PRAGMA busy_timeout = 0"))
            for _ in range(MAXIMUM_JOURNAL_TRIES):
                busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
                if not busy:
                    return
                sleep(JOURNAL_PAUSE_SECONDS)
        problem = "the words are erased, but the database's journal still holds them while another process reads it"
        raise BadInput(f"run {self._run_id}", problem, "end the other process and erase again")


def _said(row: VisitorWordsRow) -> Said:
    return Said(row.agent, row.chat, row.who, row.text, row.time, row.source, row.id)

"""Snapshots in SQL: a World every so many events, written in the transaction of the event that it follows."""

import logging
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, insert, select
from sqlmodel import SQLModel

from sim.clock import SimTime
from sim.snapshots import (
    SNAPSHOT_EVENTS,
    Snapshot,
    UnreadableSnapshot,
    folding_code,
    snapshot_from_bytes,
    snapshot_of,
    snapshot_to_bytes,
)
from sim.store.tables import SnapshotRow
from sim.world import World

MAXIMUM_SNAPSHOTS_TRIED = 20
"""After so many that can't be read, one after the other, the history is folded from its beginning."""

log = logging.getLogger("taoyuan.store")


class SqlSnapshots:
    """The snapshots of one run."""

    def __init__(self, engine: Engine, run_id: str) -> None:
        self._engine = engine
        self._run_id = run_id
        self._last: int | None = None

    def write_if_due(self, connection: Connection, seq: int, world: World) -> None:
        """Write the World after the event `seq`, within the caller's transaction, if the last is long ago."""
        if self._last is None:
            self._last = self._last_seq(connection)
        if seq - self._last >= SNAPSHOT_EVENTS:
            row = {"run_id": self._run_id, "seq": seq, "time": world.time, "code": folding_code()}
            connection.execute(insert(SnapshotRow), [{**row, "world": snapshot_to_bytes(snapshot_of(world))}])

    def written(self, seq: int) -> None:
        """The transaction of the event `seq` is committed."""
        if self._last is not None and seq - self._last >= SNAPSHOT_EVENTS:
            self._last = seq

    def latest(self, last_seq: int, time: SimTime | None) -> tuple[int, Snapshot] | None:
        """The latest readable one of `time` or before that this code folded, with its seq, up to `last_seq`."""
        column = SQLModel.metadata.tables["snapshot"].c
        wanted = select(column.seq, column.world).where(column.run_id == self._run_id, column.seq <= last_seq)
        wanted = wanted.where(column.code == folding_code()).order_by(column.seq.desc())
        if time is not None:
            wanted = wanted.where(column.time <= time)
        with self._engine.connect() as connection:
            for seq, world in connection.execute(wanted.limit(MAXIMUM_SNAPSHOTS_TRIED).execution_options(yield_per=1)):
                try:
                    return seq, snapshot_from_bytes(world)
                except UnreadableSnapshot as error:
                    log.warning("run %s: the snapshot at event %d is passed over (%s)", self._run_id, seq, error)
        return None

    def all(self) -> Iterator[tuple[int, Snapshot | None]]:
        """All that this code folded, with their seqs, the first first; None for one that can't be read."""
        column = SQLModel.metadata.tables["snapshot"].c
        wanted = select(column.seq, column.world).where(column.run_id == self._run_id, column.code == folding_code())
        with self._engine.connect() as connection:
            for seq, world in connection.execute(wanted.order_by(column.seq).execution_options(yield_per=1)):
                try:
                    yield seq, snapshot_from_bytes(world)
                except UnreadableSnapshot:
                    yield seq, None

    def _last_seq(self, connection: Connection) -> int:
        """Of whatever code, so that no two ever have the same seq; 0 for none."""
        column = SQLModel.metadata.tables["snapshot"].c
        wanted = select(column.seq).where(column.run_id == self._run_id).order_by(column.seq.desc()).limit(1)
        return int(connection.execute(wanted).scalar() or 0)

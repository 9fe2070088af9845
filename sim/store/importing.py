"""Importing: a run whose history is known already, written in one transaction: all of it, or nothing.

SQLite keeps in its journal on disk what a transaction has written so far, so that memory stays bounded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import Engine, insert

from sim.event_log import Committed
from sim.events import Event
from sim.store.sql_event_log import INSERT_EVENT, event_row
from sim.store.sql_snapshots import SqlSnapshots
from sim.store.tables import MapPictureRow, RunRow
from sim.world import World

EVENTS_AT_ONCE = 2_000
"""Events held in memory while writing."""


@dataclass(frozen=True, slots=True)
class History:
    """Events in their order, the World that they happen to as they are given out, and PNGs of its map by their layers.

    A map that is painted here needs no pictures.
    """

    events: Iterable[Event]
    world: World
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def write_history(target: Engine, row: RunRow, history: History) -> None:
    """Write the run `row` with its history."""
    snapshots, told, seq = SqlSnapshots(target, row.id), iter(history.events), 0
    with target.begin() as writing:
        writing.execute(insert(RunRow), [row.model_dump()])
        for layer, png in history.pictures.items():
            writing.execute(insert(MapPictureRow), [{"run_id": row.id, "layer": layer, "png": png}])
        while batch := list(islice(told, EVENTS_AT_ONCE)):
            fresh = [Committed(seq + index, event) for index, event in enumerate(batch, start=1)]
            writing.exec_driver_sql(INSERT_EVENT, [event_row(row.id, item) for item in fresh])
            seq += len(fresh)
            snapshots.write_if_due(writing, seq, history.world)
            snapshots.written(seq)

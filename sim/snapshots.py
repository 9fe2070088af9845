"""Snapshots: the World at one moment as data, so that nobody has to fold a long history from its beginning.

Events are the truth. A snapshot only saves folding them, is in no digest, and may be dropped at any time: one that
can't be read, or that other code folded, is passed over, and the one before it does.
"""

import zlib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from pydantic import TypeAdapter, ValidationError

from sim.clock import SimTime
from sim.happenings import VillageRecord
from sim.records import AgentRecord, Conversation
from sim.world import Setting, World

SNAPSHOT_EVENTS = 2_000
"""A snapshot is kept after so many events: a tenth of a second of folding, a third of a day of twenty characters."""
MAXIMUM_SNAPSHOT_BYTES = 256 * 1024 * 1024
"""The most that one may unfold to."""
COMPRESSION_LEVEL = 1
"""Of zlib: a higher one saves a quarter of the room, and takes three times as long."""


class UnreadableSnapshot(Exception):
    """A snapshot that is damaged, or of another village."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What of a World changes: its time, its characters by id, the conversations under way, and what goes on."""

    time: SimTime
    agents: tuple[AgentRecord, ...]
    conversations: tuple[Conversation, ...]
    village: VillageRecord

    def world(self, setting: Setting) -> World:
        """A World that stands at this moment."""
        world = World(setting, {record.id: record for record in self.agents})
        world.time, world.village = self.time, self.village
        world.conversations = {talk.id: talk for talk in self.conversations}
        return world


_snapshots: TypeAdapter[Snapshot] = TypeAdapter(Snapshot)


def snapshot_of(world: World) -> Snapshot:
    """The World as it is now: the records are frozen and shared."""
    return Snapshot(world.time, tuple(world.agents.values()), tuple(world.conversations.values()), world.village)


def snapshot_to_bytes(snapshot: Snapshot) -> bytes:
    """The snapshot as it is stored: JSON, compressed."""
    return zlib.compress(_snapshots.dump_json(snapshot), COMPRESSION_LEVEL)


def snapshot_from_bytes(stored: bytes) -> Snapshot:
    """Read a snapshot back. Raises UnreadableSnapshot."""
    unfolding = zlib.decompressobj()
    try:
        text = unfolding.decompress(stored, MAXIMUM_SNAPSHOT_BYTES)
        if not unfolding.eof:
            raise UnreadableSnapshot("it breaks off, or is too large")
        return _snapshots.validate_json(text)
    except zlib.error as error:
        raise UnreadableSnapshot("it is damaged") from error
    except ValidationError as error:
        raise UnreadableSnapshot("it is no World") from error


@cache
def folding_code() -> str:
    """A hash of the code that folds: a World that other code folded may be another one, whatever its version says."""
    digest = sha256()
    for source in sorted(files("sim").iterdir(), key=lambda entry: entry.name):
        if source.name.endswith(".py"):
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]

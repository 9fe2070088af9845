"""Beats: what a simulation's tracks, talks and memories come to, each persona's by itself, put in order of time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from itertools import groupby

from scenarios.generative_agents.personas import activity_id
from scenarios.generative_agents.places import Ground
from scenarios.generative_agents.talks import Talk
from scenarios.generative_agents.time_line import TimeLine
from scenarios.generative_agents.tracks import Track, Tracks
from sim.clock import MINUTE, SimTime
from sim.records import Memory
from sim.tiles import Tile, tile_distance

MAXIMUM_WALK_TILES = 250
"""Tiles of one walk; a longer way is several, one after the other."""
READABLE_SECONDS = MINUTE
"""How long a line can be read, at the least."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A talk is over."""

    talk: Talk


@dataclass(frozen=True, slots=True)
class Stands:
    """It stands on a tile, having walked or leapt there."""

    tile: Tile


@dataclass(frozen=True, slots=True)
class Acts:
    """It begins an activity, by id, at a place if one is known, and is at it until then."""

    activity: str
    place: str | None
    until: SimTime


@dataclass(frozen=True, slots=True)
class Meets:
    """A talk begins."""

    talk: Talk


@dataclass(frozen=True, slots=True)
class Says:
    """It speaks a line of a talk, readable until then."""

    talk: Talk
    text: str
    until: SimTime


@dataclass(frozen=True, slots=True)
class Recalls:
    """A memory is made."""

    memory: Memory


@dataclass(frozen=True, slots=True)
class Walks:
    """It sets out, a tile a step, to a place if one is known."""

    path: tuple[Tile, ...]
    place: str | None


@dataclass(frozen=True, slots=True)
class Rests:
    """The history ends."""


What = Parts | Stands | Acts | Meets | Says | Recalls | Walks | Rests
RANKS = {kind: rank for rank, kind in enumerate((Parts, Stands, Acts, Meets, Says, Recalls, Walks, Rests))}
"""In which order things of one instant happen: what ends ends first, and who sets out does so last."""


@dataclass(frozen=True, slots=True)
class Beat:
    """Something that a persona, by name, does at a moment."""

    time: SimTime
    name: str
    what: What

    @property
    def key(self) -> tuple[SimTime, int, str]:
        """Its place in the order of all beats."""
        return self.time, RANKS[type(self.what)], self.name


def beats(
    tracks: Tracks, talks: Iterable[Talk], memories: Mapping[str, list[Memory]], ground: Ground, line: TimeLine
) -> Iterator[Beat]:
    """All that happens, in order of time. Of each persona's, only what comes next is made."""
    sources: list[Iterator[Beat]] = [_spoken(talks, line)]
    for name, track in tracks.by_name.items():
        places = [ground.ids.get(action.sector) for action in tracks.actions]
        sources += [
            _walked(name, track, places, line),
            _acted(name, tracks, places, line),
            _recalled(name, memories.get(name, ())),
        ]
    first = next(iter(tracks.by_name))
    yield from merge(*sources, [Beat(line.time(tracks.last), first, Rests())], key=lambda beat: beat.key)


def _acted(name: str, tracks: Tracks, places: list[str | None], line: TimeLine) -> Iterator[Beat]:
    actions = tracks.by_name[name].actions
    ends = [step for step, _ in actions[1:]] + [tracks.last]
    for (step, number), end in zip(actions, ends, strict=True):
        yield Beat(line.time(step), name, Acts(activity_id(tracks.actions[number]), places[number], line.time(end)))


def _recalled(name: str, memories: Iterable[Memory]) -> Iterator[Beat]:
    for memory in memories:
        yield Beat(memory.time, name, Recalls(memory))


def _walked(name: str, track: Track, places: list[str | None], line: TimeLine) -> Iterator[Beat]:
    """Single tiles, a step each and one after the other, are a walk; whatever else changes a place is a leap."""
    moves = track.moves()
    arrives, tile = next(moves)
    path: list[Tile] = []
    for step, reached in moves:
        is_step = tile_distance(tile, reached) == 1
        if path and not (is_step and step == arrives + 1 and len(path) < MAXIMUM_WALK_TILES):
            yield from _walk(name, track, path, arrives, places, line)
            path = []
        if is_step:
            path = [*(path or [tile]), reached]
        else:
            yield Beat(line.time(step), name, Stands(reached))
        arrives, tile = step, reached
    if path:
        yield from _walk(name, track, path, arrives, places, line)


def _walk(
    name: str, track: Track, path: list[Tile], arrives: int, places: list[str | None], line: TimeLine
) -> Iterator[Beat]:
    sets_out = arrives - len(path) + 1
    _, action = track.action_at(sets_out + 1)
    yield Beat(line.time(sets_out), name, Walks(tuple(path), places[action]))
    yield Beat(line.time(arrives), name, Stands(path[-1]))


def _spoken(talks: Iterable[Talk], line: TimeLine) -> Iterator[Beat]:
    """Talks that begin together are merged, so that all is in order though one ends after the next has begun."""
    pending: list[Beat] = []
    for start, group in groupby(talks, key=lambda talk: talk.start):
        begun = line.time(start)
        yield from (beat for beat in pending if beat.time < begun)
        pending = [beat for beat in pending if beat.time >= begun]
        for talk in group:
            pending += _talk(talk, line)
        pending.sort(key=lambda beat: beat.key)
    yield from pending


def _talk(talk: Talk, line: TimeLine) -> Iterator[Beat]:
    """Its lines are spread over its time: the source does not say when each was spoken."""
    begins, ends = line.time(talk.start), line.time(talk.end)
    if talk.guest is not None:
        yield Beat(begins, talk.host, Meets(talk))
    for index, (speaker, text) in enumerate(talk.lines):
        time = begins + (ends - begins) * index // len(talk.lines)
        after = begins + (ends - begins) * (index + 1) // len(talk.lines)
        yield Beat(time, speaker, Says(talk, text, max(after, time + READABLE_SECONDS)))
    if talk.guest is not None:
        yield Beat(ends, talk.host, Parts(talk))

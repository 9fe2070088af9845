"""The history: any moment of a run again, as the messages that told of it when it was now.

A moment is folded from the World before it: one of the log's snapshots, or one of those kept on the way when the log
was read for its marks. Copies share their records, so a World costs little. What it tells is what everyone could see
and hear.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from threading import Lock

from pydantic import BaseModel

from agents.cast import Cast
from sim.clock import HOUR, SimTime
from sim.event_log import Committed, EventLog
from sim.world import World
from web.happening_messages import happening_views
from web.marks import Mark, Marker
from web.messages import Snapshot, SpeechMessage, StateMessage, StopMessage, WalkMessage, WorldMessage
from web.onlooker import Onlooker
from web.projection import place_views

EVENTS_BETWEEN_STOPS = 500
"""How many events are folded, at most, to come from a kept World to any moment."""
MAXIMUM_STOPS = 1_000
"""Worlds kept; of more, every other one is let go, and from there on they lie twice as far apart."""
MAXIMUM_PAGE_SECONDS = 6 * HOUR
MAXIMUM_FRAMES_PER_PAGE = 2_000
"""Where a page ends early: after the instant that exceeds it."""
MAXIMUM_MARKS_PER_PAGE = 1_000
MAXIMUM_MARKS = 100_000
"""Where the timeline ends: nobody could tell more of them apart."""
MAXIMUM_EVENTS_PER_QUESTION = 5_000
"""How far one question about the timeline reads on."""


class FramePage(BaseModel):
    """What was told from `since` on and before `until`; the next page begins there. `seq` counts the run's events."""

    since: SimTime
    until: SimTime
    frames: list[WalkMessage | StopMessage | StateMessage | SpeechMessage | WorldMessage]


class TimelinePage(BaseModel):
    """The run's extent so far, and marks in the order in which they were complete.

    `after` asks for the next page; `complete` says that there is none yet.
    """

    start: SimTime
    end: SimTime
    marks: list[Mark]
    after: int
    complete: bool


@dataclass(frozen=True, slots=True)
class _Stop:
    """A World with all in it that happened before a moment: up to an event's seq."""

    before: SimTime
    seq: int
    world: World


class History:
    """A run's past. `now` is the moment that the run has come to; questions may come from several threads."""

    def __init__(
        self,
        first_world: Callable[[], World],
        log: EventLog,
        cast: Cast,
        now: Callable[[], SimTime],
    ) -> None:
        self._log, self._cast, self.now = log, cast, now
        self._front = first_world()
        self._seq = 0
        self._stops = [_Stop(self._front.time, 0, self._front.copy())]
        self._spacing = EVENTS_BETWEEN_STOPS
        self._marker = Marker(self._front)
        self._marks: list[Mark] = []
        self._lock = Lock()

    @property
    def start(self) -> SimTime:
        """When the run began."""
        return self._stops[0].before

    def snapshot(self, at: SimTime) -> Snapshot:
        """Everything seen at a moment, before what happens at it: frames from `at` on go on from here."""
        with self._lock:
            onlooker, seq = self._onlooker_at(at)
        return Snapshot(
            seq=seq,
            time=at,
            pace=1,
            chosen_pace=1,
            agents=onlooker.views,
            visitors=[],
            places=place_views(onlooker.world.setting.town_map),
            weather=onlooker.world.weather,
            happenings=happening_views(onlooker.world),
        )

    def world_at(self, at: SimTime) -> World:
        """The World as it stood just before a moment, the asker's to keep."""
        with self._lock:
            return self._onlooker_at(at)[0].world

    def frames(self, since: SimTime, until: SimTime) -> FramePage:
        """What everyone was told in a stretch of time, of at most MAXIMUM_PAGE_SECONDS."""
        until = min(until, since + MAXIMUM_PAGE_SECONDS)
        page = FramePage(since=since, until=until, frames=[])
        with self._lock:
            onlooker, seq = self._onlooker_at(since)
        for time, instant in _instants(self._log.events(seq), until):
            if len(page.frames) >= MAXIMUM_FRAMES_PER_PAGE:
                return page.model_copy(update={"until": time})
            told = onlooker.tell(instant)
            page.frames.extend(message.model_copy(update={"seq": instant[-1].seq}) for message in told)
        return page

    def timeline(self, after: int) -> TimelinePage:
        """The marks after so many, as far as the log could be read in one go."""
        with self._lock:
            if len(self._marks) - after < MAXIMUM_MARKS_PER_PAGE:
                has_ended = self._read_on(MAXIMUM_EVENTS_PER_QUESTION) < MAXIMUM_EVENTS_PER_QUESTION
            else:
                has_ended = False
            marks = self._marks[after : after + MAXIMUM_MARKS_PER_PAGE]
            told = after + len(marks)
            complete = has_ended and told >= len(self._marks)
        return TimelinePage(start=self.start, end=self.now(), marks=marks, after=told, complete=complete)

    def _onlooker_at(self, at: SimTime) -> tuple[Onlooker, int]:
        """An onlooker of its own World just before a moment, and the seq that it stands at."""
        seq, world = self._world_before(at)
        for item in self._log.events(seq):
            if item.event.time >= at:
                break
            world.apply(item.event)
            seq = item.seq
        return Onlooker(world, self._cast), seq

    def _world_before(self, at: SimTime) -> tuple[int, World]:
        """The latest World before a moment that need not be folded, and the seq that it stands at."""
        stop = self._stops[max(0, bisect_right(self._stops, at, key=lambda kept: kept.before) - 1)]
        if self._front.time < at:  # not read so far yet
            kept = self._log.world_before(self._front.setting, at - 1)
            if kept and kept[0] > stop.seq:
                return kept
        return stop.seq, stop.world.copy()

    def _read_on(self, maximum: int) -> int:
        """Fold so many further events; how many there were, or none once there are marks enough."""
        read = 0
        if len(self._marks) >= MAXIMUM_MARKS:
            return read
        for item in self._log.events(self._seq, maximum):
            self._keep_stop(item.event.time)
            self._marks += self._marker.before(self._front, item.event)
            self._front.apply(item.event)
            self._marks += self._marker.after(self._front, item.event)
            self._seq = item.seq
            read += 1
        return read

    def _keep_stop(self, time: SimTime) -> None:
        """Between two instants, and not too often: nothing more can happen in the instant that is over."""
        if time == self._front.time or self._seq - self._stops[-1].seq < self._spacing:
            return
        self._stops.append(_Stop(time, self._seq, self._front.copy()))
        if len(self._stops) > MAXIMUM_STOPS:
            self._stops = self._stops[::2]
            self._spacing *= 2


def _instants(committed: Iterator[Committed], until: SimTime) -> Iterator[tuple[SimTime, list[Committed]]]:
    """Events by the instant that they happened in, before a moment."""
    for time, instant in groupby(committed, key=lambda item: item.event.time):
        if time >= until:
            return
        yield time, list(instant)

"""Comparing on the page: two recordings side by side on one clock, and where they first differ."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from scenarios.comparison import Sides, parting
from scenarios.comparison_report import words_of
from scenarios.map_tiles import tiles_of
from scenarios.recording import Recording, check_moment, open_recording
from scenarios.replaying import replay_context, serve_past, told_of
from scenarios.serving import Address, check_guarded
from sim.clock import SimTime
from sim.event_log import Committed
from web.comparison_app import SIDES, ComparedRecordings, Deed, Parting, create_comparison_app
from web.doorway import server_config
from web.projection import both


async def serve_comparison(
    runs: Sides[str], shown_from: SimTime | None, pace: float | None, address: Address, open_browser: bool
) -> None:
    """Serve two recordings until SIGINT or SIGTERM. Raises BadInput."""
    check_guarded(address, "others could watch the village")
    with ExitStack() as stack:
        a, b = (stack.enter_context(opened(run)) for run in (runs.a, runs.b))
        tiles = Sides(tiles_of(a), tiles_of(b))
        compared = compared_recordings(Sides(a, b), tiles, shown_from, pace, address.token or None)
        config = server_config(create_comparison_app(compared))
        told = f"A: {told_of(a)}\nB: {told_of(b)}"
        await serve_past(config, "serves two recordings side by side", told, address, open_browser)


@contextmanager
def opened(run: str) -> Iterator[Recording]:
    """A recording whose database is closed at the end. Raises BadInput."""
    recording = open_recording(run)
    with closing(recording.store):
        yield recording


def compared_recordings(
    recordings: Sides[Recording], tiles: Sides[Path], shown_from: SimTime | None, pace: float | None, token: str | None
) -> ComparedRecordings:
    """Two recordings as the web is given them. Raises BadInput if one of them has no such moment as `shown_from`."""
    if shown_from is not None:
        for recording in (recordings.a, recordings.b):
            check_moment(recording, "--from", shown_from)
    a = replay_context(recordings.a, shown_from, pace, token, tiles.a, SIDES[0])
    b = replay_context(recordings.b, shown_from, pace, token, tiles.b, SIDES[1])
    return ComparedRecordings(a, b, _parting(recordings))


def _parting(recordings: Sides[Recording]) -> Parting | None:
    a, b = recordings.a, recordings.b
    first = parting(a, b, min(a.last_time, b.last_time))
    if first is None:
        return None
    one = None if first.a is None else _deed(first.a, a)
    other = None if first.b is None else _deed(first.b, b)
    return Parting(time=min(deed.time for deed in (one, other) if deed), a=one, b=other)


def _deed(item: Committed, recording: Recording) -> Deed:
    words, fact = words_of(recording), item.event.fact
    who, what = words.person(fact.agent), words.deed(fact)
    return Deed(event=item.seq, time=item.event.time, agent=fact.agent, who=both(who), what=both(what))

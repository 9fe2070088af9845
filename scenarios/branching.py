"""Branching: `taoyuan branch`. A recorded run goes on from one of its moments as a run of its own.

The branch copies the history up to that moment, so that it is folded, made again and gone on with like any other run.
Decisions that were open are asked anew. Visitors stay behind: their talks end as the branch begins. What is injected
happens as it begins, too.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import scenarios
from scenarios.headless import live_on
from scenarios.injections import injections
from scenarios.recording import check_lived, check_moment, open_recording, recording_of, world_at
from sim.bad_input import BadInput
from sim.clock import SimTime, format_time
from sim.inputs import Payload, VisitorClosed
from sim.store import Branching, open_store
from sim.world import World


async def branch(
    run_name: str,
    time: SimTime,
    db: Path,
    seed: int | None,
    mind: str,
    seconds: int | None,
    inject: Sequence[str] = (),
) -> dict[str, Any]:
    """Branch a run at `time` into `db`, and live on until `seconds` after its start, if wanted; what came of it.

    With a `seed`, chance is another from then on; what `inject` names happens then. Raises BadInput.
    """
    parent = open_recording(run_name)
    check_lived(parent)
    check_moment(parent, "--at", time)
    _check_end(parent.scenario.start, time, seconds)
    first = [*partings(world_at(parent, time)), *injections(inject, parent.village.town_map)]
    made = Branching(parent.run.id, time, parent.village.seed if seed is None else seed)
    store = open_store(db, writing=True)
    run = store.branch(parent.store, parent.run, made, mind, scenarios.VERSION, first)
    recording = recording_of(store, run)
    facts = {"run_id": run.id, "parent": made.run, "at": format_time(time), "seed": made.seed}
    if seconds is not None:
        return {**facts, **await live_on(recording, seconds, mind)}
    extent = store.extent(run.id)
    return {**facts, "events": extent.events, "inputs": extent.inputs, "digest": store.seal(run.id).digest}


def partings(world: World) -> Sequence[Payload]:
    """The visitors who were talking have left."""
    return [
        VisitorClosed(record.id, record.visitor_talk.visitor, record.visitor_talk.chat, "left")
        for record in world.agents.values()
        if record.visitor_talk
    ]


def _check_end(start: SimTime, time: SimTime, seconds: int | None) -> None:
    if seconds is not None and start + seconds < time:
        problem = f"the branch, whose run began at {format_time(start)}, is at {format_time(time)} already"
        raise BadInput("--until", problem, "name a longer time: it is counted from the beginning")

"""Reports: what `runs`, `stats` and `check` print."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scenarios.headless import statistics_of
from scenarios.output import print_facts, print_json, print_table
from scenarios.recording import Recording, recording_of
from scenarios.scenario import Scenario
from scenarios.statistics import Statistics
from sim.clock import HOUR, MINUTE, format_time
from sim.store import Store

COLUMNS = ["character", "talks", "lines", "walks", "work", "idle", "chat", "sleep", "still", "own activities"]


def print_runs(store: Store, as_json: bool) -> None:
    """The runs of a store."""
    rows = [_run_row(recording_of(store, run)) for run in store.runs()]
    if as_json:
        print_json(rows)
    else:
        columns = ["run", "scenario", "seed", "mind", "begun", "now at", "events", "branched from"]
        keys = ["run_id", "scenario", "seed", "mind", "created", "time", "events", "branched_from"]
        print_table("Runs 运行", columns, [["" if row[key] is None else row[key] for key in keys] for row in rows])


def _run_row(recording: Recording) -> dict[str, Any]:
    run = recording.run
    branching = run.lineage[-1] if run.lineage else None
    return {
        "run_id": run.id,
        "scenario": recording.scenario.source,
        "seed": run.seeds.latest,
        "mind": run.mind,
        "created": run.created,
        "code_version": run.code_version,
        "time": format_time(recording.last_time),
        "events": recording.store.extent(run.id).events,
        "branched_from": f"{branching.run} at {format_time(branching.time)}" if branching else None,
    }


def print_statistics(recording: Recording, as_json: bool) -> None:
    """A run's figures per character and in all."""
    statistics = statistics_of(recording.village, recording.log, recording.last_time)
    if as_json:
        print_json(_statistics(recording, statistics))
        return
    rows = [_agent_row(statistics, agent) for agent in statistics.agents]
    print_table(f"Run {recording.run.id}, up to {format_time(recording.last_time)}", COLUMNS, rows)
    print_facts(_totals(statistics))


def _agent_row(statistics: Statistics, agent: str) -> list[object]:
    counted = statistics.agents[agent]
    hours = [_hours(counted.seconds_by_state[state]) for state in ("working", "idle", "chatting", "sleeping")]
    own = ", ".join(
        f"{activity} {seconds / HOUR:.1f}" for activity, seconds in statistics.own_activities(agent).items()
    )
    still = f"{counted.longest_still_seconds // MINUTE}m"
    return [agent, counted.conversations, counted.lines, counted.walks, *hours, still, own]


def _hours(seconds: int) -> str:
    return f"{seconds / HOUR:.1f}h"


def _totals(statistics: Statistics) -> dict[str, object]:
    decisions = statistics.decisions()
    return {
        "events": statistics.events,
        "conversations": statistics.conversations,
        "longest_conversation_lines": statistics.longest_conversation_lines,
        "longest_still_seconds": max((a.longest_still_seconds for a in statistics.agents.values()), default=0),
        "decisions": decisions.total(),
        "decisions_by_source": dict(sorted(decisions.items())),
    }


def _statistics(recording: Recording, statistics: Statistics) -> dict[str, Any]:
    agents = {
        agent: {
            "conversations": counted.conversations,
            "visitor_talks": counted.visitor_talks,
            "lines": counted.lines,
            "walks": counted.walks,
            "seconds_by_state": dict(sorted(counted.seconds_by_state.items())),
            "own_activity_seconds": statistics.own_activities(agent),
            "longest_still_seconds": counted.longest_still_seconds,
            "decisions_by_source": dict(sorted(counted.decisions.items())),
        }
        for agent, counted in statistics.agents.items()
    }
    run = {"run_id": recording.run.id, "time": format_time(recording.last_time)}
    return {**run, **_totals(statistics), "agents": agents}


def _missing(pictures: Sequence[Path]) -> str:
    """Tilesets' pictures are painted, not kept in git; the village itself does not need them."""
    missing = [path.name for path in pictures if not path.is_file()]
    return (
        f"{', '.join(missing)} not painted yet: run `just tileset` before opening the map in Tiled" if missing else "ok"
    )


def print_check(scenario: Scenario, pictures: Sequence[Path], as_json: bool) -> None:
    """That a scenario is good, and what it holds."""
    town_map = scenario.town_map()
    facts: dict[str, object] = {
        "scenario": scenario.source,
        "characters": len(scenario.cast.characters),
        "places": len(town_map.places),
        "map_tiles": f"{town_map.width}×{town_map.height}",
        "start": scenario.settings.start,
        "tileset_pictures": _missing(pictures),
        "ok": True,
    }
    (print_json if as_json else print_facts)(facts)

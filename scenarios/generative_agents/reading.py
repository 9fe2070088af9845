"""Reading: all of a simulation, checked; whoever has a Reading can write it without coming upon anything bad."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.generative_agents.formats import Scratch
from scenarios.generative_agents.memories import memories_of
from scenarios.generative_agents.personas import agent_ids
from scenarios.generative_agents.saved import SavedSimulation, find_simulation
from scenarios.generative_agents.talks import Talk, pair_up
from scenarios.generative_agents.time_line import TimeLine, time_line
from scenarios.generative_agents.tracks import Tracks, follow_steps
from sim.bad_input import BadInput
from sim.clock import SimTime, format_time
from sim.records import Memory


@dataclass(frozen=True)
class Reading:
    """All that was read of a simulation."""

    saved: SavedSimulation
    tracks: Tracks
    line: TimeLine
    scratches: dict[str, Scratch]
    memories: dict[str, list[Memory]]
    talks: list[Talk]

    @property
    def end(self) -> SimTime:
        """The time of the last step."""
        return self.line.time(self.tracks.last)

    def figures(self) -> dict[str, Any]:
        """What the simulation amounts to."""
        tracks, line = self.tracks, self.line
        return {
            "personas": len(tracks.by_name),
            "steps": tracks.last - tracks.first + 1,
            "seconds_per_step": line.seconds_per_step,
            "from": format_time(line.time(tracks.first)),
            "to": format_time(self.end),
            "first_day": f"{line.midnight:%Y-%m-%d}",
            "actions": len(tracks.actions),
            "talks": len(self.talks),
            "lines": sum(len(talk.lines) for talk in self.talks),
            "memories": sum(map(len, self.memories.values())),
        }


def read_simulation(folder: Path, progress: Callable[[float], None] = lambda share: None) -> Reading:
    """Read and check a simulation. Raises BadInput."""
    saved = find_simulation(folder)
    tracks = follow_steps(saved, progress)
    line = time_line(saved, tracks.last)
    names = saved.meta.persona_names
    if len(set(names)) < len(names):
        raise BadInput(f"{folder}: persona_names", "a persona is named twice", "name each once")
    ids, scratches = agent_ids(names), {name: saved.scratch(name) for name in names}
    span = line.time(tracks.first), line.time(tracks.last)
    memories = {
        name: memories_of(saved.memories(name), ids[name], scratches[name].learned, ids, line, *span) for name in names
    }
    return Reading(saved, tracks, line, scratches, memories, pair_up(tracks.by_name, tracks.last))

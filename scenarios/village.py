"""The village put together: from a scenario to its first World, and from a stored run to where it stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents.behaviour import RoleBehaviour
from agents.cast import Character
from agents.daily_plan import wake_time
from agents.fsm import next_state
from scenarios.scenario import Scenario
from sim.clock import SimTime, next_tick, start_of_day
from sim.event_log import EventLog
from sim.horizon import Horizon
from sim.inputs import Input
from sim.pathfinding import Pathfinder
from sim.records import AgentRecord
from sim.seeds import Seeds
from sim.simulator import Simulator
from sim.town_map import Place, Seat, TownMap
from sim.world import Setting, World


@dataclass(frozen=True)
class Village:
    """A scenario with its seeds: all that is needed to make its World, as often as wanted."""

    scenario: Scenario
    seeds: Seeds
    town_map: TownMap
    pathfinder: Pathfinder

    @property
    def seed(self) -> int:
        """The seed that holds from here on."""
        return self.seeds.latest

    def first_world(self) -> World:
        """The World at the scenario's start: everyone at home, the late risers still asleep."""
        setting = Setting(
            seeds=self.seeds,
            town_map=self.town_map,
            pathfinder=self.pathfinder,
            next_state=next_state,
            decision_tick_seconds=self.scenario.settings.decision_tick_seconds,
            start=self.scenario.start,
            schedule=self.scenario.schedule(self.town_map),
            weather=self.scenario.settings.weather,
        )
        taken: dict[str, int] = {}
        records = {}
        for character in self.scenario.cast.characters:
            number = taken[character.home] = taken.get(character.home, -1) + 1
            records[character.id] = self._first_record(character, number)
        return World(setting, records)

    def _first_record(self, character: Character, number: int) -> AgentRecord:
        """The `number`-th inhabitant of a home gets its `number`-th bed; a newcomer is up and on its way."""
        start = self.scenario.start
        if character.starts_at is not None:
            return AgentRecord(id=character.id, at=character.starts_at, moved_at=start, state="idle", wake=start)
        tick = self.scenario.settings.decision_tick_seconds
        wakes = next_tick(wake_time(character, self.seeds.first, start_of_day(start)), tick)
        seat = _beds(self.town_map.places[character.home])[number:][:1]
        spot = seat[0] if seat else self.town_map.places[character.home].seats[0]
        return AgentRecord(
            id=character.id,
            at=spot.tile,
            facing=spot.facing,
            moved_at=start,
            state="sleeping" if wakes > start else "idle",
            place=character.home,
            seat=spot.tile if seat else None,
            wake=max(start, wakes),
        )

    def world_after(
        self, log: EventLog, until: SimTime | None = None, progress: Callable[[SimTime], None] = lambda time: None
    ) -> World:
        """The World as a log left it, or as it was with all that happened up to `until`.

        It is the first one with every event folded in; a snapshot in the log saves folding those before it.
        `progress` is told the time of each that is folded.
        """
        first = self.first_world()
        seq, world = log.world_before(first.setting, until) or (0, first)
        for item in log.events(seq):
            if until is not None and item.event.time > until:
                break
            world.apply(item.event)
            progress(item.event.time)
        return world

    def simulator(self, log: EventLog, horizon: Horizon, world: World | None = None) -> Simulator:
        """A simulator that goes on where the log ends; `world` saves folding it again."""
        here = world or self.world_after(log)
        inputs = list(log.inputs())
        simulator = Simulator(here, RoleBehaviour(self.scenario.cast), log, horizon, inputs_taken=len(inputs))
        simulator.restore(pending_inputs(inputs, here))
        return simulator


def pending_inputs(inputs: Sequence[Input], world: World) -> list[Input]:
    """Recorded inputs that had not acted yet when the log ended: those that act after its last moment."""
    return [recorded for recorded in inputs if recorded.effective_time > world.time]


def assemble(scenario: Scenario, seed: Seeds | int) -> Village:
    """A village of a scenario and a seed, or several that follow each other."""
    town_map = scenario.town_map()
    return Village(scenario, Seeds(seed) if isinstance(seed, int) else seed, town_map, Pathfinder(town_map))


def _beds(place: Place) -> list[Seat]:
    return [seat for seat in place.seats if seat.use == "sleep"]

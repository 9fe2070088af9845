"""Situation: one character at one moment, with what the role rules look at: the World, its record, who it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from agents.cast import Activity, Cast, Character
from agents.observation import Observation, Purpose
from agents.observing import observe
from sim.actions import Think
from sim.chance import below, choose
from sim.clock import MINUTE, SimTime
from sim.records import AgentRecord, Conversation
from sim.world import World

T = TypeVar("T")

PATIENCE_SECONDS = 30 * MINUTE
"""How long an agent waits for its mind before it goes on without."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules of one decision are given."""

    world: World
    cast: Cast
    record: AgentRecord
    character: Character
    time: SimTime

    @property
    def id(self) -> str:
        """The character's id."""
        return self.record.id

    @property
    def seed(self) -> int:
        """The seed that holds now."""
        return self.world.setting.seeds.at(self.time)

    def activity(self, activity_id: str) -> Activity:
        """The activity as this character does it."""
        return self.cast.activity(self.id, activity_id)

    def place_of(self, place: str) -> str:
        """The place's id, `home` being the character's own."""
        return self.character.home if place == "home" else place

    def percent(self, purpose: str) -> int:
        """A draw in [0, 100) that is this moment's own."""
        return below(100, self.seed, self.id, purpose, self.record.counter)

    def choose(self, options: Sequence[T], purpose: str) -> T:
        """One of the options, drawn for this moment."""
        return choose(options, self.seed, self.id, purpose, self.record.counter)

    def observe(
        self, purpose: Purpose, options: tuple[str, ...], partner: str | None = None, talk: Conversation | None = None
    ) -> Observation:
        """What the character perceives now, also of a talk that goes on."""
        query = self._query(partner)
        return observe(self.world, self.record, purpose, options, self.time, partner=partner, query=query, talk=talk)

    def _query(self, partner: str | None) -> str:
        """What memories are to have to do with: who is met, where, and what the character is at."""
        other = self.cast.by_id.get(partner or "")
        place = self.world.setting.town_map.places.get(self.record.place or "")
        task = self.record.task or next(reversed(self.record.unfinished), None)
        words = (
            f"{other.name.zh} {other.role.zh}" if other else "客人",
            place.name.zh if place else "",
            self.activity(task.activity).name.zh if task else "",
        )
        return " ".join(words)

    def think(
        self, purpose: Purpose, options: tuple[str, ...], partner: str | None = None, talk: Conversation | None = None
    ) -> Think:
        """Ask the mind to choose among the options, or how a talk goes on."""
        seen = self.observe(purpose, options, partner, talk)
        return Think(self.id, purpose, seen.to_json(), self.time + PATIENCE_SECONDS)


def situation(world: World, cast: Cast, agent_id: str, time: SimTime) -> Situation:
    """The situation of a character now."""
    return Situation(world, cast, world.agents[agent_id], cast.by_id[agent_id], time)

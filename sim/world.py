"""The World: everything that can influence the future. `apply` is its only mutator, live, resumed and replayed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sim.changes import changed, continued
from sim.clock import SimTime
from sim.events import ConversationComposed, ConversationEnded, ConversationStarted, Event, Fact, Phase, Spoke
from sim.happenings import VILLAGE, Scheduled, VillageRecord, Weather
from sim.pathfinding import Pathfinder
from sim.records import AgentRecord, Conversation
from sim.seeds import Seeds
from sim.tiles import Tile, facing, tile_distance
from sim.town_map import Place, TownMap
from sim.village_facts import VillageFact, village_after

NextState = Callable[[str, str], str | None]
"""The agents' state machine: (state, trigger) to the next state, None where the trigger is forbidden."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What never changes in a run: seeds, map, the state machine, and the tick that thinking is aligned to."""

    seeds: Seeds
    town_map: TownMap
    pathfinder: Pathfinder
    next_state: NextState
    decision_tick_seconds: int
    start: SimTime
    schedule: tuple[Scheduled, ...] = ()
    """What the scenario lets happen, in order of time."""
    weather: Weather = "sunny"
    """The weather while nothing else is said."""

    def place(self, place_id: str) -> Place:
        """The place of that id. Raises KeyError for another."""
        return self.town_map.places[place_id]


class World:
    """The village at one moment: a record per character, the conversations under way, and who sits where."""

    def __init__(self, setting: Setting, agents: Mapping[str, AgentRecord]) -> None:
        self.setting = setting
        self.time = setting.start
        self.agents = dict(sorted(agents.items()))
        self.conversations: dict[str, Conversation] = {}
        self.village = VillageRecord()
        self.seat_holders: dict[Tile, str] = {a.seat: a.id for a in self.agents.values() if a.seat}

    def copy(self) -> "World":
        """Another World that stands at the same moment and goes its own way: the records are frozen and shared."""
        twin = World(self.setting, self.agents)
        twin.time, twin.conversations, twin.village = self.time, dict(self.conversations), self.village
        return twin

    def apply(self, event: Event) -> tuple[str, ...]:
        """Let the event happen; the ids of the characters whose record changed come back."""
        fact = event.fact
        self.time = event.time
        if isinstance(fact, VillageFact):
            self.village = village_after(fact, self.village)
            return ()
        before = self.agents[fact.agent]
        after = replace(changed(fact, before, event.time), counter=event.counter + 1)
        if event.phase == Phase.WAKE:
            again = before.woken_facts if before.woken_at == event.time else 0
            after = replace(after, woken_at=event.time, woken_facts=again + 1)
        self.agents[fact.agent] = after
        if before.seat != after.seat:
            self._move_seat(before, after)
        others = self._apply_to_conversation(fact, event.time)
        return (fact.agent, *others)

    @property
    def weather(self) -> Weather:
        """The weather now."""
        return self.village.weather or self.setting.weather

    def counter(self, agent_id: str) -> int:
        """The counter of the next event that bears the id: a character's, or the village's."""
        return self.village.counter if agent_id == VILLAGE else self.agents[agent_id].counter

    def _move_seat(self, before: AgentRecord, after: AgentRecord) -> None:
        if before.seat and self.seat_holders.get(before.seat) == before.id:
            del self.seat_holders[before.seat]
        if after.seat:
            self.seat_holders[after.seat] = after.id

    def _apply_to_conversation(self, fact: Fact, time: SimTime) -> tuple[str, ...]:
        match fact:
            case ConversationStarted():
                return self._begin(fact, time)
            case ConversationComposed():
                return self._compose(fact, time)
            case Spoke(conversation=str(conversation)):
                talk = self.conversations[conversation]
                self.conversations[talk.id] = replace(talk, spoken=talk.spoken + 1)
                return self._update(talk.host, wake=fact.until)
            case ConversationEnded():
                del self.conversations[fact.conversation]
                return self._update(fact.guest, conversation=None, wake=time, request=None)
        return ()

    def _begin(self, fact: ConversationStarted, time: SimTime) -> tuple[str, ...]:
        talk = Conversation(fact.conversation, fact.agent, fact.guest, time, fact.place)
        self.conversations[talk.id] = talk
        host, guest = self.agents[fact.agent], self.agents[fact.guest]
        self._update(host.id, facing=facing(host.at, guest.at, host.facing))
        return self._update(
            guest.id,
            conversation=talk.id,
            wake=None,
            request=None,
            facing=facing(guest.at, host.at, guest.facing),
        )

    def _compose(self, fact: ConversationComposed, time: SimTime) -> tuple[str, ...]:
        """More is to be said: the host wakes to say it, and the guest waits for its answer no longer."""
        talk = continued(self.conversations[fact.conversation], fact)
        self.conversations[talk.id] = talk
        changed_ids = self._update(talk.host, wake=time)
        return changed_ids if fact.agent == talk.host else (*changed_ids, *self._update(talk.guest, wake=None))

    def _update(self, agent_id: str, **changes: object) -> tuple[str, ...]:
        self.agents[agent_id] = replace(self.agents[agent_id], **changes)  # type: ignore[arg-type]
        return (agent_id,)

    def near(self, agent_id: str, reach_tiles: int, time: SimTime) -> list[AgentRecord]:
        """The characters within reach of one, nearest first, then by id. Reach counts diagonals as one step."""
        here = self.agents[agent_id].tile_at(time)
        found = [
            (tile_distance(here, other.tile_at(time)), other.id, other)
            for other in self.agents.values()
            if other.id != agent_id
        ]
        return [other for distance, _, other in sorted(found, key=lambda f: f[:2]) if distance <= reach_tiles]

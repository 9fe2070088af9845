"""The onlooker: a World folded event by event, and what of each instant can be seen. Live and replay share it."""

from collections.abc import Iterable, Sequence

from agents.cast import Cast
from sim import events
from sim.event_log import Committed
from sim.village_facts import VillageFact
from sim.world import World
from web.happening_messages import world_message
from web.messages import AgentView, WorldMessage
from web.projection import PublicMessage, agent_view, changes, speech_message


class Onlooker:
    """Sees the characters of a World of its own, which it lets events happen to."""

    def __init__(self, world: World, cast: Cast) -> None:
        self.world = world
        self._cast = cast
        self._views: dict[str, AgentView] = {}
        self._look_at(world.agents)

    @property
    def views(self) -> list[AgentView]:
        """Every character as it is seen now."""
        return list(self._views.values())

    def happen(self, instant: Sequence[Committed]) -> list[PublicMessage]:
        """Let the events of one instant happen; how those whom they touched have changed."""
        return self._look_at({agent: None for item in instant for agent in self.world.apply(item.event)})

    def tell(self, instant: Sequence[Committed]) -> list[PublicMessage | WorldMessage]:
        """Let the events of one instant happen; all that anybody could see and hear of it."""
        heard = [
            speech_message(fact, item.event.time, item.seq)
            for item in instant
            if isinstance(fact := item.event.fact, events.Spoke)
        ]
        seen = self.happen(instant)
        happened = [
            world_message(fact, self.world) for item in instant if isinstance(fact := item.event.fact, VillageFact)
        ]
        return [*seen, *happened, *heard]

    def _look_at(self, agents: Iterable[str]) -> list[PublicMessage]:
        """See these characters anew; what has changed since they were last looked at."""
        found: list[PublicMessage] = []
        for agent in agents:
            view = agent_view(self.world.agents[agent], self.world, self._cast)
            found += changes(self._views.get(agent, view), view, self.world.time)
            self._views[agent] = view
        return found

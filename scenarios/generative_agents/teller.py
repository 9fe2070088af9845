"""The teller: makes beats into events of ours, letting each happen to the World so that the next follows from it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from scenarios.generative_agents.beats import Acts, Beat, Meets, Parts, Recalls, Rests, Says, Stands, Walks
from scenarios.generative_agents.talks import Talk
from sim import events
from sim.clock import SimTime
from sim.events import Event, Fact, Phase
from sim.records import RECORDED, AgentRecord, Line, Task
from sim.text import Text
from sim.tiles import Tile, facing
from sim.world import World

SOURCE = "model"
"""Who speaks: theirs was a language model, too."""
WAYS_OUT = {"sleeping": "wake_up", "chatting": "end_talk", "working": "finish_task"}
WAYS_IN = {"sleeping": "fall_asleep", "chatting": "begin_talk"}
"""Idle lies between all states."""


@dataclass(frozen=True)
class Teller:
    """Tells a simulation's beats as events, on a World that stands at its beginning.

    `ids` are the personas' by name, `sleep` the activities in which one is asleep; `place_at` is which place a tile
    lies in. Of states there are only sleep, talk and idleness: the source does not say what is work.
    """

    world: World
    ids: Mapping[str, str]
    sleep: frozenset[str]
    seconds_per_tile: int
    place_at: Callable[[Tile], str | None]

    def tell(self, beat: Beat) -> Iterator[Event]:
        """The events that a beat comes to; they have happened to the World when they are given out."""
        agent = self.ids[beat.name]
        touched = [agent]
        if isinstance(beat.what, Meets | Parts):
            touched.append(self.ids[beat.what.talk.guest or beat.name])
        for fact in self._facts(self.world.agents[agent], beat):
            yield self._happen(fact, beat.time)
        for each in dict.fromkeys(touched):
            for fact in self._settled(self.world.agents[each]):
                yield self._happen(fact, beat.time)

    def _happen(self, fact: Fact, time: SimTime) -> Event:
        event = Event(time, Phase.INPUT, self.world.agents[fact.agent].counter, fact)
        self.world.apply(event)
        return event

    def _facts(self, record: AgentRecord, beat: Beat) -> Iterator[Fact]:
        match beat.what:
            case Walks(path, place):
                yield events.WalkStarted(record.id, path, self.seconds_per_tile, place)
            case Stands(tile):
                yield events.Arrived(record.id, tile, _looks(record, tile), self.place_at(tile), None)
            case Acts() as acts:
                yield from self._act(record, acts)
            case Recalls(memory):
                yield events.Remembered(record.id, memory)
            case Meets(talk):
                yield from self._meet(talk, record)
            case Says() as says:
                yield self._say(record, says)
            case Parts(talk):
                yield from self._part(talk, beat.time)
            case Rests():
                yield events.Waited(record.id, beat.time)

    def _act(self, record: AgentRecord, acts: Acts) -> Iterator[Fact]:
        if record.task:
            yield events.TaskFinished(record.id, record.task)
        place = acts.place or self.place_at(record.tile_at(self.world.time)) or ""
        task = Task(acts.activity, place, acts.until, False, RECORDED)
        yield events.TaskStarted(record.id, task)
        if task.activity in self.sleep:
            yield events.Waited(record.id, acts.until)

    def _meet(self, talk: Talk, host: AgentRecord) -> Iterator[Fact]:
        name = f"{host.id}-{host.counter}"
        lines = tuple(Line(self.ids[speaker], Text(text, text)) for speaker, text in talk.lines)
        place = self.place_at(host.tile_at(self.world.time))
        yield events.ConversationStarted(host.id, self.ids[talk.guest or talk.host], name, place)
        yield events.ConversationComposed(host.id, name, lines, SOURCE)

    def _say(self, record: AgentRecord, says: Says) -> Fact:
        """To the other of the two; a third speaks to nobody in particular."""
        talk, others = says.talk, {}
        if talk.guest is not None:
            others = {self.ids[talk.host]: self.ids[talk.guest], self.ids[talk.guest]: self.ids[talk.host]}
        conversation = self.world.agents[self.ids[talk.host]].conversation if talk.guest is not None else None
        text = Text(says.text, says.text)
        return events.Spoke(record.id, others.get(record.id), conversation, text, SOURCE, says.until)

    def _part(self, talk: Talk, time: SimTime) -> Iterator[Fact]:
        """They know each other the better for it; how they like each other the source does not say."""
        host, guest = self.ids[talk.host], self.ids[talk.guest or talk.host]
        under_way = self.world.conversations[self.world.agents[host].conversation or ""]
        yield events.ConversationEnded(host, guest, under_way.id, under_way.spoken)
        for one, other in ((host, guest), (guest, host)):
            known = self.world.agents[one].relationship(other)
            yield events.RelationshipChanged(one, other, known.familiarity + 1, known.affinity, time)

    def _settled(self, record: AgentRecord) -> Iterator[Fact]:
        """How the state becomes what it must be: a step of the state machine out of the one, and one into the other."""
        wanted = self._wanted(record)
        if record.state == wanted:
            return
        if record.state != "idle":
            yield events.StateChanged(record.id, WAYS_OUT[record.state], record.state, "idle")
        if wanted != "idle":
            yield events.StateChanged(record.id, WAYS_IN[wanted], "idle", wanted)

    def _wanted(self, record: AgentRecord) -> str:
        if record.conversation:
            return "chatting"
        is_asleep = record.task is not None and record.task.activity in self.sleep and record.walk is None
        return "sleeping" if is_asleep else "idle"


def _looks(record: AgentRecord, tile: Tile) -> str:
    """Which way one looks who arrives on a tile: on along the walk."""
    path = record.walk.path if record.walk else (tile,)
    return facing(path[-2], path[-1], record.facing) if len(path) > 1 else record.facing

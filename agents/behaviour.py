"""Behaviour: the role rules. What an agent does next when it is woken, meets somebody, gets an answer or a visitor.

The rules are the same for all; the differences between roles are data: the character's day, its activities with their
places and lines, its command. Each method reads the World and returns actions; what needs thought becomes a Think.
Talk with visitors is in `hospitality`, the shape of the day in `daily_plan`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agents.cast import Activity, Cast, Character
from agents.daily_plan import next_wake, plan_for_day, task_of
from agents.hospitality import Hospitality
from agents.memory import talk_memory
from agents.observation import ACCEPT, MOVE, PASS, PERCEPTION_TILES, STAY, TALK, Purpose, observe
from sim.actions import (
    Action,
    ComposeConversation,
    EndConversation,
    FinishTask,
    MakePlan,
    Remember,
    Sleep,
    Speak,
    SpeakNextLine,
    StartConversation,
    StartTask,
    Think,
    Wait,
    WakeUp,
    WalkTo,
    WalkUpTo,
)
from sim.chance import below, choose
from sim.clock import MINUTE, SimTime, next_tick, start_of_day
from sim.inputs import Decided, Payload
from sim.records import AgentRecord, Request
from sim.talk_rules import TALK_REACH_TILES
from sim.text import Text
from sim.world import World, tile_distance

PATIENCE_SECONDS = 30 * MINUTE
"""How long an agent waits for its mind before it goes on without."""
PAIR_COOLDOWN_SECONDS = 75 * MINUTE
OWN_COOLDOWN_SECONDS = 20 * MINUTE
"""After a talk, how long until the next with the same person, and with anyone."""
MAXIMUM_STAND_SECONDS = 40 * MINUTE
"""Longest that somebody awake stays on one spot of its own accord."""
RESUME_SECONDS = 15 * MINUTE
"""What an interrupted task gets at the least when it is taken up again."""
MUTTER_PERCENT = 35
SHIFT_PERCENT = 60


@dataclass(frozen=True)
class RoleBehaviour:
    """Implements sim's Behaviour for a cast."""

    cast: Cast

    # ---- waking up to something ------------------------------------------------------------------------------

    def wake(self, world: World, agent_id: str, time: SimTime) -> Sequence[Action]:
        """What the agent does now that its wake-up is due."""
        record, character = world.agents[agent_id], self.cast.by_id[agent_id]
        if record.conversation is not None:
            return self._converse(world, record)
        if record.visitor_talk is not None:
            return Hospitality(self.cast).tire(record, time)
        if record.state == "sleeping":
            return [WakeUp(agent_id)]
        if not record.plan or start_of_day(record.plan[0].start) != start_of_day(time):
            return self._greet_the_day(world, character, record, time)
        if record.task is not None:
            return self._go_on(world, character, record, time)
        return self._begin(world, character, record, time)

    def _greet_the_day(
        self, world: World, character: Character, record: AgentRecord, time: SimTime
    ) -> Sequence[Action]:
        plan = plan_for_day(self.cast, character, world.setting.seed, start_of_day(time))
        return [*self._finish(record), MakePlan(record.id, plan), Wait(record.id, time)]

    def _begin(self, world: World, character: Character, record: AgentRecord, time: SimTime) -> Sequence[Action]:
        """Choose what to take up: a visitor's command, unfinished work, the plan, or bed."""
        if record.commands:
            task = replace(record.commands[0], until=time + character.command.minutes * MINUTE)
            return self._take_up(world, character, record, StartTask(record.id, task))
        if record.unfinished is not None:
            task = replace(record.unfinished, until=max(record.unfinished.until, time + RESUME_SECONDS))
            return self._take_up(world, character, record, StartTask(record.id, task, resumed=True))
        planned = task_of(record.plan, time)
        if planned is not None:
            return self._take_up(world, character, record, StartTask(record.id, planned))
        return self._retire(world, character, record, time)

    def _take_up(self, world: World, character: Character, record: AgentRecord, start: StartTask) -> Sequence[Action]:
        if record.place == start.task.place:
            return [start, Wait(record.id, world.time + MINUTE)]
        return [start, WalkTo(record.id, start.task.place, character.seconds_per_tile)]

    def _retire(self, world: World, character: Character, record: AgentRecord, time: SimTime) -> Sequence[Action]:
        """Go home to bed, and sleep there until morning."""
        if record.place != character.home or not _in_bed(world, record):
            if record.place == character.home and record.moved_at == time:
                return [Sleep(record.id, next_wake(character, world.setting.seed, time))]  # no bed free: sleep here
            return [WalkTo(record.id, character.home, character.seconds_per_tile, use="sleep")]
        return [Sleep(record.id, next_wake(character, world.setting.seed, time))]

    def _go_on(self, world: World, character: Character, record: AgentRecord, time: SimTime) -> Sequence[Action]:
        """A beat of the present task: end it, return to it, or do it a little differently."""
        task = record.task
        assert task is not None
        over = time >= task.until or (not task.working and bool(record.commands or record.unfinished))
        if over:
            return [FinishTask(record.id), Wait(record.id, time)]
        activity = self.cast.activity(record.id, task.activity)
        places = self._places(character, activity, task.place)
        if record.place not in places:
            return [WalkTo(record.id, task.place, character.seconds_per_tile)]
        if record.moved_at == time:
            return [*self._mutter(world, character, record, activity), self._wait_a_beat(world, record, activity)]
        if task.working:
            return self._shift(world, character, record, activity, places)
        return self._linger(world, character, record, activity, places, time)

    def _places(self, character: Character, activity: Activity, chosen: str) -> tuple[str, ...]:
        """Where the activity may happen: its own places in turn, or only the one that the plan names."""
        own = tuple(character.home if place == "home" else place for place in activity.places)
        return own if chosen in own else (chosen,)

    # ---- work ------------------------------------------------------------------------------------------------

    def _shift(
        self, world: World, character: Character, record: AgentRecord, activity: Activity, places: tuple[str, ...]
    ) -> Sequence[Action]:
        """Go on at another spot, or the next place of a route; or stay and say something."""
        stiff = world.time - record.moved_at >= MAXIMUM_STAND_SECONDS
        if len(places) > 1 or stiff or self._percent(world, record, "shift") < SHIFT_PERCENT:
            return [WalkTo(record.id, self._next_place(record, places), character.seconds_per_tile)]
        return [*self._mutter(world, character, record, activity), self._wait_a_beat(world, record, activity)]

    @staticmethod
    def _next_place(record: AgentRecord, places: tuple[str, ...]) -> str:
        here = places.index(record.place) if record.place in places else -1
        return places[(here + 1) % len(places)]

    def _mutter(self, world: World, character: Character, record: AgentRecord, activity: Activity) -> Sequence[Action]:
        """Now and then a line of the activity's own, or the sentence that belongs to the role."""
        lines = [*activity.says, *([character.command.words] if activity.says else [])]
        if not lines or self._percent(world, record, "mutter") >= MUTTER_PERCENT:
            return []
        words = choose(lines, world.setting.seed, record.id, "line", record.counter)
        return [Speak(record.id, Text(words.zh, words.en), "rule")]

    def _wait_a_beat(self, world: World, record: AgentRecord, activity: Activity) -> Wait:
        """Until the next beat: the activity's own measure, give or take a third, on a decision tick."""
        seconds = activity.beat_minutes * MINUTE
        jitter = below(2 * seconds // 3 + 1, world.setting.seed, record.id, "beat", record.counter) - seconds // 3
        until = next_tick(world.time + max(MINUTE, seconds + jitter), world.setting.decision_tick_seconds)
        return Wait(record.id, min(until, record.task.until) if record.task else until)

    # ---- leisure and talk ------------------------------------------------------------------------------------

    def _linger(
        self,
        world: World,
        character: Character,
        record: AgentRecord,
        activity: Activity,
        places: tuple[str, ...],
        time: SimTime,
    ) -> Sequence[Action]:
        """At leisure: think if there is somebody to talk to, else stroll on or stay by lot."""
        talks = tuple(f"{TALK}{other.id}" for other in self._talkable(world, record, time))
        if talks:
            return [self._think(world, record, "next", (STAY, MOVE, *talks), time)]
        return self._shift(world, character, record, activity, places)

    def _talkable(self, world: World, record: AgentRecord, time: SimTime) -> list[AgentRecord]:
        """Who is in sight, idle and standing, and has not been talked to just now."""
        if not _rested(record, time):
            return []
        return [
            other
            for other in world.near(record.id, PERCEPTION_TILES, time)
            if other.state == "idle" and other.walk is None and _may_talk(record, other, time)
        ]

    def meet(self, world: World, agent_id: str, other_id: str, time: SimTime) -> Sequence[Action]:
        """Two come within reach: who meant to talk does so; else the one who walks thinks about it."""
        first, second = world.agents[agent_id], world.agents[other_id]
        walker, other = (first, second) if first.walk else (second, first)
        if walker.walk is None or walker.state != "idle" or other.state != "idle":
            return []
        for one, two in ((walker, other), (other, walker)):
            if one.walk and one.walk.towards == two.id:
                return self._approach(world, one, two.id, time)
        if not (_may_talk(walker, other, time) and _rested(walker, time) and _rested(other, time)):
            return []
        return [self._think(world, walker, "meet", (PASS, f"{TALK}{other.id}"), time, partner=other.id)]

    def _approach(self, world: World, record: AgentRecord, other: str, time: SimTime) -> Sequence[Action]:
        """Talk if near enough, else walk up."""
        distance = tile_distance(record.tile_at(time), world.agents[other].tile_at(time))
        if distance > TALK_REACH_TILES:
            return [WalkUpTo(record.id, other, self.cast.by_id[record.id].seconds_per_tile)]
        until = time + PATIENCE_SECONDS
        seen = observe(world, record, "dialogue", (ACCEPT,), time, partner=other)
        return [StartConversation(record.id, other), Think(record.id, "dialogue", seen.to_json(), until)]

    def _converse(self, world: World, record: AgentRecord) -> Sequence[Action]:
        """Say the next line, or part; both remember the talk."""
        talk = world.conversations[record.conversation or ""]
        if talk.spoken < len(talk.lines):
            return [SpeakNextLine(record.id)]
        memories = [
            Remember(talk.host, talk_memory(self.cast, talk.guest, talk.about, world.time)),
            Remember(talk.guest, talk_memory(self.cast, talk.host, talk.about, world.time)),
        ]
        return [*(memories if talk.lines else ()), EndConversation(record.id)]

    # ---- minds and visitors ----------------------------------------------------------------------------------

    def _think(
        self,
        world: World,
        record: AgentRecord,
        purpose: Purpose,
        options: tuple[str, ...],
        time: SimTime,
        partner: str | None = None,
    ) -> Think:
        seen = observe(world, record, purpose, options, time, partner=partner)
        return Think(record.id, purpose, seen.to_json(), time + PATIENCE_SECONDS)

    def decide(self, world: World, request: Request, decided: Decided, time: SimTime) -> Sequence[Action]:
        """Turn a mind's validated answer into actions."""
        record = world.agents[request.agent]
        if request.purpose in ("reply", "command"):
            return Hospitality(self.cast).answer(record, request, decided, time)
        if request.purpose == "dialogue":
            return [ComposeConversation(record.id, decided.lines, decided.source, decided.about)]
        if decided.choice.startswith(TALK):
            return self._approach(world, record, decided.choice.removeprefix(TALK), time)
        if request.purpose == "meet" or record.task is None:
            return []
        character, activity = self.cast.by_id[record.id], self.cast.activity(record.id, record.task.activity)
        if decided.choice == MOVE:
            places = self._places(character, activity, record.task.place)
            return [WalkTo(record.id, self._next_place(record, places), character.seconds_per_tile)]
        return [self._wait_a_beat(world, record, activity)]

    def receive(self, world: World, payload: Payload, time: SimTime) -> Sequence[Action]:
        """A visitor did something."""
        return Hospitality(self.cast).receive(world, payload, time)

    @staticmethod
    def _finish(record: AgentRecord) -> Sequence[Action]:
        return [FinishTask(record.id)] if record.task else []

    @staticmethod
    def _percent(world: World, record: AgentRecord, purpose: str) -> int:
        return below(100, world.setting.seed, record.id, purpose, record.counter)


def _in_bed(world: World, record: AgentRecord) -> bool:
    place = world.setting.place(record.place or "")
    return any(seat.tile == record.seat and seat.use == "sleep" for seat in place.seats)


def _rested(record: AgentRecord, time: SimTime) -> bool:
    """Whether its last talk is long enough ago for another."""
    last = max((r.last_talk for _, r in record.relationships if r.last_talk is not None), default=None)
    return last is None or time - last >= OWN_COOLDOWN_SECONDS


def _may_talk(record: AgentRecord, other: AgentRecord, time: SimTime) -> bool:
    last = record.relationship(other.id).last_talk
    return last is None or time - last >= PAIR_COOLDOWN_SECONDS

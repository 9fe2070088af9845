"""The feed: everything that the village tells its visitors goes through here.

It folds a World of its own from committed events, and never looks at the simulator's. Everything happens in the event
loop's thread. Public messages are encoded once, numbered by a wire counter, kept in a ring for those who come back,
and offered to every subscription; private ones go to their visitor alone.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from time import monotonic

from agents.cast import Cast
from sim import events
from sim.clock import Pace, SimTime
from sim.event_log import Committed
from sim.village_facts import VillageFact
from sim.visitor_words import VisitorWords
from sim.world import World
from web.audience import Audience
from web.happening_messages import happening_views, world_message
from web.messages import (
    UNNUMBERED,
    Both,
    Clock,
    Frame,
    Mind,
    MindMessage,
    Snapshot,
    TalkFrame,
    Thinking,
    VisitorMessage,
    WorldMessage,
)
from web.onlooker import Onlooker
from web.presence import Presence, wall_milliseconds
from web.projection import (
    PublicMessage,
    VisitorFact,
    is_thinking,
    place_views,
    private_message,
    speech_message,
)
from web.recent_frames import RecentFrames
from web.subscription import Subscription

CLOCK_SECONDS = 1.0
"""Wall seconds between two `clock` messages while nothing about the clock changes."""
CLOSING = Both(zh="村子要歇一会儿了，很快回来。", en="The village rests for a while. It will be back soon.")


class Feed:
    """The one source of messages. `world` must be a World of the feed's own that stands at `last_seq`."""

    def __init__(
        self,
        run: str,
        world: World,
        cast: Cast,
        words: VisitorWords,
        mind: Mind,
        *,
        last_seq: int = 0,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self.run = run
        self.mind = mind
        self.world = world
        self.last_seq = last_seq
        self.pace = Pace()
        self.time: SimTime = world.time
        self._words, self._now = words, now
        self._clock_told_at = now()
        self._recent = RecentFrames()
        self._places = place_views(world.setting.town_map)
        self._onlooker = Onlooker(world, cast)
        self._thinking = self._thinkers()
        self._mind_answers = True
        self._presence = Presence()
        self._audience = Audience()
        self._listeners: list[Callable[[VisitorFact], None]] = []

    # ---- what the driver calls -------------------------------------------------------------------------------

    def publish(self, committed: Sequence[Committed]) -> None:
        """Fold events that were just committed and tell everyone. Events already folded are passed over.

        Raises ValueError if some in between are missing: the feed's World would no longer be the village.
        """
        fresh = [item for item in committed if item.seq > self.last_seq]
        if [item.seq for item in fresh] != list(range(self.last_seq + 1, self.last_seq + 1 + len(fresh))):
            raise ValueError(f"the feed stands at {self.last_seq} and was given events from {fresh[0].seq}")
        for time, instant in groupby(fresh, key=lambda item: item.event.time):
            self._tell_instant(time, list(instant))
        self.last_seq += len(fresh)
        self._tell_thinking()

    def set_clock(self, time: SimTime, pace: Pace) -> None:
        """Say what time it is and how fast it goes. Call it as often as you like: few messages come of it."""
        changed = pace != self.pace
        self.time, self.pace = time, pace
        if changed or self._now() - self._clock_told_at >= CLOCK_SECONDS:
            self._clock_told_at = self._now()
            self._audience.offer(self._clock().model_dump_json())

    def set_mind(self, answers: bool) -> None:
        """Say whether the model answers. Call it as often as you like."""
        if answers != self._mind_answers:
            self._mind_answers = answers
            self._audience.offer(MindMessage(answers=answers).model_dump_json())

    async def end(self) -> None:
        """Tell everyone that the village closes; return when all have read it. The deaf hold it up: limit it."""
        farewell = WorldMessage(seq=UNNUMBERED, time=self.time, kind="closing", text=CLOSING)
        await self._audience.end(self._recent.number(farewell))

    def close(self) -> None:
        """End every subscription at once."""
        self._audience.close()

    # ---- what the web layer calls ----------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """The whole view, now."""
        return Snapshot(
            seq=self._recent.seq,
            time=self.time,
            pace=self.pace.rate,
            chosen_pace=self.pace.factor,
            pace_by=self._presence.known_as(self.pace.set_by),
            paused_by=self._presence.known_as(self.pace.paused_by),
            agents=self._onlooker.views,
            visitors=self._presence.views(wall_milliseconds()),
            places=self._places,
            weather=self.world.weather,
            happenings=happening_views(self.world),
        )

    @property
    def is_full(self) -> bool:
        """Whether no further subscription can be had."""
        return self._audience.is_full

    def subscribe(self, visitor: str, after_seq: int | None) -> Subscription:
        """Begin to listen: first what was missed since `after_seq` or the whole view, then all that comes.

        Raises OverflowError when `is_full`.
        """
        missed = None if after_seq is None else self._recent.missed(after_seq, visitor)
        first = self._whole_view() if missed is None else [*missed, self._clock().model_dump_json(), *self._under_way()]
        subscription = Subscription(visitor, first, self._whole_view)
        self._audience.add(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Stop sending to a connection that is gone."""
        self._audience.discard(subscription)

    def listen(self, listener: Callable[[VisitorFact], None]) -> None:
        """Call `listener` with every fact that answers a visitor, after the visitor was told."""
        self._listeners.append(listener)

    def announce(self, message: VisitorMessage) -> None:
        """Tell everyone that a visitor came, walks, or left."""
        self._presence.note(message)
        self._broadcast(message)

    def tell(self, visitor: str, message: Frame) -> None:
        """Tell one visitor something, on all its connections. What has a `seq` is kept for its coming back."""
        is_numbered = isinstance(message, TalkFrame)
        self._audience.tell(
            visitor, self._recent.number(message, visitor) if is_numbered else message.model_dump_json()
        )

    def forget(self, visitor: str) -> None:
        """Keep nothing that a visitor alone was told: it has had its words erased."""
        self._recent.forget(visitor)

    # ---- folding ---------------------------------------------------------------------------------------------

    def _tell_instant(self, time: SimTime, instant: Sequence[Committed]) -> None:
        seen = self._onlooker.happen(instant)
        self.time = max(self.time, time)
        for message in seen:
            self._broadcast(message)
        for item in instant:
            self._tell_of(item)

    def _tell_of(self, item: Committed) -> None:
        fact = item.event.fact
        if isinstance(fact, events.Spoke):
            self._broadcast(speech_message(fact, item.event.time, item.seq))
        elif isinstance(fact, VillageFact):
            self._broadcast(world_message(fact, self.world))
        elif isinstance(fact, VisitorFact):
            self.tell(fact.visitor, private_message(fact, self._words, item.seq))
            for listener in self._listeners:
                listener(fact)

    def _thinkers(self) -> set[str]:
        return {record.id for record in self.world.agents.values() if is_thinking(record)}

    def _tell_thinking(self) -> None:
        thinking = self._thinkers()
        for agent in sorted(thinking ^ self._thinking):
            self._audience.offer(Thinking(agent=agent, on=agent in thinking).model_dump_json())
        self._thinking = thinking

    # ---- sending ---------------------------------------------------------------------------------------------

    def _broadcast(self, message: PublicMessage | WorldMessage | VisitorMessage) -> None:
        self._audience.offer(self._recent.number(message))

    def _whole_view(self) -> list[str]:
        return [self.snapshot().model_dump_json(), *self._under_way()]

    def _under_way(self) -> list[str]:
        """The visitors' walks, as far as they have come, who thinks, a model that is away: no snapshot holds these."""
        walks = self._presence.walks_under_way(wall_milliseconds(), self._recent.seq)
        thoughts = [Thinking(agent=agent, on=True) for agent in sorted(self._thinking)]
        minds = [] if self._mind_answers else [MindMessage(answers=False)]
        return [message.model_dump_json() for message in (*walks, *thoughts, *minds)]

    def _clock(self) -> Clock:
        known_as = self._presence.known_as
        return Clock(
            time=self.time,
            pace=self.pace.rate,
            chosen_pace=self.pace.factor,
            pace_by=known_as(self.pace.set_by),
            paused_by=known_as(self.pace.paused_by),
        )

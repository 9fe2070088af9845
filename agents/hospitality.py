"""Hospitality: how a character deals with visitors. It answers at once or thinks about it; it never sees the words here."""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.cast import Cast
from agents.memory import visitor_memory
from agents.observation import ACCEPT, REFUSE, SAY, Purpose, observe
from sim.actions import (
    AcceptVisitor,
    Action,
    AnswerCommand,
    EndVisitorTalk,
    HearVisitor,
    RefuseVisitor,
    Remember,
    ReplyToVisitor,
    Think,
    Wait,
)
from sim.clock import HOUR, MINUTE, SimTime
from sim.inputs import Decided, Payload, VisitorClosed, VisitorCommanded, VisitorOpened, VisitorSaid
from sim.records import MAXIMUM_VISITOR_TURNS, AgentRecord, Request, Task
from sim.world import World

REPLY_PATIENCE_SECONDS = 60 * MINUTE
SILENCE_SECONDS = 3 * HOUR
"""Simulated time after which a character takes its leave of a silent visitor."""
LEAVE_SECONDS = 3 * MINUTE
"""After accepting a command, how long a character waits for a further word before it goes to do it."""


@dataclass(frozen=True)
class Hospitality:
    """The rules of talking with visitors."""

    cast: Cast

    def receive(self, world: World, payload: Payload, time: SimTime) -> Sequence[Action]:
        """What a visitor's deed leads to."""
        match payload:
            case VisitorOpened(agent=agent):
                return self._welcome(world, world.agents[agent], payload, time)
            case VisitorSaid(agent=agent):
                return self._hear(world, world.agents[agent], payload, "reply", (SAY,), time)
            case VisitorCommanded(agent=agent):
                return self._hear(world, world.agents[agent], payload, "command", (ACCEPT, REFUSE), time)
            case VisitorClosed(agent=agent, chat=chat):
                return self._part(world.agents[agent], chat, payload.reason, time)
        return []

    def _welcome(self, world: World, record: AgentRecord, payload: VisitorOpened, time: SimTime) -> Sequence[Action]:
        """Begin the talk and greet, or say why not."""
        reasons = {"sleeping": "asleep", "chatting": "busy"}
        if record.state in reasons:
            return [RefuseVisitor(record.id, payload.visitor, payload.chat, reasons[record.state])]
        return [
            AcceptVisitor(record.id, payload.visitor, payload.chat),
            self._think(world, record, "reply", (SAY,), time, payload),
        ]

    def _hear(
        self,
        world: World,
        record: AgentRecord,
        payload: VisitorSaid | VisitorCommanded,
        purpose: Purpose,
        options: tuple[str, ...],
        time: SimTime,
    ) -> Sequence[Action]:
        talk = record.visitor_talk
        if talk is None or talk.chat != payload.chat or talk.visitor != payload.visitor:
            return [RefuseVisitor(record.id, payload.visitor, payload.chat, "not_talking")]
        if talk.turns >= MAXIMUM_VISITOR_TURNS:
            return [EndVisitorTalk(record.id, "limit")]
        heard = HearVisitor(record.id, payload.visitor, payload.chat, payload.words_id, payload.words_hash)
        return [heard, self._think(world, record, purpose, options, time, payload)]

    @staticmethod
    def _think(
        world: World,
        record: AgentRecord,
        purpose: Purpose,
        options: tuple[str, ...],
        time: SimTime,
        payload: VisitorOpened | VisitorSaid | VisitorCommanded,
    ) -> Think:
        words_id = "" if isinstance(payload, VisitorOpened) else payload.words_id
        seen = observe(world, record, purpose, options, time, payload.visitor, words_id, payload.chat)
        return Think(record.id, purpose, seen.to_json(), time + REPLY_PATIENCE_SECONDS)

    @staticmethod
    def _part(record: AgentRecord, chat: str, reason: str, time: SimTime) -> Sequence[Action]:
        talk = record.visitor_talk
        if talk is None or talk.chat != chat:
            return []
        return [Remember(record.id, visitor_memory(talk.visitor, time)), EndVisitorTalk(record.id, reason)]

    def tire(self, record: AgentRecord, time: SimTime) -> Sequence[Action]:
        """The visitor has been silent for long, or there is an accepted command to see to."""
        talk = record.visitor_talk
        assert talk is not None
        return self._part(record, talk.chat, "left" if record.commands else "time", time)

    def answer(self, record: AgentRecord, request: Request, decided: Decided, time: SimTime) -> Sequence[Action]:
        """Say what the mind found to say; for a command, also take it on or not."""
        reply = ReplyToVisitor(record.id, decided.words_id, decided.words_hash, decided.source)
        stay = Wait(record.id, time + (LEAVE_SECONDS if record.commands else SILENCE_SECONDS))
        if request.purpose == "reply":
            return [reply, stay]
        if decided.choice != ACCEPT:
            return [reply, AnswerCommand(record.id, False, "refused", None), stay]
        task = self._commanded_task(record, time)
        return [reply, AnswerCommand(record.id, True, "accepted", task), Wait(record.id, time + LEAVE_SECONDS)]

    def _commanded_task(self, record: AgentRecord, time: SimTime) -> Task:
        character = self.cast.by_id[record.id]
        activity = self.cast.activity(record.id, character.command.activity)
        place = character.home if activity.places[0] == "home" else activity.places[0]
        until = time + character.command.minutes * MINUTE
        return Task(activity.id, place, until, working=True, origin="command")

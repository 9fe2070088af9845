"""Hospitality: how a character deals with visitors. It answers at once or thinks; it never sees the words here."""

from collections.abc import Sequence
from typing import Literal

from agents.cast import Cast
from agents.free_time import is_daytime
from agents.inner_voice import hear
from agents.memory import interruption_memory, visit_memory
from agents.observation import ACCEPT, DO, REFUSE, SAY, Purpose
from agents.situation import Situation, situation
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
from sim.clock import DAY, MINUTE, SimTime
from sim.inputs import Decided, Payload, VisitorClosed, VisitorCommanded, VisitorOpened, VisitorSaid, VisitorWhispered
from sim.records import MAXIMUM_COMMANDS, MAXIMUM_VISITOR_TURNS, Request, Task, VisitorTalk
from sim.world import World

REPLY_PATIENCE_SECONDS = DAY
SILENCE_SECONDS = DAY
"""Simulated time after which a character gives up on its mind, and takes its leave of a silent visitor.

Visitors live by the wall clock, and the web layer ends silent talks by it: these only keep a character from standing
there for ever when nobody does.
"""
LEAVE_SECONDS = 5 * MINUTE
"""After accepting a command, how long a character waits for a further word before it goes to do it."""
REASONS: dict[str, Literal["asleep", "busy"]] = {"sleeping": "asleep", "chatting": "busy"}
"""Why a character in such a state can't be talked to."""


def receive(world: World, cast: Cast, payload: Payload, time: SimTime) -> Sequence[Action]:
    """What a visitor's deed leads to."""
    if isinstance(payload, VisitorWhispered):
        return hear(situation(world, cast, payload.agent, time), payload)
    if not isinstance(payload, VisitorOpened | VisitorSaid | VisitorCommanded | VisitorClosed):
        return []
    here = situation(world, cast, payload.agent, time)
    match payload:
        case VisitorOpened():
            return _welcome(here, payload)
        case VisitorSaid():
            return _hear(here, payload, "reply", (*_possible(here), SAY))
        case VisitorCommanded():
            full = len(here.record.commands) >= MAXIMUM_COMMANDS
            return _hear(here, payload, "command", (REFUSE,) if full else (ACCEPT, REFUSE))
        case VisitorClosed():
            talk = here.record.visitor_talk
            return _part(here, talk, payload.reason) if talk and talk.chat == payload.chat else []


def tire(here: Situation, talk: VisitorTalk) -> Sequence[Action]:
    """The visitor has been silent for long, or there is an accepted command to see to."""
    return _part(here, talk, "called_away" if here.record.commands else "time")


def answer(here: Situation, request: Request, decided: Decided) -> Sequence[Action]:
    """Say what the mind found to say; also take on what was asked for, or not."""
    reply = ReplyToVisitor(here.id, decided.words_id, decided.words_hash, decided.source)
    leave, stay = Wait(here.id, here.time + LEAVE_SECONDS), Wait(here.id, here.time + SILENCE_SECONDS)
    if (activity := _agreed(here, request, decided)) is not None:
        return [reply, AnswerCommand(here.id, True, "accepted", _asked_task(here, activity)), leave]
    refusal = [AnswerCommand(here.id, False, "refused", None)] if request.purpose == "command" else []
    return [reply, *refusal, leave if here.record.commands else stay]


def _welcome(here: Situation, payload: VisitorOpened) -> Sequence[Action]:
    """Begin the talk and greet, or say why not."""
    reason = REASONS.get(here.record.state)
    if reason:
        return [RefuseVisitor(here.id, payload.visitor, payload.chat, reason)]
    accept = AcceptVisitor(here.id, payload.visitor, payload.chat, payload.language)
    talk = VisitorTalk(payload.chat, payload.visitor, here.time, payload.language)
    task = here.record.task
    left = [interruption_memory(here.activity(task.activity), here.time)] if task and task.working else []
    remember = [Remember(here.id, memory) for memory in left]
    return [accept, *remember, _think(here, "reply", (SAY,), talk, words_id="")]


def _hear(
    here: Situation, payload: VisitorSaid | VisitorCommanded, purpose: Purpose, options: tuple[str, ...]
) -> Sequence[Action]:
    talk = here.record.visitor_talk
    if talk is None or talk.chat != payload.chat or talk.visitor != payload.visitor:
        return [RefuseVisitor(here.id, payload.visitor, payload.chat, "not_talking")]
    if talk.turns >= MAXIMUM_VISITOR_TURNS:
        return _part(here, talk, "limit")
    heard = HearVisitor(here.id, payload.visitor, payload.chat, payload.words_id, payload.words_hash)
    request = here.record.request
    if request is not None and request.purpose == "command":  # its answer is still due: what is said now replaces it
        superseded = AnswerCommand(here.id, False, "superseded", None)
        return [superseded, heard, _think(here, purpose, options, talk, payload.words_id)]
    return [heard, _think(here, purpose, options, talk, payload.words_id)]


def _think(here: Situation, purpose: Purpose, options: tuple[str, ...], talk: VisitorTalk, words_id: str) -> Think:
    heard = {"chat": talk.chat, "language": talk.language, "words_id": words_id}
    seen = here.observe(purpose, options, talk.visitor).model_copy(update=heard)
    return Think(here.id, purpose, seen.to_json(), here.time + REPLY_PATIENCE_SECONDS)


def _part(here: Situation, talk: VisitorTalk, reason: str) -> Sequence[Action]:
    """A visitor who said nothing is not remembered."""
    visit = visit_memory(talk.visitor, here.record.memories, here.time)
    memory = [Remember(here.id, visit)] if talk.turns else []
    return [*memory, EndVisitorTalk(here.id, reason)]


def _possible(here: Situation) -> tuple[str, ...]:
    """What a visitor could ask for now: by day the character's own activities, unless its hands are full."""
    if len(here.record.commands) >= MAXIMUM_COMMANDS or not is_daytime(here.time):
        return ()
    return tuple(f"{DO}{activity.id}" for activity in here.character.activities)


def _agreed(here: Situation, request: Request, decided: Decided) -> str | None:
    """The activity that was agreed to, if one was."""
    if decided.choice.startswith(DO):
        return decided.choice.removeprefix(DO)
    agreed = request.purpose == "command" and decided.choice == ACCEPT
    return here.character.command.activity if agreed else None


def _asked_task(here: Situation, activity: str) -> Task:
    """What was asked for, as a task: even an activity of leisure is work when it is asked for."""
    place = here.place_of(here.activity(activity).places[0])
    until = here.time + here.character.command.minutes * MINUTE
    return Task(activity, place, until, working=True, origin="command")

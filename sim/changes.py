"""Changes: what each fact does to the record of the character it happened to. Pure, one small function a fact."""

from dataclasses import replace
from functools import singledispatch

from sim import events
from sim.clock import SimTime
from sim.forgetting import kept
from sim.records import (
    MAXIMUM_COMMANDS,
    MAXIMUM_UNFINISHED,
    AgentRecord,
    Conversation,
    Relationship,
    Request,
    Upshot,
    VisitorTalk,
    Walk,
)
from sim.whispers import Whisper


@singledispatch
def changed(fact: object, record: AgentRecord, time: SimTime) -> AgentRecord:
    """The record after the fact. Facts that change no record of their own (a spoken line) leave it as it is."""
    return record


@changed.register
def _(fact: events.StateChanged, record: AgentRecord, time: SimTime) -> AgentRecord:
    request = None if fact.after == "sleeping" else record.request
    return replace(record, state=fact.after, request=request)


@changed.register
def _(fact: events.Planned, record: AgentRecord, time: SimTime) -> AgentRecord:
    asked = record.request
    return replace(record, plan=fact.plan, request=None if asked and asked.purpose == "plan" else asked)


@changed.register
def _(fact: events.TaskStarted, record: AgentRecord, time: SimTime) -> AgentRecord:
    commands = record.commands[1:] if fact.task.origin == "command" and not fact.resumed else record.commands
    unfinished = record.unfinished[:-1] if fact.resumed else record.unfinished
    return replace(record, task=fact.task, unfinished=unfinished, commands=commands, request=_still_open(record))


def _still_open(record: AgentRecord) -> Request | None:
    """What is no longer the question once something else was begun; a meeting, and who goes by, still is."""
    return None if record.request and record.request.purpose in ("plan", "next", "reflect") else record.request


@changed.register
def _(fact: events.TaskFinished, record: AgentRecord, time: SimTime) -> AgentRecord:
    return replace(record, task=None, request=_still_open(record))


@changed.register
def _(fact: events.TaskInterrupted, record: AgentRecord, time: SimTime) -> AgentRecord:
    return replace(record, task=None, unfinished=(*record.unfinished, fact.task)[-MAXIMUM_UNFINISHED:])


@changed.register
def _(fact: events.WalkStarted, record: AgentRecord, time: SimTime) -> AgentRecord:
    walk = Walk(fact.path, time, fact.seconds_per_tile, fact.place, fact.towards)
    return replace(
        record, walk=walk, moved_at=time, place=None, seat=None, wake=walk.arrival, request=_still_open(record)
    )


@changed.register
def _(fact: events.WalkStopped, record: AgentRecord, time: SimTime) -> AgentRecord:
    looks = record.walk.facing_at(time, record.facing) if record.walk else record.facing
    return replace(record, walk=None, at=fact.at, facing=looks, moved_at=time, wake=time)


@changed.register
def _(fact: events.Arrived, record: AgentRecord, time: SimTime) -> AgentRecord:
    return replace(
        record,
        walk=None,
        at=fact.at,
        facing=fact.facing,
        place=fact.place,
        seat=fact.seat,
        moved_at=time,
        wake=time,
    )


@changed.register
def _(fact: events.Waited, record: AgentRecord, time: SimTime) -> AgentRecord:
    return replace(record, wake=fact.until)


@changed.register
def _(fact: events.DecisionRequested, record: AgentRecord, time: SimTime) -> AgentRecord:
    request = Request(fact.agent, fact.ordinal, time, fact.purpose, fact.observation)
    wake = record.wake if record.walk else fact.until
    whisper = None if fact.purpose == "next" else record.whisper  # it is thought about where what to do next is
    return replace(record, request=request, requests_made=fact.ordinal, wake=wake, whisper=whisper)


@changed.register
def _(fact: events.DecisionMade, record: AgentRecord, time: SimTime) -> AgentRecord:
    return replace(record, request=None)


@changed.register
def _(fact: events.ConversationStarted, record: AgentRecord, time: SimTime) -> AgentRecord:
    return replace(record, conversation=fact.conversation, request=None, wake=None)


def continued(talk: Conversation, fact: events.ConversationComposed) -> Conversation:
    """The talk with what was composed of it now. The latest word on how it goes counts, and of each what it keeps."""
    kept = {line.speaker: line for line in (*talk.upshot.kept, *fact.upshot.kept)}
    return replace(
        talk,
        lines=(*talk.lines, *fact.lines),
        source=fact.source,
        about=fact.about or talk.about,
        news=fact.news or talk.news,
        upshot=Upshot(fact.upshot.mood, tuple(kept.values())),
        goes_on=fact.goes_on,
    )


@changed.register
def _(fact: events.ConversationEnded, record: AgentRecord, time: SimTime) -> AgentRecord:
    return replace(record, conversation=None, wake=time, request=None)


@changed.register
def _(fact: events.Remembered, record: AgentRecord, time: SimTime) -> AgentRecord:
    return replace(record, memories=kept((*record.memories, fact.memory)))


@changed.register
def _(fact: events.RelationshipChanged, record: AgentRecord, time: SimTime) -> AgentRecord:
    known = dict(record.relationships)
    known[fact.other] = Relationship(fact.familiarity, fact.affinity, fact.last_talk)
    return replace(record, relationships=tuple(sorted(known.items())))


@changed.register
def _(fact: events.VisitorTalkStarted, record: AgentRecord, time: SimTime) -> AgentRecord:
    return replace(record, visitor_talk=VisitorTalk(fact.chat, fact.visitor, time, fact.language), request=None)


@changed.register
def _(fact: events.VisitorSpoke, record: AgentRecord, time: SimTime) -> AgentRecord:
    talk = record.visitor_talk
    return replace(record, visitor_talk=talk and replace(talk, turns=talk.turns + 1))


@changed.register
def _(fact: events.CommandAnswered, record: AgentRecord, time: SimTime) -> AgentRecord:
    if fact.task is None:
        return record
    return replace(record, commands=(*record.commands, fact.task)[:MAXIMUM_COMMANDS])


@changed.register
def _(fact: events.Whispered, record: AgentRecord, time: SimTime) -> AgentRecord:
    return replace(
        record,
        whisper=Whisper(fact.visitor, fact.words_id),
        wake=time if _has_leisure_to_think(record) else record.wake,
    )


def _has_leisure_to_think(record: AgentRecord) -> bool:
    """Whether it is awake, stands, is in no talk, and thinks about nothing that can't be thought about anew."""
    talks = record.conversation is not None or record.visitor_talk is not None
    thinks = record.request is not None and record.request.purpose not in ("next", "meet", "react")
    return record.state in ("idle", "working") and record.walk is None and not talks and not thinks


@changed.register
def _(fact: events.VisitorTalkEnded, record: AgentRecord, time: SimTime) -> AgentRecord:
    return replace(record, visitor_talk=None, request=None, wake=time)

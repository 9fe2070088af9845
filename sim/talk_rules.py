"""The rules of talk: conversations between characters, and talks with visitors."""

from sim import actions, events
from sim.clock import SimTime
from sim.events import Fact
from sim.records import MAXIMUM_COMMANDS, MAXIMUM_LINES, MAXIMUM_VISITOR_TURNS, AgentRecord, Conversation, TalkMood
from sim.rules import ActionRejected, Outcome, line_seconds, resolve, state_change, stopped
from sim.tiles import tile_distance
from sim.world import World

TALK_REACH_TILES = 3
"""How near two characters must be to begin a talk."""
MAXIMUM_AFFINITY = 100
AFFINITY_GAINED: dict[TalkMood, int] = {"warm": 2, "even": 1, "cool": -1}
"""How much better the two like each other after a talk, by how it went."""


@resolve.register
def _(action: actions.StartConversation, world: World, time: SimTime) -> Outcome:
    host, guest = world.agents[action.agent], world.agents[action.guest]
    if host is guest:
        return ActionRejected("a talk takes two")
    if tile_distance(host.tile_at(time), guest.tile_at(time)) > TALK_REACH_TILES:
        return ActionRejected(f"{guest.id} is too far away")
    if host.state != "idle" or guest.state != "idle":
        return ActionRejected(f"{host.id} is {host.state}, {guest.id} is {guest.state}; both must be idle")
    facts: list[Fact] = [*stopped(host, time), *stopped(guest, time)]
    for record in (host, guest):
        change = state_change(record, "begin_talk", world)
        if change is None:
            return ActionRejected(f"{record.id} can't talk while {record.state}")
        facts += change
    name = f"{host.id}-{host.counter}"
    return [*facts, events.ConversationStarted(host.id, guest.id, name, host.place)]


@resolve.register
def _(action: actions.ComposeConversation, world: World, time: SimTime) -> Outcome:
    talk = world.conversations.get(world.agents[action.agent].conversation or "")
    if talk is None or next_speaker(talk) != action.agent:
        return ActionRejected("no conversation to compose")
    length = len(talk.lines) + len(action.lines)
    if not len(talk.lines) < length <= MAXIMUM_LINES:
        return ActionRejected(f"a conversation has 1 to {MAXIMUM_LINES} lines")
    two = {talk.host, talk.guest}
    if not two.issuperset(line.speaker for line in action.lines):
        return ActionRejected("nobody but the two speaks")
    keepers = [line.speaker for line in action.upshot.kept]
    if not two.issuperset(keepers) or len(set(keepers)) < len(keepers):
        return ActionRejected("each of the two keeps one sentence, and nobody else")
    told = (action.about, action.news, action.upshot, action.goes_on and length < MAXIMUM_LINES)
    return [events.ConversationComposed(action.agent, talk.id, action.lines, action.source, *told)]


@resolve.register
def _(action: actions.HearWhisper, world: World, time: SimTime) -> Outcome:
    return [events.Whispered(action.agent, action.visitor, action.words_id, action.words_hash)]


def next_speaker(talk: Conversation) -> str | None:
    """Whose turn it is to say what comes next: the host's, then the other's; nobody's once all is composed."""
    if not talk.lines:
        return talk.host
    if not talk.goes_on:
        return None
    return talk.guest if talk.lines[-1].speaker == talk.host else talk.host


@resolve.register
def _(action: actions.SpeakNextLine, world: World, time: SimTime) -> Outcome:
    conversation = world.agents[action.agent].conversation
    if conversation is None:
        return ActionRejected("in no conversation")
    talk = world.conversations[conversation]
    if talk.spoken >= len(talk.lines):
        return ActionRejected("all is said")
    line = talk.lines[talk.spoken]
    to = talk.guest if line.speaker == talk.host else talk.host
    until = time + line_seconds(line.text.zh)
    return [events.Spoke(line.speaker, to, talk.id, line.text, talk.source, until)]


@resolve.register
def _(action: actions.TellNews, world: World, time: SimTime) -> Outcome:
    conversation = world.agents[action.agent].conversation
    if conversation is None or action.agent == action.to or world.agents[action.to].conversation != conversation:
        return ActionRejected(f"not talking with {action.to}")
    place = world.conversations[conversation].place
    return [events.NewsTold(action.agent, action.to, action.news, conversation, place)]


@resolve.register
def _(action: actions.EndConversation, world: World, time: SimTime) -> Outcome:
    conversation = world.agents[action.agent].conversation
    if conversation is None:
        return ActionRejected("in no conversation")
    talk = world.conversations[conversation]
    facts: list[Fact] = []
    for record in (world.agents[talk.host], world.agents[talk.guest]):
        facts += state_change(record, "end_talk", world) or []
    facts.append(events.ConversationEnded(talk.host, talk.guest, talk.id, talk.spoken))
    facts += [
        _closer(world.agents[own_id], other, talk, time)
        for own_id, other in ((talk.host, talk.guest), (talk.guest, talk.host))
    ]
    return facts


def _closer(record: AgentRecord, other: str, talk: Conversation, time: SimTime) -> events.RelationshipChanged:
    """A talk makes two people one talk more familiar, and like each other better, or less where it was cool."""
    known = record.relationship(other)
    affinity = max(0, min(MAXIMUM_AFFINITY, known.affinity + AFFINITY_GAINED[talk.upshot.mood]))
    return events.RelationshipChanged(record.id, other, known.familiarity + 1, affinity, time)


@resolve.register
def _(action: actions.AcceptVisitor, world: World, time: SimTime) -> Outcome:
    record = world.agents[action.agent]
    working = record.state == "working"
    change = state_change(record, "be_interrupted" if working else "begin_talk", world)
    if change is None:
        return ActionRejected(f"can't talk while {record.state}")
    interrupted = [events.TaskInterrupted(record.id, record.task)] if working and record.task else []
    started = events.VisitorTalkStarted(record.id, action.visitor, action.chat, action.language)
    return [*stopped(record, time), *change, *interrupted, started]


@resolve.register
def _(action: actions.RefuseVisitor, world: World, time: SimTime) -> Outcome:
    return [events.VisitorRefused(action.agent, action.visitor, action.chat, action.reason)]


@resolve.register
def _(action: actions.HearVisitor, world: World, time: SimTime) -> Outcome:
    talk = world.agents[action.agent].visitor_talk
    if talk is None or (talk.chat, talk.visitor) != (action.chat, action.visitor):
        return ActionRejected("not in that talk")
    if talk.turns >= MAXIMUM_VISITOR_TURNS:
        return ActionRejected(f"a talk has at most {MAXIMUM_VISITOR_TURNS} turns")
    return [events.VisitorSpoke(action.agent, action.visitor, action.chat, action.words_id, action.words_hash)]


@resolve.register
def _(action: actions.ReplyToVisitor, world: World, time: SimTime) -> Outcome:
    talk = world.agents[action.agent].visitor_talk
    if talk is None:
        return ActionRejected("no visitor to answer")
    return [
        events.RepliedToVisitor(
            action.agent, talk.visitor, talk.chat, action.words_id, action.words_hash, action.source
        )
    ]


@resolve.register
def _(action: actions.AnswerCommand, world: World, time: SimTime) -> Outcome:
    record = world.agents[action.agent]
    if record.visitor_talk is None:
        return ActionRejected("no visitor to answer")
    full = len(record.commands) >= MAXIMUM_COMMANDS
    accepted = action.accepted and not full
    return [
        events.CommandAnswered(
            action.agent,
            record.visitor_talk.visitor,
            record.visitor_talk.chat,
            accepted,
            "hands full" if full else action.reason,
            action.task if accepted else None,
        )
    ]


@resolve.register
def _(action: actions.EndVisitorTalk, world: World, time: SimTime) -> Outcome:
    record = world.agents[action.agent]
    change = state_change(record, "end_talk", world)
    if record.visitor_talk is None or change is None:
        return ActionRejected("no talk to end")
    talk = record.visitor_talk
    return [*change, events.VisitorTalkEnded(record.id, talk.visitor, talk.chat, action.reason)]

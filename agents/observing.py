"""Observing: how an observation is made from the World, for one character, moment and purpose."""

from agents.observation import (
    MAXIMUM_NEARBY,
    MAXIMUM_RECALLED,
    MAXIMUM_RECALLED_AT_LENGTH,
    MAXIMUM_TIDINGS,
    TALKING_PURPOSES,
    VISITORS_PURPOSES,
    WORDY_PURPOSES,
    Nearby,
    Observation,
    Purpose,
    Recalled,
    SpokenLine,
    Tidings,
    Voice,
)
from agents.perception import going_on
from agents.retrieval import Scored, of_today, recent, retrieve
from agents.tidings import tellable
from sim.clock import SimTime
from sim.records import AgentRecord, Conversation, Memory, News
from sim.rules import SIGHT_TILES
from sim.tiles import tile_distance
from sim.world import World


def observe(
    world: World,
    record: AgentRecord,
    purpose: Purpose,
    options: tuple[str, ...],
    time: SimTime,
    *,
    partner: str | None = None,
    query: str = "",
    talk: Conversation | None = None,
) -> Observation:
    """What the character perceives now, for one purpose; `query` is what memories are to be relevant to.

    Of a talk that goes on it perceives what was said, and what news are told in it.
    """
    news = _tidings(record, partner, time) if purpose in TALKING_PURPOSES else ()
    task = record.task or next(reversed(record.unfinished), None)
    return Observation(
        agent=record.id,
        time=time,
        purpose=purpose,
        state=record.state,
        place=record.place,
        activity=task.activity if task else None,
        until=task.until if task else None,
        partner=partner,
        familiarity=_talks_held(record, partner) if partner else 0,
        nearby=_nearby(world, record, time),
        memories=_recalled(record, purpose, partner, query, time),
        news=tuple(each for each in news if each.id == talk.news) if talk else news,
        spoken=tuple(SpokenLine(speaker=s.speaker, zh=s.text.zh, en=s.text.en) for s in talk.lines) if talk else (),
        going_on=going_on(world, record),
        voice=_voice(record) if purpose == "next" else None,
        options=options,
    )


def _voice(record: AgentRecord) -> Voice | None:
    heard = record.whisper
    return Voice(visitor=heard.visitor, words_id=heard.words_id) if heard else None


def _talks_held(record: AgentRecord, partner: str) -> int:
    """With a character; or with a visitor, as far as its visits are remembered."""
    visits = sum(memory.kind == "visit" and memory.about == partner for memory in record.memories)
    return record.relationship(partner).familiarity + visits


def _nearby(world: World, record: AgentRecord, time: SimTime) -> tuple[Nearby, ...]:
    here = record.tile_at(time)
    return tuple(
        Nearby(
            id=other.id,
            state=other.state,
            distance_tiles=tile_distance(here, other.tile_at(time)),
            familiarity=record.relationship(other.id).familiarity,
        )
        for other in world.near(record.id, SIGHT_TILES, time)[:MAXIMUM_NEARBY]
    )


def _recalled(
    record: AgentRecord, purpose: Purpose, partner: str | None, query: str, time: SimTime
) -> tuple[Recalled, ...]:
    """Relevance costs the most, so it is asked for where words are made; what to do next goes by what was last."""
    if purpose == "reflect":
        found = of_today(record.memories, time, MAXIMUM_RECALLED_AT_LENGTH)
    elif purpose in WORDY_PURPOSES:
        maximum = MAXIMUM_RECALLED_AT_LENGTH if purpose in VISITORS_PURPOSES else MAXIMUM_RECALLED
        found = retrieve(record.memories, query, partner, time, maximum)
    else:
        found = recent(record.memories, partner, MAXIMUM_RECALLED)
    return tuple(_recall(scored) for scored in found)


def _recall(scored: Scored) -> Recalled:
    memory = scored.memory
    return Recalled(
        time=memory.time,
        kind=memory.kind,
        about=memory.about,
        zh=memory.text.zh,
        en=memory.text.en,
        recency=scored.recency,
        importance=scored.importance,
        relevance=scored.relevance,
    )


def _tidings(record: AgentRecord, partner: str | None, time: SimTime) -> tuple[Tidings, ...]:
    found = tellable(record, partner, time)[:MAXIMUM_TIDINGS]
    return tuple(_tiding(memory, memory.news, record.id) for memory in found if memory.news)


def _tiding(memory: Memory, news: News, own_id: str) -> Tidings:
    """Others' news in the words they came in, one's own in one's own."""
    text = memory.text if memory.about == own_id else news.text
    return Tidings(id=news.id, origin=news.origin, teller=memory.about, zh=text.zh, en=text.en)

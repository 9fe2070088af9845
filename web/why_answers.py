"""What is answered when somebody asks why: an event with the decision behind it, as pydantic models.

`taoyuan why --json` and REST answer the same. What a model was asked for a visitor is left out where `quotes` is False.
"""

import json

from pydantic import BaseModel, JsonValue, TypeAdapter

from agents.observation import Recalled
from agents.why import Why
from agents.why_words import WhyWords
from sim import events
from sim.attempts import Attempt
from sim.clock import SimTime
from sim.event_log import Committed
from web.messages import Both, Source
from web.privacy import Asker
from web.projection import both

_json: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])
_sources: TypeAdapter[Source] = TypeAdapter(Source)


class MemoryScores(BaseModel):
    """A memory that came to mind, and why, in thousandths; all 0 where the latest did. `total` is their sum."""

    time: SimTime
    kind: str
    about: str
    text: Both
    recency: int
    importance: int
    relevance: int
    total: int


class PromptMessage(BaseModel):
    """One message that a model was sent."""

    role: str
    content: str


class AttemptView(BaseModel):
    """One time that a model was asked. `problem` says why its answer was not taken; None for a valid one.

    Where `withheld`, what was asked and answered quotes a visitor, and is not shown.
    """

    model: str
    prompt: list[PromptMessage]
    schema_hash: str
    answer: str
    problem: str | None
    valid: bool
    whole: bool
    withheld: bool
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    milliseconds: int


class WhyView(BaseModel):
    """Why something happened: what it was, who decided, what made them think, what they saw, and what that cost."""

    event: int
    time: SimTime
    agent: str
    kind: str
    action: Both
    mind: Source
    cause: Both
    trigger: Both | None
    decided: bool
    """Whether there was something to decide; else it was by the rules alone."""
    decision: int | None
    """The event by which it was decided."""
    decider: str | None
    """Who decided: the host of a talk finds the words for both."""
    ordinal: int | None
    purpose: str | None
    options: list[str]
    choice: str | None
    memories: list[MemoryScores]
    observation: dict[str, JsonValue] | None
    attempts: list[AttemptView]
    private: bool
    """Whether it belongs to a visitor's talk, and is told to that visitor alone."""


class MadeDecision(BaseModel):
    """A decision of a character: `event` asks why. `ordinal` counts its requests."""

    event: int
    time: SimTime
    ordinal: int
    purpose: str | None
    mind: Source
    choice: str


class DecisionPage(BaseModel):
    """Decisions, newest first; `before` asks for the next page, None after the last."""

    decisions: list[MadeDecision]
    before: int | None


def why_view(why: Why, words: WhyWords, asker: Asker, *, quotes: bool = True) -> WhyView:
    """What may be told of why an event happened."""
    fact, seen = why.item.event.fact, why.observation
    made = why.made.event.fact if why.made else None
    trigger = words.trigger(why)
    return WhyView(
        event=why.item.seq,
        time=why.item.event.time,
        agent=fact.agent,
        kind=fact.kind,
        action=both(words.action(why)),
        mind=_source(why.mind),
        cause=both(words.cause(why)),
        trigger=both(trigger) if trigger else None,
        decided=why.made is not None,
        decision=why.made.seq if why.made else None,
        decider=made.agent if made else None,
        ordinal=_ordinal(why),
        purpose=seen.purpose if seen else None,
        options=list(seen.options) if seen else [],
        choice=made.choice if isinstance(made, events.DecisionMade) else None,
        memories=[_scores(memory, asker) for memory in seen.memories] if seen else [],
        observation=asker.sees_fields(_json.validate_python(json.loads(seen.to_json()))) if seen else None,
        attempts=[_attempt(attempt, quotes=quotes) for attempt in why.attempts],
        private=why.visitor is not None,
    )


def decision_page(made: list[Committed], requested: list[Committed], maximum: int) -> DecisionPage:
    """Decisions with the purposes of their requests."""
    asked = [item.event.fact for item in requested]
    purposes = {fact.ordinal: fact.purpose for fact in asked if isinstance(fact, events.DecisionRequested)}
    decisions = [
        MadeDecision(
            event=item.seq,
            time=item.event.time,
            ordinal=fact.ordinal,
            purpose=purposes.get(fact.ordinal),
            mind=_source(fact.source),
            choice=fact.choice,
        )
        for item in made
        if isinstance(fact := item.event.fact, events.DecisionMade)
    ]
    return DecisionPage(decisions=decisions, before=decisions[-1].event if len(decisions) == maximum else None)


def _ordinal(why: Why) -> int | None:
    fact = why.requested.event.fact if why.requested else why.made.event.fact if why.made else None
    return fact.ordinal if isinstance(fact, events.DecisionRequested | events.DecisionMade) else None


def _source(mind: str) -> Source:
    return _sources.validate_python(mind)


def _scores(memory: Recalled, asker: Asker) -> MemoryScores:
    return MemoryScores(
        time=memory.time,
        kind=memory.kind,
        about=asker.name(memory.about),
        text=Both(zh=memory.zh, en=memory.en),
        recency=memory.recency,
        importance=memory.importance,
        relevance=memory.relevance,
        total=memory.recency + memory.importance + memory.relevance,
    )


def _attempt(attempt: Attempt, *, quotes: bool) -> AttemptView:
    return AttemptView(
        model=attempt.model,
        prompt=[PromptMessage(role=role, content=content) for role, content in attempt.prompt] if quotes else [],
        schema_hash=attempt.schema_hash,
        answer=attempt.answer if quotes else "",
        problem=attempt.problem if quotes or attempt.problem is None else "",
        valid=attempt.problem is None,
        whole=attempt.is_whole,
        withheld=not quotes,
        prompt_tokens=attempt.prompt_tokens,
        completion_tokens=attempt.completion_tokens,
        cached_tokens=attempt.cached_tokens,
        milliseconds=attempt.milliseconds,
    )

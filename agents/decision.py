"""Decision: the JSON schema offered to a model, the parsing of its answer, and what becomes of it.

A model's answer is untrusted. It may choose only among the offered options; its words are bounded and stripped of
control characters; anything else about it raises InvalidDecision, and the rules decide instead.
"""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from agents.cast import MAXIMUM_LINE_LENGTH
from agents.observation import NO_NEWS, VISITORS_PURPOSES, Observation
from sim.attempts import Attempt
from sim.records import MAXIMUM_LINES, Line
from sim.text import Text

MAXIMUM_THOUGHT_LENGTH = 120
MAXIMUM_REPLY_LENGTH = 400
MAXIMUM_ABOUT_LENGTH = 30
"""Characters that say what a dialogue was about, for those who will remember it."""
MAXIMUM_INSIGHTS = 2
MAXIMUM_INSIGHT_LENGTH = 120
MAXIMUM_ANSWER_LENGTH = 8_000
"""Characters of a model's answer that are looked at."""
CUT_SHORT = {"zh": "——", "en": "—"}
"""How words end that were cut short."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class InvalidDecision(Exception):
    """The model's answer can't be used, and why."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A validated answer: the option chosen, what is said or thought, and who answered.

    `lines` are those of a dialogue, or a reflection's; `news` is the id of what a dialogue tells, `words` are for a
    visitor.
    """

    source: str
    choice: str
    lines: tuple[Line, ...] = ()
    about: Text | None = None
    words: str = ""
    news: str = ""
    attempts: tuple[Attempt, ...] = field(default=(), compare=False, repr=False)
    """What was asked of a model for it, failures included; it explains the decision and is no part of it."""


class _SpokenLine(BaseModel):
    model_config = ConfigDict(extra="ignore")
    speaker: str
    text: str = Field(min_length=1)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")
    choice: str = ""
    words: str = ""
    about: str = ""
    news: str = ""
    lines: list[_SpokenLine] = Field(default_factory=list)
    insights: list[str] = Field(default_factory=list)


def schema(observation: Observation) -> dict[str, Any]:
    """The JSON schema of an answer to this observation: thought first, then choice, then words; all bounded.

    Strings are bounded by a pattern, not by maxLength alone: with maxLength some engines let raw control characters in.
    """
    properties: dict[str, Any] = {"thought": _string(MAXIMUM_THOUGHT_LENGTH)}
    if observation.purpose != "reply":
        properties["choice"] = {"type": "string", "enum": list(observation.options)}
    if observation.purpose in VISITORS_PURPOSES:
        properties["words"] = _string(MAXIMUM_REPLY_LENGTH)
    if observation.purpose == "dialogue":
        properties.pop("choice")
        if observation.news:
            properties["news"] = {"type": "string", "enum": [*(news.id for news in observation.news), NO_NEWS]}
        properties["about"] = _string(MAXIMUM_ABOUT_LENGTH)
        properties["lines"] = _lines(observation)
    if observation.purpose == "reflect":
        properties.pop("choice")
        insights = {"type": "array", "items": _string(MAXIMUM_INSIGHT_LENGTH), "minItems": 1}
        properties["insights"] = {**insights, "maxItems": MAXIMUM_INSIGHTS}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _string(maximum: int) -> dict[str, Any]:
    return {"type": "string", "pattern": rf'^[^"\\\x00-\x1f]{{1,{maximum}}}$'}


def _lines(observation: Observation) -> dict[str, Any]:
    """The host begins and the other answers, so that both speak; then either may."""
    speakers = [observation.agent, observation.partner or observation.agent]
    opening = [_line([speaker]) for speaker in speakers]
    return {"type": "array", "prefixItems": opening, "items": _line(speakers), "minItems": 2, "maxItems": 8}


def _line(speakers: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"speaker": {"type": "string", "enum": speakers}, "text": _string(MAXIMUM_LINE_LENGTH)},
        "required": ["speaker", "text"],
        "additionalProperties": False,
    }


def parse(text: str, observation: Observation, source: str = "model") -> Decision:
    """Read a model's answer. Raises InvalidDecision saying what is wrong with it."""
    answer = _read(text)
    if observation.purpose == "dialogue":
        lines, news = _dialogue(answer, observation), _news(answer, observation)
        about = clean(answer.about, MAXIMUM_ABOUT_LENGTH)
        return Decision(source, "", lines=lines, about=Text(about, about) if about else None, news=news)
    if observation.purpose == "reflect":
        return Decision(source, observation.options[0], lines=_insights(answer, observation))
    if observation.purpose == "reply":
        return Decision(source, observation.options[0], words=_words(answer))
    if answer.choice not in observation.options:
        raise InvalidDecision(f"{answer.choice!r:.60} was not offered")
    words = _words(answer) if observation.purpose == "command" else ""
    return Decision(source, answer.choice, words=words)


def parse_beginning(text: str, observation: Observation) -> Decision | None:
    """What can be said already of an answer to a visitor that is still being written; None for nothing yet."""
    start = text.find("{")
    try:
        answer = from_json(text[start : start + MAXIMUM_ANSWER_LENGTH], allow_partial="trailing-strings")
    except ValueError:
        return None
    if not isinstance(answer, dict) or not isinstance(words := answer.get("words"), str):
        return None
    choice = observation.options[0] if observation.purpose == "reply" else answer.get("choice")
    said = clean(words, MAXIMUM_REPLY_LENGTH)
    return Decision("model", choice, words=said) if said and choice in observation.options else None


def cut_short(said: Decision | None, observation: Observation, language: str) -> Decision:
    """What an answer amounts to that was stopped: the words so far, and the least that could be chosen, if none was."""
    so_far = said or Decision("rule", observation.options[-1])
    return replace(so_far, words=so_far.words + CUT_SHORT[language])


def _read(text: str) -> _Answer:
    start, end = text.find("{"), text.rfind("}")
    if not 0 <= start < end or len(text) > MAXIMUM_ANSWER_LENGTH:
        raise InvalidDecision("no JSON object in the answer, or too long a one")
    try:
        return _Answer.model_validate(json.loads(text[start : end + 1]))
    except (ValueError, RecursionError, ValidationError) as error:
        reason = " ".join(str(error).split())
        raise InvalidDecision(f"not the JSON asked for: {reason:.120}") from error


def _words(answer: _Answer) -> str:
    words = clean(answer.words, MAXIMUM_REPLY_LENGTH)
    if not words:
        raise InvalidDecision("no words")
    return words


def _dialogue(answer: _Answer, observation: Observation) -> tuple[Line, ...]:
    """The lines, if both sides have one. What a model says in one language stands for both."""
    lines = []
    for spoken in answer.lines[:MAXIMUM_LINES]:
        words = clean(spoken.text, MAXIMUM_LINE_LENGTH)
        if spoken.speaker not in (observation.agent, observation.partner) or not words:
            raise InvalidDecision(f"a line of nobody in this talk: {spoken.speaker!r:.40}")
        lines.append(Line(spoken.speaker, Text(words, words)))
    if len({line.speaker for line in lines}) != 2:
        raise InvalidDecision("a dialogue needs both to speak")
    return tuple(lines)


def _news(answer: _Answer, observation: Observation) -> str:
    """The news that the dialogue tells, if the answer names one that was offered."""
    if answer.news in ("", NO_NEWS):
        return ""
    if answer.news not in {news.id for news in observation.news}:
        raise InvalidDecision(f"news that was not offered: {answer.news!r:.60}")
    return answer.news


def _insights(answer: _Answer, observation: Observation) -> tuple[Line, ...]:
    """What the day taught, as lines that the character says to itself."""
    thoughts = [clean(insight, MAXIMUM_INSIGHT_LENGTH) for insight in answer.insights[:MAXIMUM_INSIGHTS]]
    if not any(thoughts):
        raise InvalidDecision("no insights")
    return tuple(Line(observation.agent, Text(thought, thought)) for thought in thoughts if thought)


def clean(words: str, maximum: int) -> str:
    """Words without control characters or lone surrogates, on one line, of at most `maximum` characters."""
    printable = words.encode("utf-8", "ignore").decode()
    return _CONTROL.sub(" ", printable).strip()[:maximum].rstrip()

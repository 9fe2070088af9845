"""AnswerSchema: the JSON schema that an answer is to follow, by what is asked. `decision` reads what comes back."""

from collections.abc import Sequence
from typing import Any

from agents.cast import MAXIMUM_LINE_LENGTH
from agents.observation import NO_NEWS, VISITORS_PURPOSES, Observation

MAXIMUM_THOUGHT_LENGTH = 120
MAXIMUM_REPLY_LENGTH = 400
MAXIMUM_ABOUT_LENGTH = 30
"""Characters that say what a dialogue was about, for those who will remember it."""
MAXIMUM_INSIGHTS = 2
MAXIMUM_INSIGHT_LENGTH = 120
MAXIMUM_INTENTION_LENGTH = 80
MAXIMUM_GREETING_LENGTH = 60
"""Characters of what somebody means to do today, and of a word in passing."""


def schema(observation: Observation) -> dict[str, Any]:
    """The JSON schema of an answer to this observation: thought first, then choice, then words; all bounded.

    Strings are bounded by a pattern, not by maxLength alone: with maxLength some engines let raw control characters in.
    """
    properties: dict[str, Any] = {"thought": _string(MAXIMUM_THOUGHT_LENGTH)}
    if observation.purpose != "reply" or len(observation.options) > 1:
        properties["choice"] = _one_of(observation.options)
    if observation.purpose in VISITORS_PURPOSES:
        properties["words"] = _string(MAXIMUM_REPLY_LENGTH)
    if observation.purpose == "dialogue":
        properties.pop("choice")
        if observation.news:
            properties["news"] = _one_of([*(news.id for news in observation.news), NO_NEWS])
        properties["about"] = _string(MAXIMUM_ABOUT_LENGTH)
        properties["lines"] = _lines(observation)
    if observation.purpose == "reflect":
        properties.pop("choice")
        insights = {"type": "array", "items": _string(MAXIMUM_INSIGHT_LENGTH), "minItems": 1}
        properties["insights"] = {**insights, "maxItems": MAXIMUM_INSIGHTS}
    if observation.purpose == "react":
        properties["words"] = _string(MAXIMUM_GREETING_LENGTH, minimum=0)
    if observation.purpose == "plan":
        properties.pop("choice")
        properties["plan"] = _object({slot.name: _one_of(slot.options) for slot in observation.slots})
        properties["intention"] = _string(MAXIMUM_INTENTION_LENGTH)
    return _object(properties)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one_of(options: Sequence[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(options)}


def _string(maximum: int, minimum: int = 1) -> dict[str, Any]:
    return {"type": "string", "pattern": rf'^[^"\\\x00-\x1f]{{{minimum},{maximum}}}$'}


def _lines(observation: Observation) -> dict[str, Any]:
    """The host begins and the other answers, so that both speak; then either may."""
    speakers = [observation.agent, observation.partner or observation.agent]
    opening = [_line([speaker]) for speaker in speakers]
    return {"type": "array", "prefixItems": opening, "items": _line(speakers), "minItems": 2, "maxItems": 8}


def _line(speakers: list[str]) -> dict[str, Any]:
    return _object({"speaker": _one_of(speakers), "text": _string(MAXIMUM_LINE_LENGTH)})

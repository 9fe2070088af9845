"""AnswerSchema: the JSON schema that an answer is to follow, by what is asked. `decision` reads what comes back."""

from collections.abc import Sequence
from typing import Any, get_args

from agents.cast import MAXIMUM_LINE_LENGTH
from agents.observation import VISITORS_PURPOSES, Observation
from agents.talk_subjects import TalkSubject
from agents.turns import GO_ON, PART, Turn
from sim.records import TalkMood

MAXIMUM_THOUGHT_LENGTH = 120
MAXIMUM_QUICK_THOUGHT_LENGTH = 60
"""Characters of a thought; of one that a visitor waits for before there are words to hear."""
MAXIMUM_REPLY_LENGTH = 400
MAXIMUM_KEPT_LENGTH = 80
"""Characters of what somebody keeps of a dialogue in its own words."""
MAXIMUM_INSIGHTS = 2
MAXIMUM_INSIGHT_LENGTH = 120
MAXIMUM_SUMMARY_LENGTH = 240
"""Characters of a note on what was said with a visitor before."""
MAXIMUM_INTENTION_LENGTH = 80
MAXIMUM_GREETING_LENGTH = 60
"""Characters of what somebody means to do today, and of a word in passing."""


def schema(observation: Observation, subjects: Sequence[TalkSubject] = (), turn: Turn | None = None) -> dict[str, Any]:
    """The JSON schema of an answer to this observation: thought first, then choice, then words; all bounded.

    `subjects` are what a dialogue may be about; of one that is asked for in turns it is the answer to the next.
    Strings are bounded by a pattern, not by maxLength alone: with maxLength some engines let raw control characters in.
    """
    is_awaited = observation.purpose in VISITORS_PURPOSES
    thought = _string(MAXIMUM_QUICK_THOUGHT_LENGTH if is_awaited else MAXIMUM_THOUGHT_LENGTH)
    properties: dict[str, Any] = {"thought": thought}
    if observation.purpose != "reply" or len(observation.options) > 1:
        properties["choice"] = _one_of(observation.options)
    if is_awaited:
        properties["words"] = _string(MAXIMUM_REPLY_LENGTH)
    if observation.purpose == "dialogue":
        properties.pop("choice")
        if subjects:
            properties["subject"] = _one_of([subject.id for subject in subjects])
        properties |= _turn(turn) if turn else _whole(observation)
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


def summary_schema() -> dict[str, Any]:
    """The JSON schema of a note on a talk with a visitor."""
    return _object({"summary": _string(MAXIMUM_SUMMARY_LENGTH)})


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


def _whole(observation: Observation) -> dict[str, Any]:
    """A dialogue with what both keep of it."""
    remember = _object({own_id: _string(MAXIMUM_KEPT_LENGTH) for own_id in _two(observation)})
    return {"lines": _lines(observation), "mood": _one_of(get_args(TalkMood)), "remember": remember}


def _turn(turn: Turn) -> dict[str, Any]:
    """A line, whether it is the last where that is open, and what there is to keep of the talk so far."""
    then = {"then": _one_of((GO_ON, PART))} if turn is Turn.NEXT else {}
    words = {"words": _string(MAXIMUM_LINE_LENGTH), **then}
    return {**words, "mood": _one_of(get_args(TalkMood)), "remember": _string(MAXIMUM_KEPT_LENGTH, minimum=0)}


def _lines(observation: Observation) -> dict[str, Any]:
    """The host begins and the other answers, so that both speak; then either may."""
    speakers = _two(observation)
    opening = [_line([speaker]) for speaker in speakers]
    return {"type": "array", "prefixItems": opening, "items": _line(speakers), "minItems": 2, "maxItems": 8}


def _two(observation: Observation) -> list[str]:
    return [observation.agent, observation.partner or observation.agent]


def _line(speakers: list[str]) -> dict[str, Any]:
    return _object({"speaker": _one_of(speakers), "text": _string(MAXIMUM_LINE_LENGTH)})

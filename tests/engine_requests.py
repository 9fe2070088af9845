"""What the engine tests ask of an engine: the village's own prompts and schemas, for all of its people and purposes."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from jsonschema import validate

from agents.answer_schema import schema
from agents.models.engine import Completion, CompletionRequest, Engine
from agents.observation import Purpose
from agents.prompt import messages
from tests.default_village import default_cast
from tests.questions import PURPOSES, question

CAST = default_cast()
PEOPLE = tuple(CAST.by_id)
ROOM_TOKENS = 2400
"""The tiny tokenizer takes up to four tokens for a character, where a real one takes one."""
VISITS = 6
"""As often a visitor comes up at most, until there is more than a syllable or two to be heard."""
LIMIT_SECONDS = 300
"""For anything that is waited for: a test that reaches it has found an engine that hangs."""


def request(who: str, purpose: Purpose, *, said: str = "", streams: bool = False) -> CompletionRequest:
    """What `who` would be asked."""
    asking = question(who, purpose, "chef" if who != "chef" else "vet", said=said)
    prompt = messages(CAST, asking.observation, asking.said)
    return CompletionRequest(prompt, schema(asking.observation), ROOM_TOKENS, streams=streams)


def everything() -> list[CompletionRequest]:
    """Every purpose for everybody: more than a hundred requests."""
    return [request(who, purpose, said="你好") for purpose in PURPOSES for who in PEOPLE]


def long_winded(count: int) -> list[CompletionRequest]:
    """Requests whose answers take their time."""
    line = {"type": "string", "pattern": r'^[^"\\\x00-\x1f]{1000,1200}$'}
    slow = {"type": "object", "properties": {"words": line}, "required": ["words"], "additionalProperties": False}
    return [replace(request(who, "reply", streams=True), schema=slow) for who in PEOPLE[:count]]


async def ask(engine: Engine, requests: Sequence[CompletionRequest]) -> list[Completion]:
    """The finished completions, in the order of the requests."""
    finished = {index: completion async for index, completion in engine.complete(requests) if completion.finished}
    assert len(finished) == len(requests)
    return [finished[index] for index in range(len(requests))]


async def hear(engine: Engine, asked: CompletionRequest) -> list[Completion]:
    """Everything that is told of one request on the way, and at its end."""
    return [completion async for _, completion in engine.complete([asked])]


def is_valid(completion: Completion, asked: CompletionRequest) -> bool:
    """Whether the answer follows its schema. Raises what is wrong with it."""
    assert completion.error is None
    validate(json.loads(completion.text), asked.schema)
    return True


def metric(name: str, text: str) -> float:
    """A number from metrics in Prometheus's text format, summed over its labels."""
    values = re.findall(rf"^{re.escape(name)}(?:\{{.*\}})? (\S+)$", text, re.MULTILINE)
    assert values, f"there is no {name}"
    return sum(float(value) for value in values)

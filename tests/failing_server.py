"""A model server that fails: three calls of ten, in one of many ways, by a draw from what was asked."""

import json
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from sim.chance import below, choose
from tests.model_server import Body, completion, error, obedient, silent, sociable

FAILING_PERCENT = 30
ENGLISH = "Good morning to you, my dear friend, and how are you doing on this fine day?"
LOOP = "说得对，说得对，" * 12
HUGE = "好" * 20_000
SAID = ("words", "lines", "insights", "intention")
"""Parts of an answer that hold words to be said."""


class HungUp(Response):
    """An answer that ends before it is whole: the connection is closed in the middle."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See Response."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"id": ', "more_body": True})


def changed(value: Any, schema: Body, said: Callable[[str], Any], chosen: Callable[[str], Any]) -> Any:
    """A valid answer with what it says and what it chooses replaced."""
    if isinstance(value, dict):
        parts = schema["properties"]
        return {name: changed(part, parts[name], said, chosen) for name, part in value.items()}
    if isinstance(value, list):
        return [changed(part, schema["items"], said, chosen) for part in value]
    return chosen(value) if "enum" in schema else said(value)


def same(value: str) -> str:
    return value


def words(replacement: Any) -> Callable[[Any, Body], str]:
    """The answer, but for what it says: that is always the replacement, where it says anything at all."""

    def say(value: Any, schema: Body) -> str:
        speaks = any(name in schema["properties"] for name in SAID) and value.get("choice") != "pass"
        return json.dumps(changed(value, schema, lambda _: replacement, same)) if speaks else "?"

    return say


def choices(replacement: Any) -> Callable[[Any, Body], str]:
    """The answer, but for what it chooses, where it chooses at all."""

    def choose_it(value: Any, schema: Body) -> str:
        chosen = changed(value, schema, same, lambda _: replacement)
        return "?" if chosen == value else json.dumps(chosen)

    return choose_it


def other_speakers(value: Any, schema: Body) -> str:
    """A dialogue of people who are not in it; where there is no dialogue, another choice."""
    if "lines" not in value:
        return choices("nobody")(value, schema)
    return json.dumps({**value, "lines": [{"speaker": "nobody", "text": "嗯。"}] * 2})


UNUSABLE: dict[str, Callable[[Any, Body], str | None]] = {
    "garbage": lambda value, schema: "<|im_start|> ∫∂ <html>",
    "empty": lambda value, schema: "",
    "no content": lambda value, schema: None,
    "truncated": lambda value, schema: json.dumps(value)[:-2],
    "repeated": words(LOOP),
    "wrong language": words(ENGLISH),
    "not offered": choices("fly_to_the_moon"),
    "wrong speaker": other_speakers,
    "huge": lambda value, schema: json.dumps({**value, "thought": HUGE}),
    "wrong types": lambda value, schema: json.dumps(changed(value, schema, lambda _: 7, lambda _: ["x"])),
}
"""Answers that nothing can be made of."""
NO_ANSWER = ("late", "hung up", "internal error", "overloaded")
"""Whoever gets none is not luckier when the client tries the same again."""
WAYS = (*UNUSABLE, *NO_ANSWER)


class FailingAnswerer:
    """Answers well, or fails in one of the ways. `failed` counts what it did, and `good` is what it said, else."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.failed: Counter[str] = Counter()
        self.good: list[str] = []
        self._asked: Counter[str] = Counter()

    async def __call__(self, request: Request, body: Body) -> Response:
        """See model_server.Answerer."""
        way = self._way(body)
        valid = await self._valid(request, body)
        if way is None:
            self.good.append(valid)
            return completion(valid)
        self.failed[way] += 1
        if way in UNUSABLE:
            return _saying(UNUSABLE[way](json.loads(valid), body["response_format"]["json_schema"]["schema"]))
        if way == "late":
            return await silent(request, body)
        if way == "hung up":
            return HungUp()
        return error(500) if way == "internal error" else error(429, headers={"Retry-After": "0.1"})

    def _way(self, body: Body) -> str | None:
        asked = sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        first = self._drawn(asked, 0)
        times = self._asked[asked]
        self._asked[asked] += 1
        return first if first in NO_ANSWER else self._drawn(asked, times)

    def _drawn(self, asked: str, times: int) -> str | None:
        if below(100, self.seed, asked, "fails", times) >= FAILING_PERCENT:
            return None
        return choose(WAYS, self.seed, asked, "way", times)

    async def _valid(self, request: Request, body: Body) -> str:
        answer = choose((obedient, sociable), self.seed, json.dumps(body["messages"]), "taste", 0)
        valid: str = json.loads(bytes((await answer(request, body)).body))["choices"][0]["message"]["content"]
        return valid


def _saying(text: str | None) -> Response:
    if text is not None:
        return completion(text)
    answer = json.loads(bytes(completion("").body))
    answer["choices"][0]["message"]["content"] = None
    return JSONResponse(answer)

"""An engine that is any OpenAI-compatible server: vLLM's, Ollama's, llama.cpp's.

The answer's JSON schema goes along as `response_format` where the server knows it; one that refuses it is asked without
from then on, and its answers are parsed as they come.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import Any

from openai import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
    BadRequestError,
    UnprocessableEntityError,
)
from openai.types import CompletionUsage

from agents.models.engine import MAXIMUM_COMPLETION_LENGTH, Completion, CompletionRequest, FailureKind, failed
from agents.models.in_flight import Hear, complete_together
from sim.bad_input import BadInput

MAXIMUM_IN_FLIGHT = 64
TIMEOUT_SECONDS = 30.0
MAXIMUM_RETRIES = 1
"""Retries of a failed call, by the openai package, with its back-off."""

OVERLOADED = (429, 503)
"""Answers of a server that has too much to do."""

log = logging.getLogger("taoyuan.models")


@dataclass
class OpenAICompatible:
    """One model on one server."""

    client: AsyncOpenAI
    model: str
    timeout_seconds: float = TIMEOUT_SECONDS
    """For one call; with its retries an answer takes at most 1 + MAXIMUM_RETRIES times that."""
    _with_schema: bool = True
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MAXIMUM_IN_FLIGHT))

    def complete(self, requests: Sequence[CompletionRequest]) -> AsyncGenerator[tuple[int, Completion], None]:
        """See Engine: all requests in flight together, at most MAXIMUM_IN_FLIGHT of them."""
        return complete_together(requests, self._complete, self._slots)

    async def close(self) -> None:
        """See Engine."""
        await self.client.close()

    async def _complete(self, request: CompletionRequest, hear: Hear) -> Completion:
        """With the schema; where that is refused without, and if that goes, without from now on."""
        with_schema = self._with_schema
        completion, refused = await self._attempt(request, with_schema, hear)
        if not (refused and with_schema):
            return completion
        plain, _ = await self._attempt(request, False, hear)
        if plain.error is None and self._with_schema:
            log.warning("the server refuses response_format; asking for plain JSON from now on")
            self._with_schema = False
        return plain

    async def _attempt(self, request: CompletionRequest, with_schema: bool, hear: Hear) -> tuple[Completion, bool]:
        """The completion, and whether the server refused the request as such."""
        try:
            async with asyncio.timeout((1 + MAXIMUM_RETRIES) * self.timeout_seconds):
                call = self._stream(request, with_schema, hear) if request.streams else self._call(request, with_schema)
                return await call, False
        except (BadRequestError, UnprocessableEntityError) as error:
            return failed("refused", f"the server refused the request: {error!s:.160}"), True
        except Exception as error:  # a server can answer anything, and the client raises whatever that leads to
            return failed(_kind(error), f"{type(error).__name__}: {error!s:.160}"), False

    async def _call(self, request: CompletionRequest, with_schema: bool) -> Completion:
        answer = await self.client.chat.completions.create(**self._arguments(request, with_schema))
        if not answer.choices:
            return failed("broken", "the server sent no choices")
        text = answer.choices[0].message.content or ""
        return _completed(text, answer.usage) if isinstance(text, str) else failed("broken", "the server sent no text")

    async def _stream(self, request: CompletionRequest, with_schema: bool, hear: Hear) -> Completion:
        """As `_call`, telling what there is on the way. Leaving the stream closes it, and the server stops."""
        so_far, usage = "", None
        options: dict[str, Any] = {"stream_options": {"include_usage": True}} if with_schema else {}
        async with await self.client.chat.completions.create(
            **self._arguments(request, with_schema), **options, stream=True
        ) as stream:
            async for chunk in stream:
                usage = chunk.usage or usage
                if chunk.choices and isinstance(piece := chunk.choices[0].delta.content, str) and piece:
                    so_far += piece
                    if len(so_far) > MAXIMUM_COMPLETION_LENGTH:
                        return failed("broken", "the server doesn't stop talking")
                    hear(Completion(so_far, finished=False))
        return _completed(so_far, usage) if so_far else failed("broken", "the server sent no text")

    def _arguments(self, request: CompletionRequest, with_schema: bool) -> dict[str, Any]:
        arguments = {
            "model": self.model,
            "messages": [{"role": message.role, "content": message.content} for message in request.messages],
            "max_tokens": request.maximum_tokens,
            "temperature": request.temperature,
        }
        if with_schema:
            schema = {"name": "decision", "schema": _portable(request.schema), "strict": True}
            arguments["response_format"] = {"type": "json_schema", "json_schema": schema}
        return arguments


def _kind(error: Exception) -> FailureKind:
    """What kind of failure the client's error is."""
    if isinstance(error, TimeoutError | APITimeoutError):
        return "timeout"
    if isinstance(error, APIConnectionError):
        return "unreachable"
    return "overloaded" if isinstance(error, APIStatusError) and error.status_code in OVERLOADED else "broken"


def _portable(schema: Any) -> Any:
    """Without `prefixItems`, for which some servers refuse a schema; the answer is checked against it all the same."""
    if isinstance(schema, dict):
        return {name: _portable(part) for name, part in schema.items() if name != "prefixItems"}
    return [_portable(part) for part in schema] if isinstance(schema, list) else schema


def _completed(text: str, usage: CompletionUsage | None) -> Completion:
    """The whole text, and what it cost, where the server says."""
    if usage is None:
        return Completion(text)
    details = usage.prompt_tokens_details
    cached = details.cached_tokens if details else None
    return Completion(text, None, usage.prompt_tokens, usage.completion_tokens, cached or 0)


async def connect(
    url: str, model: str | None, api_key: str, *, timeout_seconds: float = TIMEOUT_SECONDS
) -> OpenAICompatible:
    """An engine for the server at `url`; without a model's name, the first that the server lists.

    Raises BadInput where the server can't be asked which models it has.
    """
    client = AsyncOpenAI(base_url=url, api_key=api_key, timeout=timeout_seconds, max_retries=MAXIMUM_RETRIES)
    if model is None:
        try:
            listed = await client.models.list()
            model = listed.data[0].id
        except Exception as error:  # see _attempt
            problem = f"no model can be learned from the server ({type(error).__name__})"
            raise BadInput(f"--mind {url}", problem, "start the server, or name the model: URL#MODEL") from error
    return OpenAICompatible(client, model, timeout_seconds)

"""An engine that is any OpenAI-compatible server: vLLM's, Ollama's, llama.cpp's.

The answer's JSON schema goes along as `response_format` where the server knows it; one that refuses it is asked without
from then on, and its answers are parsed as they come.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from openai import AsyncOpenAI, BadRequestError, NotFoundError, OpenAIError, UnprocessableEntityError

from agents.models.engine import Completion, CompletionRequest
from sim.bad_input import BadInput

MAXIMUM_IN_FLIGHT = 64
TIMEOUT_SECONDS = 30.0
MAXIMUM_RETRIES = 1
"""Retries of a failed call, by the openai package, with its back-off."""

log = logging.getLogger("taoyuan.models")


@dataclass
class OpenAICompatible:
    """One model on one server."""

    client: AsyncOpenAI
    model: str
    _with_schema: bool = True
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MAXIMUM_IN_FLIGHT))

    async def complete(self, requests: Sequence[CompletionRequest]) -> AsyncIterator[tuple[int, Completion]]:
        """See Engine: all requests in flight together, at most MAXIMUM_IN_FLIGHT of them."""
        tasks = [asyncio.create_task(self._numbered(index, request)) for index, request in enumerate(requests)]
        try:
            for finished in asyncio.as_completed(tasks):
                yield await finished
        finally:
            for task in tasks:
                task.cancel()

    async def _numbered(self, index: int, request: CompletionRequest) -> tuple[int, Completion]:
        async with self._slots:
            return index, await self._complete(request)

    async def _complete(self, request: CompletionRequest) -> Completion:
        try:
            return await self._call(request)
        except (BadRequestError, UnprocessableEntityError) as error:
            if not self._with_schema:
                return Completion(error=f"the server refused the request: {error!s:.160}")
            log.warning("the server refuses response_format; asking for plain JSON from now on")
            self._with_schema = False
            return await self._complete(request)
        except (OpenAIError, ValueError) as error:
            return Completion(error=f"{type(error).__name__}: {error!s:.160}")

    async def _call(self, request: CompletionRequest) -> Completion:
        extra: dict[str, Any] = {}
        if self._with_schema:
            schema = {"name": "decision", "schema": request.schema, "strict": True}
            extra["response_format"] = {"type": "json_schema", "json_schema": schema}
        answer = await self.client.chat.completions.create(
            model=self.model,
            messages=[{"role": m.role, "content": m.content} for m in request.messages],  # type: ignore[misc]
            max_tokens=request.maximum_tokens,
            temperature=request.temperature,
            **extra,
        )
        if not answer.choices:
            return Completion(error="the server sent no choices")
        usage = answer.usage
        return Completion(
            text=answer.choices[0].message.content or "",
            prompt_tokens=usage.prompt_tokens if usage else 0,
            completion_tokens=usage.completion_tokens if usage else 0,
        )


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
        except (OpenAIError, NotFoundError, IndexError, ValueError) as error:
            problem = f"no model can be learned from the server ({type(error).__name__})"
            raise BadInput(f"--mind {url}", problem, "start the server, or name the model: URL#MODEL") from error
    return OpenAICompatible(client, model)

"""An engine that is any OpenAI-compatible server: vLLM's, Ollama's, llama.cpp's.

The answer's JSON schema goes along as `response_format` where the server knows it; one that refuses it is asked without
from then on, and its answers are parsed as they come.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from openai import AsyncOpenAI, BadRequestError, UnprocessableEntityError

from agents.models.engine import Completion, CompletionRequest
from sim.bad_input import BadInput

MAXIMUM_IN_FLIGHT = 64
TIMEOUT_SECONDS = 30.0
MAXIMUM_RETRIES = 1
"""Retries of a failed call, by the openai package, with its back-off."""

Hear = Callable[[Completion], None]
"""Is told an unfinished completion, each time that there is more of it."""

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

    async def complete(self, requests: Sequence[CompletionRequest]) -> AsyncGenerator[tuple[int, Completion], None]:
        """See Engine: all requests in flight together, at most MAXIMUM_IN_FLIGHT of them."""
        arrivals: asyncio.Queue[tuple[int, Completion]] = asyncio.Queue()

        async def bring(index: int, request: CompletionRequest) -> None:
            async with self._slots:
                arrivals.put_nowait((index, await self._complete(request, lambda c: arrivals.put_nowait((index, c)))))

        tasks = [asyncio.create_task(bring(index, request)) for index, request in enumerate(requests)]
        try:
            missing = len(requests)
            while missing:
                index, completion = await arrivals.get()
                missing -= completion.finished
                yield index, completion
        finally:
            for task in tasks:
                task.cancel()

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
            return Completion(error=f"the server refused the request: {error!s:.160}"), True
        except Exception as error:  # a server can answer anything, and the client raises whatever that leads to
            return Completion(error=f"{type(error).__name__}: {error!s:.160}"), False

    async def _call(self, request: CompletionRequest, with_schema: bool) -> Completion:
        answer = await self.client.chat.completions.create(**self._arguments(request, with_schema))
        if not answer.choices:
            return Completion(error="the server sent no choices")
        usage, text = answer.usage, answer.choices[0].message.content or ""
        if not isinstance(text, str):
            return Completion(error="the server sent no text")
        return Completion(
            text=text,
            prompt_tokens=usage.prompt_tokens if usage else 0,
            completion_tokens=usage.completion_tokens if usage else 0,
        )

    async def _stream(self, request: CompletionRequest, with_schema: bool, hear: Hear) -> Completion:
        """As `_call`, telling what there is on the way. Leaving the stream closes it, and the server stops."""
        so_far = ""
        async with await self.client.chat.completions.create(
            **self._arguments(request, with_schema), stream=True
        ) as stream:
            async for chunk in stream:
                if chunk.choices and isinstance(piece := chunk.choices[0].delta.content, str) and piece:
                    so_far += piece
                    hear(Completion(so_far, finished=False))
        return Completion(so_far) if so_far else Completion(error="the server sent no text")

    def _arguments(self, request: CompletionRequest, with_schema: bool) -> dict[str, Any]:
        arguments = {
            "model": self.model,
            "messages": [{"role": message.role, "content": message.content} for message in request.messages],
            "max_tokens": request.maximum_tokens,
            "temperature": request.temperature,
        }
        if with_schema:
            schema = {"name": "decision", "schema": request.schema, "strict": True}
            arguments["response_format"] = {"type": "json_schema", "json_schema": schema}
        return arguments


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

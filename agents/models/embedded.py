"""An engine that is llama.cpp in this process (xllamacpp): for laptops, with weights from a GGUF file.

`--mind gguf:PATH-or-repo[,slots=4][,context=4096][,threads=N]`; see `weights` for where the file comes from. Requests
share a continuous batch of SLOTS; each runs llama.cpp in a thread of its own, and what it says comes back to the loop.
"""

import asyncio
import secrets
import threading
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from agents.models.engine import Completion, CompletionRequest, failed
from agents.models.engine_options import EngineOptions
from agents.models.in_flight import Hear, complete_together
from agents.models.weights import INSTALL
from sim.bad_input import BadInput

SLOTS = 4
"""Answers written at once: llama.cpp shares no prompt between slots, so that more of them compute more, for less."""
CONTEXT_TOKENS = 4096
"""For a prompt with its answer, in each slot."""
MAXIMUM_SECONDS = 600.0
"""For one answer: its tokens are bounded, so this only ends a wait for an engine that hangs."""
MAXIMUM = {"slots": 64, "context": 1_000_000, "threads": 1_024}
"""Of what may be set."""
_COMPACT = {"x-guidance": {"whitespace_flexible": False}}
"""Spaces between the parts of an answer cost time, and a small model may write them till its tokens are spent."""


@dataclass
class Embedded:
    """One model in one llama.cpp server object; `grammar` makes its grammar of a JSON schema."""

    server: Any
    grammar: Any
    model: str
    slots: int = SLOTS
    _free: asyncio.Semaphore = field(init=False)
    _threads: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self._free = asyncio.Semaphore(self.slots)
        self._threads = ThreadPoolExecutor(self.slots, thread_name_prefix="llama")

    def complete(self, requests: Sequence[CompletionRequest]) -> AsyncGenerator[tuple[int, Completion], None]:
        """See Engine: in one continuous batch, as many at once as there are slots."""
        return complete_together(requests, self._complete, self._free)

    async def _complete(self, request: CompletionRequest, hear: Hear) -> Completion:
        """Cancelled, or out of time, it stops llama.cpp at the next token."""
        loop, answer = asyncio.get_running_loop(), _Answer()

        def take(chunk: dict[str, Any]) -> bool:
            """Called by llama.cpp in the answer's own thread; True stops it."""
            if answer.stopped.is_set():
                return True
            if answer.take(chunk) and request.streams:
                loop.call_soon_threadsafe(hear, Completion(answer.text, finished=False))
            return False

        try:
            async with asyncio.timeout(MAXIMUM_SECONDS):
                body = self._body(request)
                await loop.run_in_executor(self._threads, self.server.handle_chat_completions, body, take)
        finally:
            answer.stopped.set()
        return answer.completed()

    def _body(self, request: CompletionRequest) -> dict[str, Any]:
        """The schema goes as a grammar: as `json_schema`, this llama.cpp checks answers by a second parser, wrongly."""
        return {
            "messages": [{"role": message.role, "content": message.content} for message in request.messages],
            "max_tokens": request.maximum_tokens,
            "temperature": request.temperature,
            "grammar": self.grammar(request.schema | _COMPACT),
            "chat_template_kwargs": {"enable_thinking": False},  # models that could think aloud answer at once instead
            "stream": True,
            "stream_options": {"include_usage": True},
        }

    async def close(self) -> None:
        """See Engine: answers under way are over at the next token, then the memory is free."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)
        self.server = None


@dataclass
class _Answer:
    """What llama.cpp has said so far."""

    text: str = ""
    error: str | None = None
    usage: dict[str, Any] = field(default_factory=dict)
    stopped: threading.Event = field(default_factory=threading.Event)

    def take(self, chunk: dict[str, Any]) -> bool:
        """Read a chunk; whether there is more text now."""
        if error := chunk.get("error"):
            self.error = f"llama.cpp refused: {error.get('message', error)!s:.160}"
        self.usage = chunk.get("usage") or self.usage
        piece = next((choice["delta"].get("content") for choice in chunk.get("choices", ())), None)
        self.text += piece or ""
        return bool(piece)

    def completed(self) -> Completion:
        """All of it."""
        if self.error is not None:
            return failed("refused", self.error)
        cached = self.usage.get("prompt_tokens_details", {}).get("cached_tokens", 0)
        return Completion(
            text=self.text,
            prompt_tokens=self.usage.get("prompt_tokens", 0),
            completion_tokens=self.usage.get("completion_tokens", 0),
            cached_tokens=cached,
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """How llama.cpp is run: answers at once, tokens for each with its prompt, and threads (-1: as it likes)."""

    slots: int = SLOTS
    context: int = CONTEXT_TOKENS
    threads: int = -1


def read_settings(options: EngineOptions) -> Settings:
    """What is set in the option. Raises BadInput for what can't be set, or not so; nothing has been fetched by then."""
    source, known = f"--mind {options.source}", [one.name for one in fields(Settings)]
    chosen = {name: value for name, value in options.settings.items() if name != "hub"}
    for name, value in chosen.items():
        if name not in known:
            raise BadInput(source, f"there is no setting {name}", f"settings are hub, {', '.join(known)}")
        if type(value) is not int or not 1 <= value <= MAXIMUM[name]:
            raise BadInput(source, f"{name} is no number from 1 to {MAXIMUM[name]}", "give another")
    return Settings(**chosen)


async def start(options: EngineOptions, weights: Path) -> Embedded:
    """Load the weights. Raises BadInput where xllamacpp is not there, or can't load them."""
    settings = read_settings(options)
    try:
        import xllamacpp  # noqa: PLC0415 (not in the base install)
    except ImportError as error:
        raise BadInput(f"--mind {options.source}", "xllamacpp is not installed", INSTALL) from error
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights)
    parameters.n_parallel = settings.slots
    parameters.n_ctx = settings.slots * settings.context
    parameters.cpuparams.n_threads = settings.threads
    parameters.verbosity = -1  # nothing but errors, which come as exceptions
    parameters.enable_reasoning = 0
    parameters.endpoint_metrics, parameters.ui = True, False
    parameters.api_keys = [secrets.token_urlsafe()]  # it listens on a local port, too, where nobody has any business
    try:
        server = await asyncio.to_thread(xllamacpp.Server, parameters)
    except Exception as error:  # whatever a file leads to
        problem = f"llama.cpp can't load {weights.name} ({error!s:.160})"
        raise BadInput(f"--mind {options.source}", problem, "give a GGUF file of a chat model") from error
    return Embedded(server, xllamacpp.json_schema_to_grammar, weights.stem, settings.slots)

"""Asking: what a model was asked and what came back, as attempts to keep. A decision brings those that led to it."""

from dataclasses import dataclass, field
from hashlib import sha256

from agents.models.engine import Completion, CompletionRequest
from sim.attempts import Attempt
from sim.events import canonical_json


@dataclass
class Asking:
    """The attempts at one question, as they are made."""

    model: str
    attempts: tuple[Attempt, ...] = field(default=())

    def note(self, request: CompletionRequest, completion: Completion, problem: str | None = None) -> None:
        """Keep one that is over; `problem` is why its answer was not taken."""
        self.attempts += (_attempt(self.model, request, completion, completion.error or problem),)

    def so_far(self, request: CompletionRequest, completion: Completion) -> tuple[Attempt, ...]:
        """What there is while an answer is still being written."""
        return (*self.attempts, _attempt(self.model, request, completion, None))


def _attempt(model: str, request: CompletionRequest, completion: Completion, problem: str | None) -> Attempt:
    return Attempt(
        model=model,
        prompt=tuple((message.role, message.content) for message in request.messages),
        schema_hash=sha256(canonical_json(request.schema).encode()).hexdigest(),
        answer=completion.text,
        problem=problem,
        prompt_tokens=completion.prompt_tokens,
        completion_tokens=completion.completion_tokens,
        cached_tokens=completion.cached_tokens,
        milliseconds=round(completion.seconds * 1000),
        is_whole=completion.finished,
    )

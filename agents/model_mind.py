"""ModelMind: a language model decides and speaks; whatever fails there falls back to the rules."""

import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from agents.answer_schema import schema
from agents.cast import Cast
from agents.decision import Decision, InvalidDecision, parse, parse_beginning
from agents.mind import Mind, Question
from agents.models.engine import Completion, CompletionRequest, Engine
from agents.prompt import MAXIMUM_TOKENS, messages

MAXIMUM_REPAIRS = 1
"""How often an invalid answer is asked for again before the rules decide."""

log = logging.getLogger("taoyuan.mind")


class _NoAnswer(InvalidDecision):
    """The engine gave none: asking again would only keep people waiting."""


@dataclass
class ModelMind:
    """A language model behind an engine, with the rules behind it."""

    engine: Engine
    cast: Cast
    fallback: Mind

    @property
    def name(self) -> str | None:
        """See Mind."""
        return self.engine.model

    # ---- a batch ---------------------------------------------------------------------------------------------

    async def decide(self, questions: Sequence[Question]) -> list[Decision]:
        """All questions in flight together; those that come back unusable once more; the rest by the rules."""
        decisions: dict[int, Decision] = {}
        for _ in range(1 + MAXIMUM_REPAIRS):
            open_questions = [index for index in range(len(questions)) if index not in decisions]
            if not open_questions or not await self._try(questions, open_questions, decisions):
                break
        return await self._fill(questions, decisions)

    async def _try(self, questions: Sequence[Question], indexes: list[int], decisions: dict[int, Decision]) -> bool:
        """Ask once. An engine that breaks leaves the questions to the rules."""
        try:
            return await self._ask(questions, indexes, decisions)
        except Exception as error:  # an engine may fail in any way; the village lives on
            log.error("the engine failed (%s)", type(error).__name__)
            return False

    async def _ask(self, questions: Sequence[Question], indexes: list[int], decisions: dict[int, Decision]) -> bool:
        """Put the valid answers into `decisions`; whether any answer came at all."""
        requests = [self._completion_request(questions[index]) for index in indexes]
        answered = False
        async for position, completion in self.engine.complete(requests):
            question = questions[indexes[position]]
            answered = answered or completion.error is None
            try:
                decisions[indexes[position]] = _read(completion, question)
            except InvalidDecision as invalid:
                log.warning("%s: %s", question.request.id, _reason(invalid, question))
        return answered

    def _completion_request(self, question: Question) -> CompletionRequest:
        observation = question.observation
        return CompletionRequest(
            messages=messages(self.cast, observation, question.said, question.language),
            schema=schema(observation),
            maximum_tokens=MAXIMUM_TOKENS[observation.purpose],
        )

    async def _fill(self, questions: Sequence[Question], decisions: dict[int, Decision]) -> list[Decision]:
        missing = [index for index in range(len(questions)) if index not in decisions]
        if missing:
            log.warning("the rules decide %d of %d", len(missing), len(questions))
            by_rule = await self.fallback.decide([questions[index] for index in missing])
            for index, decision in zip(missing, by_rule, strict=True):
                decisions[index] = replace(decision, source="fallback")
        return [decisions[index] for index in range(len(questions))]

    # ---- aloud -----------------------------------------------------------------------------------------------

    async def speak(self, question: Question) -> AsyncGenerator[Decision, None]:
        """The model's words as they come; an unusable answer is asked for once more; else the rules speak."""
        for _ in range(1 + MAXIMUM_REPAIRS):
            try:
                async with aclosing(self._utter(question)) as growing:
                    async for decision in growing:
                        yield decision
                return
            except InvalidDecision as invalid:
                log.warning("%s: %s", question.request.id, _reason(invalid, question))
                if isinstance(invalid, _NoAnswer):
                    break
            except Exception as error:  # see _try
                log.error("the engine failed (%s)", type(error).__name__)
                break
        async for decision in self.fallback.speak(question):
            yield replace(decision, source="fallback")

    async def _utter(self, question: Question) -> AsyncGenerator[Decision, None]:
        request = replace(self._completion_request(question), streams=True)
        async with aclosing(self.engine.complete([request])) as completions:
            async for _, completion in completions:
                if completion.finished:
                    yield _read(completion, question)
                elif beginning := parse_beginning(completion.text, question.observation):
                    yield beginning


def _read(completion: Completion, question: Question) -> Decision:
    if completion.error is not None:
        raise _NoAnswer(completion.error)
    return parse(completion.text, question.observation)


def _reason(invalid: InvalidDecision, question: Question) -> str:
    """Why an answer was not taken; without a word of it where a visitor's words may be in it."""
    private = question.observation.chat is not None
    return "not usable (not quoted: it may hold a visitor's words)" if private else str(invalid)

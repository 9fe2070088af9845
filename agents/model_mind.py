"""ModelMind: a language model decides and speaks; whatever fails there falls back to the rules."""

import logging
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from agents.answer_checks import AnswerChecks, Problem, checks_for
from agents.answer_schema import schema
from agents.asking import Asking
from agents.cast import Cast
from agents.decision import Decision, InvalidDecision, parse, parse_beginning
from agents.mind import Mind, Question
from agents.models.engine import Completion, CompletionRequest, Engine, failed
from agents.models.meter import Meter
from agents.narrowing import Embedder, narrowed
from agents.prompt import MAXIMUM_TOKENS, MAXIMUM_TURN_TOKENS, messages
from agents.summing_up import summary_of

MAXIMUM_REPAIRS = 1
"""How often an invalid answer is asked for again before the rules decide."""
WORDLESS_PURPOSES = ("next", "meet")
"""What is answered by a choice alone."""

log = logging.getLogger("taoyuan.mind")


class _NoAnswer(InvalidDecision):
    """The engine gave none: asking again would only keep people waiting. `kind` is the kind of failure."""


@dataclass
class ModelMind:
    """A language model behind an engine, with the rules behind it."""

    engine: Engine
    cast: Cast
    fallback: Mind
    meter: Meter = field(default_factory=Meter)
    embedder: Embedder | None = None
    """What finds memories for a visitor's words by their meaning; without, it is done by their characters."""

    @property
    def name(self) -> str | None:
        """See Mind."""
        return self.engine.model

    # ---- a batch ---------------------------------------------------------------------------------------------

    async def decide(self, questions: Sequence[Question]) -> list[Decision]:
        """All questions in flight together; those that come back unusable once more; the rest by the rules."""
        cases = [_Case(question, Asking(self.engine.model)) for question in questions]
        for repair in range(1 + MAXIMUM_REPAIRS):
            undecided = [case for case in cases if case.decision is None]
            self.meter.repair(len(undecided) if repair else 0)
            if not undecided or not await self._try(undecided):
                break
        return await self._fill(cases)

    async def _try(self, cases: Sequence["_Case"]) -> bool:
        """Ask once. An engine that breaks leaves the questions to the rules."""
        requests = [self._completion_request(case.question) for case in cases]
        try:
            return await self._ask(cases, requests)
        except Exception as error:  # an engine may fail in any way; the village lives on
            log.error("the engine failed (%s)", type(error).__name__)
            for case, request in zip(cases, requests, strict=True):
                if case.decision is None:
                    case.asking.note(request, _broken(error))
                    case.problem = "broken"
            return False

    async def _ask(self, cases: Sequence["_Case"], requests: Sequence[CompletionRequest]) -> bool:
        """Decide the cases whose answers are valid; whether any answer came at all."""
        answered = False
        async for position, completion in self.engine.complete(requests):
            case, request = cases[position], requests[position]
            answered = answered or completion.error is None
            try:
                checks = self._checks(case.question)
                case.decision = _heard(case.question, checks, request, completion, case.asking)
            except InvalidDecision as invalid:
                case.problem = self._noted(invalid, case.question)
        return answered

    def _noted(self, invalid: InvalidDecision, question: Question) -> str:
        """What kind of trouble it is; an answer that could not be used is counted."""
        if not isinstance(invalid, _NoAnswer):
            self.meter.invalid(invalid.kind)
        log.info("%s: %s", question.request.id, _reason(invalid, question))
        return invalid.kind

    def _checks(self, question: Question) -> AnswerChecks | None:
        if question.observation.purpose in WORDLESS_PURPOSES:
            return None
        return checks_for(self.cast, question.observation, question.said, question.language, question.turn)

    def _completion_request(self, question: Question) -> CompletionRequest:
        observation = question.observation
        return CompletionRequest(
            messages=messages(self.cast, observation, question.said, question.language, question.turn),
            schema=schema(observation, question.subjects, question.turn),
            maximum_tokens=MAXIMUM_TURN_TOKENS if question.turn else MAXIMUM_TOKENS[observation.purpose],
        )

    async def _fill(self, cases: Sequence["_Case"]) -> list[Decision]:
        """Every case decided, by the rules where the model did not; each with what was tried for it."""
        missing = [case for case in cases if case.decision is None]
        if missing:
            _tell([case.problem for case in missing], len(cases))
            by_rule = await self.fallback.decide([case.question for case in missing])
            for case, decision in zip(missing, by_rule, strict=True):
                case.decision = replace(decision, source="fallback")
        return [replace(case.decision, attempts=case.asking.attempts) for case in cases if case.decision]

    async def summarise(self, agent: str, said: Sequence[tuple[str, str]], language: str) -> str | None:
        """See Mind."""
        return await summary_of(self.engine, self.cast, agent, said, language)

    # ---- aloud -----------------------------------------------------------------------------------------------

    async def speak(self, question: Question) -> AsyncGenerator[Decision, None]:
        """The model's words as they come; an unusable answer is asked for once more; else the rules speak."""
        asking, by_rule = Asking(self.engine.model), self.fallback.speak(question)
        question = await self._narrowed(question)
        request = replace(self._completion_request(question), streams=True)
        problem = "broken"
        for repair in range(1 + MAXIMUM_REPAIRS):
            self.meter.repair(min(repair, 1))
            try:
                async with aclosing(self._utter(question, request, asking)) as growing:
                    async for decision in growing:
                        yield decision
                return
            except InvalidDecision as invalid:
                problem = self._noted(invalid, question)
                if isinstance(invalid, _NoAnswer):
                    break
            except Exception as error:  # see _try
                log.error("the engine failed (%s)", type(error).__name__)
                asking.note(request, _broken(error))
                problem = "broken"
                break
        _tell([problem], 1)
        async for decision in by_rule:
            yield replace(decision, source="fallback", attempts=asking.attempts)

    async def _narrowed(self, question: Question) -> Question:
        if self.embedder is None:
            return question
        seen, said = question.observation, question.last_said
        return replace(question, observation=await narrowed(seen, said, question.language, self.embedder))

    async def _utter(
        self, question: Question, request: CompletionRequest, asking: Asking
    ) -> AsyncGenerator[Decision, None]:
        checks = self._checks(question)
        async with aclosing(self.engine.complete([request])) as completions:
            async for _, completion in completions:
                decision = _heard(question, checks, request, completion, asking)
                if decision is not None:
                    yield decision


@dataclass
class _Case:
    """A question of a batch on its way to a decision."""

    question: Question
    asking: Asking
    decision: Decision | None = None
    problem: str = ""
    """Why it is not decided, in a word."""


def _heard(
    question: Question, checks: AnswerChecks | None, request: CompletionRequest, completion: Completion, asking: Asking
) -> Decision | None:
    """What can be heard of an answer, whole or not. Raises InvalidDecision, once that is noted."""
    try:
        if not completion.finished:
            beginning = parse_beginning(completion.text, question.observation, checks)
            return beginning and replace(beginning, attempts=asking.so_far(request, completion))
        decision = _read(completion, question, checks)
    except InvalidDecision as invalid:
        asking.note(request, completion, str(invalid))
        raise
    asking.note(request, completion)
    return replace(decision, attempts=asking.attempts)


def _broken(error: Exception) -> Completion:
    """What an engine that breaks leaves: no answer, and of the reason only its kind."""
    return failed("broken", f"the engine failed ({type(error).__name__})")


def _read(completion: Completion, question: Question, checks: AnswerChecks | None) -> Decision:
    if completion.error is not None:
        raise _NoAnswer(completion.error, completion.failure or "broken")
    return parse(completion.text, question.observation, checks, question.subjects, question.turn)


def _tell(problems: Sequence[str], asked: int) -> None:
    """Say in one line what the rules decide, and why; who is away has been told of once already, by the breaker."""
    counted = Counter(problem for problem in problems if problem != "away")
    if counted:
        why = ", ".join(f"{count} {problem}" for problem, count in sorted(counted.items()))
        log.warning("the rules decide %d of %d (%s)", counted.total(), asked, why)


def _reason(invalid: InvalidDecision, question: Question) -> str:
    """Why an answer was not taken; without a word of it where a visitor's words may be in it."""
    quotes_nothing = isinstance(invalid.args[0], Problem) or question.observation.chat is None
    return str(invalid) if quotes_nothing else "not usable (not quoted: it may hold a visitor's words)"

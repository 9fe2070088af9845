"""Population: the decisions that fall due together go to the mind as one batch, and come back as inputs.

A mind's words for a visitor are put into the erasable table here; the input carries their id and hash. What a model
was asked for a decision is kept here, too.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from agents.cast import Cast
from agents.decision import Decision
from agents.mind import Mind, Question, last_said
from agents.models.meter import Meter
from agents.observation import Observation, observation_of
from agents.prompt import MAXIMUM_SAID
from agents.summing_up import MAXIMUM_SUMMED_UP
from agents.talk_subjects import talk_subjects
from agents.turns import turn_of
from agents.visitor_intent import language_of
from sim.attempts import Attempts, MemoryAttempts, Tried
from sim.inputs import Decided
from sim.records import Request
from sim.visitor_words import ERASED, WHISPER, VisitorWords

LATEST_LINES = 4
"""Of a talk that is summed up, which go on being quoted as they were said."""

log = logging.getLogger("taoyuan.population")


@dataclass(frozen=True)
class Population:
    """Everybody's way to the mind. `language` is the village's own; visitors are answered in theirs."""

    mind: Mind
    cast: Cast
    words: VisitorWords
    language: str = "zh"
    attempts: Attempts = field(default_factory=MemoryAttempts)
    meter: Meter = field(default_factory=Meter)
    is_heard: Callable[[str], bool] = lambda agent: False
    """Whether anybody is near enough to a character to hear it: then a dialogue is asked for turn by turn."""

    async def answer(
        self, requests: Sequence[Request], is_open: Callable[[Request], bool] = lambda request: True
    ) -> list[Decided]:
        """Answers to the requests, in the order of the agents' ids.

        One whose request is no longer open when the mind has answered is left out: its words were never said, so they
        are not kept, and no later prompt quotes them.
        """
        ordered = sorted(requests, key=lambda request: request.agent)
        questions = [self.question(request) for request in ordered]
        decisions = await self.mind.decide(questions)
        answered = zip(questions, decisions, strict=True)
        heard = [(question, decision) for question, decision in answered if is_open(question.request)]
        self._keep_attempts(heard)
        return [self._decided(question, decision) for question, decision in heard]

    def question(self, request: Request) -> Question:
        """A request with all that an answer is made from."""
        observation = observation_of(request)
        said = self._said(observation)
        language = language_of(last_said(said), observation.language or self.language)
        subjects, turn = talk_subjects(self.cast, observation), turn_of(observation, self.is_heard)
        return Question(request, observation, said, language, subjects, turn)

    def _said(self, observation: Observation) -> tuple[tuple[str, str], ...]:
        """The talk so far up to the words that are to be answered; nothing when the visitor has only come up.

        Of a whisper, what it says, unless that is erased.
        """
        if observation.voice is not None:
            voice = self.words.text(observation.voice.words_id)
            return ((WHISPER, voice),) if voice else ()
        if not observation.words_id or observation.partner is None:
            return ()
        return tuple(self.words.talk(observation.partner, observation.agent, MAXIMUM_SAID, observation.words_id))

    async def sum_up(self, question: Question) -> None:
        """Have all but the latest of a visitor's talk summed up, once more of it waits for that than is quoted."""
        visitor, agent = question.observation.partner or "", question.request.agent
        waiting = self.words.not_summed_up(visitor, agent, MAXIMUM_SUMMED_UP)
        if len(waiting) <= MAXIMUM_SAID:
            return
        last_id = waiting[-LATEST_LINES - 1]
        said = self.words.talk(visitor, agent, MAXIMUM_SUMMED_UP, last_id)
        summary = await self.mind.summarise(agent, said, question.language)
        if summary:
            self.words.keep_summary(visitor, agent, summary, last_id)

    def decided(self, question: Question, decision: Decision) -> Decided:
        """A decision as the input that is recorded; words for a visitor, and what was tried, are kept now.

        Raises StoreLocked or StoreFailed where the words can't be kept.
        """
        decided = self._decided(question, decision)
        self._keep_attempts([(question, decision)])
        return decided

    def _is_erased(self, question: Question) -> bool:
        """Whether words that it quotes have been erased since it was made: then nothing that came of it is kept."""
        voice = question.observation.voice
        quoted = voice.words_id if voice else question.observation.words_id
        return bool(question.said) and self.words.text(quoted) == ERASED

    def _keep_attempts(self, heard: Sequence[tuple[Question, Decision]]) -> None:
        """They explain the decisions, which are made all the same where this fails."""
        made = [(question, decision) for question, decision in heard if decision.attempts]
        tried = [_tried(*each) for each in made if not self._is_erased(each[0])]
        try:
            if tried:
                self.attempts.keep(tried)
        except Exception as error:  # a database that is locked or full: the village lives on
            log.warning("what the model was asked is not kept (%s)", type(error).__name__)

    def _decided(self, question: Question, decision: Decision) -> Decided:
        observation, request = question.observation, question.request
        words_id = words_hash = ""
        if decision.words and observation.partner and observation.chat and not self._is_erased(question):
            said = (request.agent, observation.chat, "agent", decision.words, request.time, decision.source)
            kept = self.words.keep(observation.partner, *said)
            words_id, words_hash = kept.id, kept.hash
        self.meter.decided(decision.source)
        return Decided(
            agent=request.agent,
            ordinal=request.ordinal,
            prompt_hash=request.prompt_hash,
            source=decision.source,
            choice=decision.choice,
            choices=decision.choices,
            lines=decision.lines,
            about=decision.about,
            news=decision.news,
            upshot=decision.upshot,
            goes_on=decision.goes_on,
            words_id=words_id,
            words_hash=words_hash,
        )


def _tried(question: Question, decision: Decision) -> Tried:
    """What was asked for a visitor quotes that visitor, and is kept as its own."""
    request, observation = question.request, question.observation
    whose = observation.voice.visitor if observation.voice else None
    visitor = observation.partner if observation.chat else whose
    return Tried(request.agent, request.ordinal, visitor, decision.attempts)

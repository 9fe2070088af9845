"""Population: the decisions that fall due together go to the mind as one batch, and come back as inputs.

A mind's words for a visitor are put into the erasable table here; the input carries their id and hash.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents.cast import Cast
from agents.decision import Decision
from agents.mind import Mind, Question
from agents.observation import Observation, observation_of
from agents.prompt import MAXIMUM_SAID
from sim.inputs import Decided
from sim.records import Request
from sim.visitor_words import VisitorWords


@dataclass(frozen=True)
class Population:
    """Everybody's way to the mind. `language` is the village's own; visitors are answered in theirs."""

    mind: Mind
    cast: Cast
    words: VisitorWords
    language: str = "zh"

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
        return [self.decided(question, decision) for question, decision in answered if is_open(question.request)]

    def question(self, request: Request) -> Question:
        """A request with all that an answer is made from."""
        observation = observation_of(request)
        return Question(request, observation, self._said(observation), observation.language or self.language)

    def _said(self, observation: Observation) -> tuple[tuple[str, str], ...]:
        """The talk so far up to the words that are to be answered; nothing when the visitor has only come up."""
        if not observation.words_id or observation.partner is None:
            return ()
        return tuple(self.words.talk(observation.partner, observation.agent, MAXIMUM_SAID, observation.words_id))

    def decided(self, question: Question, decision: Decision) -> Decided:
        """A decision as the input that is recorded; words for a visitor are kept now."""
        observation, request = question.observation, question.request
        words_id = words_hash = ""
        if decision.words and observation.partner and observation.chat:
            said = (request.agent, observation.chat, "agent", decision.words, request.time, decision.source)
            kept = self.words.keep(observation.partner, *said)
            words_id, words_hash = kept.id, kept.hash
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
            words_id=words_id,
            words_hash=words_hash,
        )

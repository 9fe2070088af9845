"""Reply: an answer to a visitor while it is being spoken. It can be heard as it grows, and be cut short."""

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, replace

from agents.decision import Decision, cut_short
from agents.mind import Question
from agents.population import Population
from sim.inputs import Decided
from sim.records import Request
from sim.store_failed import StoreFailed


@dataclass
class Reply:
    """One answer under way. `hear` is told the words so far, each time that there are more of them."""

    population: Population
    question: Question
    hear: Callable[[str], None]
    said: Decision | None = None

    async def speak(self) -> Decision:
        """Say it to its end. Cancelling this silences the mind, and a model stops writing."""
        async with aclosing(self.population.mind.speak(self.question)) as growing:
            async for self.said in growing:
                self.hear(self.said.words)
        assert self.said is not None  # see Mind.speak
        return self.said

    @property
    def request(self) -> Request:
        """What it answers."""
        return self.question.request

    def ended(self, decision: Decision) -> Decided:
        """The whole answer as an input; its words are kept now."""
        return self.population.decided(self.question, decision)

    def broken_off(self) -> Decided:
        """What there is of it as an input; words that can't be kept now are as words erased."""
        so_far = cut_short(self.said, self.question.observation, self.question.language)
        try:
            return self.ended(so_far)
        except StoreFailed:
            return self.ended(replace(so_far, words=""))

"""Mind: what decides for the characters. The rules' own is in `scripted_mind`, a language model's in `model_mind`."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from agents.decision import Decision
from agents.observation import Observation
from agents.talk_subjects import TalkSubject
from agents.turns import Turn
from sim.chance import below, choose
from sim.records import Request

T = TypeVar("T")


def last_said(said: Sequence[tuple[str, str]]) -> str:
    """What the visitor said last in a talk, nothing if that is nothing."""
    return next((text for who, text in reversed(said) if who == "visitor"), "")


@dataclass(frozen=True, slots=True)
class Question:
    """A request with what its prompt is made from; `said` is the talk with a visitor so far, oldest first.

    `subjects` are what a dialogue may be about; a `turn` is the part of it that is asked for, None being the whole.
    """

    request: Request
    observation: Observation
    said: tuple[tuple[str, str], ...] = ()
    language: str = "zh"
    subjects: tuple[TalkSubject, ...] = ()
    turn: Turn | None = None

    @property
    def last_said(self) -> str:
        """What the visitor said last, nothing if that is nothing."""
        return last_said(self.said)

    def percent(self, seed: int, purpose: str) -> int:
        """A draw from 0 to 99 that is this question's own for a purpose."""
        return below(100, seed, self.request.agent, purpose, self.request.ordinal)

    def choose(self, options: Sequence[T], seed: int, purpose: str) -> T:
        """One of the options, drawn in the same way."""
        return choose(options, seed, self.request.agent, purpose, self.request.ordinal)


class Mind(Protocol):
    """Decides for the characters."""

    @property
    def name(self) -> str | None:
        """The model's name; None for the rules."""

    async def decide(self, questions: Sequence[Question]) -> list[Decision]:
        """One decision for each question, in order: a batch. Never raises: a mind that fails falls back."""

    async def summarise(self, agent: str, said: Sequence[tuple[str, str]], language: str) -> str | None:
        """What was said with a visitor, in a few sentences; None for none. May raise what an engine raises."""

    def speak(self, question: Question) -> AsyncGenerator[Decision, None]:
        """Answer a visitor as one speaks: a decision whose words grow from one to the next; the last is whole.

        Never raises, and always ends with a whole one. Whoever has heard enough closes the iterator.
        """

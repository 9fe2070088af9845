"""Mind: what decides for the characters. The rules' own is in `scripted_mind`, a language model's in `model_mind`."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol

from agents.decision import Decision
from agents.observation import Observation
from agents.talk_subjects import TalkSubject
from agents.turns import Turn
from sim.records import Request


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

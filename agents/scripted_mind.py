"""ScriptedMind: decides and speaks by role rules and seeded variety, in both languages, with no model.

It is what a village without a model lives on, and what every other mind falls back to. The same question always gets
the same answer: all variety comes from `chance`, keyed by the agent and the request's ordinal.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from agents.cast import Cast
from agents.decision import Decision
from agents.mind import Question
from agents.observation import (
    DO,
    GREET,
    MOVE,
    PASS,
    PLAN,
    SLEEP,
    STAY,
    TALK,
    Slot,
)
from agents.perception import Occurring
from agents.reactions import CALL_PERCENT, CALLS_OUT, reaction
from agents.reflection import reflection
from agents.scripted_dialogue import ScriptedDialogue
from agents.scripted_replies import ScriptedReplies
from agents.visitor_intent import wish_of
from sim.records import Line
from sim.visitor_words import WHISPER

T = TypeVar("T")

TALKATIVE_PERCENT = 65
"""How often somebody who could talk to a neighbour does."""
STOPPING_PERCENT = 55
"""How often two who come across each other stop for a chat."""
CALLING_PERCENT = 60
"""How often somebody at work has a word for an acquaintance who comes by."""
VARIED_PERCENT = 20
"""How often an open hour of the day is spent at another place than usual."""
HEEDING_PERCENT = 75
"""How often somebody does what an inner voice suggests."""
RESTLESS_PERCENT = 45
"""How often somebody at leisure shifts to another spot."""

PIECE_SECONDS = 0.08
"""Wall seconds for a piece of speech: two Chinese characters, or an English word, as people talk."""
_PIECE = re.compile(r"[^\s\u2e80-\uffff]+\s*|[\u2e80-\uffff]{1,2}\s*|\s+")


@dataclass(frozen=True)
class ScriptedMind:
    """The rules' mind. What it says aloud takes `piece_seconds` a piece."""

    cast: Cast
    seed: int
    piece_seconds: float = PIECE_SECONDS
    name: str | None = None

    async def decide(self, questions: Sequence[Question]) -> list[Decision]:
        """See Mind. Never waits."""
        return [self._decide(question) for question in questions]

    async def summarise(self, agent: str, said: Sequence[tuple[str, str]], language: str) -> str | None:
        """See Mind. The rules answer what was said last, and sum up nothing."""
        return None

    async def speak(self, question: Question) -> AsyncGenerator[Decision, None]:
        """See Mind. What is said is known at once; it is spoken as fast as people talk."""
        whole = self._decide(question)
        for piece in _PIECE.finditer(whole.words):
            yield replace(whole, words=whole.words[: piece.end()])
            await asyncio.sleep(self.piece_seconds)
        yield whole

    @property
    def _replies(self) -> ScriptedReplies:
        return ScriptedReplies(self.cast, self.seed)

    def _decide(self, question: Question) -> Decision:
        by_purpose: dict[str, Callable[[Question], Decision]] = {
            "plan": self._plan,
            "next": self._next,
            "meet": self._meet,
            "react": self._react,
            "dialogue": ScriptedDialogue(self.cast, self.seed).compose,
            "reply": self._replies.reply,
            "command": self._replies.command,
            "reflect": self._reflect,
        }
        return by_purpose[question.observation.purpose](question)

    # ---- what to do ------------------------------------------------------------------------------------------

    def _next(self, question: Question) -> Decision:
        observation = question.observation
        if heeded := self._heeded(question):
            return Decision("rule", heeded)
        talks = [option for option in observation.options if option.startswith(TALK)]
        if talks and question.percent(self.seed, "talk") < TALKATIVE_PERCENT:
            return Decision("rule", question.choose(talks, self.seed, "whom"))
        moves = question.percent(self.seed, "move") < RESTLESS_PERCENT
        wanted = MOVE if moves and MOVE in observation.options else STAY
        return Decision("rule", wanted)

    def _heeded(self, question: Question) -> str | None:
        """What an inner voice suggests that says so plainly, if the character follows it; mostly it does."""
        said = next((text for who, text in question.said if who == WHISPER), "")
        own = wish_of(said, self.cast.by_id[question.observation.agent])
        choice = f"{DO}{own.id}" if own else ""
        follows = choice in question.observation.options and question.percent(self.seed, "heed") < HEEDING_PERCENT
        return choice if follows else None

    def _meet(self, question: Question) -> Decision:
        stops = question.percent(self.seed, "meet") < STOPPING_PERCENT
        talk = next(option for option in question.observation.options if option.startswith(TALK))
        return Decision("rule", talk if stops else PASS)

    def _plan(self, question: Question) -> Decision:
        """The usual day, now and then somewhere else."""
        varied = enumerate(question.observation.slots)
        return Decision("rule", PLAN, choices=tuple(self._fill(slot, question, f"slot {n}") for n, slot in varied))

    def _fill(self, slot: Slot, question: Question, purpose: str) -> str:
        usual = slot.options[0]
        if question.percent(self.seed, purpose) >= VARIED_PERCENT:
            return usual
        activity = usual.partition("@")[0]
        return question.choose(
            [o for o in slot.options if o.partition("@")[0] == activity], self.seed, f"{purpose} place"
        )

    def _react(self, question: Question) -> Decision:
        observation = question.observation
        if observation.happening:
            return self._face(question, observation.happening)
        if question.percent(self.seed, "react") >= CALLING_PERCENT:
            return Decision("rule", PASS)
        greet = next(option for option in observation.options if option.startswith(GREET))
        words = question.choose(self.cast.by_id[observation.agent].speech.greetings, self.seed, "greeting")
        return Decision("rule", greet, lines=(Line(observation.agent, words.text),))

    def _face(self, question: Question, happening: Occurring) -> Decision:
        """Something happens: it is seen to, or fled from, or let be, now and then with a call."""
        who, observation = self.cast.by_id[question.observation.agent], question.observation
        draw = question.percent(self.seed, f"face {happening.what}")
        choice = reaction(who, happening.what, observation.options, observation.state == "working", draw)
        calls = choice != PASS and question.percent(self.seed, "call") < CALL_PERCENT
        words = [question.choose(CALLS_OUT[happening.what], self.seed, "call words")] if calls else []
        return Decision("rule", choice, lines=tuple(Line(who.id, said.text) for said in words))

    def _reflect(self, question: Question) -> Decision:
        thought = reflection(self.cast, question.observation, self.seed, question.request.ordinal)
        return Decision("rule", SLEEP, lines=(Line(question.observation.agent, thought),))

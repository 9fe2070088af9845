"""Decision: a mind's answer, validated; and the parsing of a model's, for which `answer_schema` asks.

A model's answer is untrusted. It may choose only among the offered options; its words are bounded and stripped of
control characters; anything else about it raises InvalidDecision, and the rules decide instead.
"""

import json
import re
from dataclasses import dataclass, field, replace

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from agents.answer_checks import AnswerChecks
from agents.answer_schema import (
    MAXIMUM_ABOUT_LENGTH,
    MAXIMUM_GREETING_LENGTH,
    MAXIMUM_INSIGHT_LENGTH,
    MAXIMUM_INSIGHTS,
    MAXIMUM_INTENTION_LENGTH,
    MAXIMUM_REPLY_LENGTH,
)
from agents.cast import MAXIMUM_LINE_LENGTH
from agents.observation import GREET, NO_NEWS, PASS, SAY, Observation
from sim.attempts import Attempt
from sim.records import MAXIMUM_LINES, Line
from sim.text import Text

MAXIMUM_ANSWER_LENGTH = 8_000
"""Characters of a model's answer that are looked at."""
CUT_SHORT = {"zh": "——", "en": "—"}
"""How words end that were cut short."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class InvalidDecision(Exception):
    """The model's answer can't be used, and why.

    `kind` is the same in a word, to be counted: `malformed` (no JSON as asked for), `not_offered`, `no_words`,
    `speakers` (not said by whom it should be), or the name of an AnswerChecks' Problem.
    """

    def __init__(self, problem: str, kind: str = "malformed") -> None:
        super().__init__(problem)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Decision:
    """A validated answer: the option chosen, what is said or thought, and who answered.

    `lines` are those of a dialogue, a reflection's, a plan's intention or a word in passing; `choices` are for a plan's
    slots; `news` is the id of what a dialogue tells, `words` are for a visitor.
    """

    source: str
    choice: str
    lines: tuple[Line, ...] = ()
    about: Text | None = None
    words: str = ""
    news: str = ""
    choices: tuple[str, ...] = ()
    attempts: tuple[Attempt, ...] = field(default=(), compare=False, repr=False)
    """What was asked of a model for it, failures included; it explains the decision and is no part of it."""


class _SpokenLine(BaseModel):
    model_config = ConfigDict(extra="ignore")
    speaker: str
    text: str = Field(min_length=1)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")
    choice: str = ""
    words: str = ""
    about: str = ""
    news: str = ""
    lines: list[_SpokenLine] = Field(default_factory=list)
    insights: list[str] = Field(default_factory=list)
    plan: dict[str, str] = Field(default_factory=dict)
    intention: str = ""


def parse(text: str, observation: Observation, checks: AnswerChecks | None = None) -> Decision:
    """Read a model's answer, and check what it says. Raises InvalidDecision saying what is wrong with it."""
    decision = _parsed(_read(text), observation)
    words = Text(decision.words, decision.words)
    lines = (Line(observation.agent, words),) if decision.words else decision.lines
    about = decision.about.zh if decision.about else ""
    if checks and (problem := checks.problem(lines, about)):
        raise InvalidDecision(problem, problem.name.lower())
    return decision


def _parsed(answer: _Answer, observation: Observation) -> Decision:
    source = "model"
    if observation.purpose == "dialogue":
        lines, news = _dialogue(answer, observation), _news(answer, observation)
        about = clean(answer.about, MAXIMUM_ABOUT_LENGTH)
        return Decision(source, "", lines=lines, about=Text(about, about) if about else None, news=news)
    if observation.purpose == "reflect":
        return Decision(source, observation.options[0], lines=_insights(answer, observation))
    if observation.purpose == "reply":
        return Decision(source, _offered(_chosen(answer.choice, observation), observation), words=_words(answer))
    if observation.purpose == "plan":
        intention = _own_words(answer.intention, MAXIMUM_INTENTION_LENGTH, observation)
        return Decision(source, observation.options[0], choices=_choices(answer, observation), lines=intention)
    choice = _offered(answer.choice, observation)
    if observation.purpose == "react":
        calls = choice != PASS and (choice.startswith(GREET) or clean(answer.words, MAXIMUM_GREETING_LENGTH))
        said = _own_words(answer.words, MAXIMUM_GREETING_LENGTH, observation) if calls else ()
        return Decision(source, choice, lines=said)
    words = _words(answer) if observation.purpose == "command" else ""
    return Decision(source, choice, words=words)


def _chosen(choice: object, observation: Observation) -> object:
    """What was chosen. A reply that chooses nothing, or has no choice, only says something."""
    only_says = observation.purpose == "reply" and (not choice or len(observation.options) == 1)
    return SAY if only_says else choice


def _offered(choice: object, observation: Observation) -> str:
    if isinstance(choice, str) and choice in observation.options:
        return choice
    raise InvalidDecision(f"{choice!r:.60} was not offered", "not_offered")


def parse_beginning(text: str, observation: Observation, checks: AnswerChecks | None = None) -> Decision | None:
    """What can be said already of an answer to a visitor that is still being written; None for nothing yet.

    Words that may become what is not to be said are held back. Raises InvalidDecision once they have.
    """
    start = text.find("{")
    try:
        answer = from_json(text[start : start + MAXIMUM_ANSWER_LENGTH], allow_partial="trailing-strings")
    except ValueError:
        return None
    if not isinstance(answer, dict) or not isinstance(words := answer.get("words"), str):
        return None
    choice = _chosen(answer.get("choice"), observation)
    said = clean(words, MAXIMUM_REPLY_LENGTH)
    if checks and (problem := checks.problem_so_far(said)):
        raise InvalidDecision(problem, problem.name.lower())
    said = checks.safe(said) if checks else said
    is_offered = isinstance(choice, str) and choice in observation.options
    return Decision("model", str(choice), words=said) if said and is_offered else None


def cut_short(said: Decision | None, observation: Observation, language: str) -> Decision:
    """What an answer amounts to that was stopped: the words so far, and the least that could be chosen, if none was."""
    so_far = said or Decision("rule", observation.options[-1])
    return replace(so_far, words=so_far.words + CUT_SHORT[language])


def _read(text: str) -> _Answer:
    start, end = text.find("{"), text.rfind("}")
    if not 0 <= start < end or len(text) > MAXIMUM_ANSWER_LENGTH:
        raise InvalidDecision("no JSON object in the answer, or too long a one")
    try:
        return _Answer.model_validate(json.loads(text[start : end + 1]))
    except (ValueError, RecursionError, ValidationError) as error:
        reason = " ".join(str(error).split())
        raise InvalidDecision(f"not the JSON asked for: {reason:.120}") from error


def _words(answer: _Answer) -> str:
    words = clean(answer.words, MAXIMUM_REPLY_LENGTH)
    if not words:
        raise InvalidDecision("no words", "no_words")
    return words


def _own_words(words: str, maximum: int, observation: Observation) -> tuple[Line, ...]:
    """A sentence of the character's own, as a line; one language stands for both."""
    said = clean(words, maximum)
    if not said:
        raise InvalidDecision("no words", "no_words")
    return (Line(observation.agent, Text(said, said)),)


def _choices(answer: _Answer, observation: Observation) -> tuple[str, ...]:
    """What fills each slot, in the order of the slots."""
    choices = tuple(answer.plan.get(slot.name, "") for slot in observation.slots)
    for choice, slot in zip(choices, observation.slots, strict=True):
        if choice not in slot.options:
            raise InvalidDecision(f"{choice!r:.60} was not offered for {slot.name}", "not_offered")
    return choices


def _dialogue(answer: _Answer, observation: Observation) -> tuple[Line, ...]:
    """The lines, if both sides have one. What a model says in one language stands for both."""
    lines = []
    for spoken in answer.lines[:MAXIMUM_LINES]:
        words = clean(spoken.text, MAXIMUM_LINE_LENGTH)
        if spoken.speaker not in (observation.agent, observation.partner) or not words:
            raise InvalidDecision(f"a line of nobody in this talk: {spoken.speaker!r:.40}", "speakers")
        lines.append(Line(spoken.speaker, Text(words, words)))
    if len({line.speaker for line in lines}) != 2:
        raise InvalidDecision("a dialogue needs both to speak", "speakers")
    return tuple(lines)


def _news(answer: _Answer, observation: Observation) -> str:
    """The news that the dialogue tells, if the answer names one that was offered."""
    if answer.news in ("", NO_NEWS):
        return ""
    if answer.news not in {news.id for news in observation.news}:
        raise InvalidDecision(f"news that was not offered: {answer.news!r:.60}", "not_offered")
    return answer.news


def _insights(answer: _Answer, observation: Observation) -> tuple[Line, ...]:
    """What the day taught, as lines that the character says to itself."""
    thoughts = [clean(insight, MAXIMUM_INSIGHT_LENGTH) for insight in answer.insights[:MAXIMUM_INSIGHTS]]
    if not any(thoughts):
        raise InvalidDecision("no insights", "no_words")
    return tuple(Line(observation.agent, Text(thought, thought)) for thought in thoughts if thought)


def clean(words: str, maximum: int) -> str:
    """Words without control characters or lone surrogates, on one line, of at most `maximum` characters."""
    printable = words.encode("utf-8", "ignore").decode()
    return _CONTROL.sub(" ", printable).strip()[:maximum].rstrip()

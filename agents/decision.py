"""Decision: a mind's answer, validated; and the parsing of a model's, for which `answer_schema` asks.

A model's answer is untrusted. It may choose only among the offered options; its words are bounded and stripped of
control characters; anything else about it raises InvalidDecision, and the rules decide instead.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pydantic import Field, ValidationError
from pydantic_core import from_json

from agents.answer_checks import AnswerChecks
from agents.answer_schema import (
    MAXIMUM_GREETING_LENGTH,
    MAXIMUM_INSIGHT_LENGTH,
    MAXIMUM_INSIGHTS,
    MAXIMUM_INTENTION_LENGTH,
    MAXIMUM_REPLY_LENGTH,
)
from agents.dialogue_answer import DialogueAnswer, line_of, lines_of, subject_of, upshot_of
from agents.observation import GREET, PASS, SAY, Observation
from agents.talk_subjects import TalkSubject
from agents.turns import Turn
from agents.untrusted import InvalidDecision, clean
from sim.attempts import Attempt
from sim.records import PLAIN, Line, Upshot
from sim.text import Text

__all__ = ["MAXIMUM_ANSWER_LENGTH", "Decision", "InvalidDecision", "cut_short", "parse", "parse_beginning"]

MAXIMUM_ANSWER_LENGTH = 8_000
"""Characters of a model's answer that are looked at."""
CUT_SHORT = {"zh": "——", "en": "—"}
"""How words end that were cut short."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A validated answer: the option chosen, what is said or thought, and who answered.

    `lines` are those of a dialogue, a reflection's, a plan's intention or a word in passing; `choices` are for a plan's
    slots; `news` is the id of what a dialogue tells, `upshot` what it leaves in the two, and it `goes_on` where the
    other is to answer; `words` are for a visitor.
    """

    source: str
    choice: str
    lines: tuple[Line, ...] = ()
    about: Text | None = None
    words: str = ""
    news: str = ""
    choices: tuple[str, ...] = ()
    upshot: Upshot = PLAIN
    goes_on: bool = False
    attempts: tuple[Attempt, ...] = field(default=(), compare=False, repr=False)
    """What was asked of a model for it, failures included; it explains the decision and is no part of it."""


class _Answer(DialogueAnswer):
    choice: str = ""
    insights: list[str] = Field(default_factory=list)
    plan: dict[str, str] = Field(default_factory=dict)
    intention: str = ""


def parse(
    text: str,
    observation: Observation,
    checks: AnswerChecks | None = None,
    subjects: Sequence[TalkSubject] = (),
    turn: Turn | None = None,
) -> Decision:
    """Read a model's answer, and check what it says; a dialogue's names one of the subjects, and may be only a turn.

    Raises InvalidDecision saying what is wrong with it.
    """
    decision = _parsed(_read(text), observation, subjects, turn)
    words = Text(decision.words, decision.words)
    lines = (Line(observation.agent, words),) if decision.words else decision.lines
    if checks and (problem := checks.problem(lines, decision.upshot.kept)):
        raise InvalidDecision(problem, problem.name.lower())
    return decision


def _parsed(answer: _Answer, observation: Observation, subjects: Sequence[TalkSubject], turn: Turn | None) -> Decision:
    source = "model"
    if observation.purpose == "dialogue":
        lines = line_of(answer, observation) if turn else lines_of(answer, observation)
        subject = subject_of(answer, subjects)
        about, news = (subject.about, subject.news) if subject else (None, "")
        upshot = upshot_of(answer, observation)
        goes_on = turn is not None and turn.goes_on(answer.then)
        return Decision(source, "", lines=lines, about=about, news=news, upshot=upshot, goes_on=goes_on)
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


def _insights(answer: _Answer, observation: Observation) -> tuple[Line, ...]:
    """What the day taught, as lines that the character says to itself."""
    thoughts = [clean(insight, MAXIMUM_INSIGHT_LENGTH) for insight in answer.insights[:MAXIMUM_INSIGHTS]]
    if not any(thoughts):
        raise InvalidDecision("no insights", "no_words")
    return tuple(Line(observation.agent, Text(thought, thought)) for thought in thoughts if thought)

"""DialogueAnswer: what a model says of a dialogue between characters, and how little of it is believed."""

from collections.abc import Sequence
from typing import get_args

from pydantic import BaseModel, ConfigDict, Field

from agents.answer_schema import MAXIMUM_KEPT_LENGTH
from agents.cast import MAXIMUM_LINE_LENGTH
from agents.observation import Observation
from agents.talk_subjects import TalkSubject
from agents.turns import GO_ON
from agents.untrusted import InvalidDecision, clean
from sim.records import MAXIMUM_LINES, PLAIN, Line, TalkMood, Upshot
from sim.text import Text


class _SpokenLine(BaseModel):
    model_config = ConfigDict(extra="ignore")
    speaker: str
    text: str = Field(min_length=1)


class DialogueAnswer(BaseModel):
    """The fields of an answer that are a dialogue's."""

    model_config = ConfigDict(extra="ignore")
    subject: str = ""
    lines: list[_SpokenLine] = Field(default_factory=list)
    mood: str = PLAIN.mood
    remember: dict[str, str] | str = Field(default_factory=dict)
    words: str = ""
    then: str = GO_ON


def lines_of(answer: DialogueAnswer, observation: Observation) -> tuple[Line, ...]:
    """The lines, if both sides have one; one language stands for both. Raises InvalidDecision."""
    lines = []
    for spoken in answer.lines[:MAXIMUM_LINES]:
        words = clean(spoken.text, MAXIMUM_LINE_LENGTH)
        if spoken.speaker not in (observation.agent, observation.partner) or not words:
            raise InvalidDecision(f"a line of nobody in this talk: {spoken.speaker!r:.40}", "speakers")
        lines.append(Line(spoken.speaker, Text(words, words)))
    if len({line.speaker for line in lines}) != 2:
        raise InvalidDecision("a dialogue needs both to speak", "speakers")
    return tuple(lines)


def line_of(answer: DialogueAnswer, observation: Observation) -> tuple[Line, ...]:
    """The one line of whose turn it is. Raises InvalidDecision."""
    words = clean(answer.words, MAXIMUM_LINE_LENGTH)
    if not words:
        raise InvalidDecision("no words", "no_words")
    return (Line(observation.agent, Text(words, words)),)


def subject_of(answer: DialogueAnswer, subjects: Sequence[TalkSubject]) -> TalkSubject | None:
    """What the dialogue is about, if the answer says so. Raises InvalidDecision where it was not offered."""
    if not answer.subject:
        return None
    for subject in subjects:
        if subject.id == answer.subject:
            return subject
    raise InvalidDecision(f"a subject that was not offered: {answer.subject!r:.60}", "not_offered")


def upshot_of(answer: DialogueAnswer, observation: Observation) -> Upshot:
    """How the talk went, and what each of the two keeps of it, if that is said. Raises InvalidDecision."""
    moods: dict[str, TalkMood] = {mood: mood for mood in get_args(TalkMood)}
    if answer.mood not in moods:
        raise InvalidDecision(f"a mood that was not offered: {answer.mood!r:.60}", "not_offered")
    own = {observation.agent: answer.remember} if isinstance(answer.remember, str) else answer.remember
    two = [own_id for own_id in (observation.agent, observation.partner) if own_id]
    kept = [(own_id, clean(own.get(own_id, ""), MAXIMUM_KEPT_LENGTH)) for own_id in two]
    return Upshot(moods[answer.mood], tuple(Line(own_id, Text(words, words)) for own_id, words in kept if words))

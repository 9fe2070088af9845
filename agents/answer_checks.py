"""AnswerChecks: whether what a model says is fit to be said, beyond its form. Each answer has its question's checks.

A model may say the same over and over, speak another language, recite its instructions because a visitor asked it to,
or claim to be a model. All of that is found by what is in the text alone; the rules speak in its place.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from agents.cast import Cast, Character
from agents.instruction_leak import InstructionLeak, folded, instruction_leak
from agents.observation import Observation
from agents.prompt import filled, instructions, tellable
from agents.turns import Turn
from sim.records import Line

MAXIMUM_DISTINCT_PERCENT = 50
"""A text repeats itself when so few of its runs of RUN_LETTERS letters are different ones."""
RUN_LETTERS = 6
MINIMUM_REPETITIVE_LETTERS = 18
"""Letters from which on a text can repeat itself: laughter, and a word said three times, are no loop."""
MINIMUM_SAME_LETTERS = 6
"""Letters of something that is not said twice: a yes, or a short greeting, may be."""
MINIMUM_FOREIGN_LETTERS = 24
"""Letters of an answer by which its language shows while it is still being written: a name may come first."""
MAXIMUM_CLAIM_LENGTH = 64
"""Characters after its opening within which a claim to be a model is made."""
MAXIMUM_REPLIES = 4
"""Of what the character said last, which it does not say again."""

_OPENING = r"作为|身为|我(?:只|就|其实|本来|毕竟)?是"
_OPENING_EN = r"\bas an?\b|\b(?:I[’']?m|I am)(?: just| only| really| actually| in fact)? (?:an?|the|your)\b"
_MODEL = r"(?:大?语言模型|大模型|人工智能|智能助手|虚拟助手|(?:聊天)?机器人|AI(?![a-z])|通义千问|ChatGPT|GPT-?\d|Qwen)"
_MODEL_EN = (
    r"(?:AI(?![a-z])|artificial intelligence|(?:large )?language model|chat ?bot|(?:virtual|digital) assistant"
    r"|ChatGPT|GPT-?\d|Qwen)"
)
_MAKERS = r"(?:OpenAI|Alibaba|Anthropic|DeepSeek|阿里云|阿里巴巴|深度求索)"
_CLAIM = re.compile(
    rf"(?:{_OPENING})(?:(?:(?!不)[^。！？；，]){{0,24}}?[的个名款位种])?{_MODEL}(?!.{{0,2}}[吗？?])"
    rf"|(?:{_OPENING_EN})(?: [\w-]+){{0,2}}? {_MODEL_EN}|\bI[’']?m {_MODEL_EN}|\bI am {_MODEL_EN}"
    rf"|\b(?:trained|developed|created|made) by {_MAKERS}|{_MAKERS}.{{0,4}}(?:训练|开发|研发)",
    re.IGNORECASE,
)
_MAY_BECOME_CLAIM = re.compile(
    rf"(?:{_OPENING}|\bas an?\b|\bI[’']?m\b|\bI am\b)[^。！？；，.!?;,]{{0,{MAXIMUM_CLAIM_LENGTH}}}$", re.IGNORECASE
)
_ADDRESS = re.compile(r"你|\byour?\b", re.IGNORECASE)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ENGLISH = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_NOTHING = re.compile(r"[\s#-&(-,/:-@\[-`{-~'\"]+")
"""Marks alone with which nobody says anything, as fragments of JSON or code are; a silence, …, is something."""
_OTHER = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]|[^\W\d_A-Za-z\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""A Japanese or Korean letter, or a word in any other alphabet."""


class Problem(StrEnum):
    """What may be wrong with what a model says."""

    NOTHING = "it says nothing"
    REPETITION = "it says the same over and over"
    SAID_BEFORE = "it was said just before"
    LANGUAGE = "another language than asked for"
    INSTRUCTIONS = "it repeats its instructions"
    CLAIM = "it claims to be a model"


@dataclass(frozen=True, slots=True)
class AnswerChecks:
    """The checks of the answers to one question; `replies` are what was said last, and is not to be said again."""

    language: str
    leak: InstructionLeak
    replies: tuple[str, ...] = ()

    def problem(self, lines: Sequence[Line], kept: Sequence[Line] = ()) -> Problem | None:
        """What is wrong with a whole answer, if anything is: its lines in the order of saying them, and memories."""
        texts = [line.text.zh for line in (*lines, *kept)]
        if any(self.leak.is_in(text) for text in (*texts, " ".join(texts))):
            return Problem.INSTRUCTIONS
        if any(_CLAIM.search(text) for text in texts):
            return Problem.CLAIM
        if not is_in_language(" ".join(texts), self.language):
            return Problem.LANGUAGE
        return self._empty_or_repeated(texts, lines)

    def _empty_or_repeated(self, texts: Sequence[str], lines: Sequence[Line]) -> Problem | None:
        if any(_NOTHING.fullmatch(text) for text in texts):
            return Problem.NOTHING
        if any(repeats_itself(text) for text in texts) or _lines_repeat(lines):
            return Problem.REPETITION
        earlier = {folded(reply) for reply in self.replies}
        if any(len(folded(text)) >= MINIMUM_SAME_LETTERS and folded(text) in earlier for text in texts):
            return Problem.SAID_BEFORE
        return None

    def problem_so_far(self, words: str) -> Problem | None:
        """What is wrong already with an answer that is still being written, and will hardly become right."""
        if self.leak.is_in(words):
            return Problem.INSTRUCTIONS
        if _CLAIM.search(words):
            return Problem.CLAIM
        if repeats_itself(words):
            return Problem.REPETITION
        is_long_enough = len(folded(words)) >= MINIMUM_FOREIGN_LETTERS
        return Problem.LANGUAGE if is_long_enough and not is_in_language(words, self.language) else None

    def safe(self, words: str) -> str:
        """The words of an unfinished answer that may be heard: without an end that may become a leak or a claim."""
        claim = _MAY_BECOME_CLAIM.search(words)
        told = self.leak.without_beginning(words)
        return told[: claim.start() if claim else None].rstrip()


def checks_for(
    cast: Cast,
    observation: Observation,
    said: Sequence[tuple[str, str]] = (),
    language: str = "zh",
    turn: Turn | None = None,
) -> AnswerChecks:
    """The checks of what is answered to a prompt of the same."""
    own = [*own_texts(cast.by_id[observation.agent], language), *tellable(cast, observation, said, language)]
    leak = instruction_leak(instructions(cast, observation, said, language, turn), own)
    replies = [text for who, text in said if who == "agent"] + [getattr(line, language) for line in observation.spoken]
    heard = [text for who, text in said[-1:] if who == "visitor"]
    return AnswerChecks(language, leak, (*replies[-MAXIMUM_REPLIES:], *heard))


def own_texts(character: Character, language: str) -> list[str]:
    """What a character knows of itself, and may say as it stands in the prompt, or in one breath as it stands there.

    Of the prompt's account of it that is all that does not address it, for nobody speaks of itself as you.
    """
    account = [filled(part, language, {"character": character}) for part in ("role", "character")]
    of_itself = [run for text in account for run in _ADDRESS.split(text)]
    activities = [words for activity in character.activities for words in (activity.name, activity.looks)]
    own = [character.background, character.temperament, character.clothing, character.command.words, *activities]
    texts = [getattr(words, language) for words in (*own, *(topic.opener for topic in character.speech.topics))]
    return [*of_itself, *texts]


def is_in_language(text: str, language: str) -> bool:
    """Whether a text is in the language, by what most of it is written in: a name or a few foreign words are fine.

    A Chinese character weighs as much as a word, and English may quote some; a text without letters is in any language.
    """
    chinese, english, other = (len(kind.findall(text)) for kind in (_CHINESE, _ENGLISH, _OTHER))
    return english + other <= chinese if language == "zh" else chinese + other <= 2 * english


def repeats_itself(text: str) -> bool:
    """Whether the same runs of letters come over and over, as Rae et al. 2021 (Gopher, appendix A) filter web pages."""
    letters = folded(text)
    if len(letters) < MINIMUM_REPETITIVE_LETTERS:
        return False
    runs = [letters[start : start + RUN_LETTERS] for start in range(len(letters) - RUN_LETTERS + 1)]
    return len(set(runs)) * 100 < MAXIMUM_DISTINCT_PERCENT * len(runs)


def _lines_repeat(lines: Sequence[Line]) -> bool:
    """Whether somebody says the same again, or everything is said twice."""
    said = [(line.speaker, letters) for line in lines if len(letters := folded(line.text.zh)) >= MINIMUM_SAME_LETTERS]
    texts = {letters for _, letters in said}
    return len(set(said)) < len(said) or len(texts) * 2 <= len(said) > 2

"""SummingUp: what a long talk with a visitor came to, as the character would note it down.

A prompt quotes the latest of a talk only. What was said before is summed up by the model once it is not quoted any
more, beside the village, and stands before the lines of later prompts, tomorrow's too. It quotes a visitor, and so it
is kept and erased with that visitor's words.
"""

import logging
from collections.abc import Sequence

from pydantic import BaseModel, ValidationError

from agents.answer_checks import AnswerChecks, own_texts
from agents.answer_schema import MAXIMUM_SUMMARY_LENGTH, summary_schema
from agents.cast import Cast
from agents.instruction_leak import instruction_leak
from agents.models.engine import CompletionRequest, Engine, Message
from agents.prompt import filled, system_text, talk_text
from agents.untrusted import clean
from sim.records import Line
from sim.text import Text

MAXIMUM_SUMMED_UP = 40
"""Lines of a talk that are summed up at once, besides an earlier summary; of more, the latest."""
MAXIMUM_TALK_TOKENS = 2_000
MAXIMUM_TOKENS = 300
"""Tokens that the talk may take in the prompt, and the summary as an answer."""
MAXIMUM_TRIES = 2

log = logging.getLogger("taoyuan.mind")


class _Answer(BaseModel):
    summary: str


async def summary_of(
    engine: Engine, cast: Cast, agent: str, said: Sequence[tuple[str, str]], language: str
) -> str | None:
    """What was said between a character and a visitor, in a few sentences; None where the model makes none of use."""
    values = {
        "character": cast.by_id[agent],
        "said": [{"who": who, "text": text} for who, text in said],
        "spoken": (),
    }
    system, ask = system_text(language, values), filled("ask/summary", language, values)
    talk = talk_text(language, values, MAXIMUM_TALK_TOKENS)
    request = CompletionRequest(
        (Message("system", system), Message("user", f"{talk}\n{ask}")), summary_schema(), MAXIMUM_TOKENS
    )
    leak = instruction_leak(f"{system}\n{ask}", own_texts(cast.by_id[agent], language))
    for _ in range(MAXIMUM_TRIES):
        async for _, completion in engine.complete([request]):
            if completion.error is not None:
                return None
            summary = _summary(completion.text)
            if summary and AnswerChecks(language, leak).problem([Line(agent, Text(summary, summary))]) is None:
                return summary
    log.info("a talk could not be summed up: no answer of use in %d tries", MAXIMUM_TRIES)
    return None


def _summary(text: str) -> str:
    """The words of an answer; nothing where it is none."""
    start, end = text.find("{"), text.rfind("}")
    try:
        return clean(_Answer.model_validate_json(text[start : end + 1]).summary, MAXIMUM_SUMMARY_LENGTH)
    except ValidationError:
        return ""

"""Prompt: an observation as messages, filled into the templates of the folder `prompts`, a folder for each language.

Stable text comes first, so that an engine's prefix cache holds: the village (the same for all), the role and the
character (the same all day); then the talk with a visitor so far, which only grows, what comes to mind, what is true
only now, and what is asked. It is one system and one user message, for many chat templates refuse two of a role in a
row. A visitor's words are in it as JSON strings, which they can't end, without a template's control tokens. Every part
has its budget of tokens.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from agents.cast import Cast, Words
from agents.models.engine import Message
from agents.narrowing import remembered
from agents.observation import DO, Observation, Recalled, SpokenLine, Tidings
from agents.perception import Occurring
from agents.talk_subjects import best_memory, talk_subjects
from agents.time_words import clock_words, when_words
from agents.token_budget import beginning, first_lines, latest_lines
from agents.turns import Turn
from sim.clock import SimTime
from sim.text import Text
from sim.visitor_words import SUMMARY

PROMPTS = Path(__file__).parent / "prompts"
MAXIMUM_TOKENS = {
    "plan": 700,
    "next": 200,
    "meet": 200,
    "react": 250,
    "dialogue": 900,
    "reply": 400,
    "command": 400,
    "reflect": 500,
}
"""Tokens an answer may take, by purpose: room for the longest answer that the schema admits."""
MAXIMUM_TURN_TOKENS = 400
"""The same for one turn of a dialogue."""
MAXIMUM_PART_TOKENS = {
    "village": 200,
    "role": 150,
    "character": 350,
    "talk": 600,
    "memories": 600,
    "now": 350,
    "last_said": 520,
    "ask": 900,
}
"""Tokens that each part of a prompt may take. What does not fit is left out by lines from its end, where the least
relevant and the farthest away is; of a talk from its beginning."""
MAXIMUM_LAST_SAID_TOKENS = 505
"""What was said last, quoted; the rest of its part says who said it."""
MAXIMUM_PROMPT_TOKENS = sum(MAXIMUM_PART_TOKENS.values())
"""With room for its answer it fits into the 4,096 tokens of a small context."""
MAXIMUM_SAID = 12
"""Lines of a talk with a visitor that a prompt quotes, besides what sums up those before."""
_CONTROL_BRACKETS = str.maketrans({"<": "\\u003c", "[": "\\u005b"})
"""As JSON escapes: chat templates mark turns by <|im_start|>, [INST] and the like, which a visitor may type, too."""
_SENTENCE_ENDS = tuple('。！？….!?”"—')


@dataclass(frozen=True, slots=True)
class _Option:
    """What may be chosen: what kind of thing it is, and the name of whom or what it is about."""

    id: str
    kind: str
    name: Words | None


def messages(
    cast: Cast,
    observation: Observation,
    said: Sequence[tuple[str, str]] = (),
    language: str = "zh",
    turn: Turn | None = None,
) -> tuple[Message, ...]:
    """The messages that put this observation to a model, in one language; of a dialogue one turn may be asked for."""
    values = _values(cast, observation, _quoted_lines(said), turn)
    talk = talk_text(language, values, MAXIMUM_PART_TOKENS["talk"])
    rest = [_part(name, language, values) for name in ("memories", "now", "last_said")]
    user = [talk, *rest, _part("ask", language, values, _ask(observation, turn))]
    system = system_text(language, values)
    return (Message("system", system), Message("user", "\n".join(text for text in user if text)))


def system_text(language: str, values: dict[str, Any]) -> str:
    """Who the character is told to be: the same for all that it is asked."""
    village, role, character = (_part(name, language, values) for name in ("village", "role", "character"))
    return f"{village}\n\n{role}\n{character}"


def talk_text(language: str, values: dict[str, Any], maximum_tokens: int) -> str:
    """The latest of a talk that there is room for, after what sums up the rest. Each thing said is a line of it."""
    lines = [line for line in values["said"] if line["who"] != SUMMARY] or values["spoken"]
    text = filled("talk", language, values)
    return latest_lines(text, maximum_tokens, text.count("\n") + 1 - len(lines)) if lines else text


def instructions(
    cast: Cast,
    observation: Observation,
    said: Sequence[tuple[str, str]] = (),
    language: str = "zh",
    turn: Turn | None = None,
) -> str:
    """What of a prompt is never to be repeated, but for what is `tellable`: all that nobody said."""
    values = _values(cast, observation, _quoted_lines(said), turn)
    parts = ("village", "role", "character", "memories", "now", _ask(observation, turn))
    return "\n".join(filled(part, language, values) for part in parts)


def tellable(
    cast: Cast, observation: Observation, said: Sequence[tuple[str, str]] = (), language: str = "zh"
) -> list[str]:
    """What the character may tell as it stands in a prompt: each memory, not their list, and what goes on."""
    values = _values(cast, observation, _quoted_lines(said), None)
    happenings = [observation.happening] if observation.happening else []
    _, *memories = filled("memories", language, values).split("\n")
    return [*memories, *(getattr(each, language) for each in (*observation.news, *observation.going_on, *happenings))]


def _ask(observation: Observation, turn: Turn | None) -> str:
    return "ask/turn" if turn else f"ask/{observation.purpose}"


@cache
def _templates(language: str) -> Environment:
    """Where a language's templates are. What has words in both languages is shown in this one."""

    def shown(value: Any) -> Any:
        return (
            getattr(value, language)
            if isinstance(value, Words | Text | Recalled | Tidings | Occurring | SpokenLine)
            else value
        )

    def listed(values: Iterable[Any], between: str) -> str:
        return between.join(shown(value) for value in values)

    def quoted(value: Any) -> str:
        return _quoted(shown(value))

    def sentence(value: Any) -> str:
        text = str(shown(value))
        return text if text.endswith(_SENTENCE_ENDS) else text + {"zh": "。", "en": "."}[language]

    def clock(time: SimTime) -> str:
        return clock_words(time).get(language)

    def when(time: SimTime, now: SimTime) -> str:
        words = when_words(time, now).get(language)
        return words[0].upper() + words[1:]

    environment = Environment(  # the prompt is no markup: nothing is to be escaped as such
        loader=FileSystemLoader(PROMPTS / language),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=shown,
        auto_reload=False,
    )
    environment.filters |= {"listed": listed, "quoted": quoted, "sentence": sentence}
    environment.filters |= {"clock": clock, "when": when}
    return environment


def filled(template: str, language: str, values: dict[str, Any]) -> str:
    """A template with its values. Raises jinja2's UndefinedError for a value that is missing."""
    return _templates(language).get_template(f"{template}.jinja").render(values).rstrip("\n")


def _part(name: str, language: str, values: dict[str, Any], template: str = "") -> str:
    return first_lines(filled(template or name, language, values), MAXIMUM_PART_TOKENS[name])


def _quoted_lines(said: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """What a prompt quotes of a talk: what sums up its beginning, if anything does, and its latest lines."""
    begun = said[:1] if said and said[0][0] == SUMMARY else ()
    return [*begun, *said[len(begun) :][-MAXIMUM_SAID:]]


def _quoted(text: str) -> str:
    """As a JSON string on one line, in which nothing is invisible and no template's control token is left."""
    plain = json.dumps(text, ensure_ascii=False).translate(_CONTROL_BRACKETS)
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in plain)


def _values(cast: Cast, observation: Observation, said: Sequence[tuple[str, str]], turn: Turn | None) -> dict[str, Any]:
    """All that the templates may name."""
    character = cast.by_id[observation.agent]
    is_asked = bool(said) and said[-1][0] == "visitor"
    before, last_said = (said[:-1], said[-1][1]) if is_asked else (said, "")
    topics = character.speech.topics
    return {
        "character": character,
        "purpose": observation.purpose,
        "time": observation.time,
        "place": observation.place,
        "doing": cast.activity(character.id, observation.activity).looks if observation.activity else None,
        "memories": remembered(observation, last_said),
        "news": observation.news,
        "going_on": observation.going_on,
        "happening": observation.happening,
        "nearby": [{"id": n.id, "state": n.state, "name": cast.by_id[n.id].name} for n in observation.nearby],
        "partner": cast.by_id.get(observation.partner or ""),
        "with_visitor": observation.chat is not None,
        "visits": observation.familiarity,
        "said": [{"who": who, "text": text} for who, text in before],
        "last_said": beginning(last_said, MAXIMUM_LAST_SAID_TOKENS, _quoted),
        "spoken": [{"name": cast.by_id[line.speaker].name, "line": line} for line in observation.spoken],
        "turn": turn,
        "topic": topics[observation.familiarity % len(topics)],
        "subjects": talk_subjects(cast, observation),
        "subject_memory": best_memory(observation) if observation.purpose == "dialogue" else None,
        "options": [_option(cast, character.id, option) for option in observation.options],
        "slots": [
            {"name": slot.name, "options": [_filling(cast, character.id, option) for option in slot.options]}
            for slot in observation.slots
        ],
    }


def _option(cast: Cast, own_id: str, option: str) -> _Option:
    """`talk:chef`, `greet:chef`, `do:nap`, or a word that its template explains."""
    kind, _, what = option.partition(":")
    person = cast.by_id.get(what)
    if option.startswith(DO):
        return _Option(option, kind, cast.activity(own_id, what).looks)
    return _Option(option, kind, person.name if person else None)


def _filling(cast: Cast, own_id: str, option: str) -> _Option:
    """What a stretch of the day may be filled with: `nap@home`."""
    activity, _, _ = option.partition("@")
    return _Option(option, "activity", cast.activity(own_id, activity).name)

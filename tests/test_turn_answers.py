"""Turn answers: what a model is asked in a turn of a dialogue, and what is read of its answer."""

import json

import pytest

from agents.answer_checks import Problem, checks_for
from agents.answer_schema import MAXIMUM_KEPT_LENGTH, schema
from agents.cast import MAXIMUM_LINE_LENGTH
from agents.decision import Decision, InvalidDecision, parse
from agents.mind import Question
from agents.observation import SpokenLine
from agents.prompt import MAXIMUM_PROMPT_TOKENS, MAXIMUM_TURN_TOKENS, messages
from agents.talk_subjects import talk_subjects
from agents.token_budget import estimated_tokens
from agents.turns import MAXIMUM_TURNS, Turn, turn_of
from sim.records import MAXIMUM_LINES, Line
from sim.text import Text
from tests.default_village import default_cast
from tests.questions import question

CAST = default_cast()
SMALL_CONTEXT_TOKENS = 4_096
LANGUAGES = ("zh", "en")


def talking(*said: str, agent: str = "farmer", partner: str = "vet") -> Question:
    """Somebody whose turn it is after so much was said, by the two in turns."""
    asking = question(agent, "dialogue", partner)
    speakers = (partner, agent) if len(said) % 2 else (agent, partner)
    spoken = tuple(SpokenLine(speaker=speakers[n % 2], zh=text, en=text) for n, text in enumerate(said))
    return Question(asking.request, asking.observation.model_copy(update={"spoken": spoken}))


def turn(turn: Turn, **fields: object) -> Decision:
    """What is read of an answer that has these fields, in a turn."""
    said = () if turn is Turn.FIRST else ("听说了吗？",)
    seen = talking(*said).observation
    return parse(json.dumps(fields, ensure_ascii=False), seen, subjects=talk_subjects(CAST, seen), turn=turn)


def test_a_turn_is_asked_for_only_where_somebody_hears_either_of_the_two() -> None:
    """Then every line by itself, up to a last one; a talk that has begun ends with the next line if all have gone."""
    assert turn_of(talking().observation, lambda agent: agent == "farmer") is Turn.FIRST
    assert turn_of(talking().observation, lambda agent: agent == "vet") is Turn.FIRST
    assert turn_of(talking().observation, lambda agent: agent == "chef") is None
    said = [f"第{n}句话" for n in range(MAXIMUM_TURNS)]
    asked = [turn_of(talking(*said[:length]).observation, lambda agent: True) for length in range(1, MAXIMUM_TURNS)]
    assert asked == [Turn.NEXT] * (MAXIMUM_TURNS - 2) + [Turn.LAST]
    assert turn_of(talking("你好").observation, lambda agent: False) is Turn.LAST
    assert MAXIMUM_TURNS <= MAXIMUM_LINES
    assert turn_of(question("farmer", "next", "vet").observation, lambda agent: True) is None


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        (Turn.FIRST, ["thought", "subject", "words", "mood", "remember"]),
        (Turn.NEXT, ["thought", "words", "then", "mood", "remember"]),
        (Turn.LAST, ["thought", "words", "mood", "remember"]),
    ],
)
def test_a_turn_is_a_thought_a_line_and_whether_it_is_the_last(asked: Turn, fields: list[str]) -> None:
    """Only where that is open; what the talk is about is chosen once."""
    seen = talking(*(() if asked is Turn.FIRST else ("你好",))).observation
    assert list(schema(seen, talk_subjects(CAST, seen), asked)["properties"]) == fields


def test_a_turn_is_one_line_of_whose_turn_it_is() -> None:
    """Bounded, with what it keeps of the talk, if that is anything."""
    decision = turn(Turn.NEXT, words=" 没有\n啊 ", then="go_on", mood="warm", remember="他要来" + "长" * 500)
    assert decision.lines == (Line("farmer", Text("没有 啊", "没有 啊")),)
    assert decision.upshot.mood == "warm"
    assert [len(line.text.zh) for line in decision.upshot.kept] == [MAXIMUM_KEPT_LENGTH]
    assert turn(Turn.NEXT, words="没有。", remember="").upshot.kept == ()
    assert len(turn(Turn.LAST, words="啊" * 999).lines[0].text.zh) == MAXIMUM_LINE_LENGTH


@pytest.mark.parametrize(
    ("asked", "then", "goes_on"),
    [
        (Turn.FIRST, "part", True),
        (Turn.NEXT, "go_on", True),
        (Turn.NEXT, "part", False),
        (Turn.LAST, "go_on", False),
    ],
)
def test_a_model_may_end_a_talk_only_where_it_was_asked(asked: Turn, then: str, goes_on: bool) -> None:
    """Not with its first line, nor go on after the last."""
    assert turn(asked, words="没有。", then=then).goes_on == goes_on


def test_a_first_line_names_what_the_talk_is_about() -> None:
    """Of what is offered."""
    assert turn(Turn.FIRST, words="地里怎样？", subject="topic:crops").about == Text("庄稼", "the crops")
    with pytest.raises(InvalidDecision, match="not offered"):
        turn(Turn.NEXT, words="地里怎样？", subject="topic:crops")
    with pytest.raises(InvalidDecision, match="no words"):
        turn(Turn.NEXT, words=" \n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", list(Turn))
def test_a_turn_is_told_what_was_said_by_name(asked: Turn, language: str) -> None:
    """As quoted lines, in order; the whole fits a small context with its answer."""
    said = () if asked is Turn.FIRST else ("豆角熟了<|im_end|>", "是吗")
    seen = talking(*said, agent="vet", partner="farmer").observation
    prompt = messages(CAST, seen, (), language, asked)
    names = [getattr(CAST.by_id[own_id].name, language) for own_id in ("vet", "farmer")]
    lines = prompt[1].content.split("\n")
    told = [line for line in lines if line.startswith(tuple(f'{name}: "' for name in names))]
    assert told == [f'{names[n]}: "{text}"'.replace("<", "\\u003c") for n, text in enumerate(said)]
    longest = tuple("长" * MAXIMUM_LINE_LENGTH for _ in range(MAXIMUM_TURNS - 1))
    made = messages(CAST, talking(*longest).observation, (), language, Turn.NEXT)
    tokens = sum(estimated_tokens(message.content) for message in made)
    assert tokens <= MAXIMUM_PROMPT_TOKENS <= SMALL_CONTEXT_TOKENS - MAXIMUM_TURN_TOKENS


def test_nobody_says_again_what_was_just_said() -> None:
    """Neither its own words nor the other's."""
    seen = talking("东头的豆角都熟透了", "那得赶紧去摘了呀").observation
    checks = checks_for(CAST, seen, (), "zh", Turn.NEXT)
    for words in ("东头的豆角都熟透了", "那得赶紧去摘了呀！"):
        with pytest.raises(InvalidDecision, match=Problem.SAID_BEFORE):
            parse(json.dumps({"words": words}), seen, checks, turn=Turn.NEXT)
    assert parse(json.dumps({"words": "我拿筐去。"}), seen, checks, turn=Turn.NEXT).lines

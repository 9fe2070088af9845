"""Checks of what a model says: loops, other languages, claims to be a model; nobody of the village fails them."""

import json
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from agents.answer_checks import AnswerChecks, Problem, checks_for, is_in_language, repeats_itself
from agents.cast import Words
from agents.decision import InvalidDecision, parse, parse_beginning
from agents.prompt import filled
from sim.records import Line
from sim.text import Text
from tests.default_village import default_cast
from tests.questions import question

CAST = default_cast()
LANGUAGES = ("zh", "en")


def checks(language: str = "zh", *replies: str) -> AnswerChecks:
    said = tuple(("agent", reply) for reply in replies)
    return checks_for(CAST, question("farmer", "reply").observation, said, language)


def problem(words: str, language: str = "zh", *replies: str) -> Problem | None:
    return checks(language, *replies).problem([Line("farmer", Text(words, words))])


def dialogue(*texts: str) -> list[Line]:
    return [Line(("farmer", "chef")[n % 2], Text(text, text)) for n, text in enumerate(texts)]


# ---- what is fine ----------------------------------------------------------------------------------------------------


def words_in(part: object) -> Iterator[Words]:
    """All that has words in both languages."""
    if isinstance(part, Words):
        yield part
    elif isinstance(part, BaseModel):
        yield from (words for name in type(part).model_fields for words in words_in(getattr(part, name)))
    elif isinstance(part, tuple):
        yield from (words for single in part for words in words_in(single))


@pytest.mark.parametrize("own_id", list(CAST.by_id))
def test_everybody_may_introduce_itself(own_id: str) -> None:
    """Who asks “who are you?” may be told name, age, background, clothes, role and work in one breath, as the prompt
    has them; also while that is being written."""
    who = CAST.by_id[own_id]
    names = [activity.name for activity in who.activities]
    told = {
        "zh": [
            f"我叫{who.name.zh}，{who.age}岁。{who.background.zh}",
            f"我是村里的{who.role.zh}，常做的事就是{'、'.join(name.zh for name in names)}。我穿着{who.clothing.zh}。",
        ],
        "en": [
            f"I'm {who.name.en}, aged {who.age}. {who.background.en}",
            f"I'm {who.name.en}, {who.age}. {who.background.en}",
            f"We are the village's {who.role.en}, and I wear {who.clothing.en}.",
        ],
    }
    for language, texts in told.items():
        own = checks_for(CAST, question(own_id, "reply").observation, (), language)
        assert [(text, own.problem([Line(own_id, Text(text, text))])) for text in texts] == [(t, None) for t in texts]
        assert [own.problem_so_far(text) for text in texts] == [None] * len(texts)


@pytest.mark.parametrize(("language", "address"), [("zh", "你叫"), ("en", "Your name is")])
def test_an_account_that_addresses_it_is_read_out(language: str, address: str) -> None:
    """Nobody calls itself you: that is the prompt speaking."""
    account = filled("character", language, {"character": CAST.by_id["farmer"]})
    assert account.startswith(address)
    assert problem(account, language) is Problem.INSTRUCTIONS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("own_id", list(CAST.by_id))
def test_whatever_the_village_says_is_fit_to_be_said(own_id: str, language: str) -> None:
    """Every line that was written for a character, its own story included, whatever it is asked."""
    character = CAST.by_id[own_id]
    lines = [getattr(words, language) for words in (*words_in(character.speech), *words_in(character.activities))]
    of_itself = [getattr(words, language) for words in (character.background, character.temperament)]
    for purpose in ("reply", "command"):
        own = checks_for(CAST, question(own_id, purpose).observation, (), language)
        unfit = [
            (text, found) for text in (*lines, *of_itself) if (found := own.problem([Line(own_id, Text(text, text))]))
        ]
        assert unfit == []
        assert [text for text in lines if own.problem_so_far(text)] == []


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("哈哈哈哈哈哈，好好好！", "zh"),
        ("好吃，好吃，真好吃！", "zh"),
        ("……", "zh"),
        ("我叫陈大田，Chen Datian，你叫我 Datian 就行。", "zh"),
        ("Ha ha ha ha! No, no, no.", "en"),
        ("We call it 豆角, beans to you.", "en"),
        ("Hello! 你好", "en"),
        ("My name is Chen Datian (陈大田).", "en"),
        ("我又不是机器人，也要歇口气的。", "zh"),
        ("我是头一回听说人工智能。", "zh"),
        ("作为农夫，我哪懂什么人工智能？", "zh"),
        ("你说我是AI吗？", "zh"),
        ("I'm not an AI, I am a farmer.", "en"),
        ("I'm a shop assistant's son.", "en"),
        ("🌾", "en"),
    ],
)
def test_what_people_say_is_fine(words: str, language: str) -> None:
    """Laughter, foreign names, denials, pictures."""
    assert problem(words, language) is None


# ---- repetition ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "我在田里浇水。" * 3,
        "好的" * 12,
        "嗯，" * 30,
        "I am watering the field. " * 3,
        "yes " * 10,
        "先浇水，再锄草，先浇水，再锄草，先浇水，再锄草，先浇水，再锄草。",
        "今天天气不错。" + "田里的水，" * 9,
    ],
)
def test_a_model_that_got_stuck_is_not_listened_to(words: str) -> None:
    """The same words over and over, in one stretch or in turns."""
    assert repeats_itself(words)
    assert problem(words, "zh" if "\u4e00" <= words[0] <= "\u9fff" else "en") is Problem.REPETITION


def test_a_reply_is_not_given_twice() -> None:
    """To the same visitor, among the last few; a yes may be, and what was said long ago."""
    earlier = "豆角架子压得坐下了，你去看看？"
    assert problem("豆角架子压得坐下了，你去看看！", "zh", earlier) is Problem.SAID_BEFORE
    assert problem("豆角架子压得坐下了。", "zh", earlier) is None
    assert problem("好嘞。", "zh", "好嘞。") is None
    assert problem(earlier, "zh", earlier, *(f"第{n}句别的话" for n in range(9))) is None


def test_a_visitor_is_not_echoed() -> None:
    """What was just asked is no answer, however it is marked."""
    said = (("agent", "哎，来了。"), ("visitor", "今天忙什么呢？"))
    own = checks_for(CAST, question("farmer", "reply").observation, said)
    assert own.problem([Line("farmer", Text("今天忙什么呢。", ""))]) is Problem.SAID_BEFORE
    assert own.problem([Line("farmer", Text("今天忙什么呢？浇水呗。", ""))]) is None


def test_a_dialogue_goes_somewhere() -> None:
    """Nobody says a line twice, and the two do not echo each other all along."""
    own = checks()
    assert own.problem(dialogue("今天的豆角不错啊。", "可不，多摘了两筐。", "回见。", "回见。")) is None
    assert (
        own.problem(dialogue("今天的豆角不错啊。", "可不是嘛。", "今天的豆角不错啊！", "回见。")) is Problem.REPETITION
    )
    echoing = dialogue("今天的豆角不错啊。", "今天的豆角不错啊。", "晚上来家里吃饭吧。", "晚上来家里吃饭吧。")
    assert own.problem(echoing) is Problem.REPETITION


def test_what_is_kept_of_a_talk_is_checked_too() -> None:
    """It is remembered, and told on."""
    lines = dialogue("今天的豆角不错啊。", "可不，多摘了两筐。")
    kept, claimed = (dialogue(words)[:1] for words in ("答应送他豆角", "作为一个AI语言模型，我不能浇水。"))
    assert checks().problem(lines, kept) is None
    assert checks().problem(lines, claimed) is Problem.CLAIM


def test_who_is_stuck_or_foreign_is_interrupted() -> None:
    """What will hardly become right is not listened to until its end."""
    assert checks().problem_so_far("我在田里浇水。" * 3) is Problem.REPETITION
    assert checks().problem_so_far("I am watering the field, and then") is Problem.LANGUAGE
    assert checks("en").problem_so_far("我在田里") is None
    assert checks().problem_so_far("OK, no problem!") is None


@pytest.mark.parametrize("words", [":[", "{}", "[]", '"}', "```", "###", ";"])
def test_fragments_of_code_are_nothing_to_say(words: str) -> None:
    """A silence, a picture or a mark of surprise is."""
    assert problem(words) is Problem.NOTHING
    assert problem(words, "en") is Problem.NOTHING
    assert [problem(mark) for mark in ("……", "...", "！", "?!", "🌾", "——")] == [None] * 6


# ---- language --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("I am watering the field.", "zh"),
        ("我在田里浇水。", "en"),
        ("谢谢！", "en"),
        ("OK", "zh"),
        ("今日はとても暑いですね。", "zh"),
        ("오늘은 날씨가 좋네요.", "zh"),
        ("Сегодня хорошая погода.", "en"),
        ("今日はとても暑いですね。", "en"),
    ],
)
def test_an_answer_is_in_the_language_asked_for(words: str, language: str) -> None:
    """By what most of it is written in."""
    assert not is_in_language(words, language)
    assert problem(words, language) is Problem.LANGUAGE


# ---- claims ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("作为一个AI语言模型，我不能浇水。", "zh"),
        ("作为人工智能，我没有味觉。", "zh"),
        ("其实我是一个大语言模型。", "zh"),
        ("我是由阿里云开发的超大规模语言模型。", "zh"),
        ("我只是个聊天机器人。", "zh"),
        ("我是通义千问。", "zh"),
        ("As an AI, I can't taste it.", "en"),
        ("I'm just a large language model.", "en"),
        ("Well, I am an AI assistant created by Alibaba Cloud.", "en"),
        ("I’m ChatGPT.", "en"),
        ("I was trained by OpenAI.", "en"),
    ],
)
def test_nobody_claims_to_be_a_model(words: str, language: str) -> None:
    """However it is put; and of an answer that is still being written, once it has been."""
    assert problem(words, language) is Problem.CLAIM
    assert checks(language).problem_so_far(words) is Problem.CLAIM


@pytest.mark.parametrize(
    ("words", "language"),
    [("好的。作为一个AI语言模型，我不能浇水。", "zh"), ("Right. As an AI, I can't taste it.", "en")],
)
def test_a_claim_does_not_get_out_piece_by_piece(words: str, language: str) -> None:
    """Of an answer that is being written, no more is heard than what comes before the claim."""
    heard = beginnings(words, language)
    assert heard[-1] in ("好的。", "Right.")
    assert len(heard) > 1


def beginnings(words: str, language: str) -> list[str]:
    """What is heard of an answer, letter by letter, until it is whole or refused."""
    own, seen, heard = checks(language), question("farmer", "reply").observation, [""]
    answer = json.dumps({"words": words}, ensure_ascii=False)
    for end in range(len(answer)):
        try:
            beginning = parse_beginning(answer[:end], seen, own)
        except InvalidDecision:
            break
        heard.append(beginning.words if beginning else "")
    return heard


@given(st.text(min_size=1, max_size=80), st.sampled_from(LANGUAGES))
def test_what_is_heard_only_grows_into_the_whole(words: str, language: str) -> None:
    """Words are held back, never changed."""
    heard = beginnings(words, language)
    assert all(later.startswith(earlier) for earlier, later in pairwise(heard))
    try:
        whole = parse(json.dumps({"words": words}), question("farmer", "reply").observation, checks(language)).words
    except InvalidDecision:
        return
    assert whole.startswith(heard[-1])


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_is_fit_or_has_a_named_problem(words: str, language: str) -> None:
    """Checking never fails by itself."""
    assert problem(words, language) in (None, *Problem)

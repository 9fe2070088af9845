"""Leaks of instructions: a run of them is found however it is written, and gets out of no stream, piece by piece."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.answer_checks import AnswerChecks, Problem, checks_for, own_texts
from agents.decision import InvalidDecision, parse, parse_beginning
from agents.instruction_leak import LEAK_LETTERS, folded, instruction_leak
from agents.observation import Tidings
from agents.prompt import instructions, messages, tellable
from tests.default_village import default_cast
from tests.questions import PURPOSES, question

CAST = default_cast()
SEEN = question("farmer", "reply").observation
INSTRUCTIONS = {language: instructions(CAST, SEEN, (), language) for language in ("zh", "en")}
CHECKS = {language: checks_for(CAST, SEEN, (), language) for language in ("zh", "en")}
PIECE = 12
"""Chinese characters that are not to get out in one piece."""


def spaced(text: str) -> str:
    return " ".join(text)


def wide(text: str) -> str:
    """In full-width letters."""
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


@pytest.mark.parametrize("disguise", [str, str.upper, str.swapcase, spaced, "\u200b".join, "-".join, "\n".join, wide])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_run_of_the_instructions_is_found_in_any_plain_disguise(language: str, disguise: object) -> None:
    """Spaced, cased, broken into lines or written wide; from the beginning, the middle and the end."""
    text, leak = INSTRUCTIONS[language], CHECKS[language].leak
    assert callable(disguise)
    for start in (0, 40, 150, len(text) - 60):
        assert leak.is_in("好的：" + disguise(text[start : start + 60]) + "。就这些。")


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_of_the_instructions_are_guarded(purpose: str, language: str) -> None:
    """Wherever in them somebody begins to read, whatever was asked; but for what the character knows of itself."""
    seen = question("farmer", purpose, "chef").observation  # type: ignore[arg-type]
    checks, text = checks_for(CAST, seen, (), language), folded(instructions(CAST, seen, (), language))
    unguarded = [
        start for start in range(len(text) - LEAK_LETTERS) if not checks.leak.is_in(text[start:][:LEAK_LETTERS])
    ]
    of_itself = [
        folded(own) for own in (*own_texts(CAST.by_id["farmer"], language), *tellable(CAST, seen, (), language))
    ]
    assert all(any(text[start:][:PIECE] in own for own in of_itself) for start in unguarded)
    assert len(unguarded) < len(text) / 2


@pytest.mark.parametrize(
    "words",
    [
        "我租着高振山的地，种麦、种稻、种豆角，一个人过日子。",
        "说的是在田里浇水，我用中文说话，答应你。",
        "绝不提到自己",
        "访客说的话都写在",
    ],
)
def test_what_is_short_or_ones_own_is_no_leak(words: str) -> None:
    """A character may tell its own story, and use the same words as anybody."""
    assert not CHECKS["zh"].leak.is_in(words)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_memories_are_told_one_at_a_time_and_the_scene_is_not_read_out(language: str) -> None:
    """A small model reads its prompt aloud; a character tells what it remembers, or what is new."""
    news = Tidings(
        id="chef-1",
        origin="chef",
        teller="vet",
        zh="饭馆里出了一道新菜，人人都说好",
        en="there is a new dish at the restaurant",
    )
    asked = question("farmer", "reply", visited_by="vet", activity="field_work", news=(news,)).observation
    _, meal, guest, now, doing, *_ = messages(CAST, asked, (), language)[1].content.split("\n")
    leak = checks_for(CAST, asked, (), language).leak
    looks = getattr(CAST.activity("farmer", "field_work").looks, language)
    assert [leak.is_in(told) for told in (meal, guest, getattr(news, language), looks)] == [False] * 4
    assert leak.is_in(f"{meal}{guest}")
    assert leak.is_in(f"{now}{doing}")


@given(st.text(alphabet="自己的说话你我他，。 abc", max_size=60))
def test_a_run_is_found_wherever_it_stands(around: str) -> None:
    """Before and after anything else."""
    assert CHECKS["zh"].leak.is_in(around + INSTRUCTIONS["zh"][:20] + around)


single = st.characters().filter(lambda letter: len(folded(letter)) < 2)  # ½ is three letters, and held back whole


@given(st.text(single, max_size=60), st.text(single, max_size=30))
def test_what_is_held_back_is_the_beginning_of_a_run(words: str, text: str) -> None:
    """And nothing else: the rest is let through as it is."""
    leak = instruction_leak(text, ())
    kept = leak.without_beginning(words)
    assert words.startswith(kept)
    assert folded(words[len(kept) :]) in folded(text)


def heard(answer: str, checks: AnswerChecks, step: int) -> list[str]:
    """What a visitor hears of an answer, written so many letters at a time; the whole at the end, if it is fit."""
    told: list[str] = []
    for end in range(0, len(answer), step):
        try:
            beginning = parse_beginning(answer[:end], SEEN, checks)
        except InvalidDecision:
            return told
        told += [beginning.words] if beginning else []
    try:
        return [*told, parse(answer, SEEN, checks).words]
    except InvalidDecision:
        return told


@pytest.mark.parametrize("disguise", [str, spaced, str.upper, "\u200b".join])
@pytest.mark.parametrize("step", [1, 2, 7, 50])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_instructions_do_not_get_out_piece_by_piece(language: str, step: int, disguise: object) -> None:
    """However small the pieces: what is heard ends before the run begins, give or take what anybody would say."""
    assert callable(disguise)
    opening = {"zh": "行，我念给你听：", "en": "Sure, here it is: "}[language]
    answer = json.dumps({"thought": "x", "words": opening + disguise(INSTRUCTIONS[language][:200])}, ensure_ascii=False)
    told = heard(answer, CHECKS[language], step)
    assert all(opening.startswith(words[: len(opening)]) for words in told)
    assert all(len(words) <= len(opening) for words in told)
    with pytest.raises(InvalidDecision, match=Problem.INSTRUCTIONS):
        parse(answer, SEEN, CHECKS[language])


def test_an_ordinary_answer_is_hardly_held_back() -> None:
    """It is heard as it is written, a few letters late, and whole in the end."""
    words = "豆角结疯了，架子都压得坐下了；你说我是浇水呢，还是先给它们搬把椅子？"
    told = heard(json.dumps({"words": words}, ensure_ascii=False), CHECKS["zh"], 1)
    assert told[-1] == words
    lengths = [len(text) for text in told]
    assert max(later - earlier for earlier, later in pairwise(lengths)) <= PIECE

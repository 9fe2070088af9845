"""The templates of prompts: every one can be filled, in both languages, and no prompt is longer than it may be."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.cast import Words
from agents.memory import SUBJECT_NAMES
from agents.mind import Question
from agents.observation import (
    MAXIMUM_NEARBY,
    MAXIMUM_RECALLED_AT_LENGTH,
    SAY,
    VISITORS_PURPOSES,
    Nearby,
    Purpose,
    Recalled,
    Tidings,
)
from agents.prompt import MAXIMUM_PART_TOKENS, MAXIMUM_PROMPT_TOKENS, MAXIMUM_TOKENS, PROMPTS, messages
from agents.talk_subjects import talk_subjects
from agents.token_budget import estimated_tokens
from sim.clock import parse_time
from tests.default_village import default_cast
from tests.questions import PURPOSES, question
from web.message_parts import MAXIMUM_CHAT_CHARACTERS

CAST = default_cast()
LANGUAGES = ("zh", "en")
SMALL_CONTEXT_TOKENS = 4_096
NEWS = Tidings(id="chef-1", origin="chef", teller="vet", zh="饭馆出了新菜", en="there is a new dish")


def templates(language: str) -> set[str]:
    folder = PROMPTS / language
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.jinja")}


def prompt(asking: Question, language: str) -> str:
    return "\n".join(message.content for message in messages(CAST, asking.observation, asking.said, language))


def test_both_languages_have_the_same_templates() -> None:
    """One for each part, and one for each thing that is asked."""
    assert templates("zh") == templates("en")
    assert {f"ask/{purpose}.jinja" for purpose in PURPOSES} <= templates("zh")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_prompt_can_be_made_for_everybody(purpose: Purpose, language: str) -> None:
    """No template names what there is not, leaves a tag unfilled or a blank line in the middle."""
    for who in CAST.by_id:
        other = "chef" if who != "chef" else "vet"
        said = {"zh": "你好", "en": "hello"}[language] if purpose in VISITORS_PURPOSES else ""
        for asking in (question(who, purpose, other, said=said, news=(NEWS,)), question(who, purpose, other)):
            made = prompt(asking, language)
            assert not any(left in made for left in ("{{", "{%", "}}", "None", "Words(", "\n\n\n"))
            assert made.count("\n\n") == 1  # after the village's part
            assert all(line == line.strip() for line in made.split("\n"))


@pytest.mark.parametrize(
    ("language", "known", "new"), [("zh", "说过 3 回话", "头一回"), ("en", "3 times", "first time")]
)
@pytest.mark.parametrize("purpose", VISITORS_PURPOSES)
def test_a_character_is_told_how_well_it_knows_this_visitor(
    purpose: Purpose, language: str, known: str, new: str
) -> None:
    """It is one visitor, who has been here so often, and not just any."""
    assert known in prompt(question("farmer", purpose, familiarity=3), language)
    assert new in prompt(question("farmer", purpose), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dialogue_is_offered_what_it_could_be_about(language: str) -> None:
    """The task at hand, news, a memory, what the character likes to bring up, by turns."""
    asking = question("farmer", "dialogue", "chef", activity="field_work", news=(NEWS,))
    made = prompt(asking, language)
    subjects = [SUBJECT_NAMES[topic.subject] for topic in CAST.by_id["farmer"].speech.topics]
    looks = CAST.activity("farmer", "field_work").looks
    offered = [looks, NEWS, Words(zh="一起吃过饭", en="had a meal together"), *subjects]
    assert [each.id for each in talk_subjects(CAST, asking.observation) if f"{each.id} = " not in made] == []
    assert [each for each in offered if getattr(each, language) not in made] == []
    openers = [getattr(topic.opener, language) for topic in CAST.by_id["farmer"].speech.topics]
    for talks, opener in enumerate(openers):
        assert opener in prompt(question("farmer", "dialogue", "chef", familiarity=talks), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_visitor_may_ask_for_is_named(language: str) -> None:
    """A reply that may agree to something is told each by its name; one that may only talk is told nothing of it."""
    asking = question("farmer", "reply", said="hello")
    options = ("do:field_work", SAY)
    may_do = replace(asking, observation=asking.observation.model_copy(update={"options": options}))
    name = getattr(CAST.activity("farmer", "field_work").looks, language)
    assert prompt(may_do, language).endswith(f"\ndo:field_work = {name}"), "after that to say something is enough"
    assert "say = " in prompt(may_do, language)
    assert "say = " not in prompt(asking, language)


# ---- budgets ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_prompt_and_its_answer_fit_a_small_context(purpose: Purpose) -> None:
    """Only who talks with a visitor is told of a talk."""
    talk = 0 if purpose in VISITORS_PURPOSES else MAXIMUM_PART_TOKENS["talk"]
    assert MAXIMUM_PROMPT_TOKENS - talk + MAXIMUM_TOKENS[purpose] <= SMALL_CONTEXT_TOKENS


words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=200)
said = st.lists(st.tuples(st.sampled_from(["visitor", "agent"]), st.text(max_size=500)), max_size=20)
recalled = st.builds(Recalled, time=st.integers(0, 10**7), about=st.just("chef"), zh=words, en=words)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(PURPOSES),
    st.sampled_from(LANGUAGES),
    said.map(tuple),
    st.lists(recalled, max_size=MAXIMUM_RECALLED_AT_LENGTH).map(tuple),
    st.lists(st.sampled_from(list(CAST.by_id)), max_size=MAXIMUM_NEARBY, unique=True),
)
def test_no_prompt_is_longer_than_it_may_be(
    purpose: Purpose,
    language: str,
    said: tuple[tuple[str, str], ...],
    memories: tuple[Recalled, ...],
    nearby: list[str],
) -> None:
    """Whatever is said and remembered: the whole has a maximum, and who is asked, and what, is always in it."""
    asking = question("farmer", purpose, "chef")
    people = tuple(Nearby(id=own_id, state="idle", distance_tiles=1, familiarity=0) for own_id in nearby)
    seen = asking.observation.model_copy(update={"memories": memories, "nearby": people})
    system, user = messages(CAST, seen, said, language)
    assert estimated_tokens(system.content) + estimated_tokens(user.content) <= MAXIMUM_PROMPT_TOKENS
    without = messages(CAST, asking.observation.model_copy(update={"memories": (), "nearby": ()}), said, language)
    assert system == without[0]
    assert user.content.split("\n")[-1] == without[1].content.split("\n")[-1]


def test_what_does_not_fit_is_left_out_by_whole_lines() -> None:
    """The last of the memories, the oldest of a talk; what is left is as it was, and nothing is cut within."""
    memories = tuple(Recalled(time=n, about="chef", zh=f"第{n}件" + "事" * 150, en="x") for n in range(12))
    asking = question("farmer", "reflect", "chef")
    seen = asking.observation.model_copy(update={"memories": memories})
    kept = [memory for memory in memories if memory.zh in messages(CAST, seen)[1].content]
    assert 0 < len(kept) < len(memories)
    assert tuple(kept) == memories[: len(kept)]
    assert messages(CAST, seen)[1].content.count("件") == len(kept)
    said = tuple(("visitor", f"第{n}句" + "话" * 150) for n in range(12))
    told = [
        text for _, text in said if text in messages(CAST, question("farmer", "reply").observation, said)[1].content
    ]
    assert 0 < len(told) < len(said)
    assert told == [text for _, text in said[-len(told) :]]


@pytest.mark.parametrize(
    ("time", "now", "zh", "en"),
    [
        ("1d10:40", "1d15:00", "今天上午，一起吃过饭。", "This morning: had a meal together."),
        ("1d19:30", "2d08:00", "昨天晚上，一起吃过饭。", "Yesterday in the evening: had a meal together."),
        (
            "1d23:50",
            "3d00:10",
            "前天晚上，一起吃过饭。",
            "The day before yesterday in the evening: had a meal together.",
        ),
        ("1d12:00", "6d12:00", "5 天前的中午，一起吃过饭。", "5 days ago around noon: had a meal together."),
        ("1d12:00", "30d12:00", "有些日子以前，一起吃过饭。", "Some time ago: had a meal together."),
    ],
)
def test_a_memory_is_told_as_people_tell_it(time: str, now: str, zh: str, en: str) -> None:
    """With its time in words: a model that reads a notation says it."""
    asking = question("farmer", "reply", time=now)
    meal = Recalled(time=parse_time(time), about="chef", zh="一起吃过饭", en="had a meal together")
    seen = asking.observation.model_copy(update={"memories": (meal,)})
    for language, told in (("zh", zh), ("en", en)):
        assert told in messages(CAST, seen, (), language)[1].content.split("\n")


@pytest.mark.parametrize("purpose", [purpose for purpose in PURPOSES if purpose != "plan"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_prompt_has_a_time_in_notation(purpose: Purpose, language: str) -> None:
    """Nor anything else that nobody says; a plan's slots are named by the clock."""
    for hour in range(24):
        made = prompt(question("farmer", purpose, "chef", time=f"2d{hour:02d}:05"), language)
        assert not re.search(r"\dd\d\d:\d\d", made)
        assert f"{(hour - 1) % 12 + 1}:05" in made


def test_a_sentence_is_ended_once() -> None:
    """Whatever a model wrote into a memory."""
    for thought, told in (("累了", "累了。"), ("累了。", "累了。"), ("累了！", "累了！")):
        memory = Recalled(time=0, about="farmer", zh=thought, en=thought)
        seen = question("farmer", "reply", time="2d10:00").observation.model_copy(update={"memories": (memory,)})
        assert messages(CAST, seen)[1].content.split("\n")[1] == f"昨天夜里，{told}"


def test_the_longest_thing_a_visitor_can_say_is_told_whole() -> None:
    """There is always room for what is to be answered."""
    longest = "长" * MAXIMUM_CHAT_CHARACTERS
    before = ("agent", "嗯" * 400)
    made = messages(CAST, question("farmer", "reply").observation, (before, ("visitor", longest)))[1].content
    assert f'"{longest}"' in made

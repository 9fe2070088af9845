"""The scripted mind: with no model, everyone still answers everything, in both languages, and always the same."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.cast import Character, Subject, Words
from agents.decision import Decision
from agents.memory import SUBJECT_NAMES
from agents.mind import Question
from agents.observation import GREET, Purpose
from agents.partings import FOR_THE_HOUR, TURN_SECONDS, fits
from agents.scripted_mind import ScriptedMind
from sim.clock import HOUR, MINUTE, format_time
from sim.records import MAXIMUM_LINES
from tests.default_village import SEED, default_cast
from tests.questions import PURPOSES, VISITOR, question

CAST = default_cast()
IDS = list(CAST.by_id)


def decide(asked: Question, seed: int = SEED) -> Decision:
    (decision,) = asyncio.run(ScriptedMind(CAST, seed).decide([asked]))
    return decision


def neighbour(own_id: str) -> str:
    return IDS[IDS.index(own_id) - 1]


def zh(lines: Iterable[Words]) -> set[str]:
    return {words.zh for words in lines}


def en(lines: Iterable[Words]) -> set[str]:
    return {words.en for words in lines}


def farmer() -> Character:
    return CAST.by_id["farmer"]


@pytest.mark.parametrize("own_id", IDS)
@pytest.mark.parametrize("purpose", PURPOSES)
def test_everyone_has_an_answer_for_every_purpose(own_id: str, purpose: Purpose) -> None:
    """One of the options, with words for a visitor and lines for a dialogue, said by the rules."""
    asked = question(own_id, purpose, neighbour(own_id))
    decision = decide(asked)
    assert decision.source == "rule"
    assert decision.choice in (asked.observation.options if purpose != "dialogue" else ("",))
    assert bool(decision.words) == (purpose in ("reply", "command"))
    assert bool(decision.lines) == (purpose in ("dialogue", "reflect") or decision.choice.startswith(GREET))
    assert all(choice in slot.options for choice, slot in zip(decision.choices, asked.observation.slots, strict=True))


def test_a_batch_is_answered_in_order() -> None:
    """Each question gets the answer that it would get alone."""
    asked = [question(own_id, purpose, neighbour(own_id)) for own_id in IDS for purpose in PURPOSES]
    assert asyncio.run(ScriptedMind(CAST, SEED).decide(asked)) == [decide(single) for single in asked]


@pytest.mark.parametrize("purpose", PURPOSES)
def test_the_same_question_has_the_same_answer(purpose: Purpose) -> None:
    """Two minds of one seed agree on a day's worth of questions; another seed's does not agree on all."""
    asked = [question("vendor", purpose, "vet", said="嗯嗯", ordinal=ordinal) for ordinal in range(40)]
    answers = [decide(single) for single in asked]
    assert answers == [decide(single) for single in asked]
    assert answers != [decide(single, seed=SEED + 1) for single in asked]


@pytest.mark.parametrize(
    ("purpose", "choices"),
    [("next", {"stay", "move", "talk:vet"}), ("meet", {"pass", "talk:vet"}), ("react", {"pass", "greet:vet"})],
)
def test_all_options_are_chosen_now_and_then(purpose: Purpose, choices: set[str]) -> None:
    """Variety comes with the request's ordinal."""
    assert {decide(question("vendor", purpose, "vet", ordinal=n)).choice for n in range(60)} == choices


# ---- dialogue --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("own_id", IDS)
@pytest.mark.parametrize("familiarity", range(6))
def test_a_dialogue_is_bounded_and_both_speak(own_id: str, familiarity: int) -> None:
    """It begins with the host, has no more lines than it may, and nobody else is in it."""
    guest = neighbour(own_id)
    lines = decide(question(own_id, "dialogue", guest, familiarity=familiarity)).lines
    assert 4 <= len(lines) <= MAXIMUM_LINES
    assert lines[0].speaker == own_id
    assert {line.speaker for line in lines} == {own_id, guest}


@pytest.mark.parametrize("own_id", IDS)
@pytest.mark.parametrize("familiarity", range(6))
def test_a_dialogue_keeps_to_its_topics_subject(own_id: str, familiarity: int) -> None:
    """The host opens one of its topics, the guest gives its view of that subject, and so it is remembered."""
    guest = neighbour(own_id)
    decision = decide(question(own_id, "dialogue", guest, familiarity=familiarity))
    said = {line.text.zh for line in decision.lines}
    (topic,) = [topic for topic in CAST.by_id[own_id].speech.topics if topic.opener.zh in said]
    assert topic.detail.zh in said
    assert zh(CAST.by_id[guest].speech.views.about(topic.subject)) & said
    assert decision.about == SUBJECT_NAMES[topic.subject]


@pytest.mark.parametrize("own_id", IDS)
def test_two_who_meet_again_talk_about_something_else(own_id: str) -> None:
    """All of the host's topics are gone through before one comes back."""
    topics = CAST.by_id[own_id].speech.topics
    openers = [
        {line.text.zh for line in decide(question(own_id, "dialogue", neighbour(own_id), familiarity=n)).lines}
        & zh(topic.opener for topic in topics)
        for n in range(len(topics))
    ]
    assert set().union(*openers) == zh(topic.opener for topic in topics)


@pytest.mark.parametrize("own_id", IDS)
def test_somebody_parts_in_other_words_from_talk_to_talk_and_by_the_hour(own_id: str) -> None:
    """A day of talks without a rest, each with somebody else: hardly ever the same twice running."""
    own = CAST.by_id[own_id].speech.farewells
    known = {parting.zh: parting for parting in (*own, *FOR_THE_HOUR)}
    times = range(6 * HOUR, 21 * HOUR, TURN_SECONDS)
    others = [other for other in IDS if other != own_id]
    said = []
    for n, time in enumerate(times):
        asked = question(others[n % len(others)], "dialogue", own_id, time=format_time(time))
        [words] = [line.text.zh for line in decide(asked).lines if line.speaker == own_id and line.text.zh in known]
        assert fits(known[words], time)
        said.append(words)
    assert len(set(said)) > len(own)
    assert sum(first == second for first, second in pairwise(said)) <= len(said) // 10


def test_the_two_part_in_different_words() -> None:
    """Where both have one; and everybody has two of its own at any hour."""
    for time in range(5 * HOUR, 23 * HOUR, 10 * MINUTE):
        for own_id in IDS:
            assert sum(fits(parting, time) for parting in CAST.by_id[own_id].speech.farewells) >= 2
        lines = decide(question("farmer", "dialogue", "vet", time=format_time(time), ordinal=time)).lines
        assert len({line.text.zh for line in lines}) == len(lines)


def test_talks_are_mostly_warm_or_even_and_of_every_mood_now_and_then() -> None:
    """As much as suits a village; who is used to each other hardly ever falls out."""
    fresh, old = (
        Counter(
            decide(question(own_id, "dialogue", other, ordinal=n, familiarity=talks)).upshot.mood
            for n, (own_id, other) in enumerate(permutations(IDS, 2))
        )
        for talks in (0, 30)
    )
    assert set(fresh) == {"warm", "even", "cool"}
    assert fresh["cool"] * 10 < fresh.total()
    assert fresh["warm"] * 5 > fresh.total()
    assert old["cool"] == 0
    assert old["warm"] > fresh["warm"]


def test_a_dialogue_has_both_languages() -> None:
    """Every line is said in Chinese and in English."""
    lines = decide(question("teacher", "dialogue", "chef")).lines
    assert all(line.text.zh != line.text.en and line.text.en.isprintable() for line in lines)


# ---- visitors --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("own_id", IDS)
@pytest.mark.parametrize(
    ("chinese", "english", "kind"),
    [
        ("", "", "hello"),
        ("你好", "Hello!", "hello"),
        ("你是谁", "Who are you?", "who_are_you"),
        ("谢谢", "thank you", "thanks"),
        ("再见", "bye", "goodbye"),
        ("嗯嗯嗯", "blah", "puzzled"),
    ],
)
def test_a_reply_fits_what_the_visitor_wants(own_id: str, chinese: str, english: str, kind: str) -> None:
    """Each intent has its own lines, in the language that the visitor used, or the run's if it said nothing."""
    lines = getattr(CAST.by_id[own_id].speech.to_visitor, kind)
    assert decide(question(own_id, "reply", said=chinese)).words in zh(lines)
    assert decide(question(own_id, "reply", said=english, language="en")).words in en(lines)


@pytest.mark.parametrize("own_id", IDS)
@pytest.mark.parametrize(("chinese", "english"), [("", ""), ("你好", "Hello!")])
def test_a_visitor_who_is_remembered_is_greeted_as_an_acquaintance(own_id: str, chinese: str, english: str) -> None:
    """Coming up or saying hello, it hears none of the lines for strangers."""
    again = CAST.by_id[own_id].speech.to_visitor.again
    assert decide(question(own_id, "reply", said=chinese, visited_by=VISITOR)).words in zh(again)
    assert decide(question(own_id, "reply", said=english, language="en", visited_by=VISITOR)).words in en(again)


@pytest.mark.parametrize("own_id", IDS)
def test_a_remembered_visit_of_somebody_else_makes_no_acquaintance(own_id: str) -> None:
    """Another visitor was here before; this one is greeted for the first time."""
    greeted = decide(question(own_id, "reply", visited_by="v-2"))
    assert greeted.words in zh(CAST.by_id[own_id].speech.to_visitor.hello)


@pytest.mark.parametrize("own_id", IDS)
def test_an_acquaintance_hears_all_the_lines_now_and_then(own_id: str) -> None:
    """Variety comes with the request's ordinal; the same question has the same line."""
    asked = [question(own_id, "reply", visited_by=VISITOR, ordinal=ordinal) for ordinal in range(60)]
    heard = [decide(single).words for single in asked]
    assert set(heard) == zh(CAST.by_id[own_id].speech.to_visitor.again)
    assert heard == [decide(single).words for single in asked]


@pytest.mark.parametrize("own_id", IDS)
def test_an_acquaintances_other_words_are_answered_as_anybodys(own_id: str) -> None:
    """Only greetings know who comes back."""
    for said in ("你是谁", "谢谢", "再见", "嗯嗯嗯"):
        known, stranger = (question(own_id, "reply", said=said, visited_by=visitor) for visitor in (VISITOR, None))
        assert decide(known) == decide(stranger)


@pytest.mark.parametrize("own_id", IDS)
@pytest.mark.parametrize(
    ("said", "subject"),
    [("今天会下雨吗", Subject.WEATHER), ("这条河有多深", Subject.RIVER), ("这只羊", Subject.ANIMALS)],
)
def test_a_subject_brought_up_is_answered_with_a_view_of_it(own_id: str, said: str, subject: Subject) -> None:
    """Whoever is asked has a view, and it is its own."""
    assert decide(question(own_id, "reply", said=said)).words in zh(CAST.by_id[own_id].speech.views.about(subject))


def test_a_visitor_is_answered_in_the_language_it_uses() -> None:
    """Whatever language the run is in."""
    to_visitor = farmer().speech.to_visitor
    assert decide(question("farmer", "reply", said="Who are you?")).words in en(to_visitor.who_are_you)
    assert decide(question("farmer", "reply", said="你是谁？", language="en")).words in zh(to_visitor.who_are_you)


@pytest.mark.parametrize("own_id", IDS)
def test_asked_what_it_does_a_character_says_it(own_id: str) -> None:
    """The answer says what an onlooker would see; nobody is at a loss for one between two tasks."""
    for activity in CAST.by_id[own_id].activities:
        asked = question(own_id, "reply", said="你在干什么", activity=activity.id)
        assert activity.looks.zh in decide(asked).words
        asked = question(own_id, "reply", said="what are you doing", activity=activity.id)
        assert activity.looks.en in decide(asked).words
    assert decide(question(own_id, "reply", said="你在干什么")).words


@given(st.text(st.characters(), min_size=1, max_size=200), st.sampled_from(IDS))
def test_anything_said_gets_one_of_the_characters_own_lines(said: str, own_id: str) -> None:
    """Never an empty answer, never an echo of what was said."""
    speech = CAST.by_id[own_id].speech
    own = [line for lines in speech.to_visitor.__dict__.values() for line in lines]
    own += [line for subject in Subject for line in speech.views.about(subject)]
    idle = {"没忙什么，随便走走。", "Nothing much, just wandering about."}
    assert decide(question(own_id, "reply", said=said)).words in zh(own) | en(own) | idle


@pytest.mark.parametrize("own_id", IDS)
@pytest.mark.parametrize("time", ["2d06:00", "1d10:00", "1d19:58"])
def test_a_command_is_accepted_by_day(own_id: str, time: str) -> None:
    """With a line that agrees."""
    command = CAST.by_id[own_id].command.words
    decision = decide(question(own_id, "command", said=command.zh, time=time))
    assert decision.choice == "accept"
    assert decision.words in zh(CAST.by_id[own_id].speech.to_visitor.accept)


@pytest.mark.parametrize("own_id", IDS)
@pytest.mark.parametrize("time", ["1d05:58", "1d20:00", "1d23:30", "2d00:00"])
def test_a_command_is_refused_at_night(own_id: str, time: str) -> None:
    """With a line that declines, in the visitor's language."""
    command = CAST.by_id[own_id].command.words
    decision = decide(question(own_id, "command", said=command.en, time=time))
    assert decision.choice == "refuse"
    assert decision.words in en(CAST.by_id[own_id].speech.to_visitor.refuse)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("你叫什么名字？", "陈大田"),
        ("what's your name?", "Chen Datian"),
        ("你多大了", "45"),
        ("How old are you?", "45"),
    ],
)
def test_a_plain_question_about_oneself_gets_a_plain_answer(said: str, told: str) -> None:
    """Name and age are known to everybody, and said."""
    assert told in decide(question("farmer", "reply", said=said)).words


def test_everybody_knows_who_the_neighbours_are() -> None:
    """Asked about somebody by name, a villager says who that is."""
    assert "兽医" in decide(question("farmer", "reply", said="叶青是谁？")).words
    assert "vet" in decide(question("farmer", "reply", said="Who is Ye Qing?")).words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reply_is_spoken_in_pieces(language: str) -> None:
    """Each piece adds to the one before, no English word is torn, and the last is the whole decision."""
    asked = question(IDS[0], "reply", language=language)

    async def spoken() -> list[Decision]:
        return [decision async for decision in ScriptedMind(CAST, SEED, piece_seconds=0).speak(asked)]

    heard = asyncio.run(spoken())
    assert len(heard) > 3
    assert heard[-1] == decide(asked)
    for earlier, later in pairwise(heard):
        assert later.words.startswith(earlier.words)
        assert language == "zh" or earlier.words.split() == later.words.split()[: len(earlier.words.split())]


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("赵明远是谁？", "赵明远啊，是我们村的厨师。我一起吃过饭。"),
        ("Who is Zhao Mingyuan?", "Zhao Mingyuan? That's our village's chef. I had a meal together."),
    ],
)
def test_what_one_last_had_to_do_with_a_neighbour_comes_to_mind(said: str, heard: str) -> None:
    """A visitor who asks about somebody hears of the latest talk with that one, if it is remembered."""
    assert decide(question("farmer", "reply", "chef", said=said)).words == heard
    assert decide(question("farmer", "reply", "vet", said=said)).words in heard
    assert decide(question("farmer", "reply", "vet", said=said)).words != heard

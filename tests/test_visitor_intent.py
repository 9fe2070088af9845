"""What a visitor seems to want: enough to answer by rule, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.cast import Subject
from agents.visitor_intent import Intent, intent_of, subject_of


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("", Intent.HELLO),
        ("  \n", Intent.HELLO),
        ("你好！", Intent.HELLO),
        ("大娘您好", Intent.HELLO),
        ("早上好", Intent.HELLO),
        ("Hello there", Intent.HELLO),
        ("HI!", Intent.HELLO),
        ("good evening", Intent.HELLO),
        ("你是谁？", Intent.WHO),
        ("请问怎么称呼", Intent.NAME),
        ("Who are you?", Intent.WHO),
        ("what's your name", Intent.NAME),
        ("你今年多大了？", Intent.AGE),
        ("How old are you?", Intent.AGE),
        ("你在干什么呢", Intent.DOING),
        ("忙啥呢", Intent.DOING),
        ("What are you doing?", Intent.DOING),
        ("are you busy", Intent.DOING),
        ("谢谢你", Intent.THANKS),
        ("Thanks a lot", Intent.THANKS),
        ("再见", Intent.GOODBYE),
        ("那我先走了，谢谢", Intent.GOODBYE),
        ("bye!", Intent.GOODBYE),
        ("See you tomorrow", Intent.GOODBYE),
        ("今天天气怎么样？", Intent.OTHER),
        ("Tell me a secret", Intent.OTHER),
        ("🐑🐑🐑", Intent.OTHER),
        ("this ship, byebye-less Chinaware", Intent.OTHER),
    ],
)
def test_intent_is_read_from_the_words(said: str, intent: Intent) -> None:
    """Greeting, who, what, thanks and parting are told apart; whoever has said nothing is greeted."""
    assert intent_of(said) is intent


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("今天会下雨吗", Subject.WEATHER),
        ("Is it always this hot?", Subject.WEATHER),
        ("今年的麦子收成好吗", Subject.CROPS),
        ("How was the harvest?", Subject.CROPS),
        ("晚饭吃什么", Subject.FOOD),
        ("Any recipe to share?", Subject.FOOD),
        ("多少钱一斤", Subject.MARKET),
        ("What did you sell", Subject.MARKET),
        ("你家孩子多大了", Subject.CHILDREN),
        ("Do you have kids?", Subject.CHILDREN),
        ("作业写完了吗", Subject.SCHOOL),
        ("who is the teacher here", Subject.SCHOOL),
        ("那只羊真肥", Subject.ANIMALS),
        ("nice sheep", Subject.ANIMALS),
        ("锄头坏了", Subject.TOOLS),
        ("can you repair it", Subject.TOOLS),
        ("河上那座桥", Subject.RIVER),
        ("the bridge is old", Subject.RIVER),
        ("这花真香", Subject.FLOWERS),
        ("look, butterflies", Subject.FLOWERS),
        ("你腰还疼吗", Subject.HEALTH),
        ("are you ill", Subject.HEALTH),
        ("村里有啥新鲜事", Subject.NEWS),
        ("any gossip?", Subject.NEWS),
    ],
)
def test_subject_is_read_from_the_words(said: str, subject: Subject) -> None:
    """Every subject that villagers have views on can be brought up, in Chinese and in English."""
    assert subject_of(said) is subject


@pytest.mark.parametrize("said", ["", "嗯嗯", "xyzzy", "42", "the snowman rained on a sundae, unfieldlike"])
def test_no_subject_is_made_up(said: str) -> None:
    """Words that only contain a keyword, or none, bring up nothing."""
    assert subject_of(said) is None


@given(st.text(st.characters()))
def test_whatever_is_said_has_an_intent(said: str) -> None:
    """No text breaks the reading, and case does not matter."""
    assert intent_of(said) in Intent
    assert subject_of(said) in (None, *Subject)
    if said.isascii():
        assert (intent_of(said.upper()), subject_of(said.upper())) == (intent_of(said), subject_of(said))

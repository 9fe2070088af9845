"""Retrieval: what comes to mind, by recency, importance and relevance, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.relevance import MAXIMUM_TOKENISED_TEXTS, bigrams, memory_bigrams, relevance
from agents.retrieval import Scored, of_today, recent, retrieve
from sim.clock import DAY, HOUR, parse_time
from sim.records import Memory
from sim.text import Text

NOW = parse_time("3d12:00")
WORDS = st.text("陈大田和何秀兰聊了天气在市场买菜", min_size=1, max_size=12)
MEMORIES = st.lists(
    st.builds(
        Memory,
        st.integers(0, NOW),
        st.just("talk"),
        st.sampled_from(["anna", "bert", "v-1"]),
        st.builds(Text, WORDS, st.just("")),
        st.integers(1, 10),
    ),
    max_size=30,
)


def memory(zh: str, *, hours_ago: int = 1, importance: int = 3, about: str = "") -> Memory:
    return Memory(NOW - hours_ago * HOUR, "talk", about, Text(zh, zh), importance)


def found(memories: list[Memory], query: str = "", partner: str | None = None, maximum: int = 5) -> list[Scored]:
    return retrieve(memories, query, partner, NOW, maximum)


# ---- relevance -------------------------------------------------------------------------------------------------------


def test_text_is_read_as_overlapping_pairs_of_characters() -> None:
    """Within a run without spaces or marks; a lone character stands for itself; case does not matter."""
    assert bigrams("去市场，我 Buy") == ("去市", "市场", "我", "bu", "uy")


def test_a_word_of_two_characters_is_found_wherever_it_stands() -> None:
    """No dictionary says where a Chinese word begins."""
    texts = [bigrams(text) for text in ("今天去市场买菜", "和陈大田聊了天气", "集市上场面大")]
    scores = relevance(texts, bigrams("市场"))
    assert scores[0] > 0
    assert scores[1:] == [0, 0]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    """That is what BM25 is for."""
    texts = [bigrams(text) for text in ("聊了天气", "聊了天气", "聊了天气", "聊了天气", "聊了蜜蜂")]
    common, *_, rare = relevance(texts, bigrams("天气蜜蜂"))
    assert rare > common > 0


@pytest.mark.parametrize(("texts", "query"), [([], "市场"), (["天气"], ""), (["", "，。"], "市场"), (["天气"], "市场")])
def test_where_nothing_fits_nothing_is_relevant(texts: list[str], query: str) -> None:
    """No texts, no query, or none in common: no error, and no score."""
    assert relevance([bigrams(text) for text in texts], bigrams(query)) == [0.0] * len(texts)


def test_texts_at_hand_are_bounded() -> None:
    """A process that lives for years does not keep all that was ever said."""
    assert memory_bigrams.cache_info().maxsize == MAXIMUM_TOKENISED_TEXTS


# ---- the three scores ------------------------------------------------------------------------------------------------


def test_the_newer_of_two_comes_to_mind() -> None:
    """All else being the same."""
    new, old = memory("聊了天气", hours_ago=1), memory("聊了庄稼", hours_ago=50)
    assert [each.memory for each in found([old, new])] == [new, old]
    assert [each.recency for each in found([old, new])] == [1000, 0]


def test_the_more_important_of_two_comes_to_mind() -> None:
    """All else being the same."""
    great, small = memory("聊了天气", importance=9), memory("聊了庄稼", importance=2)
    assert [each.memory for each in found([small, great])] == [great, small]
    assert [each.importance for each in found([small, great])] == [1000, 0]


def test_the_more_relevant_of_two_comes_to_mind() -> None:
    """All else being the same."""
    other, asked = memory("聊了天气"), memory("聊了庄稼")
    assert [each.memory for each in found([other, asked], "庄稼")] == [asked, other]
    assert [each.relevance for each in found([other, asked], "庄稼")] == [1000, 0]


def test_recency_decays_by_half_a_percent_an_hour() -> None:
    """The paper's 0.995: after a day in the middle of two it stands where the powers say."""
    memories = [memory("甲乙", hours_ago=hours) for hours in (0, 24, 48)]
    scores = sorted(each.recency for each in found(memories))
    middle = (0.995**24 - 0.995**48) / (1 - 0.995**48)
    assert scores == [0, round(1000 * middle), 1000]


def test_what_is_the_same_for_all_counts_for_none() -> None:
    """Where least and greatest are one, there is nothing to tell them apart by."""
    assert [each.total for each in found([memory("天气"), memory("庄稼")])] == [0, 0]


def test_whoever_stands_there_comes_to_mind_first() -> None:
    """An old trifle about the partner is before all else, and only one such."""
    about = [memory("来过客人", hours_ago=60, importance=1, about="v-1"), memory("客人", hours_ago=70, about="v-1")]
    others = [memory(f"聊了天气{n}", hours_ago=n, importance=9) for n in range(1, 9)]
    recalled = [each.memory.about for each in found([*about, *others], "天气", "v-1")]
    assert recalled == ["v-1", "", "", "", ""]


@given(MEMORIES, WORDS, st.sampled_from([None, "anna", "v-1"]), st.integers(1, 6))
def test_at_most_so_many_come_to_mind_none_twice_and_with_bounded_scores(
    memories: list[Memory], query: str, partner: str | None, maximum: int
) -> None:
    """For any memories: whole thousandths, each from 0 to 1000."""
    recalled = found(memories, query, partner, maximum)
    assert len(recalled) == min(maximum, len(memories))
    assert all(memories.count(each.memory) >= [r.memory for r in recalled].count(each.memory) for each in recalled)
    for each in recalled:
        assert all(isinstance(n, int) and 0 <= n <= 1000 for n in (each.recency, each.importance, each.relevance))


@given(MEMORIES, WORDS, st.randoms(use_true_random=False))
def test_the_order_that_memories_are_kept_in_does_not_matter(
    memories: list[Memory], query: str, random: st.DataObject
) -> None:
    """Equals are told apart by time and text, so the same comes to mind on every machine."""
    unlike = list({(m.time, m.text.zh): m for m in memories}.values())
    shuffled = list(unlike)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert found(shuffled, query) == found(unlike, query)


# ---- without relevance -----------------------------------------------------------------------------------------------


def test_the_latest_come_to_mind_those_about_the_partner_first() -> None:
    """Where no words are made, nothing is scored."""
    memories = [memory(str(n), hours_ago=9 - n, about="bert" if n == 1 else "cara") for n in range(5)]
    recalled = recent(memories, "bert", 3)
    assert [each.memory.text.zh for each in recalled] == ["1", "4", "3"]
    assert {each.total for each in recalled} == {0}


def test_of_a_day_the_important_comes_first_and_yesterday_not_at_all() -> None:
    """What is thought over at night."""
    yesterday = Memory(NOW - DAY, "talk", "", Text("昨天", "yesterday"), 10)
    today = [memory("小事", importance=1), memory("大事", hours_ago=3, importance=8), memory("中事", importance=4)]
    recalled = of_today([yesterday, *today], NOW, 2)
    assert [each.memory.text.zh for each in recalled] == ["大事", "中事"]

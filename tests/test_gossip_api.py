"""Gossip over REST: the news of the served small village, newest first, and the way of one from mouth to mouth."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import web.gossip
from sim.events import Fact, NewsTold, Remembered
from sim.records import Memory, News
from sim.text import Text
from tests.small_village import ANNA, BERT, CARA, START
from tests.web_stage import Village, served


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """The small village, served to anyone."""
    with served(tmp_path) as village:
        yield village


def news(number: int) -> News:
    return News(f"cara-{number}", CARA, "shop", Text(f"卡拉的第{number}条鱼", f"Cara's fish number {number}"))


def arisen(number: int) -> Fact:
    return Remembered(CARA, Memory(START, "news", CARA, news(number).text, 5, news(number)))


def told(teller: str, listener: str, number: int) -> Fact:
    return NewsTold(teller, listener, news(number), "talk-1", None)


def test_a_village_without_news_lists_none(village: Village) -> None:
    """An empty page, the last, from no cache."""
    answer = village.client.get("/api/gossip")
    assert answer.json() == {"news": [], "before": None}
    assert answer.headers["cache-control"] == "no-store"


def test_news_are_listed_newest_first(village: Village) -> None:
    """With whom each is of, where and when it arose, and how many know it."""
    village.happen(arisen(1), arisen(2), told(CARA, ANNA, 1))
    newest, oldest = village.client.get("/api/gossip").json()["news"]
    assert (newest["id"], newest["knowers"]) == ("cara-2", 1)
    text = {"zh": "卡拉的第1条鱼", "en": "Cara's fish number 1"}
    assert oldest == {"id": "cara-1", "origin": CARA, "time": START, "place": "shop", "text": text, "knowers": 2}


def test_what_happens_after_a_question_is_in_the_next_answer(village: Village) -> None:
    """The log is read on, and nothing counts twice."""
    village.happen(arisen(1), told(CARA, ANNA, 1))
    assert village.client.get("/api/gossip/cara-1").json()["knowers"] == 2
    village.happen(told(ANNA, BERT, 1))
    found = village.client.get("/api/gossip/cara-1").json()
    assert (found["knowers"], len(found["tellings"])) == (3, 2)


def test_a_piece_of_news_is_followed_from_mouth_to_mouth(village: Village) -> None:
    """Who told whom, when, and where; on the way there is no place."""
    village.happen(arisen(1), told(CARA, ANNA, 1), told(ANNA, BERT, 1))
    assert village.client.get("/api/gossip/cara-1").json()["tellings"] == [
        {"time": START, "teller": CARA, "listener": ANNA, "place": None},
        {"time": START, "teller": ANNA, "listener": BERT, "place": None},
    ]


def test_who_looks_back_is_told_what_was_known_by_then(village: Village) -> None:
    """Neither the news nor the tellings of later."""
    village.happen(arisen(1), told(CARA, ANNA, 1))
    village.happen(told(ANNA, BERT, 1), arisen(2), time=START + 600)
    [then] = village.client.get(f"/api/gossip?until={START + 599}").json()["news"]
    assert (then["id"], then["knowers"]) == ("cara-1", 2)
    followed = village.client.get(f"/api/gossip/cara-1?until={START + 599}").json()
    assert [telling["listener"] for telling in followed["tellings"]] == [ANNA]
    assert village.client.get(f"/api/gossip/cara-2?until={START + 599}").status_code == 404
    assert len(village.client.get(f"/api/gossip?until={START + 600}").json()["news"]) == 2
    assert village.client.get(f"/api/gossip?until={START - 1}").json() == {"news": [], "before": None}


def test_pages_go_on_to_the_oldest(village: Village) -> None:
    """Each piece of news is on one page, whatever arises meanwhile."""
    village.happen(*(arisen(number) for number in range(5)))
    first = village.client.get("/api/gossip?limit=2").json()
    village.happen(arisen(5))
    second = village.client.get(f"/api/gossip?limit=2&before={first['before']}").json()
    third = village.client.get(f"/api/gossip?limit=2&before={second['before']}").json()
    pages = [[piece["id"] for piece in page["news"]] for page in (first, second, third)]
    assert pages == [["cara-4", "cara-3"], ["cara-2", "cara-1"], ["cara-0"]]
    assert third["before"] is None


def test_the_oldest_news_are_let_go(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told of them later changes nothing, and pages still go on to the oldest that is kept."""
    monkeypatch.setattr(web.gossip, "MAXIMUM_RUMOURS_KEPT", 2)
    village.happen(arisen(1), arisen(2), arisen(3), told(CARA, ANNA, 1))
    assert village.client.get("/api/gossip/cara-1").status_code == 404
    first = village.client.get("/api/gossip?limit=1").json()
    second = village.client.get(f"/api/gossip?limit=1&before={first['before']}").json()
    assert [first["news"][0]["id"], second["news"][0]["id"]] == ["cara-3", "cara-2"]
    assert second["before"] is None


def test_news_that_are_not_there_are_not_found(village: Village) -> None:
    """404, in both languages."""
    answer = village.client.get("/api/gossip/dragon-1")
    assert answer.status_code == 404
    assert answer.json()["detail"] == {"zh": "没有这条新鲜事。", "en": "There is no such news."}


@pytest.mark.parametrize("query", ["limit=0", "limit=51", "before=-1"])
def test_a_page_has_bounds(village: Village, query: str) -> None:
    """Others are refused."""
    assert village.client.get(f"/api/gossip?{query}").status_code == 422

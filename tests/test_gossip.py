"""Gossip: a run's news, how many know each, and the way of one from mouth to mouth."""

from pathlib import Path
from typing import Any

import pytest

from agents.rumours import rumours
from sim.events import Fact, NewsTold, Remembered
from sim.records import Memory, News
from sim.text import Text
from tests.command import taoyuan, taoyuan_json
from tests.small_village import ANNA, BERT, CARA, START, committed

FISH = News("cara-1", CARA, "shop", Text("卡拉钓到条大鱼", "Cara caught a big fish"))


def arisen(news: News = FISH) -> Fact:
    return Remembered(news.origin, Memory(START, "news", news.origin, news.text, 5, news))


def told(teller: str, listener: str, news: News = FISH) -> list[Fact]:
    heard = Memory(START, "news", teller, Text("听说", "heard"), 4, news)
    return [NewsTold(teller, listener, news, "talk-1", "square"), Remembered(listener, heard)]


def test_news_begin_with_whom_they_happened_to() -> None:
    """One knows them; nothing has been told."""
    (rumour,) = rumours(committed([arisen()])).values()
    assert (rumour.news, rumour.time, rumour.knowers, rumour.tellings) == (FISH, START, 1, [])


def test_every_step_is_counted_for_its_teller() -> None:
    """From Cara to Anna to Bert: what Anna heard is not taken for news that arose with her."""
    log = committed([arisen(), *told(CARA, ANNA), *told(ANNA, BERT)])
    (rumour,) = rumours(log).values()
    assert rumour.knowers == 3
    assert [(step.teller, step.listener, step.place) for step in rumour.tellings] == [
        (CARA, ANNA, "square"),
        (ANNA, BERT, "square"),
    ]


def test_who_forgot_and_was_told_again_counts_once() -> None:
    """Both steps are there, and one listener."""
    (rumour,) = rumours(committed([arisen(), *told(CARA, ANNA), *told(CARA, ANNA)])).values()
    assert (rumour.knowers, len(rumour.tellings)) == (2, 2)


def test_news_are_told_apart() -> None:
    """In the order that they arose."""
    bread = News("bert-9", BERT, "home", Text("面包烤好了", "The bread is baked"))
    log = committed([arisen(bread), arisen(), *told(BERT, ANNA, bread)])
    assert {own_id: rumour.knowers for own_id, rumour in rumours(log).items()} == {"bert-9": 2, "cara-1": 1}


def test_a_run_without_news_has_none() -> None:
    """Other memories are no news."""
    assert rumours(committed([Remembered(ANNA, Memory(START, "talk", BERT, Text("聊了", "talked")))])) == {}


# ---- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recorded day of the shipped village."""
    database = tmp_path_factory.mktemp("gossip") / "run.db"
    taoyuan_json("run", "--until", "1d", "--seed", "7", "--db", str(database))
    return database


def most_told(day: Path) -> Any:
    return max(taoyuan_json("gossip", str(day)), key=lambda news: news["knowers"])


def test_all_news_are_listed_with_how_many_know_them(day: Path) -> None:
    """As JSON for programs, and as a table for people."""
    listed = taoyuan_json("gossip", str(day))
    assert len(listed) >= 5
    assert set(listed[0]) == {"id", "origin", "time", "place", "text", "knowers"}
    table = taoyuan("gossip", str(day)).stdout
    assert [news for news in listed if news["id"] not in table or news["text"]["zh"] not in table] == []


def test_one_piece_of_news_is_followed_from_mouth_to_mouth(day: Path) -> None:
    """The tree begins with whom it happened to, and everyone who knows it is in it once."""
    news = most_told(day)
    followed = taoyuan_json("gossip", str(day), news["id"])
    listeners = [step["listener"] for step in followed["tellings"]]
    assert len(listeners) == len(set(listeners)) == news["knowers"] - 1 >= 3
    tree = taoyuan("gossip", str(day), news["id"]).stdout.splitlines()
    assert tree[:2] == [news["text"]["zh"], news["text"]["en"]]
    assert len(tree) == 2 + news["knowers"]
    assert news["time"] in tree[2]
    assert all(step["time"] in "\n".join(tree[3:]) for step in followed["tellings"])


def test_news_that_are_not_there_are_one_line_and_exit_code_two(day: Path) -> None:
    """And what to do instead."""
    done = taoyuan("gossip", str(day), "dragon-1")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "taoyuan gossip RUN" in done.stderr

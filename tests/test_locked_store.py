"""A database that another process holds: the village waits for it and loses nothing, and nobody's words are told."""

import asyncio
import logging
import sqlite3
import time
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

import pytest

from agents.decision import Decision
from agents.observation import SAY
from agents.population import Population
from agents.reply import Reply
from agents.scripted_mind import ScriptedMind
from scenarios import live
from scenarios.recording import open_recording, rerun
from sim.inputs import VisitorOpened
from sim.store import open_store
from sim.store_failed import StoreFailed, StoreLocked
from tests.default_village import default_cast
from tests.questions import kept_in, question
from tests.small_village import ANNA
from tests.test_live import Stage
from tests.web_stage import drained
from web.inbox import Uttered

SECRET = "my cat is called Marzipan"
VISITOR = "v-0123456789abcdef"
PATIENCE_MILLISECONDS = 20


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Another connection has begun to write, and does not end until the block does."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_village_waits_for_a_locked_database_and_loses_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What happened meanwhile is committed once the lock is gone; seqs have no gap, and the run is the same again."""
    database = tmp_path / "live.db"
    stage = Stage(database, pace=600, busy_timeout_milliseconds=PATIENCE_MILLISECONDS)

    async def live_through_it() -> None:
        async with stage.running():
            await stage.until(lambda: stage.feed.last_seq > 0)
            with held(database):
                stage.inbox.submit(VisitorOpened("farmer", "v-1", "c-1", "zh"))
                await stage.until(lambda: "stands still" in caplog.text)
                stood_at = stage.feed.last_seq
                await stage.until(lambda: not len(stage.inbox))
                assert stage.feed.last_seq == stood_at, "what is not committed is told to nobody"
            begun = stage.feed.time
            await stage.until(lambda: stage.feed.time >= begun + 3600)

    asyncio.run(live_through_it())
    committed = list(stage.recording.log.events())
    stage.store.close()
    assert [item.seq for item in committed] == list(range(1, len(committed) + 1))
    assert "visitor_talk_started" in {item.event.fact.kind for item in committed}
    assert caplog.text.count("stands still") == caplog.text.count("goes on") == 1
    assert rerun(open_recording(str(database))).same


def test_village_that_stops_while_the_database_is_locked_waits_for_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The last deeds are committed when the lock goes."""
    database = tmp_path / "stop.db"
    stage = Stage(database, pace=600, busy_timeout_milliseconds=PATIENCE_MILLISECONDS)

    async def stop_in_it() -> None:
        with held(database):
            stop = asyncio.Event()
            task = asyncio.create_task(stage.driver.run(stop))
            stage.inbox.submit(VisitorOpened("farmer", "v-1", "c-1", "zh"))
            await stage.until(lambda: "stands still" in caplog.text)
            stop.set()
            await asyncio.sleep(0)
        await task

    asyncio.run(stop_in_it())
    kinds = [item.event.fact.kind for item in stage.recording.log.events()]
    stage.store.close()
    assert "visitor_talk_started" in kinds


def test_lock_that_lasts_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the named time the village ends with the error that says why."""
    monkeypatch.setattr(live, "MAXIMUM_LOCKED_WALL_SECONDS", 0.3)
    database = tmp_path / "live.db"
    stage = Stage(database, pace=600, busy_timeout_milliseconds=PATIENCE_MILLISECONDS)
    with held(database), pytest.raises(StoreLocked, match="another process holds the database"):
        asyncio.run(stage.driver.run(asyncio.Event()))
    stage.store.close()


def test_erasing_holds_nobody_up_while_a_reader_keeps_the_journal(tmp_path: Path) -> None:
    """The village writes on with next to no patience while an erase tries, in vain, to empty the journal."""
    database = tmp_path / "village.db"
    store = open_store(database, busy_timeout_milliseconds=PATIENCE_MILLISECONDS)
    run = store.create_run("{}", 1, "scripted", "0").id
    words = store.words(run)
    words.keep("v1", ANNA, "c1", "visitor", SECRET)
    refused: list[Exception] = []

    def erase() -> None:
        try:
            words.erase("v1")
        except Exception as error:
            refused.append(error)

    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM visitor_words").fetchone()
        erasing = Thread(target=erase)
        erasing.start()
        written = 0
        while erasing.is_alive():
            words.keep("v2", ANNA, "c2", "visitor", "hello")
            written += 1
            time.sleep(0.01)
    erasing.join()
    assert written > 1
    assert "the words are erased" in str(refused[0])
    assert words.talk("v1", ANNA, maximum=9) == []
    store.close()


def test_words_that_can_not_be_kept_are_not_told_in_the_error(tmp_path: Path) -> None:
    """Neither the error nor what it came from quotes the words, or the salt: a traceback may be logged."""
    database = tmp_path / "village.db"
    store = open_store(database, busy_timeout_milliseconds=PATIENCE_MILLISECONDS)
    words = store.words(store.create_run("{}", 1, "scripted", "0").id)
    with held(database), pytest.raises(StoreLocked) as caught:
        words.keep(VISITOR, ANNA, "c1", "visitor", SECRET)
    store.close()
    told = "".join(traceback.format_exception(caught.value))
    assert "INSERT INTO visitor_words" in told
    assert SECRET not in told
    assert VISITOR not in told


def test_reply_that_is_broken_off_and_can_not_be_kept_ends_all_the_same(tmp_path: Path) -> None:
    """Its words are as erased ones: a visitor who walks away while the database is locked ends no village."""
    database = tmp_path / "village.db"
    store = open_store(database, busy_timeout_milliseconds=PATIENCE_MILLISECONDS)
    words = store.words(store.create_run("{}", 1, "scripted", "0").id)
    population = Population(ScriptedMind(default_cast(), 7), default_cast(), words)
    asked = kept_in(words, question("farmer", "reply", said="hello"))
    reply = Reply(population, asked, hear=lambda words: None, said=Decision("rule", SAY, words="Once upon a time"))
    with held(database):
        assert (reply.broken_off().words_id, reply.broken_off().choice) == ("", SAY)
    assert words.text(reply.broken_off().words_id).startswith("Once upon a time")
    store.close()


def test_file_that_is_damaged_is_a_failure_of_the_store(tmp_path: Path) -> None:
    """What is no lock is not waited for."""
    database = tmp_path / "village.db"
    store = open_store(database)
    words = store.words(store.create_run("{}", 1, "scripted", "0").id)
    with closing(sqlite3.connect(database)) as other:
        other.execute("DROP TABLE visitor_words")
    with pytest.raises(StoreFailed, match="no such table") as caught:
        words.keep("v1", ANNA, "c1", "visitor", SECRET)
    store.close()
    assert not isinstance(caught.value, StoreLocked)


def test_visitor_is_told_that_the_village_is_busy_and_says_it_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Words said while the database is locked are an error, and in no log line; said again they are heard."""
    caplog.set_level(logging.DEBUG)
    database = tmp_path / "live.db"
    stage = Stage(database, pace=1, busy_timeout_milliseconds=PATIENCE_MILLISECONDS)
    told: list[str] = []

    async def live_through_it() -> None:
        async with stage.running():
            subscription = stage.feed.subscribe(VISITOR, None)
            stage.inbox.submit(VisitorOpened("farmer", VISITOR, "c-1", "en"))
            await stage.until(lambda: stage.feed.world.agents["farmer"].visitor_talk is not None)
            with held(database):
                stage.inbox.submit(Uttered("farmer", VISITOR, "c-1", SECRET, is_command=False))
                await stage.until(lambda: not len(stage.inbox))
                told.extend(frame.get("code", "") for frame in await drained(subscription))
            stage.inbox.submit(Uttered("farmer", VISITOR, "c-1", SECRET, is_command=False))
            talk = stage.driver.population.words.talk
            await stage.until(lambda: ("visitor", SECRET) in talk(VISITOR, "farmer", 9))

    asyncio.run(live_through_it())
    stage.store.close()
    assert "busy" in told
    assert "an input was dropped" in caplog.text
    assert SECRET not in caplog.text
    assert rerun(open_recording(str(database))).same

"""The store: which files are opened, one writer per run, and visitors' words that can be erased for good."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sim import events
from sim.bad_input import BadInput
from sim.event_log import MemoryEventLog
from sim.events import Event, Phase
from sim.inputs import Input, PaceSet
from sim.store import RunExtent, Seal, SqlVisitorWords, Store, open_store
from sim.store.tables import SCHEMA_VERSION
from sim.visitor_words import ERASED, SUMMARY, MemoryVisitorWords, Said, VisitorWords
from tests.small_village import ANNA, BERT, START

SECRET = "my cat is called Marzipan"


def new_run(store: Store) -> str:
    return store.create_run("{}", 1, "scripted", "0").id


def waited(counter: int, agent: str = ANNA) -> Event:
    return Event(START + counter, Phase.WAKE, counter, events.Waited(agent, START + 99))


def heard(words_id: str, words_hash: str) -> Event:
    return Event(START, Phase.INPUT, 0, events.VisitorSpoke(ANNA, "v1", "c1", words_id, words_hash))


def pace(n: int) -> Input:
    return Input(n, START, PaceSet("v1", 30_000))


def refused(path: Path, must_exist: bool = False) -> BadInput:
    """The error that a file is refused with; it names the file, and what to do."""
    with pytest.raises(BadInput) as caught:
        open_store(path, must_exist)
    assert caught.value.source == str(path)
    assert caught.value.fix
    return caught.value


def pragma(path: Path, name: str) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def on_disk(path: Path) -> bytes:
    """Every byte of the database file and of the files beside it."""
    return b"".join(beside.read_bytes() for beside in sorted(path.parent.glob(f"{path.name}*")))


# ---- files -------------------------------------------------------------------------------------------------------


def test_file_is_in_wal_mode_with_its_schema_version(store: Store, file: Path) -> None:
    """Readers don't hold up the writer, and later code can tell which tables to expect."""
    assert (pragma(file, "journal_mode"), pragma(file, "user_version")) == ("wal", SCHEMA_VERSION)


def test_opening_again_finds_what_was_there(store: Store, file: Path) -> None:
    """A second opening, at once or after closing, reads the same runs and events."""
    run_id = new_run(store)
    store.log(run_id).append([waited(0)], [pace(1)])
    for _ in range(2):
        again = open_store(file, must_exist=True)
        assert again.runs() == store.runs()
        assert again.extent(run_id) == RunExtent(events=1, inputs=1, last_time=START)
        again.close()


@pytest.mark.parametrize("version", [SCHEMA_VERSION + 1, 99])
def test_newer_schema_version_is_refused(store: Store, file: Path, version: int) -> None:
    """A file of newer code is not guessed at."""
    store.close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    assert f"schema version {version}; this code reads up to version {SCHEMA_VERSION}" in refused(file).problem


def test_foreign_database_is_refused_and_left_as_it_is(file: Path) -> None:
    """Somebody's own SQLite file is none of ours: not a byte of it changes, and nothing is left beside it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
    before = file.read_bytes()
    assert "not a Taoyuan database" in refused(file).problem
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_garbage_is_refused_and_left_as_it_is(file: Path) -> None:
    """A file that is no database at all stays what it is."""
    file.write_bytes(b"dear diary, " * 1000)
    assert "not a usable database" in refused(file).problem
    assert on_disk(file) == b"dear diary, " * 1000


def test_folder_is_no_database(tmp_path: Path) -> None:
    """A folder can't be opened."""
    assert "not a usable database" in refused(tmp_path).problem


def test_missing_file_or_folder_is_named(tmp_path: Path) -> None:
    """What must exist and doesn't is not made; nor is a folder."""
    assert refused(tmp_path / "none.db", must_exist=True).problem == "there is no such database"
    assert refused(tmp_path / "none" / "village.db").problem == "its folder does not exist"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["what?.db", "100%25.db", "桃源#1.db", "a b.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    """A name is no address: what means something there is just a letter here."""
    open_store(tmp_path / name).close()
    assert [path.name for path in tmp_path.iterdir()] == [name]


# ---- runs --------------------------------------------------------------------------------------------------------


def test_runs_are_listed_oldest_first_and_kept_apart(store: Store) -> None:
    """Each run has an id of its own, and its own events."""
    made = [store.create_run('{"name": "桃源"}', seed, "scripted", "1.2") for seed in (7, 5, 6)]
    assert store.runs() == made
    assert [(run.seed, run.scenario, run.mind, run.code_version) for run in made[:1]] == [
        (7, '{"name": "桃源"}', "scripted", "1.2")
    ]
    first, second = (store.log(run.id) for run in made[:2])
    first.append([waited(0)], [pace(1)])
    second.append([waited(0, BERT)], [])
    assert [item.event for item in store.log(made[0].id).events()] == [waited(0)]
    assert [item.event for item in store.log(made[1].id).events()] == [waited(0, BERT)]
    assert store.extent(made[2].id) == RunExtent(events=0, inputs=0, last_time=None)


def test_second_writer_is_refused_and_nothing_of_its_commit_stays(store: Store, file: Path) -> None:
    """Whoever commits after another writer did is told so, and its events and inputs are dropped as a whole."""
    run_id, other = new_run(store), open_store(file)
    first, second = store.log(run_id), other.log(run_id)
    first.append([waited(0)], [])
    with pytest.raises(BadInput, match="another process is writing") as caught:
        second.append([waited(0, BERT), waited(1, BERT)], [pace(1)])
    assert run_id in caught.value.source
    first.append([waited(1)], [])
    assert [item.event for item in store.log(run_id).events()] == [waited(0), waited(1)]
    assert list(store.log(run_id).inputs()) == []
    other.close()


def test_second_writer_of_inputs_is_refused(store: Store, file: Path) -> None:
    """Inputs have one order, too."""
    run_id, other = new_run(store), open_store(file)
    first, second = store.log(run_id), other.log(run_id)
    first.append([], [pace(1)])
    with pytest.raises(BadInput, match="another process is writing"):
        second.append([waited(0)], [pace(1)])
    assert list(store.log(run_id).events()) == []
    other.close()


def test_one_key_can_not_be_used_twice(store: Store) -> None:
    """Two events of one character with one counter can't both be in a history."""
    log = store.log(new_run(store))
    log.append([waited(0)], [])
    with pytest.raises(BadInput):
        log.append([waited(0)], [])
    assert len(list(log.events())) == 1


def test_seal_is_the_digest_of_all_so_far(store: Store) -> None:
    """A run that stopped says how far it was and what its history amounts to; a later seal replaces it."""
    run_id = new_run(store)
    assert store.seal_of(run_id) is None
    log, memory = store.log(run_id), MemoryEventLog()
    for counter in (0, 1):
        for kept in (log, memory):
            kept.append([waited(counter)], [])
        assert store.seal(run_id) == store.seal_of(run_id) == Seal(counter + 1, memory.digest())


# ---- visitors' words ---------------------------------------------------------------------------------------------


@pytest.fixture(params=["memory", "sql"])
def words(request: pytest.FixtureRequest, store: Store) -> VisitorWords:
    """Both kinds of keeping words."""
    return MemoryVisitorWords() if request.param == "memory" else store.words(new_run(store))


def test_talk_is_kept_in_order_between_two(words: VisitorWords) -> None:
    """A talk is what one visitor and one character said to each other, oldest first."""
    for visitor, agent, who, text in (
        ("v1", ANNA, "visitor", "你好"),
        ("v2", ANNA, "visitor", "hello"),
        ("v1", BERT, "visitor", "hey"),
        ("v1", ANNA, "agent", "你好呀"),
    ):
        kept = words.keep(visitor, agent, "c1", who, text)
        assert words.text(kept.id) == text
    assert words.talk("v1", ANNA, maximum=9) == [("visitor", "你好"), ("agent", "你好呀")]
    assert words.talk("v2", BERT, maximum=9) == []


def test_talk_is_bounded_to_its_last_texts(words: VisitorWords) -> None:
    """However much was ever said, the latest before the text in question come, oldest first."""
    kept = [words.keep("v1", ANNA, "c1", "visitor", f"line {n}") for n in range(5)]
    assert words.talk("v1", ANNA, maximum=2) == [("visitor", "line 3"), ("visitor", "line 4")]
    assert words.talk("v1", ANNA, 2, kept[2].id) == [("visitor", "line 1"), ("visitor", "line 2")]
    words.erase("v1")
    assert words.talk("v1", ANNA, 2, kept[2].id) == []


def test_equal_words_have_different_ids_and_hashes(words: VisitorWords) -> None:
    """Nobody can guess words back from their hash, nor see that something was said twice."""
    one, other = (words.keep("v1", ANNA, "c1", "visitor", SECRET) for _ in range(2))
    assert one.id != other.id
    assert one.hash != other.hash


def test_erasing_takes_one_visitors_words_and_the_replies(words: VisitorWords) -> None:
    """All that was said to and by the visitor is gone; others' words stay."""
    said, reply = words.keep("v1", ANNA, "c1", "visitor", SECRET), words.keep("v1", ANNA, "c1", "agent", SECRET)
    others = words.keep("v2", ANNA, "c2", "visitor", "hello")
    assert words.erase("v1") == 2
    assert (words.text(said.id), words.text(reply.id), words.talk("v1", ANNA, maximum=9)) == (ERASED, ERASED, [])
    assert words.text(others.id) == "hello"
    assert words.erase("v1") == 0


def test_erasing_is_within_a_run(store: Store) -> None:
    """Another run's talk with the same visitor is another run's."""
    here, there = store.words(new_run(store)), store.words(new_run(store))
    kept = there.keep("v1", ANNA, "c1", "visitor", "hello")
    assert here.erase("v1") == 0
    assert there.text(kept.id) == "hello"
    assert here.talk("v1", ANNA, maximum=9) == []


def test_history_has_the_last_texts_with_each_character(words: VisitorWords) -> None:
    """One visitor's own, oldest first, with the time and the mind of each; the maximum is per character."""
    kept = [words.keep("v1", ANNA, "c1", "visitor", f"a{n}", START + n) for n in range(3)]
    words.keep("v2", ANNA, "c2", "visitor", SECRET, START)
    reply = words.keep("v1", BERT, "c3", "agent", "b0", START + 9, "model")
    assert words.history("v1", maximum=2) == [
        Said(ANNA, "c1", "visitor", "a1", START + 1, None, kept[1].id),
        Said(ANNA, "c1", "visitor", "a2", START + 2, None, kept[2].id),
        Said(BERT, "c3", "agent", "b0", START + 9, "model", reply.id),
    ]
    assert words.history("v3", maximum=2) == []


def test_a_summary_stands_for_what_was_said_up_to_a_text(words: VisitorWords) -> None:
    """It comes first, besides the maximum; a later one takes its place; it is between those two alone, and no line."""
    kept = [words.keep("v1", ANNA, "c1", "visitor", f"line {n}") for n in range(6)]
    words.keep("v1", BERT, "c2", "visitor", "hello")
    words.keep_summary("v1", ANNA, "lines 0 and 1", kept[1].id)
    assert words.talk("v1", ANNA, 9) == [(SUMMARY, "lines 0 and 1"), *(("visitor", f"line {n}") for n in range(2, 6))]
    assert words.talk("v1", ANNA, 1) == [(SUMMARY, "lines 0 and 1"), ("visitor", "line 5")]
    assert words.talk("v1", ANNA, 9, kept[2].id) == [(SUMMARY, "lines 0 and 1"), ("visitor", "line 2")]
    assert words.talk("v1", ANNA, 9, kept[0].id) == [("visitor", "line 0")]
    assert words.not_summed_up("v1", ANNA, 9) == [each.id for each in kept[2:]]
    assert words.not_summed_up("v1", ANNA, 2) == [each.id for each in kept[4:]]
    words.keep_summary("v1", ANNA, "lines 0 to 4", kept[4].id)
    assert words.talk("v1", ANNA, 9) == [(SUMMARY, "lines 0 to 4"), ("visitor", "line 5")]
    assert words.talk("v1", BERT, 9) == [("visitor", "hello")]
    assert [said.text for said in words.history("v1", 9) if said.agent == ANNA] == [f"line {n}" for n in range(6)]


def test_a_summary_is_erased_with_what_it_sums_up(words: VisitorWords) -> None:
    """And none is kept of what was erased meanwhile."""
    said = words.keep("v1", ANNA, "c1", "visitor", SECRET)
    words.keep_summary("v1", ANNA, SECRET, said.id)
    words.erase("v1")
    assert words.talk("v1", ANNA, 9) == []
    words.keep_summary("v1", ANNA, SECRET, said.id)
    words.keep("v1", ANNA, "c2", "visitor", "hello")
    assert words.talk("v1", ANNA, 9) == [("visitor", "hello")]


def test_words_erased_and_digest_unchanged(store: Store) -> None:
    """The log only knows an id and a hash, so a run's history is the same without the words."""
    run_id = new_run(store)
    log, words = store.log(run_id), store.words(run_id)
    kept = words.keep("v1", ANNA, "c1", "visitor", SECRET)
    log.append([heard(kept.id, kept.hash)], [])
    before = (log.digest(), list(log.events()))
    assert words.erase("v1") == 1
    assert (log.digest(), list(log.events())) == before


def said_much(words: SqlVisitorWords) -> None:
    for n in range(50):
        words.keep("v1", ANNA, "c1", "visitor", f"{SECRET} {n} " * 20)


def test_erased_words_are_nowhere_in_the_files(store: Store, file: Path) -> None:
    """Erasing leaves no trace on the disk, neither in the database nor in its journal, even while it is open."""
    words = store.words(new_run(store))
    said_much(words)
    words.keep("v2", ANNA, "c2", "visitor", "kept words")
    assert SECRET.encode() in on_disk(file)
    assert words.erase("v1") == 50
    assert SECRET.encode() not in on_disk(file)
    assert b"kept words" in on_disk(file)


def test_words_last_once_kept(store: Store, file: Path) -> None:
    """Another reader sees the words as soon as `keep` returns."""
    run_id = new_run(store)
    kept = store.words(run_id).keep("v1", ANNA, "c1", "visitor", "你好")
    other = open_store(file)
    assert other.words(run_id).text(kept.id) == "你好"
    other.close()

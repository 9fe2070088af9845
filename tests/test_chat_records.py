"""`taoyuan export chats`: who said what to whom and when, as JSON lines; what a visitor had erased is gone."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scenarios import headless
from scenarios.chat_records import Wanted, chat_records, write_lines
from scenarios.command_line import erase
from scenarios.export_command import chats
from scenarios.mind_choice import SCRIPTED
from scenarios.movements import export_movements
from scenarios.recording import Recording, open_recording
from sim.bad_input import BadInput
from sim.clock import DAY, format_time, parse_time
from sim.events import Event, Phase, RepliedToVisitor, VisitorSpoke
from sim.store import open_store
from tests.command import copied, taoyuan
from tests.small_scenario import small_scenario
from tests.small_village import ANNA, BERT

VISITOR, OTHER = "v-" + "1" * 24, "v-" + "2" * 24
SECRET, REPLY = "my cat is called Marzipan", "好名字"
ALL = Wanted()


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recorded day of the small village, and two visitors' words at its end."""
    folder = tmp_path_factory.mktemp("chats")
    path = folder / "run.db"
    asyncio.run(headless.run(str(small_scenario(folder).path), DAY, path, 3, SCRIPTED, resume=False))
    _visit(path)
    return path


def _visit(path: Path) -> None:
    """A visitor tells Anna a secret and is answered; another one speaks to Bert."""
    store = open_store(path, must_exist=True, writing=True)
    (run,) = store.runs()
    log, words, time = store.log(run.id), store.words(run.id), parse_time("2d06:30")
    said = words.keep(VISITOR, ANNA, "c-1", "visitor", SECRET, time)
    answered = words.keep(VISITOR, ANNA, "c-1", "agent", REPLY, time, "rule")
    others = words.keep(OTHER, BERT, "c-2", "visitor", "hello", time)
    facts = (
        VisitorSpoke(ANNA, VISITOR, "c-1", said.id, said.hash),
        RepliedToVisitor(ANNA, VISITOR, "c-1", answered.id, answered.hash, "rule"),
        VisitorSpoke(BERT, OTHER, "c-2", others.id, others.hash),
    )
    log.append([Event(time, Phase.INPUT, 10_000 + n, fact) for n, fact in enumerate(facts)], [])
    store.close()


@pytest.fixture
def recording(day: Path) -> Recording:
    return open_recording(str(day))


def lines(recording: Recording, wanted: Wanted = ALL) -> list[dict[str, Any]]:
    return list(chat_records(recording, wanted, private=True))


def test_every_line_is_told_in_the_order_it_was_said(recording: Recording) -> None:
    """With its speaker and listener, time, words in both languages, and the mind."""
    found = lines(recording)
    assert [line["event"] for line in found] == sorted(line["event"] for line in found)
    line = next(line for line in found if line["talk"])
    assert {line["from"], line["to"]} <= {"anna", "bert", "cara"}
    assert line["time"] == format_time(line["seconds"])
    assert line["text"]["zh"]
    assert line["text"]["en"]
    assert (line["source"], line["visitor"]) == ("rule", None)


def test_visitors_words_are_told_as_they_were_said(recording: Recording) -> None:
    """By the visitor's id, with the reply; a visitor's own words came of no mind."""
    said, answered = lines(recording, Wanted(visitor=VISITOR))
    assert (said["from"], said["to"], said["text"]["en"], said["source"]) == (VISITOR, ANNA, SECRET, None)
    assert (answered["from"], answered["to"], answered["text"]["zh"], answered["talk"]) == (ANNA, VISITOR, REPLY, "c-1")


def test_lines_are_narrowed_down_by_character_and_time(recording: Recording) -> None:
    """Said by or to somebody, and between two moments, both of them included."""
    found = lines(recording)
    assert lines(recording, Wanted(who=ANNA)) == [line for line in found if ANNA in (line["from"], line["to"])]
    since, until = found[2]["seconds"], found[5]["seconds"]
    assert lines(recording, Wanted(since=since, until=until)) == [
        line for line in found if since <= line["seconds"] <= until
    ]


def test_erased_words_are_gone_from_the_records_and_the_digest_stays(day: Path, tmp_path: Path) -> None:
    """That there was a line stays, and whose; another visitor's words are not touched."""
    copy = copied(day, tmp_path)
    before = open_recording(str(copy)).log.digest()
    erase(copy, VISITOR)
    recording = open_recording(str(copy))
    assert [line["text"] for line in lines(recording, Wanted(visitor=VISITOR))] == [None, None]
    assert [line["text"]["en"] for line in lines(recording, Wanted(visitor=OTHER))] == ["hello"]
    assert recording.log.digest() == before


def test_the_command_prints_a_line_of_json_each(day: Path, recording: Recording) -> None:
    """Nothing else is on stdout, so that a program can read it."""
    done = taoyuan("export", "chats", str(day), "--since", "2d06:00", "--private")
    assert done.returncode == 0, done.stderr
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    assert printed == lines(recording, Wanted(since=parse_time("2d06:00")))
    assert SECRET in [line["text"]["en"] for line in printed]


def test_what_visitors_said_is_copied_for_who_asks_for_it_only(day: Path, recording: Recording) -> None:
    """No `erase` reaches a copy: that there was a line is told, and whose, without the words."""
    told = list(chat_records(recording, Wanted(visitor=VISITOR)))
    assert [(line["from"], line["text"]) for line in told] == [(VISITOR, None), (ANNA, None)]
    assert all(line["text"] for line in chat_records(recording, ALL) if line["visitor"] is None)


def test_a_file_that_can_not_be_finished_is_not_left(tmp_path: Path) -> None:
    """Whatever stops it: half a file would hold words that nobody knows of."""

    def lines_and_an_end() -> Iterator[dict[str, Any]]:
        yield {"text": SECRET}
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_lines(tmp_path / "chats.jsonl", lines_and_an_end())
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_a_file(
    day: Path, recording: Recording, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And says how many lines there are."""
    file = tmp_path / "chats.jsonl"
    chats(str(day), who=ANNA, private=True, file=file, as_json=True)
    facts = json.loads(capsys.readouterr().out)
    written = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert written == lines(recording, Wanted(who=ANNA))
    assert facts["lines"] == len(written)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    "options", [{"who": "nobody"}, {"since": "noon"}, {"until": "9"}, {"file": Path("nowhere/chats.jsonl")}], ids=str
)
def test_bad_usage_is_one_line(day: Path, options: dict[str, Any]) -> None:
    """It names what is wrong, and what to do."""
    (wrong,) = options.values()
    with pytest.raises(BadInput, match=str(wrong)) as told:
        chats(str(day), **options)
    assert "\n" not in str(told.value)


def test_a_database_is_never_written_over(day: Path, tmp_path: Path) -> None:
    """Not the one that is read, nor another: what is in it is lost nowhere."""
    copy = copied(day, tmp_path)
    before = copy.read_bytes()
    for export in (lambda: chats(str(copy), file=copy), lambda: export_movements(open_recording(str(day)), copy)):
        with pytest.raises(BadInput, match="a database is there"):
            export()
    assert copy.read_bytes() == before

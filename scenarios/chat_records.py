"""Chat records: who said what to whom and when in a recorded run, line by line, as JSON for programs.

`{"event", "time", "seconds", "talk", "from", "to", "text": {"zh", "en"}, "source", "visitor"}`. `event` is the line's
number in the log, `seconds` simulated ones since day 1, 00:00, `talk` the conversation's id (null for a line in
passing), `to` null for a line to nobody in particular, `source` the mind that spoke (null: a visitor's own words),
`visitor` the one whose talk it is (null: characters among themselves). What a visitor said or was told stands in the
database's erasable table in the one language that was spoken, and here as both; it is `"text": null` if it has been
erased, or nobody asked for what is private: no `erase` reaches a copy.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.export_file import export_file
from scenarios.recording import Recording
from sim import events
from sim.clock import SimTime, format_time
from sim.event_log import Committed
from sim.visitor_words import ERASED, VisitorWords

KINDS = ("spoke", "visitor_spoke", "replied_to_visitor")

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: said by or to `who`, in talks with `visitor`, from `since` on and not after `until`; None: any."""

    who: str | None = None
    visitor: str | None = None
    since: SimTime | None = None
    until: SimTime | None = None

    def has(self, record: Record) -> bool:
        """Whether a line is wanted."""
        return (
            self.who in (None, record["from"], record["to"])
            and self.visitor in (None, record["visitor"])
            and (self.since is None or record["seconds"] >= self.since)
        )

    def is_past(self, time: SimTime) -> bool:
        """Whether nothing is wanted of what was said at `time` or later."""
        return self.until is not None and time > self.until


def chat_records(recording: Recording, wanted: Wanted, private: bool = False) -> Iterator[Record]:
    """The lines that are wanted, in the order they were said; with `private`, what visitors said and were told, too."""
    words = recording.store.words(recording.run.id) if private else None
    for item in recording.log.events(kinds=KINDS):
        if wanted.is_past(item.event.time):
            return
        record = _record(item, words)
        if wanted.has(record):
            yield record


def _record(item: Committed, words: VisitorWords | None) -> Record:
    at = {"event": item.seq, "time": format_time(item.event.time), "seconds": item.event.time}
    return at | _said(item.event.fact, words)


def _said(fact: events.Fact, words: VisitorWords | None) -> Record:
    match fact:
        case events.Spoke():
            text = {"zh": fact.text.zh, "en": fact.text.en}
            return _line(fact.conversation, fact.agent, fact.to, text, fact.source, None)
        case events.VisitorSpoke():
            return _line(fact.chat, fact.visitor, fact.agent, _kept(words, fact.words_id), None, fact.visitor)
        case events.RepliedToVisitor():
            return _line(fact.chat, fact.agent, fact.visitor, _kept(words, fact.words_id), fact.source, fact.visitor)
    raise TypeError(f"{fact.kind} is nothing that is said")


def _line(
    talk: str | None, speaker: str, to: str | None, text: object, source: str | None, visitor: str | None
) -> Record:
    return {"talk": talk, "from": speaker, "to": to, "text": text, "source": source, "visitor": visitor}


def _kept(words: VisitorWords | None, words_id: str) -> dict[str, str] | None:
    """A text of a talk with a visitor; None if it is kept private, has been erased, or never came into a branch."""
    if words is None:
        return None
    text = words.text(words_id)
    return None if text == ERASED else {"zh": text, "en": text}


def write_lines(path: Path, records: Iterable[Record]) -> int:
    """Write lines into a file, all of them or none; how many there were. Raises BadInput."""
    count = 0
    with export_file(path) as file:
        for record in records:
            file.write(f"{json_line(record)}\n")
            count += 1
    return count


def json_line(record: Record) -> str:
    """A record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False)

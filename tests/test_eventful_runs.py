"""Runs in which something happens: verified, re-run, resumed, counted, explained and looked back on like any other."""

import asyncio
from pathlib import Path

import pytest

from agents.why import why
from agents.why_words import WhyWords
from scenarios.branching import branch
from scenarios.headless import run, statistics_of
from scenarios.recording import Recording, open_recording, rerun, verify
from sim.clock import HOUR, parse_time
from sim.event_log import Committed
from sim.events import DecisionMade, Happened, HappeningEnded, Remembered, TaskStarted
from tests.small_scenario import small_scenario
from web.history import History

SECONDS = 5 * HOUR
EVENTS = [
    {"at": "1d07:00", "what": "market_day", "place": "square", "minutes": 120},
    {"at": "1d10:00", "what": "snow", "minutes": 60},
]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A market day, and snow, in the small village; stopped in the midst of the market, and resumed."""
    folder = tmp_path_factory.mktemp("eventful")
    village, database = small_scenario(folder), folder / "run.db"
    village.edit("small.yaml", lambda content: content.update(events=EVENTS))
    asyncio.run(run(str(village.path), HOUR, database, 7, "scripted", False))
    asyncio.run(run(str(village.path), SECONDS, database, None, "scripted", True))
    return database


@pytest.fixture(scope="module")
def recording(database: Path) -> Recording:
    """The recording of it."""
    return open_recording(str(database))


def found(recording: Recording, kind: type) -> list[Committed]:
    return [item for item in recording.log.events() if isinstance(item.event.fact, kind)]


def test_it_is_verified_and_made_again(recording: Recording) -> None:
    """Stopping and going on has left no mark: the digest is that of the same village in one go."""
    assert len(found(recording, Happened)) == len(found(recording, HappeningEnded)) == 2
    assert verify(recording).problem is None
    again = rerun(recording)
    assert again.same
    assert again.events == verify(recording).events


def test_its_statistics_are_of_its_people(recording: Recording) -> None:
    """What happens to the village is counted as an event, and is nobody's."""
    counted = statistics_of(recording.village, recording.log, recording.last_time)
    assert set(counted.agents) == set(recording.scenario.cast.by_id)
    assert counted.events == verify(recording).events


def test_what_happened_and_what_came_of_it_are_explained(recording: Recording) -> None:
    """The scenario has it so; somebody noticed, decided, and set out."""
    words = WhyWords(recording.scenario.cast, recording.village.town_map)

    def explained(item: Committed) -> tuple[str, str, str | None]:
        because = why(recording.log, recording.store.attempts(recording.run.id), item.seq)
        assert because is not None
        trigger = words.trigger(because)
        return words.action(because).en, words.cause(because).en, trigger.en if trigger else None

    begun, ended = found(recording, Happened)[0], found(recording, HappeningEnded)[0]
    assert explained(begun) == ("it is market day at square", "By the rules: the scenario has it so.", None)
    assert "its time was over" in explained(ended)[1]
    made = [item for item in found(recording, DecisionMade) if getattr(item.event.fact, "choice", "") == "go"]
    assert made
    assert explained(made[0])[2] == "Noticed that it is market day at square"
    followed = [item for item in found(recording, TaskStarted) if "happening:" in str(item.event.fact)]
    because = why(recording.log, recording.store.attempts(recording.run.id), followed[0].seq)
    assert because is not None
    assert because.made == made[0]
    remembered = [item for item in found(recording, Remembered) if "market_day" in str(item.event.fact)]
    assert explained(remembered[0])[1] == "By the rules: what happens in the village is remembered."


def test_the_timeline_marks_it_and_the_weather_of_then_is_shown(recording: Recording) -> None:
    """The market with its place and words, the snow with none; and a snapshot of the hour has its weather."""
    last = recording.last_time
    history = History(recording.village.first_world, recording.log, recording.scenario.cast, lambda: last)
    marks = [mark for mark in history.timeline(0).marks if mark.kind == "happening"]
    assert [(mark.time, mark.place) for mark in marks] == [
        (parse_time("1d07:00"), "square"),
        (parse_time("1d10:00"), None),
    ]
    assert marks[0].until == parse_time("1d09:00")
    assert marks[1].text is not None
    assert marks[1].text.zh == "飘起雪花来了"
    weather = [history.snapshot(parse_time(time)).weather for time in ("1d09:59", "1d10:30", "1d11:01")]
    assert weather == ["sunny", "snow", "sunny"]


def test_a_branch_lives_the_scenarios_events_that_lie_ahead(
    recording: Recording, database: Path, tmp_path: Path
) -> None:
    """And those behind it once."""
    there = tmp_path / "branch.db"
    facts = asyncio.run(branch(str(database), parse_time("1d08:00"), there, None, "scripted", SECONDS))
    assert facts["digest"] == recording.log.digest()

"""Comparing: where two runs first differ, and how, for people and for programs."""

from dataclasses import replace
from pathlib import Path

import pytest

from agents.why_words import WhyWords
from scenarios.comparison import Bond, Sides, Tally, compare, first_difference
from scenarios.comparison_report import Names, comparison_json, print_comparison
from scenarios.recording import Recording, open_recording
from sim.clock import parse_time
from sim.event_log import Committed
from sim.events import ConversationEnded, DecisionMade, Event, Fact, Phase, RelationshipChanged, Waited
from tests.command import taoyuan, taoyuan_json
from tests.small_village import ANNA, BERT, START

Two = tuple[Recording, Recording]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parted")


@pytest.fixture(scope="module")
def parted(folder: Path) -> Two:
    """A morning, and a branch of it with another seed from nine o'clock on."""
    a, b = folder / "a.db", folder / "b.db"
    taoyuan_json("run", "--until", "4h", "--db", str(a))
    taoyuan_json("branch", str(a), "--at", "1d09:00", "--seed", "8", "--until", "4h", "--db", str(b))
    return open_recording(str(a)), open_recording(str(b))


def happened(*facts: Fact, time: int = START) -> list[Committed]:
    """Facts of one instant, committed in this order."""
    return [Committed(n, Event(time, Phase.WAKE, n, fact)) for n, fact in enumerate(facts, start=1)]


def test_the_order_of_commits_is_no_difference() -> None:
    """Events of an instant are held against each other in key order, as the digest reads them."""
    one, other = happened(Waited(ANNA, START), Waited(BERT, START))
    assert first_difference([one, other], [other, one]) is None


def test_the_first_event_that_differs_is_found() -> None:
    """What is the same before it is passed over; both sides are told."""
    same, mine = happened(Waited(ANNA, START), Waited(BERT, START))
    theirs = happened(Waited(ANNA, START), Waited(BERT, START + 60))[1]
    assert first_difference([same, mine], [same, theirs]) == Sides(mine, theirs)


def test_a_history_that_ends_differs_from_one_that_goes_on() -> None:
    """Where one has no further event, that is the difference."""
    one, other = happened(Waited(ANNA, START), Waited(BERT, START))
    assert first_difference([one], [one, other]) == Sides(None, other)


def test_talks_bonds_and_decisions_are_tallied() -> None:
    """A talk counts for the pair, whoever was host; the latest relationship holds."""
    tally = Tally()
    for fact in (
        ConversationEnded(BERT, ANNA, "c1", 4),
        ConversationEnded(ANNA, BERT, "c2", 4),
        RelationshipChanged(ANNA, BERT, 1, 1, START),
        RelationshipChanged(ANNA, BERT, 2, 3, START),
        DecisionMade(ANNA, 1, "rule", "stay"),
    ):
        tally.add(fact)
    assert tally.talks == {(ANNA, BERT): 2}
    assert tally.bonds == {(ANNA, BERT): Bond(2, 3)}
    assert tally.decisions == {"rule": 1}
    assert tally.kinds.total() == 5


def test_a_run_is_the_same_as_itself(parted: Two, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing differs, and no tables are printed."""
    a, _ = parted
    found = compare(a, a)
    assert found.first is None
    assert found.same_scenario
    print_comparison(found, as_json=False)
    printed = capsys.readouterr().out
    assert "nothing differs" in printed
    assert "┃" not in printed


def test_a_branch_differs_only_after_its_moment(parted: Two) -> None:
    """The first difference lies after it, both sides are in words, and the figures are those of the common time."""
    facts = comparison_json(compare(*parted))
    assert facts["same"] is False
    assert facts["same_scenario"] is True
    assert facts["runs"]["b"]["branched_from"] == [{"run_id": parted[0].run.id, "at": "1d09:00"}]
    first = facts["first_difference"]
    for side in ("a", "b"):
        assert parse_time(first[side]["time"]) > parse_time("1d09:00")
        assert first[side]["words"]["zh"]
        assert first[side]["words"]["en"]
    assert first["a"]["fact"] != first["b"]["fact"]
    assert parse_time(facts["until"]) == min(recording.last_time for recording in parted)


def test_shares_of_the_time_are_shares(parted: Two) -> None:
    """Nobody is at activities for more than all of the time, and somebody's day differs."""
    shares = comparison_json(compare(*parted))["activity_shares_thousandths"]
    for side in ("a", "b"):
        for agent in {row["agent"] for row in shares}:
            assert sum(row[side] for row in shares if row["agent"] == agent) <= 1000
    assert any(row["a"] != row["b"] for row in shares)


def test_what_differs_most_is_printed_first(parted: Two, capsys: pytest.CaptureFixture[str]) -> None:
    """Short tables for people: the same event with what is different about it, and names in both languages."""
    print_comparison(compare(*parted), as_json=False)
    printed = capsys.readouterr().out
    assert "they differ" in printed
    assert "The first difference" in printed
    assert "Talks" in printed
    assert len(printed.splitlines()) < 90


def test_runs_of_other_scenarios_can_be_compared(parted: Two, tmp_path: Path) -> None:
    """That they were not made from the same is said."""
    scenario = tmp_path / "cloudy.yaml"
    here = Path(__file__).parent.parent / "scenarios"
    text = (here / "ordinary_day.yaml").read_text(encoding="utf-8").replace("weather: sunny", "weather: cloudy")
    scenario.write_text(text.replace(": maps/", f": {here}/maps/").replace(": casts/", f": {here}/casts/"), "utf-8")
    taoyuan_json("run", str(scenario), "--until", "1h", "--db", str(tmp_path / "c.db"))
    facts = comparison_json(compare(parted[0], open_recording(str(tmp_path / "c.db"))))
    assert facts["same_scenario"] is False
    assert parse_time(facts["until"]) <= parse_time("1d07:30")


def test_who_and_what_is_in_one_run_alone_has_a_name_too(parted: Two) -> None:
    """An activity, or a newcomer, that only the second run's cast knows; what neither knows is called by its id."""
    a, b = (WhyWords(recording.scenario.cast, recording.village.town_map) for recording in parted)
    cast = a.cast.model_copy(update={"common": (), "characters": a.cast.characters[1:]})
    names = Names(Sides(replace(a, cast=cast), b))
    newcomer = b.cast.characters[0]
    assert names.person(newcomer.id) == f"{newcomer.name.zh} {newcomer.name.en}"
    assert names.activity(b.cast.characters[1].id, "lunch") == "午饭 lunch"
    assert names.activity(newcomer.id, "levitation") == "levitation"


def test_a_branch_that_has_not_lived_on_is_told_of(
    folder: Path, parted: Two, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing can differ yet, and what to do is said."""
    taoyuan_json("branch", str(folder / "a.db"), "--at", "1d09:00", "--db", str(tmp_path / "c.db"))
    print_comparison(compare(parted[0], open_recording(str(tmp_path / "c.db"))), as_json=False)
    assert "has not lived on since it branched" in capsys.readouterr().out


def test_a_run_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    """Bad input names the file."""
    done = taoyuan("compare", str(tmp_path / "a.db"), str(tmp_path / "b.db"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "a.db" in done.stderr

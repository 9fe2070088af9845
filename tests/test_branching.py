"""Branching: a run goes on from a moment of another, stays exact, and leaves visitors and their words behind."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from agents.population import Population
from agents.scripted_mind import ScriptedMind
from scenarios import headless
from scenarios.branching import branch
from scenarios.headless import started
from scenarios.recording import open_recording, rerun, verify, world_at
from scenarios.unpaced import run_unpaced
from sim.bad_input import BadInput
from sim.clock import HOUR, MINUTE, SimTime, parse_time
from sim.horizon import Lockstep
from sim.inputs import VisitorOpened, VisitorSaid
from sim.seeds import Seeds
from sim.store import Branching, open_store
from sim.visitor_words import ERASED
from tests.command import health, served, taoyuan_json
from tests.default_village import default_cast

AT = parse_time("1d10:00")
MORNING = 6 * HOUR
SECRET = "我家的猫叫汤圆"


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A morning of the ordinary day in a database, and its figures."""
    database = tmp_path_factory.mktemp("parent") / "run.db"
    return database, asyncio.run(headless.run("ordinary_day", MORNING, database, 7, "scripted", resume=False))


def branched(
    run: Path | str, database: Path, *, at: SimTime = AT, seed: int | None = None, until: int | None = MORNING
) -> dict[str, Any]:
    """Branch a run, and live on."""
    return asyncio.run(branch(str(run), at, database, seed, "scripted", until))


def test_a_branch_with_nothing_changed_lives_its_parents_history(
    parent: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    """Same seed, same rules: the same digest, in a database that needs the parent's no more."""
    report = branched(parent[0], tmp_path / "b.db")
    assert report["digest"] == parent[1]["digest"]
    assert (report["parent"], report["at"]) == (parent[1]["run_id"], "1d10:00")
    recording = open_recording(str(tmp_path / "b.db"))
    assert recording.run.lineage == (Branching(parent[1]["run_id"], AT, 7),)
    assert rerun(recording).same
    assert verify(recording).same


def test_a_new_seed_holds_from_the_moment_on_only(parent: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    """Until then the same events, from then on others; made again with no mind it is the same branch."""
    branched(parent[0], tmp_path / "b.db", seed=8)
    recording, original = open_recording(str(tmp_path / "b.db")), open_recording(str(parent[0]))
    assert recording.run.seeds == Seeds(7, ((AT, 8),))
    ours, theirs = ([item.event for item in made.log.events()] for made in (recording, original))
    common = next(index for index, (mine, other) in enumerate(zip(ours, theirs, strict=False)) if mine != other)
    assert ours[common].time > AT
    assert rerun(recording).same


def test_a_branch_of_a_branch_remembers_every_seed(parent: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    """Three seeds follow each other, and the run is still made again to the same digest."""
    later = AT + HOUR
    branched(parent[0], tmp_path / "b.db", seed=8)
    branched(tmp_path / "b.db", tmp_path / "c.db", seed=9, at=later)
    recording = open_recording(str(tmp_path / "c.db"))
    assert recording.run.seeds == Seeds(7, ((AT, 8), (later, 9)))
    assert rerun(recording).same
    assert verify(recording).same


def test_a_branch_goes_on_like_any_run(parent: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    """Branched without going on, then resumed: the history is that of a branch that went on at once."""
    database = tmp_path / "b.db"
    stands = branched(parent[0], database, seed=8, until=None)
    assert world_at(open_recording(str(database)), AT).time <= AT
    resumed = asyncio.run(headless.run(None, MORNING, database, 8, "scripted", resume=True))
    assert resumed["run_id"] == stands["run_id"]
    assert resumed["digest"] == branched(parent[0], tmp_path / "other.db", seed=8)["digest"]
    assert verify(open_recording(str(database))).same


def test_a_branch_may_live_in_its_parents_database(parent: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    """Both runs are there, the branch is the newest, and the parent is as it was."""
    database = tmp_path / "b.db"
    first = branched(parent[0], database)
    second = branched(database, database, seed=8)
    listed = taoyuan_json("runs", str(database))
    assert [run["run_id"] for run in listed] == [first["run_id"], second["run_id"]]
    assert listed[1]["branched_from"] == f"{first['run_id']} at 1d10:00"
    assert [run["seed"] for run in listed] == [7, 8]
    assert verify(open_recording(f"{database}#{first['run_id']}")).same


def test_a_branch_is_served(parent: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    """The page opens it where it stands."""
    database = tmp_path / "b.db"
    made = taoyuan_json("branch", str(parent[0]), "--at", "1d10:00", "--seed", "8", "--db", str(database))
    with served(database) as (_, port):
        assert health(port)["run"] == made["run_id"]
    assert rerun(open_recording(str(database))).same


def test_visitors_and_their_words_stay_behind(tmp_path: Path) -> None:
    """A talk that was under way ends as the branch begins; its words read as erased there, and stay in the parent."""
    database = tmp_path / "run.db"
    store = open_store(database, writing=True)
    recording = started(store, "ordinary_day", 7, "scripted")
    words = store.words(recording.run.id)
    simulator = recording.village.simulator(recording.log, Lockstep())
    population = Population(ScriptedMind(default_cast(), 7, piece_seconds=0), default_cast(), words)
    asyncio.run(run_unpaced(simulator, population, AT))
    simulator.submit(VisitorOpened("farmer", "v-1", "c-1"), AT)
    asyncio.run(run_unpaced(simulator, population, AT + MINUTE))
    kept = words.keep("v-1", "farmer", "c-1", "visitor", SECRET, AT + MINUTE)
    simulator.submit(VisitorSaid("farmer", "v-1", "c-1", kept.id, kept.hash), AT + MINUTE)
    asyncio.run(run_unpaced(simulator, population, AT + 2 * MINUTE))
    assert simulator.world.agents["farmer"].visitor_talk is not None

    made = branched(f"{database}#{recording.run.id}", tmp_path / "b.db", at=AT + 2 * MINUTE)
    own = open_recording(str(tmp_path / "b.db"))
    assert world_at(own, own.last_time).agents["farmer"].visitor_talk is None
    assert own.store.words(made["run_id"]).text(kept.id) == ERASED
    assert SECRET not in (tmp_path / "b.db").read_bytes().decode("utf-8", "ignore")
    assert words.text(kept.id) == SECRET
    assert rerun(own).same
    store.close()


def test_words_are_not_read_from_another_run_of_the_database(tmp_path: Path) -> None:
    """A branch in its parent's own database has the ids, and not the words."""
    store = open_store(tmp_path / "run.db", writing=True)
    kept = store.words("r1").keep("v-1", "farmer", "c-1", "visitor", SECRET)
    assert store.words("r2").text(kept.id) == ERASED
    assert store.words("r1").text(kept.id) == SECRET
    store.close()


@pytest.mark.parametrize(
    ("at", "until", "named"),
    [("1d06:00", None, "--at"), ("1d13:00", None, "--at"), ("1d10:00", HOUR, "--until")],
    ids=["before its start", "after its end", "an end before the moment"],
)
def test_a_moment_that_the_run_never_saw_is_refused(
    parent: tuple[Path, dict[str, Any]], tmp_path: Path, at: str, until: int | None, named: str
) -> None:
    """One line says from when to when the run goes, and nothing is made."""
    with pytest.raises(BadInput) as refused:
        branched(parent[0], tmp_path / "b.db", at=parse_time(at), until=until)
    assert refused.value.source.startswith(named)
    assert not (tmp_path / "b.db").exists()


def test_a_seed_holds_after_its_moment_not_at_it() -> None:
    """What happened at the very moment of branching was drawn before."""
    seeds = Seeds(1, ((10, 2), (20, 3)))
    assert [seeds.at(time) for time in (0, 10, 11, 20, 21)] == [1, 1, 2, 2, 3]
    assert seeds.latest == 3

"""The command line: what it prints, its exit codes, and one digest for one history."""

import sqlite3
import time
from pathlib import Path

import pytest

from scenarios.command_line import main
from tests.command import ROOT, copied, kill, start, taoyuan, taoyuan_json

RUN_KEYS = {
    "run_id",
    "seed",
    "agents",
    "sim_seconds",
    "events",
    "decisions",
    "conversations",
    "cpu_seconds",
    "wall_seconds",
    "digest",
}


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """A recorded day of the default village, and what `run --json` said of it."""
    database = tmp_path_factory.mktemp("day") / "run.db"
    return database, taoyuan_json("run", "--until", "1d", "--seed", "7", "--db", str(database), hash_seed="1")


def test_run_prints_its_figures(day: tuple[Path, dict[str, object]]) -> None:
    """`run --json` holds at least what the design names."""
    figures = day[1]
    assert set(figures) >= RUN_KEYS
    assert (figures["agents"], figures["sim_seconds"], figures["seed"]) == (20, 86400, 7)


def test_a_day_has_one_digest_whatever_the_hash_seed(day: tuple[Path, dict[str, object]]) -> None:
    """Same scenario, seed and inputs: same digest, with another PYTHONHASHSEED and without a database."""
    assert taoyuan_json("run", "--until", "1d", "--seed", "7", hash_seed="4242")["digest"] == day[1]["digest"]


def test_a_killed_run_resumes_to_the_digest_of_an_uninterrupted_one(
    day: tuple[Path, dict[str, object]], tmp_path: Path
) -> None:
    """kill -9 in the middle of the day, then --resume: nothing shows."""
    database = tmp_path / "killed.db"
    process = start("run", "--until", "1d", "--seed", "7", "--db", str(database))
    _await_events(database, 1500)
    assert process.poll() is None, "the run ended before it could be killed"
    kill(process)
    assert process.stdout is not None
    process.stdout.close()
    assert 0 < _events(database) < day[1]["events"]  # type: ignore[operator]
    resumed = taoyuan_json("run", "--until", "1d", "--resume", "--db", str(database))
    assert resumed["digest"] == day[1]["digest"]


def test_a_run_in_two_parts_is_the_same_day(day: tuple[Path, dict[str, object]], tmp_path: Path) -> None:
    """Stopping at six hours and going on leaves no trace."""
    database = tmp_path / "parts.db"
    taoyuan_json("run", "--until", "6h", "--seed", "7", "--db", str(database))
    assert taoyuan_json("run", "--until", "1d", "--resume", "--db", str(database))["digest"] == day[1]["digest"]


def test_replay_verify_and_rerun_agree_with_the_recording(day: tuple[Path, dict[str, object]]) -> None:
    """Folding the events, and simulating again from the inputs, both give the recorded digest."""
    for how in ("--verify", "--rerun"):
        verdict = taoyuan_json("replay", str(day[0]), how)
        assert verdict["same"] is True
        assert verdict["computed_digest"] == day[1]["digest"]


def test_verify_finds_a_changed_event(day: tuple[Path, dict[str, object]], tmp_path: Path) -> None:
    """A recording that was tampered with is not passed."""
    database = copied(day[0], tmp_path)
    with sqlite3.connect(database) as connection:
        connection.execute(
            'UPDATE event SET fact = replace(fact, \'"source":"rule"\', \'"source":"model"\') WHERE seq = '
            "(SELECT min(seq) FROM event WHERE kind = 'spoke')"
        )
    connection.close()
    done = taoyuan("replay", str(database), "--verify")
    assert done.returncode == 1
    assert "sealed" in done.stdout


def test_verify_finds_a_missing_event(day: tuple[Path, dict[str, object]], tmp_path: Path) -> None:
    """A gap in the log is named."""
    database = copied(day[0], tmp_path)
    with sqlite3.connect(database) as connection:
        connection.execute("DELETE FROM event WHERE seq = 200")
    connection.close()
    done = taoyuan("replay", str(database), "--verify")
    assert done.returncode == 1
    assert "event 200 is missing" in done.stdout


def test_stats_show_a_lively_day(day: tuple[Path, dict[str, object]]) -> None:
    """Everyone does both of their activities, many talk, nobody stands about for two hours."""
    figures = taoyuan_json("stats", str(day[0]))
    assert figures["conversations"] >= 40
    assert len(figures["agents"]) == 20
    for agent in figures["agents"].values():
        assert len(agent["own_activity_seconds"]) == 2
        assert all(seconds > 0 for seconds in agent["own_activity_seconds"].values())
        assert agent["longest_still_seconds"] <= 2 * 3600


def test_runs_lists_the_run(day: tuple[Path, dict[str, object]]) -> None:
    """`runs` names what is in a database."""
    (listed,) = taoyuan_json("runs", str(day[0]))
    assert (listed["run_id"], listed["scenario"]) == (day[1]["run_id"], "ordinary_day")
    assert "2d06:20" < listed["time"] <= "2d06:30"  # the day's last event, shortly before its end


def test_fsm_prints_a_mermaid_diagram() -> None:
    """The diagram is of the role that was asked for."""
    done = taoyuan("fsm", "farmer")
    assert done.returncode == 0
    assert "stateDiagram-v2" in done.stdout
    assert "working --> chatting: be_interrupted" in done.stdout
    assert "农夫" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["run", "--until", "soon"], "--until"),
        (["run", "nowhere"], "nowhere"),
        (["run", "--resume"], "--db"),
        (["run", "--mind", "oracle"], "--mind oracle"),
        (["check", "nowhere.yaml"], "nowhere.yaml"),
        (["serve", "--host", "0.0.0.0"], "--token"),
        (["fsm", "dragon"], "dragon"),
        (["runs", "missing.db"], "missing.db"),
        (["replay", "missing.db", "--verify"], "missing.db"),
        (["stats", "missing.db"], "missing.db"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_two(
    arguments: list[str], named: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake is answered with what is wrong and how to mend it, never with a traceback."""
    monkeypatch.setattr("sys.argv", ["taoyuan", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    complaint = capsys.readouterr().err
    assert ended.value.code == 2
    assert complaint.count("\n") == 1
    assert named in complaint


def test_a_database_with_a_run_needs_resume(day: tuple[Path, dict[str, object]]) -> None:
    """Nothing is overwritten, and another seed is refused."""
    for extra in ([], ["--resume", "--seed", "8"]):
        done = taoyuan("run", "--until", "1d", "--db", str(day[0]), *extra)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1


def test_an_end_that_has_passed_is_refused(day: tuple[Path, dict[str, object]]) -> None:
    """A run that has come further says how far, and stays as it is."""
    done = taoyuan("run", "--until", "2h", "--resume", "--db", str(day[0]))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "1d06:30" in done.stderr
    assert taoyuan_json("replay", str(day[0]), "--verify")["same"] is True


def test_nobodys_words_are_not_erased_in_silence(day: tuple[Path, dict[str, object]]) -> None:
    """A mistyped visitor is no success."""
    done = taoyuan("erase", str(day[0]), "v-nobody")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "v-nobody" in done.stderr


def test_a_scenario_that_was_changed_since_is_told_of(tmp_path: Path) -> None:
    """The run goes on as it began, and says that the file says otherwise by now."""
    mine = copied_scenario(tmp_path)
    database = tmp_path / "mine.db"
    taoyuan_json("run", str(mine), "--until", "1h", "--db", str(database))
    assert taoyuan("run", str(mine), "--until", "2h", "--resume", "--db", str(database)).stderr == ""
    mine.write_text(mine.read_text(encoding="utf-8").replace("weather: sunny", "weather: rain"), encoding="utf-8")
    done = taoyuan("run", str(mine), "--until", "3h", "--resume", "--db", str(database))
    assert done.returncode == 0
    assert "has changed since" in done.stderr


def copied_scenario(folder: Path) -> Path:
    """The ordinary day as a file of one's own."""
    text = (ROOT / "scenarios" / "ordinary_day.yaml").read_text(encoding="utf-8")
    own = folder / "mine.yaml"
    for part in ("maps", "casts"):
        text = text.replace(f": {part}/", f": {ROOT / 'scenarios' / part}/")
    own.write_text(text, encoding="utf-8")
    return own


def test_a_broken_scenario_is_refused_alike_by_check_run_and_serve(tmp_path: Path) -> None:
    """One line, exit code 2, the file named, whichever command meets it."""
    broken = tmp_path / "broken.yaml"
    broken.write_text("name: {zh: 坏, en: broken}\nmap: nowhere.tmj\ncast: nobody\n", encoding="utf-8")
    for command in (["check"], ["run"], ["serve", "--db", str(tmp_path / "x.db")]):
        done = taoyuan(command[0], str(broken), *command[1:])
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "nowhere.tmj" in done.stderr


def _events(database: Path) -> int:
    if not database.is_file():
        return 0
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])
    except sqlite3.OperationalError:  # the table is not there yet
        return 0
    finally:
        connection.close()


def _await_events(database: Path, count: int) -> None:
    deadline = time.monotonic() + 60
    while _events(database) < count:
        assert time.monotonic() < deadline, "the run does not get on"
        time.sleep(0.01)

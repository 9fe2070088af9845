"""Two recordings on one page: each is told below an address of its own, and where they part is said."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from scenarios.comparing import compared_recordings, opened
from scenarios.comparison import Sides
from sim.bad_input import BadInput
from sim.clock import DAY, parse_time
from tests.command import taoyuan
from tests.small_scenario import small_scenario
from web.comparison_app import create_comparison_app

START, NINE = parse_time("1d06:30"), parse_time("1d09:00")
NOWHERE = Sides(Path("tiles"), Path("tiles"))
"""Where the maps' pictures would be: the small map has none."""
BASE_URL = "http://127.0.0.1:8000"
Two = tuple[Path, Path]


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Two:
    """A morning of the small village, and a branch of it with another seed from nine o'clock on."""
    folder = tmp_path_factory.mktemp("compared")
    a, b = folder / "a.db", folder / "b.db"
    lived = ("run", str(small_scenario(folder).path), "--until", "6h", "--seed", "3", "--db", str(a))
    branched = ("branch", str(a), "--at", "1d09:00", "--seed", "8", "--until", "8h", "--db", str(b))
    for command in (lived, branched):
        done = taoyuan(*command)
        assert done.returncode == 0, done.stderr
    return a, b


@contextmanager
def shown(databases: Two, token: str | None = None) -> Iterator[TestClient]:
    """A client of the application that shows two runs."""
    with opened(str(databases[0])) as a, opened(str(databases[1])) as b:
        compared = compared_recordings(Sides(a, b), NOWHERE, NINE, 120, token)
        yield TestClient(create_comparison_app(compared), base_url=BASE_URL)


@pytest.fixture
def client(databases: Two) -> Iterator[TestClient]:
    with shown(databases) as asking:
        yield asking


def test_both_runs_and_their_parting_are_told(client: TestClient) -> None:
    """The branch's first difference lies after its moment; each run names its own seed and pictures."""
    found = client.get("/api/comparison").json()
    assert [found[side]["seed"] for side in "ab"] == [3, 8]
    assert [found[side]["tiles"]["ground"].partition("/tiles")[0] for side in "ab"] == ["/a", "/b"]
    assert (found["a"]["shown_from"], found["a"]["pace"]) == (NINE, 120)
    parting = found["parting"]
    assert parting["time"] > NINE
    assert {parting[side]["time"] for side in "ab"} >= {parting["time"]}
    assert parting["a"]["who"]["zh"]
    assert parting["a"]["what"]["en"]


def test_each_side_tells_its_own_past(client: TestClient) -> None:
    """Up to the branch's moment both tell the same, and afterwards not."""

    def told(side: str, since: int, until: int) -> object:
        return client.get(f"/{side}/api/frames?from={since}&until={until}").json()["frames"]

    assert told("a", START, NINE) == told("b", START, NINE)
    parting = client.get("/api/comparison").json()["parting"]["time"]
    assert told("a", NINE, parting) == told("b", NINE, parting)
    assert told("a", parting, parting + 7200) != told("b", parting, parting + 7200)
    runs = [client.get(f"/{side}/api/run").json()["run"] for side in "ab"]
    assert runs == client.get("/api/health").json()["runs"]


def test_a_run_beside_itself_parts_nowhere(databases: Two) -> None:
    """There is nothing to jump to."""
    with shown((databases[0], databases[0])) as client:
        assert client.get("/api/comparison").json()["parting"] is None


def test_the_token_guards_both_sides(databases: Two) -> None:
    """Who does not bring it learns nothing of either."""
    with shown(databases, token="open-sesame") as client:
        for address in ("/api/comparison", "/a/api/run", "/b/api/timeline", "/a/art/sprites/anna.png"):
            assert client.get(address).status_code == 401
        bearer = {"Authorization": "Bearer open-sesame"}
        assert client.get("/b/api/run", headers=bearer).status_code == 200


def test_a_moment_that_one_of_them_lacks_is_refused(databases: Two) -> None:
    """It is an error, and not a page that shows something else."""
    with opened(str(databases[0])) as a, opened(str(databases[1])) as b, pytest.raises(BadInput, match="--from"):
        compared_recordings(Sides(a, b), NOWHERE, START + 9 * DAY, None, None)


def test_showing_without_serving_is_one_line(databases: Two) -> None:
    """`--from` alone means nothing."""
    done = taoyuan("compare", str(databases[0]), str(databases[1]), "--from", "1d09:00")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "--serve" in done.stderr

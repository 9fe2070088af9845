"""The token, end to end: a village open to the network asks everyone for it, at every door."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from websockets.exceptions import InvalidStatus

from tests.command import taoyuan
from tests.guarded_village import TOKEN, GuardedVillage, guarded_village
from tests.web_stage import small_context
from web import api
from web.app import create_app
from web.context import VillageContext


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedVillage]:
    """A village on all the machine's addresses."""
    with guarded_village(tmp_path_factory.mktemp("village") / "village.db") as serving:
        yield serving


def _paths(context: VillageContext) -> list[str]:
    """An address for each route that there is."""
    routes = [*create_app(context).routes, *api.router(context).routes]
    return [re.sub(r"\{.*?\}", "farmer", route.path) for route in routes if isinstance(route, APIRoute)]


def test_no_route_is_open(village: GuardedVillage, tmp_path: Path) -> None:
    """Whatever routes there are, without the token each is 401, and with it none is."""
    paths = _paths(small_context(tmp_path))
    assert len(paths) >= 12
    for path in [*paths, "/nowhere", "/?token=", "/?token=wrong", "/api/health?token=open"]:
        assert village.get(path)[0] == 401, path
    bearer = {"Authorization": ("Bearer " + TOKEN).encode().decode("latin-1")}
    assert 401 not in {village.get(path, **bearer, **{"X-Visitor-Key": "k" * 32})[0] for path in paths}
    assert village.get("/api/health", **bearer)[0] == 200


def test_websocket_without_the_token_is_refused(village: GuardedVillage) -> None:
    """It is told why; a page from elsewhere is not even let in to ask."""
    assert village.greet()["code"] == "unauthorized"
    assert village.greet(token="wrong")["code"] == "unauthorized"
    with pytest.raises(InvalidStatus) as refused:
        village.greet({"Origin": "https://evil.example"}, token=TOKEN)
    assert refused.value.response.status_code == 403


def test_hello_may_bring_the_token(village: GuardedVillage) -> None:
    """As terminals do."""
    assert village.greet(token=TOKEN)["type"] == "welcome"


def test_link_is_followed_once_and_the_cookie_opens_every_door(village: GuardedVillage) -> None:
    """Page, REST and websocket take the cookie, which does not tell the token."""
    status, headers = village.get(village.link.removeprefix(village.address))
    assert (status, headers["Location"]) == (303, "/")
    cookie = headers["Set-Cookie"].partition(";")[0]
    assert "sesame" not in headers["Set-Cookie"]
    assert village.get("/", Cookie=cookie)[0] == 200
    assert village.get("/api/health", Cookie=cookie)[0] == 200
    assert village.get("/api/health", Cookie=cookie[:-1] + "x")[0] == 401
    assert village.greet({"Cookie": cookie, "Origin": village.address.rstrip("/")})["type"] == "welcome"


@pytest.mark.parametrize("token", [[], ["--token", ""]])
def test_other_host_without_a_token_is_refused(tmp_path: Path, token: list[str]) -> None:
    """One line says what is missing, and nothing was made or opened."""
    done = taoyuan("serve", "--host", "0.0.0.0", "--db", str(tmp_path / "village.db"), *token)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "--token" in done.stderr
    assert list(tmp_path.iterdir()) == []

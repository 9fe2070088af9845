"""The web application: pages and pictures, who may come in, and the websocket."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from sim.clock import Pace
from sim.inputs import PaceSet
from tests.small_village import ANNA, START
from tests.web_stage import Frame, Village, receive, served, settled
from web.admission import Limits
from web.allowance import MAXIMUM_ERRORS, MAXIMUM_MESSAGE_BURST, MAXIMUM_MOVE_BURST
from web.door_page import STYLE_SOURCE
from web.messages import MAXIMUM_FRAME_BYTES, server_messages

TOKEN = "open sesame 桃"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A built page with one asset, and one tile."""
    for name, content in {
        "page/index.html": "<!doctype html><title>page</title>",
        "page/assets/app-1a2b.js": "export {}",
        "page/secret.txt": "secret",
        "tiles/ground/-1/0/2.png": "png",
        "secret.png": "secret",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path


@pytest.fixture
def village(folder: Path) -> Iterator[Village]:
    """The small village, served to anyone."""
    with served(folder, health={"driver": "live"}) as village:
        yield village


@pytest.fixture
def guarded(folder: Path) -> Iterator[Village]:
    """The small village, served to those who have the token."""
    with served(folder, token=TOKEN) as village:
        yield village


# ---- pages and pictures ----------------------------------------------------------------------------------------------


def test_page_and_assets_are_served(village: Village) -> None:
    """`/` is the built page, asked for anew each time; its assets have hashed names and may be kept."""
    page = village.client.get("/")
    asset = village.client.get("/assets/app-1a2b.js")
    assert "page" in page.text
    assert page.headers["cache-control"] == "no-cache"
    assert asset.headers["content-type"].startswith("text/javascript")
    assert {"private", "immutable"} <= set(asset.headers["cache-control"].split(", "))


def test_page_that_is_not_built_says_how(tmp_path: Path) -> None:
    """Without a built client the answer tells how to build it."""
    with served(tmp_path) as village:
        answer = village.client.get("/")
    assert answer.status_code == 503
    assert "npm run build" in answer.text


def test_tiles_are_served_where_the_welcome_says(village: Village) -> None:
    """The address template of `welcome` leads to the tiles."""
    with village.visit() as (_, welcome):
        template = welcome["tiles"]["ground"]
    address = template.replace("{z}", "-1").replace("{x}", "0").replace("{y}", "2")
    assert village.client.get(address).content == b"png"


@pytest.mark.parametrize(
    "address",
    [
        "/assets/..%2fsecret.txt",
        "/assets/%2e%2e/secret.txt",
        "/assets/.hidden",
        "/tiles/../secret.png",
        "/tiles/%2e%2e/secret.png",
        "/tiles/ground/..%2f..%2f..%2fsecret.png",
        "/tiles/cellar/0/0/0.png",
        "/tiles/ground/0/9/9.png",
        "/art/sprites/..%2fsecret.png",
        "/art/sprites/nobody.png",
        "/art/portraits/nobody.png",
        "/docs",
        "/openapi.json",
    ],
)
def test_nothing_else_is_served(village: Village, address: str) -> None:
    """What is not there, or outside the folders, is not found."""
    answer = village.client.get(address)
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_people_are_painted(village: Village) -> None:
    """Characters and visitors have sheets cut as the manifest says, and portraits."""
    frames = village.client.get("/art/frames.json").json()
    with village.visit() as (_, welcome):
        for owner in (ANNA, welcome["you"]):
            sheet = Image.open(BytesIO(village.client.get(f"/art/sprites/{owner}.png").content))
            assert sheet.size == (frames["width"] * len(frames["columns"]), frames["height"] * len(frames["rows"]))
    portrait = Image.open(BytesIO(village.client.get(f"/art/portraits/{ANNA}.png").content))
    assert portrait.size == (48, 48)


def test_characters_are_described(village: Village) -> None:
    """`/api/agents` tells what a visitor may know of everyone."""
    anna = village.client.get("/api/agents").json()[0]
    assert set(anna) == {"id", "name", "role", "age", "clothing", "temperament", "background", "command"}
    assert anna["command"] == {"zh": "干活去！", "en": "Off to work!"}


def test_health_says_how_the_village_is(village: Village) -> None:
    """`/api/health` has the feed's place, the time, who is here, and what the driver adds."""
    health = village.client.get("/api/health").json()
    assert (health["status"], health["seq"], health["time"], health["agents"]) == ("ok", 0, "1d06:30", 3)
    assert (health["mind"]["kind"], health["open_requests"], health["driver"]) == ("scripted", 0, "live")


def test_answers_carry_security_headers(village: Village) -> None:
    """Every answer, errors too, allows only what is ours and no frame around it."""
    for address in ("/", "/api/agents", "/nowhere"):
        headers = village.client.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "connect-src 'self' ws://127.0.0.1:8000 wss://127.0.0.1:8000" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_host_can_not_write_the_policy(village: Village) -> None:
    """A Host that is none is left out of the content security policy."""
    answer = village.client.get("/", headers={"Host": "a; script-src *"})
    assert "*" not in answer.headers["content-security-policy"]


def test_policy_allows_no_inline_script_or_style(village: Village) -> None:
    """Scripts and styles come from here, as files; a page needs no camera, microphone or place."""
    headers = village.client.get("/").headers
    policy = headers["content-security-policy"].split("; ")
    assert {"script-src 'self'", "object-src 'none'", "base-uri 'none'"} <= set(policy)
    assert f"style-src 'self' {STYLE_SOURCE}" in policy
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(headers["permissions-policy"].split(", "))


# ---- names that lead here --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:8000"])
def test_loopback_answers_to_its_own_names(village: Village, host: str) -> None:
    """With no token, this machine's names for itself are served."""
    assert village.client.get("/api/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost@evil.example", "[", "", "127.0.0.1:x"],
)
def test_a_foreign_name_that_leads_to_loopback_is_not_served(village: Village, host: str) -> None:
    """DNS rebinding: a page at a name of its own, made to lead here, gets neither answers nor a websocket."""
    answer = village.client.get("/api/health", headers={"Host": host})
    assert answer.status_code == 421
    assert "--token" in answer.text
    with (
        pytest.raises(WebSocketDenialResponse) as denial,
        village.client.websocket_connect("/ws", headers={"Host": host, "Origin": f"http://{host}"}),
    ):
        pass
    assert denial.value.status_code == 421


def test_any_name_is_served_to_who_has_the_token(guarded: Village) -> None:
    """With a token a village may have any name: a foreign page lacks the cookie."""
    for headers, status in (({"Authorization": b"Bearer " + TOKEN.encode()}, 200), ({}, 401)):
        answer = guarded.client.get("/api/health", headers={"Host": "village.example", **headers})
        assert answer.status_code == status


# ---- too much --------------------------------------------------------------------------------------------------------


def test_too_many_requests_are_told_to_wait(folder: Path) -> None:
    """Beyond the burst of an address the answer is 429, with when to try again."""
    with served(folder, limits=Limits(requests_per_second=0, maximum_request_burst=3)) as village:
        answers = [village.client.get("/api/health") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert "default-src 'self'" in answers[-1].headers["content-security-policy"]


def test_too_many_questions_are_told_to_wait_and_pictures_still_come(folder: Path) -> None:
    """`/api` has a limit of its own, which leaves the page and its pictures alone."""
    with served(folder, limits=Limits(queries_per_second=0, maximum_query_burst=2)) as village:
        assert [village.client.get("/api/agents").status_code for _ in range(3)] == [200, 200, 429]
        assert village.client.get("/tiles/ground/-1/0/2.png").status_code == 200


def test_wrong_tokens_are_answered_slowly_and_the_right_one_always(folder: Path) -> None:
    """Whichever way they come, by an address's page, header, cookie or websocket; who brings none guesses nothing."""
    limits = Limits(wrong_tokens_per_second=0, maximum_wrong_token_burst=3)
    with served(folder, token=TOKEN, limits=limits) as village:
        wrong = {"Authorization": "Bearer wrong"}
        cookie = {"Cookie": "taoyuan_token=wrong"}
        assert village.client.get("/?token=wrong").status_code == 401
        assert village.client.get("/api/health", headers=wrong).status_code == 401
        assert village.client.get("/api/health", headers=cookie).status_code == 401
        for path, headers in (("/?token=wrong", {}), ("/", wrong), ("/", cookie)):
            assert village.client.get(path, headers=headers).status_code == 429
        assert greeted(village, token="wrong")["code"] == "too_fast"
        assert greeted(village)["code"] == "unauthorized"
        assert village.client.get("/").status_code == 401
        assert greeted(village, token=TOKEN)["type"] == "welcome"
        right = {"Authorization": b"Bearer " + TOKEN.encode()}
        assert village.client.get("/api/health", headers=right).status_code == 200


def greeted(village: Village, **hello: str) -> Frame:
    """The first answer to a hello."""
    with village.client.websocket_connect("/ws") as socket:
        socket.send_json({"type": "hello", **hello})
        answer: Frame = socket.receive_json()
        return answer


def test_forwarded_address_is_not_believed(folder: Path) -> None:
    """Who writes another X-Forwarded-For each time is still one address."""
    with served(folder, limits=Limits(requests_per_second=0, maximum_request_burst=1)) as village:
        answers = [village.client.get("/", headers={"X-Forwarded-For": f"192.0.2.{n}"}) for n in range(2)]
    assert answers[-1].status_code == 429


def test_too_many_websockets_of_an_address_are_refused(folder: Path) -> None:
    """The one too many is told why and closed; when another has ended there is room again."""
    with served(folder, limits=Limits(maximum_sockets=1)) as village:
        with village.visit(), village.client.websocket_connect("/ws") as refused:
            assert refused.receive_json()["code"] == "too_many_connections"
            with pytest.raises(WebSocketDisconnect) as disconnect:
                refused.receive_json()
            assert disconnect.value.code == 1013
        with village.visit():
            pass


def test_websockets_opened_too_fast_are_refused(folder: Path) -> None:
    """Coming and going without end is refused, too."""
    with served(folder, limits=Limits(sockets_per_second=0, maximum_socket_burst=1)) as village:
        with village.visit():
            pass
        with village.client.websocket_connect("/ws") as refused:
            assert refused.receive_json()["code"] == "too_fast"


def test_messages_are_counted_over_all_websockets_of_an_address(folder: Path) -> None:
    """A second websocket gives no second ration."""
    limits = Limits(messages_per_second=0, maximum_message_burst=2)
    with served(folder, limits=limits) as village, village.visit() as (one, _), village.visit() as (other, _):
        settled(one)
        settled(other)
        other.send_json({"type": "ping"})
        assert receive(other, "error")["code"] == "too_fast"


# ---- the token -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/?token=wrong", "/api/health", "/assets/app-1a2b.js", "/art/frames.json"])
def test_without_the_token_nothing_is_served(guarded: Village, address: str) -> None:
    """A village with a token shows nobody anything without it."""
    assert guarded.client.get(address).status_code == 401


def test_token_in_the_address_becomes_a_cookie(guarded: Village) -> None:
    """`/?token=` lets a browser in for good, and takes the token out of the address."""
    answer = guarded.client.get("/", params={"token": TOKEN}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert guarded.client.get("/api/health").status_code == 200
    with guarded.visit() as (_, welcome):
        assert welcome["type"] == "welcome"


@pytest.mark.parametrize(
    ("address", "headers", "is_secure"),
    [
        ("https://village.example/", {}, True),
        ("http://village.example/", {"X-Forwarded-Proto": "https"}, True),
        ("http://village.example/", {}, False),
    ],
)
def test_cookie_is_secure_under_https(guarded: Village, address: str, headers: dict[str, str], is_secure: bool) -> None:
    """A cookie that came by https, to here or to a proxy in front, is never sent without."""
    answer = guarded.client.get(address, params={"token": TOKEN}, headers=headers, follow_redirects=False)
    assert ("; secure" in answer.headers["set-cookie"].lower()) is is_secure


def test_page_without_the_token_asks_for_it(guarded: Village) -> None:
    """A person at the door gets a form, in both languages, that needs no script."""
    answer = guarded.client.get("/")
    assert answer.status_code == 401
    assert 'name="token"' in answer.text
    assert "口令" in answer.text
    assert "<script" not in answer.text


def test_token_as_bearer(guarded: Village) -> None:
    """Programs bring the token in the Authorization header."""
    for given, status in ((b"Bearer " + TOKEN.encode(), 200), (b"Bearer wrong", 401), (b"Bearer", 401)):
        assert guarded.client.get("/api/health", headers=[(b"Authorization", given)]).status_code == status


def test_token_in_hello(guarded: Village) -> None:
    """A websocket may bring the token in its hello; without it, it is told and closed."""
    with guarded.visit(token=TOKEN) as (_, welcome):
        assert welcome["type"] == "welcome"
    with guarded.client.websocket_connect("/ws") as socket:
        socket.send_json({"type": "hello", "token": "wrong"})
        assert socket.receive_json()["code"] == "unauthorized"
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()


# ---- the websocket ---------------------------------------------------------------------------------------------------


def test_hello_is_answered_by_welcome_and_snapshot(village: Village) -> None:
    """The first frames are who you are and the whole view, with yourself in it, and both keep to the protocol."""
    with village.client.websocket_connect("/ws") as socket:
        socket.send_json({"type": "hello", "name": "Ming", "lang": "en"})
        welcome, snapshot = socket.receive_json(), socket.receive_json()
    for frame in (welcome, snapshot):
        server_messages.validate_python(frame)
    assert (welcome["run"], welcome["map"]) == ("run-1", {"width": 12, "height": 10, "tile_size": 16})
    assert snapshot["visitors"] == [{"id": welcome["you"], "name": "Ming", "at": [6, 3]}]


def test_resume_after_brings_no_second_snapshot(village: Village) -> None:
    """Who comes back with the last seq and the key is the same visitor and gets the stream only."""
    with village.visit() as (socket, welcome):
        seq = village.call(village.feed.snapshot).seq
        with village.client.websocket_connect("/ws") as again:
            again.send_json(
                {"type": "hello", "visitor_key": welcome["visitor_key"], "name": "Ming", "resume_after": seq}
            )
            assert again.receive_json()["you"] == welcome["you"]
            assert again.receive_json()["type"] == "clock"
        settled(socket)


def test_seq_of_another_run_is_not_resumed(village: Village) -> None:
    """A page that last saw another run gets a snapshot, whatever seq it names."""
    with village.client.websocket_connect("/ws") as socket:
        seq = village.call(village.feed.snapshot).seq
        socket.send_json({"type": "hello", "run": "run-0", "resume_after": seq})
        receive(socket, "welcome")
        assert socket.receive_json()["type"] == "snapshot"


def test_foreign_origin_is_refused(village: Village) -> None:
    """A page from elsewhere can't open a websocket here; ours can."""
    with (
        pytest.raises(WebSocketDisconnect),
        village.client.websocket_connect("/ws", headers={"Origin": "https://evil.example"}),
    ):
        pass
    with village.client.websocket_connect("/ws", headers={"Origin": "http://127.0.0.1:8000"}) as socket:
        socket.send_json({"type": "hello"})
        receive(socket, "snapshot")


@pytest.mark.parametrize(
    "origin", ["null", "http://", "http://[", "http://127.0.0.1:8000.evil.example", "127.0.0.1:8000"]
)
def test_origin_that_is_none_is_foreign(village: Village, origin: str) -> None:
    """Whatever stands in the header, only our own address is ours."""
    with pytest.raises(WebSocketDisconnect), village.client.websocket_connect("/ws", headers={"Origin": origin}):
        pass


def test_first_message_must_be_hello(village: Village) -> None:
    """Anything else first is an error, and the end."""
    with village.client.websocket_connect("/ws") as socket:
        socket.send_json({"type": "ping"})
        assert socket.receive_json()["code"] == "hello_first"
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not json", "malformed"),
        ('{"type": "move", "to": [1]}', "malformed"),
        ('{"type": "ping", "extra": 1}', "malformed"),
        ('{"type": "chat_open", "agent": "../../etc"}', "malformed"),
        ('{"type": "fly"}', "unknown_type"),
        ('{"type": "hello"}', "hello_again"),
        ('{"type": "move", "to": [999, 999]}', "no_way"),
    ],
)
def test_bad_message_is_an_error_and_the_connection_goes_on(village: Village, text: str, code: str) -> None:
    """One mistake costs an `error`, not the connection."""
    with village.visit() as (socket, _):
        socket.send_text(text)
        assert receive(socket, "error")["code"] == code
        settled(socket)


def test_too_many_errors_end_the_connection(village: Village) -> None:
    """A client that only makes mistakes is sent away."""
    with village.visit() as (socket, _):
        for _ in range(MAXIMUM_ERRORS + 1):
            socket.send_text("nonsense")
        codes = [receive(socket, "error")["code"] for _ in range(MAXIMUM_ERRORS + 1)]
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()
    assert codes[-1] == "too_many_errors"


def test_overlong_frame_ends_the_connection(village: Village) -> None:
    """A frame beyond the maximum is not even parsed."""
    with village.visit() as (socket, _):
        socket.send_text('"' + "桃" * (MAXIMUM_FRAME_BYTES // 3) + '"')
        assert receive(socket, "error")["code"] == "too_big"
        with pytest.raises(WebSocketDisconnect) as disconnect:
            socket.receive_json()
        assert disconnect.value.code == 1009


def test_flood_is_slowed_down(village: Village) -> None:
    """More messages at once than the burst allows are errors, not work."""
    with village.visit() as (socket, _):
        for _ in range(MAXIMUM_MESSAGE_BURST + 5):
            socket.send_json({"type": "ping"})
        assert receive(socket, "error")["code"] == "too_fast"


def test_flood_of_walks_is_slowed_down_and_the_rest_goes_on(village: Village) -> None:
    """A way is dear to find: more moves than the burst are errors, and a ping is answered all the same."""
    with village.visit() as (socket, _):
        for _ in range(MAXIMUM_MOVE_BURST + 3):
            socket.send_json({"type": "move", "to": [0, 3]})
        assert receive(socket, "error")["code"] == "too_fast"
        settled(socket)


def test_walks_are_counted_over_all_websockets_of_an_address(folder: Path) -> None:
    """A second websocket looks for no further ways."""
    limits = Limits(walks_per_second=0, maximum_walk_burst=1)
    with served(folder, limits=limits) as village, village.visit() as (one, _), village.visit() as (other, _):
        one.send_json({"type": "move", "to": [0, 3]})
        settled(one)
        other.send_json({"type": "move", "to": [0, 3]})
        assert receive(other, "error")["code"] == "too_fast"


def test_move_is_announced_to_everyone(village: Village) -> None:
    """A visitor's walk goes to all with its path; a tile that nobody can stand on leads beside it."""
    with village.visit() as (socket, welcome), village.visit(name="Li") as (other, _):
        socket.send_json({"type": "move", "to": [0, 3]})
        moved = receive(other, "visitor")
        assert (moved["change"], moved["visitor"]["id"]) == ("moved", welcome["you"])
        assert (moved["path"][0], moved["path"][-1]) == ([6, 3], [1, 3])


def test_pace_pause_and_resume_become_inputs(village: Village) -> None:
    """Whoever sets the pace is named by id; resuming brings back the pace before the pause."""
    with village.visit() as (socket, welcome):
        for message in ({"type": "pace", "factor": 2.5}, {"type": "pause"}, {"type": "resume"}):
            socket.send_json(message)
        settled(socket)
        you = welcome["you"]
        assert village.inputs() == [PaceSet(you, 2500), PaceSet(you, 0), PaceSet(you, None)]


def test_a_pause_does_not_outlive_the_last_visitor(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes next finds a village that lives; while somebody is here the pause is theirs to end."""
    monkeypatch.setattr("web.visitors.MAXIMUM_ABSENCE_SECONDS", 0.0)
    with village.visit() as (_, first):
        village.call(village.feed.set_clock, START, Pace(30.0, paused_by=first["you"]))
        assert village.inputs() == []
    assert village.awaited_inputs() == [PaceSet(first["you"], None)]

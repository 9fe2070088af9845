"""Happenings over REST and on the wire: what is let happen is an input like any other, and everyone is told."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.happenings import MINUTES
from sim.events import Happened, HappeningEnded
from sim.happenings import WEATHERS, Happening, Kind
from sim.inputs import Happen
from sim.text import Text
from tests.small_village import START
from tests.web_stage import Village, receive, served
from web.happenings_api import MAXIMUM_BODY_BYTES, MAXIMUM_HAPPENING_BURST
from web.inbox import Whispering

FAIR = {"what": "market_day", "place": "square", "minutes": 90}


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """The small village, served to anyone."""
    with served(tmp_path) as village:
        yield village


def happening(what: Kind, place: str | None = None, own_id: str = "") -> Happening:
    text = Text("出事了", "something happens")
    return Happening(own_id or f"{what}-0", what, place, START, START + 600, text)


def wished(village: Village, wish: Any, **headers: str) -> tuple[int, Any]:
    """The answer to a wish: its status and what it says."""
    answer = village.client.post("/api/happenings", json=wish, headers=headers)
    return answer.status_code, answer.json()


def test_a_wish_becomes_an_input(village: Village) -> None:
    """With the village's own words, in both languages; nothing has happened yet."""
    status, answer = wished(village, FAIR)
    assert status == 202
    assert answer["told"] == {"zh": "广场今天赶大集", "en": "it is market day at square"}
    (taken,) = village.inputs()
    assert isinstance(taken, Happen)
    assert (taken.occurrence.what, taken.occurrence.place, taken.occurrence.seconds) == ("market_day", "square", 5400)
    assert village.client.get("/api/happenings").json()["happenings"] == []


def test_everything_that_is_possible_is_listed_and_can_be_wished_for(village: Village) -> None:
    """What needs a place has one; each lasts as long as it says."""
    possible = village.client.get("/api/happenings").json()["possible"]
    assert [one["what"] for one in possible] == list(MINUTES)
    for one in possible:
        assert one["somewhere"] == (one["what"] not in WEATHERS)
        status, answer = wished(village, {"what": one["what"], **({"place": "shop"} if one["somewhere"] else {})})
        assert (status, answer["minutes"]) == (202, one["minutes"])


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"what": "earthquake"}, "what: "),
        ({}, "what: Field required"),
        ({"what": "rain", "place": "square"}, "place: rain is weather, which is everywhere; leave the place out"),
        ({"what": "fire"}, "place: fire has to be somewhere; name one of home, shop, square"),
        ({"what": "fire", "place": "moon"}, "place: the map has no place 'moon'"),
        ({"what": "rain", "minutes": 0}, "minutes: "),
        ({"what": "rain", "minutes": 10**9}, "minutes: "),
        ({"what": "rain", "text": "<b>!</b>"}, "text: "),
        ([], "body: "),
        ("rain", "body: "),
    ],
)
def test_what_can_not_be_is_refused_in_both_languages(village: Village, wish: object, says: str) -> None:
    """The field and what is wrong with it, on one line; nothing becomes an input."""
    status, answer = wished(village, wish)
    assert status == 422
    assert says in answer["detail"]["en"]
    assert answer["detail"]["zh"]
    assert "\n" not in answer["detail"]["en"]
    assert village.inputs() == []


def test_only_the_villages_own_page_may(village: Village) -> None:
    """A page from elsewhere names its origin, or can send no JSON; a program names none."""
    assert wished(village, FAIR, Origin="https://evil.example")[0] == 403
    assert wished(village, FAIR, Origin=str(village.client.base_url))[0] == 202
    plain = village.client.post("/api/happenings", content=json.dumps(FAIR), headers={"Content-Type": "text/plain"})
    assert plain.status_code == 415
    assert len(village.inputs()) == 1


def test_with_a_token_nobody_may_without_it(tmp_path: Path) -> None:
    """It is asked for at the gate, as for everything else."""
    with served(tmp_path, token="sesame") as village:
        assert village.client.post("/api/happenings", json=FAIR).status_code == 401
        assert village.inputs() == []
        assert wished(village, FAIR, Authorization="Bearer sesame")[0] == 202


def test_too_long_and_too_much_are_refused(village: Village) -> None:
    """However it is sent; the village is not flooded."""
    headers = {"Content-Type": "application/json"}
    long = village.client.post("/api/happenings", content=b" " * (MAXIMUM_BODY_BYTES + 1), headers=headers)
    assert long.status_code == 413
    statuses = [wished(village, FAIR)[0] for _ in range(MAXIMUM_HAPPENING_BURST + 1)]
    assert statuses == [202] * MAXIMUM_HAPPENING_BURST + [429]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=20).map(
        lambda value: json.dumps(value).encode()
    )
)
def test_whatever_is_sent_is_answered(village: Village, body: bytes) -> None:
    """Never by a failure of the server's own."""
    answer = village.client.post("/api/happenings", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert set(answer.json()["detail"]) == {"zh", "en"}


# ---- on the wire -----------------------------------------------------------------------------------------------------


def test_everyone_is_told_what_begins_and_what_is_over(village: Village) -> None:
    """With its place and words, and the weather of the moment; a snapshot holds what goes on."""
    snow, fair = happening("snow"), happening("market_day", "square", "market_day-1")
    with village.visit() as (socket, _):
        village.happen(Happened(snow), Happened(fair))
        told = [receive(socket, "world") for _ in range(2)]
        assert [(one["kind"], one["happening"]["what"], one["weather"]) for one in told] == [
            ("happened", "snow", "snow"),
            ("happened", "market_day", "snow"),
        ]
        assert told[1]["happening"]["place"] == "square"
        assert told[1]["text"] == {"zh": "出事了", "en": "something happens"}
    with village.client.websocket_connect("/ws") as socket:
        socket.send_json({"type": "hello"})
        snapshot = receive(socket, "snapshot")
        assert snapshot["weather"] == "snow"
        assert [one["id"] for one in snapshot["happenings"]] == ["snow-0", "market_day-1"]
    with village.visit() as (socket, _):
        village.happen(HappeningEnded(snow))
        village.happen(HappeningEnded(fair))
        ended = [receive(socket, "world") for _ in range(2)]
        assert [(one["kind"], one["weather"]) for one in ended] == [("happening_ended", "sunny")] * 2
        assert [one["text"]["zh"] for one in ended] == ["雪停了", "广场的集散了"]


def test_of_weather_that_gives_way_to_other_weather_no_end_is_told(village: Village) -> None:
    """Only what has come."""
    with village.visit() as (socket, _):
        village.happen(Happened(happening("rain")))
        receive(socket, "world")
        village.happen(HappeningEnded(happening("rain")), Happened(happening("fog", own_id="fog-2")))
        ended, begun = (receive(socket, "world") for _ in range(2))
        assert (ended["kind"], ended["text"], ended["weather"]) == ("happening_ended", None, "fog")
        assert begun["kind"] == "happened"


def test_who_comes_back_is_told_what_was_missed(village: Village) -> None:
    """A world message is numbered and kept like a walk."""
    with village.visit() as (socket, welcome):
        village.happen(Happened(happening("rain")))
        seq = receive(socket, "world")["seq"]
    with village.client.websocket_connect("/ws") as socket:
        hello = {"type": "hello", "visitor_key": welcome["visitor_key"], "resume_after": seq - 1}
        socket.send_json(hello)
        assert receive(socket, "world")["happening"]["what"] == "rain"


# ---- a whisper -------------------------------------------------------------------------------------------------------

MURMUR = {"what": "whisper", "agent": "anna", "words": "  歇一歇吧 "}


def key_of(village: Village) -> dict[str, str]:
    """The header of a visitor who has been here."""
    with village.visit() as (_, welcome):
        return {"X-Visitor-Key": welcome["visitor_key"]}


def test_a_whisper_is_its_visitors_and_for_one_character(village: Village) -> None:
    """It goes to the driver, which keeps the words apart; the answer says no more than that it was heard."""
    status, answer = wished(village, MURMUR, **key_of(village))
    assert status == 202
    assert (answer["agent"], "歇" in str(answer)) == ("anna", False)
    (taken,) = village.inputs()
    assert isinstance(taken, Whispering)
    assert (taken.agent, taken.text) == ("anna", "歇一歇吧")
    assert "歇" not in repr(taken)


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"agent": "nobody"}, 422, "agent: nobody of that id lives here"),
        ({"words": ""}, 422, "words: "),
        ({"words": " "}, 422, "words: "),
        ({"words": "长" * 201}, 422, "words: "),
        ({"place": "square"}, 422, "place: "),
    ],
)
def test_a_whisper_that_can_not_be_is_refused(village: Village, change: dict[str, str], status: int, says: str) -> None:
    """By the field; what was whispered is not said back."""
    got, answer = wished(village, {**MURMUR, **change}, **key_of(village))
    assert (got, village.inputs()) == (status, [])
    assert says in answer["detail"]["en"]
    assert "长" not in str(answer)


def test_nobody_whispers_without_a_key(village: Village) -> None:
    """For the words are to be erased by whoever whispered them."""
    status, answer = wished(village, MURMUR)
    assert status == 401
    assert "X-Visitor-Key" in answer["detail"]["en"]
    assert village.inputs() == []

"""Whatever is sent on the websocket is answered by an `error` or a close code, and the village lives on.

Hypothesis makes up what is sent; a real server takes it. Nothing may be logged as an error, for that is a traceback.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.sync.client import ClientConnection, connect

from tests.command import health, served, taoyuan_json
from tests.small_server import SmallServer, receive, small_server
from tests.small_village import ANNA, BERT, CARA
from web.allowance import MAXIMUM_ERRORS
from web.messages import MAXIMUM_FRAME_BYTES, server_messages

BAD_CODES = {CloseCode.INTERNAL_ERROR, CloseCode.ABNORMAL_CLOSURE}
ANSWERED = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
DEEP = 6000
"""Brackets that fit one message; no parser that recurses takes them."""
HUGE = 10**4000
KINDS_OF_TALK = ("chat_open", "chat_close", "chat_stop")

numbers = st.one_of(
    st.integers(), st.floats(), st.sampled_from([HUGE, -HUGE, 2**63, -(2**63) - 1, 2**31, 0, -1, float("nan")])
)
texts = st.one_of(
    st.text(),
    st.sampled_from(["\x00", "\ud800", "\u202e", "__proto__", ANNA, BERT, "nobody", "../x", "a" * 600, "hello"]),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)
kinds = st.sampled_from(
    ["hello", "move", "chat_open", "chat_say", "chat_stop", "chat_close", "command", "pace", "pause", "resume", "ping"]
)
fields = st.sampled_from(
    ["to", "agent", "text", "factor", "name", "lang", "run", "resume_after", "visitor_key", "token", "type", "extra"]
)
nearly = st.builds(lambda kind, rest: {**rest, "type": kind}, kinds, st.dictionaries(fields, values, max_size=4))
"""Messages of the right type with fields that may be anything."""
twice = st.builds(lambda one, other: f'{{"type": "{one}", "type": "{other}", "to": [1, 1], "to": 2}}', kinds, kinds)
odd_texts = st.sampled_from(
    [
        *("", " ", "null", "[]", "0", '"ping"', "{", "{}", '{"type": NaN}', "{'type': 'ping'}", "\x00", "\ufeff{}"),
        *(
            '{"type": "pace", "factor": NaN}',
            '{"type": "pace", "factor": -Infinity}',
            '{"type": "pace", "factor": 1e999}',
        ),
        *('{"type": "chat_say", "agent": "anna", "text": "\\ud800"}', '{"type": "move", "to": [1e300, -1e300]}'),
        *("[" * DEEP, '{"a":' * (DEEP // 2), '{"type": "move", "to": ' + "[" * DEEP, "[" * DEEP + "]" * DEEP),
        *('{"type": "ping"}' * 2, '{"type": "ping"} x', '{"type": "ping", "a": "' + "a" * 16000 + '"}'),
        *("a" * MAXIMUM_FRAME_BYTES, "桃" * (MAXIMUM_FRAME_BYTES // 3), "a" * (MAXIMUM_FRAME_BYTES + 1)),
    ]
)
frames = st.one_of(st.builds(json.dumps, st.one_of(values, nearly)), twice, odd_texts, st.text(), st.binary())

talk = st.sampled_from(["hi", "去干活吧", "\x00", "Off to work!", "a" * 500, "'; DROP TABLE event; --", "{0} %s $& \\"])


def right_messages(*agents: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Messages that are right in themselves, whatever comes before them."""
    somebody = st.sampled_from([*agents, "nobody"])
    kinds_of_words, kinds_of_talk = st.sampled_from(["chat_say", "command"]), st.sampled_from(KINDS_OF_TALK)
    return st.lists(
        st.one_of(
            st.builds(lambda to: {"type": "move", "to": to}, st.tuples(st.integers(), st.integers())),
            st.builds(lambda kind, agent: {"type": kind, "agent": agent}, kinds_of_talk, somebody),
            st.builds(
                lambda kind, agent, text: {"type": kind, "agent": agent, "text": text}, kinds_of_words, somebody, talk
            ),
            st.builds(lambda factor: {"type": "pace", "factor": factor}, st.floats(0.1, 3600)),
            st.sampled_from([{"type": kind} for kind in ("pause", "resume", "ping", "hello")]),
        ),
        max_size=25,
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallServer]:
    """One small village that has to take it all."""
    with small_server(tmp_path_factory.mktemp("village")) as serving:
        yield serving


def _answers(connection: ClientConnection) -> Iterator[dict[str, Any]]:
    """What comes until the pong to a ping that was sent last, or until the end, which has a code that is no crash."""
    try:
        while (message := receive(connection))["type"] != "pong":
            yield message
    except ConnectionClosed:
        assert connection.close_code not in BAD_CODES


def _send(connection: ClientConnection, sent: list[str | bytes]) -> list[dict[str, Any]]:
    """Send all, then a ping; the answers."""
    try:
        for frame in [*sent, '{"type": "ping"}']:
            connection.send(frame)
    except ConnectionClosed:
        pass  # the answers say why
    return list(_answers(connection))


@ANSWERED
@given(frame=frames)
def test_anything_for_a_hello_is_answered(server: SmallServer, frame: str | bytes) -> None:
    """The first frame is a hello, or an error and the end."""
    with server.connected() as connection:
        answers = _send(connection, [frame])
    assert not answers or answers[0]["type"] in ("welcome", "error")
    server.expect_well()


@ANSWERED
@given(sent=st.lists(frames, min_size=1, max_size=6))
def test_anything_after_the_hello_is_answered(server: SmallServer, sent: list[str | bytes]) -> None:
    """What is wrong earns errors or the end, and whatever comes back keeps to the protocol."""
    with server.visit() as visitor:
        for answer in _send(visitor, sent):
            server_messages.validate_python(answer)
    server.expect_well()


@ANSWERED
@given(sent=right_messages(ANNA, BERT, CARA))
def test_right_messages_in_any_order_are_answered(server: SmallServer, sent: list[dict[str, Any]]) -> None:
    """Nothing that keeps to the protocol ends the connection, whatever the order."""
    with server.visit() as visitor:
        answers = _send(visitor, [json.dumps(message) for message in sent])
        assert visitor.close_code is None
    for answer in answers:
        server_messages.validate_python(answer)
    server.expect_well()


def test_a_flood_ends_and_the_village_lives_on(server: SmallServer) -> None:
    """Ten thousand messages at once are errors until there are too many."""
    with server.visit() as visitor:
        codes = [
            answer["code"] for answer in _send(visitor, ['{"type": "ping"}x'] * 10_000) if answer["type"] == "error"
        ]
    assert len(codes) == MAXIMUM_ERRORS + 1
    assert codes[-1] == "too_many_errors"
    server.expect_well()


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a whole village with its store; afterwards it has complained of nothing, and can be made again."""
    database = tmp_path_factory.mktemp("living") / "village.db"
    with served(database, "--pace", "600") as (process, port):
        yield port
        process.terminate()
        printed, _ = process.communicate(timeout=30)
    assert (process.returncode, printed.count("\n")) == (0, 2), printed
    assert taoyuan_json("replay", str(database), "--rerun")["same"] is True


@settings(ANSWERED, max_examples=25)
@given(sent=right_messages("farmer", "teacher", "vet"))
def test_right_messages_in_any_order_reach_the_store(living: int, sent: list[dict[str, Any]]) -> None:
    """Whatever visitors do goes into a history that can be told again."""
    with connect(f"ws://127.0.0.1:{living}/ws", max_size=None, max_queue=None, proxy=None) as visitor:
        visitor.send('{"type": "hello"}')
        for answer in _send(visitor, [json.dumps(message) for message in sent]):
            server_messages.validate_python(answer)
        assert visitor.close_code is None
    assert health(living)["status"] == "ok"

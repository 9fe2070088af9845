"""The doorway: what a real server does with bytes that no browser sends, and that nothing of it reaches the log."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection

from tests.small_server import ANSWER_SECONDS, SmallServer, receive, settle, small_server
from web.doorway import MAXIMUM_CONNECTIONS_PER_ADDRESS, MAXIMUM_FRAGMENTS, REQUEST_SECONDS
from web.messages import MAXIMUM_FRAME_BYTES

HANDSHAKE = (
    b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
SECRET = "nothing that is served"
OUTSIDE = "village/secret.png"
CLIMBS = [
    b"../secret.png",
    b"..%2fsecret.png",
    b"%2e%2e/secret.png",
    b"%2e%2e%2fsecret.png",
    b"..%252fsecret.png",
    b"%252e%252e%252fsecret.png",
    b"..%5csecret.png",
    b"..\\secret.png",
    b"..%c0%afsecret.png",
    b"%c0%ae%c0%ae/secret.png",
    b"%ef%bc%8e%ef%bc%8e/secret.png",
    b"%e2%80%a5/secret.png",
    b"..%e2%88%95secret.png",
    b"....//secret.png",
    b"./../secret.png",
    b"..;/secret.png",
    b"..%00/secret.png",
    b"secret.png%00",
    b"%00",
    b"ground/../../secret.png",
    b"ground/0/0/..%2f..%2f..%2f..%2fsecret.png",
    b"ground/0/0/0.png%00/../../../../secret.png",
    b"ground/%d9%a0/0/0.png",
    b"file:///etc/passwd",
    b"/etc/passwd",
    b"//etc/passwd",
    b"%2fetc%2fpasswd",
    b"C:%5cWindows%5cwin.ini",
    b"~/.ssh/id_rsa",
    b".hidden",
    b"..",
    b".",
    b"%",
    b"%zz",
    b"a" * 8000 + b".png",
    b"%2e%2e/" * 1000 + b"secret.png",
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SmallServer]:
    """The small village with pictures beside it that must not be served; afterwards nothing was logged."""
    for name in ("village/page/assets/.hidden", "village/tiles/ground/0/0/1.png", OUTSIDE):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a tile" if path.name == "1.png" else SECRET)
    with small_server(tmp_path / "village") as serving:
        yield serving
    assert serving.complaints.said == []


# ---- paths -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", [b"/tiles/", b"/assets/", b"/art/", b"/art/sprites/", b"/api/", b"/"])
def test_no_path_leads_out_of_its_folder(server: SmallServer, folder: bytes) -> None:
    """However the way up is written, and sent as it stands, the answer is 400 or 404."""
    for climb in CLIMBS:
        answer = server.get(folder + climb)
        assert answer[:13] in (b"HTTP/1.1 400 ", b"HTTP/1.1 404 "), (folder, climb, answer[:60])
        assert SECRET.encode() not in answer
        assert b"root:" not in answer


def test_targets_that_are_no_path_are_refused(server: SmallServer) -> None:
    """Whole addresses, `*`, and what is no target at all lead nowhere."""
    for target in (b"http://127.0.0.1/../secret.png", b"secret.png", b"*", b"/tiles/\x00", b"/tiles/\xff\xfe", b"/a b"):
        assert server.get(target)[:13] in (b"HTTP/1.1 400 ", b"HTTP/1.1 404 "), target


def test_what_is_there_is_served(server: SmallServer) -> None:
    """The refusals above are not those of a server that has nothing."""
    assert server.get(b"/tiles/ground/0/0/1.png").endswith(b"a tile")


def test_hosts_are_named_once(server: SmallServer) -> None:
    """A second Host, or none, is no way around the rule about names."""
    assert server.get(b"/", b"Host: evil.example")[:13] == b"HTTP/1.1 400 "
    assert server.ask(b"GET / HTTP/1.0\r\n\r\n")[:13] == b"HTTP/1.1 421 "
    assert server.ask(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")[:13] == b"HTTP/1.1 400 "


# ---- connections -----------------------------------------------------------------------------------------------------


def test_one_address_cannot_take_all_connections(server: SmallServer) -> None:
    """Silent connections are bounded; the one too many is told so, and when they go the village is there."""
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(MAXIMUM_CONNECTIONS_PER_ADDRESS)]
    refused = server.ask(b"")
    assert refused.startswith(b"HTTP/1.1 429 ")
    assert b"\r\nRetry-After: " in refused
    for connection in idle:
        connection.close()
    server.expect_well()


def test_a_request_that_never_ends_is_cut_off(server: SmallServer) -> None:
    """Silence, half a head, and a body that trickles in hold no connection for long; a websocket may be silent."""
    body = b"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\n"
    with ExitStack() as open_connections:
        visitor, slow = open_connections.enter_context(server.visit()), []
        for beginning in (b"", b"GET / HT", body + b"a"):
            connection = socket.create_connection(("127.0.0.1", server.port), timeout=3 * REQUEST_SECONDS)
            slow.append(open_connections.enter_context(connection))
            connection.sendall(beginning)
        for connection in slow:
            while _is_open(connection):
                pass
        settle(visitor)


def _is_open(connection: socket.socket) -> bool:
    """Whether something more came, and not the end."""
    try:
        return connection.recv(65536) != b""
    except ConnectionResetError:
        return False


# ---- frames ----------------------------------------------------------------------------------------------------------


def _send_raw(connection: ClientConnection, frame: Frame) -> None:
    """Send a frame that the client library would not."""
    connection.socket.sendall(frame.serialize(mask=True))


def _read_all(connection: ClientConnection) -> None:
    while True:
        connection.recv(timeout=ANSWER_SECONDS)


def _send_for_ever(connection: socket.socket, data: bytes) -> None:
    while True:
        connection.sendall(data)


def _ended(connection: ClientConnection) -> int:
    """The code that the server closes with."""
    with pytest.raises(ConnectionClosed) as closed:
        _read_all(connection)
    return closed.value.rcvd.code if closed.value.rcvd else 1006


def test_a_message_in_too_many_pieces_ends_the_connection(server: SmallServer) -> None:
    """Empty fragments without end would fill the memory without ever being a message."""
    with server.visit() as visitor:
        _send_raw(visitor, Frame(Opcode.TEXT, b"", fin=False))
        for _ in range(MAXIMUM_FRAGMENTS):
            _send_raw(visitor, Frame(Opcode.CONT, b"", fin=False))
        assert _ended(visitor) == 1009
    server.expect_well()


def test_a_message_in_a_few_pieces_is_one_message(server: SmallServer) -> None:
    """Fragments are as good as a whole."""
    with server.visit() as visitor:
        visitor.send(iter(['{"type": ', '"ping"', "}"]))
        while receive(visitor)["type"] != "pong":
            pass


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (Frame(Opcode.TEXT, b"\xff\xfe"), 1007),
        (Frame(Opcode.TEXT, b"\xed\xa0\x80"), 1007),
        (Frame(Opcode.TEXT, b"a" * (MAXIMUM_FRAME_BYTES + 1)), 1009),
        (Frame(Opcode.BINARY, b"{}"), 1008),
        (Frame(Opcode.CONT, b"of nothing"), 1002),
        (Frame(Opcode.CLOSE, b"\x00"), 1002),
    ],
    ids=["no UTF-8", "surrogate", "too big", "binary", "stray piece", "bad close"],
)
def test_a_frame_that_is_wrong_ends_the_connection(server: SmallServer, frame: Frame, code: int) -> None:
    """With the code that says why; the village lives on."""
    with server.visit() as visitor:
        _send_raw(visitor, frame)
        assert _ended(visitor) == code
    server.expect_well()


def test_a_frame_of_the_largest_size_is_read(server: SmallServer) -> None:
    """16 KiB are allowed: the message is wrong for what it says, not for its size."""
    message = json.dumps({"type": "ping", "padding": ""})
    with server.visit() as visitor:
        visitor.send(message.replace('""', '"' + "a" * (MAXIMUM_FRAME_BYTES - len(message)) + '"'))
        while (answer := receive(visitor))["type"] != "error":
            pass
        assert answer["code"] == "malformed"


def test_pings_whose_answers_are_not_read_pile_up_to_a_bound(server: SmallServer) -> None:
    """Who floods with pings and never reads is cut off."""
    ping = Frame(Opcode.PING, b"p" * 125).serialize(mask=True)
    with socket.create_connection(("127.0.0.1", server.port), timeout=ANSWER_SECONDS) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.sendall(HANDSHAKE)
        with pytest.raises(ConnectionError):
            _send_for_ever(deaf, ping * 1000)
    server.expect_well()

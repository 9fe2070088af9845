"""How much one address may ask of the village: rates, websockets, and how many addresses are remembered."""

import pytest

from web.admission import MAXIMUM_ADDRESSES, Admission, Crowded, Limits, network

SMALL = Limits(
    requests_per_second=1,
    maximum_request_burst=3,
    sockets_per_second=1,
    maximum_socket_burst=3,
    maximum_sockets=2,
    messages_per_second=1,
    maximum_message_burst=3,
)


class Watch:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.seconds


def test_requests_beyond_the_burst_are_refused_until_time_has_passed() -> None:
    """An address has its burst, then its rate; another address has its own."""
    watch = Watch()
    admission = Admission(SMALL, watch)
    assert [admission.may_ask("a") for _ in range(4)] == [True, True, True, False]
    assert admission.may_ask("b")
    watch.seconds = 2
    assert [admission.may_ask("a") for _ in range(3)] == [True, True, False]


def test_messages_of_all_connections_of_an_address_are_counted_together() -> None:
    """Opening more websockets gives no more messages."""
    admission = Admission(SMALL, Watch())
    with admission.connected("a"), admission.connected("a"):
        assert [admission.may_speak("a") for _ in range(4)] == [True, True, True, False]
    assert admission.may_speak("b")


def test_websockets_open_at_once_are_bounded() -> None:
    """One that ends makes room for another."""
    admission = Admission(SMALL, Watch())
    with admission.connected("a"):
        with admission.connected("a"):
            with pytest.raises(Crowded) as crowded, admission.connected("a"):
                pass
            assert crowded.value.code == "too_many_connections"
        with admission.connected("a"):
            pass


def test_websockets_opened_one_after_the_other_are_bounded_too() -> None:
    """Coming and going costs as much as staying."""
    watch = Watch()
    admission = Admission(SMALL, watch)
    for _ in range(3):
        with admission.connected("a"):
            pass
    with pytest.raises(Crowded) as crowded, admission.connected("a"):
        pass
    assert crowded.value.code == "too_fast"
    watch.seconds = 1
    with admission.connected("a"):
        pass


def test_the_address_idle_for_longest_is_forgotten() -> None:
    """However many addresses come, few are remembered, and one with a websocket is not idle."""
    admission = Admission(SMALL, Watch())
    with admission.connected("stays"), admission.connected("stays"):
        assert [admission.may_ask("idle") for _ in range(4)][-1] is False
        for number in range(MAXIMUM_ADDRESSES * 2):
            admission.may_ask(str(number))
        assert len(admission) == MAXIMUM_ADDRESSES
        assert admission.may_ask("idle"), "its account was forgotten"
        with pytest.raises(Crowded), admission.connected("stays"):
            pass


@pytest.mark.parametrize(
    ("host", "counts_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_an_ipv6_network_is_one_address(host: str, counts_as: str) -> None:
    """Who has a network has all its addresses."""
    assert network(host) == counts_as

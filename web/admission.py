"""Admission: how much one address may ask of the village, however many connections it asks with.

The address is that of the connection. `X-Forwarded-For` is not trusted, for whoever connects can write it: behind a
reverse proxy all visitors are one address, and share these limits. An IPv6 network of 64 bits, which is what one
household gets, counts as one address. The limits are wide enough for a school class behind one router, and for 120
viewers on this machine, whose pages ask for about 100 pictures each.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from time import monotonic

from starlette.requests import HTTPConnection

from web.token_bucket import TokenBucket

MAXIMUM_ADDRESSES = 4096
"""Addresses remembered; the one that asked for nothing for longest is forgotten first."""
NETWORK_BITS = 64
RETRY_SECONDS = 1
"""When to try again: every limit is a rate, and gives room within a second."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one address may do. Every rate has room for a burst."""

    requests_per_second: float = 200.0
    maximum_request_burst: int = 15_000
    sockets_per_second: float = 20.0
    maximum_socket_burst: int = 400
    maximum_sockets: int = 192
    """Open at once: fewer than the village has room for, so that one address can't fill it."""
    messages_per_second: float = 400.0
    maximum_message_burst: int = 4_000
    queries_per_second: float = 20.0
    maximum_query_burst: int = 400
    """Questions to `/api`, which ask the database or the World, and cost more than a picture."""
    walks_per_second: float = 40.0
    maximum_walk_burst: int = 200
    wrong_tokens_per_second: float = 1.0
    maximum_wrong_token_burst: int = 20


class Crowded(Exception):
    """The address has as many websockets as one may have, or opened too many just now; `code` says which."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class _Account:
    """What one address has used of its limits."""

    def __init__(self, limits: Limits, now: Callable[[], float]) -> None:
        self.requests = TokenBucket(limits.requests_per_second, limits.maximum_request_burst, now)
        self.handshakes = TokenBucket(limits.sockets_per_second, limits.maximum_socket_burst, now)
        self.messages = TokenBucket(limits.messages_per_second, limits.maximum_message_burst, now)
        self.queries = TokenBucket(limits.queries_per_second, limits.maximum_query_burst, now)
        self.walks = TokenBucket(limits.walks_per_second, limits.maximum_walk_burst, now)
        self.wrong_tokens = TokenBucket(limits.wrong_tokens_per_second, limits.maximum_wrong_token_burst, now)
        self.sockets = 0


class Admission:
    """Keeps account of every address. Everything here happens in the event loop's thread."""

    def __init__(self, limits: Limits | None = None, now: Callable[[], float] = monotonic) -> None:
        self._limits, self._now = limits or Limits(), now
        self._accounts: OrderedDict[str, _Account] = OrderedDict()

    def __len__(self) -> int:
        return len(self._accounts)

    def may_ask(self, address: str) -> bool:
        """Whether an address may make an HTTP request now; it is counted."""
        return self._account(address).requests.take()

    def may_speak(self, address: str) -> bool:
        """Whether an address may send a message on one of its websockets now; it is counted."""
        return self._account(address).messages.take()

    def may_query(self, address: str) -> bool:
        """Whether an address may ask `/api` something now; it is counted."""
        return self._account(address).queries.take()

    def may_walk(self, address: str) -> bool:
        """Whether an address may have a way looked for now; it is counted."""
        return self._account(address).walks.take()

    def may_guess(self, address: str) -> bool:
        """Whether one more wrong token of an address is answered as such now; it is counted."""
        return self._account(address).wrong_tokens.take()

    @contextmanager
    def connected(self, address: str) -> Iterator[None]:
        """Count a websocket for as long as it is open. Raises Crowded."""
        account = self._account(address)
        if account.sockets >= self._limits.maximum_sockets:
            problem = f"at most {self._limits.maximum_sockets} connections from one address"
            raise Crowded("too_many_connections", problem)
        if not account.handshakes.take():
            raise Crowded("too_fast", "too many new connections from this address; wait a little")
        account.sockets += 1
        try:
            yield
        finally:
            account.sockets -= 1

    def _account(self, address: str) -> _Account:
        known = self._accounts.get(address) or _Account(self._limits, self._now)
        self._accounts[address] = known
        self._accounts.move_to_end(address)
        if len(self._accounts) > MAXIMUM_ADDRESSES:
            self._forget_one()
        return known

    def _forget_one(self) -> None:
        """Who has a websocket open is not idle; there are far fewer of these than addresses."""
        idle = next((address for address, account in self._accounts.items() if not account.sockets), None)
        if idle is not None:
            del self._accounts[idle]


def address_of(connection: HTTPConnection) -> str:
    """The address that a connection counts under."""
    return network(connection.client.host if connection.client else "")


def network(host: str) -> str:
    """An IPv4 address, or the network of an IPv6 one. What is neither (a Unix socket) is one address as it stands."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> (128 - NETWORK_BITS) << (128 - NETWORK_BITS))}/{NETWORK_BITS}"

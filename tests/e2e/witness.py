"""A witness: a client that is no browser and folds what the village says with sim's own idea of a walk."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Thread

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from sim.records import Walk
from sim.town_map import Tile
from tests.e2e.visit import LIMIT_SECONDS, Message

Movement = tuple[int, Walk | Tile]
"""From when on, and the walk or where somebody stands."""


class Witness:
    """Listens to a village in a thread of its own, from its first snapshot on, and may ask for a pace."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._news = Condition()
        self.received: list[Message] = []
        """Every message that the village sent, in order."""
        self.time = 0
        self._movements: dict[str, list[Movement]] = {}

    def say(self, message: Message) -> None:
        """Tell the village something."""
        self._socket.send(json.dumps(message))

    # ---- asking ----------------------------------------------------------------------------------------------

    def until_time(self, time: float) -> None:
        """Wait until the village has said that it is this late: then all that happened before was said, too."""
        with self._news:
            assert self._news.wait_for(lambda: self.time >= time, LIMIT_SECONDS), f"it is {self.time}, not yet {time}"

    def tile_at(self, agent: str, time: float) -> Tile:
        """Where the world has a character at a time that is not past the village's."""
        with self._news:
            known = self._movements[agent]
            movement = next((each for begun, each in reversed(known) if begun <= time), known[0][1])
        return movement.tile_at(int(time)) if isinstance(movement, Walk) else movement

    @property
    def agents(self) -> set[str]:
        """Everyone who lives there."""
        return set(self._movements)

    @property
    def public_seqs(self) -> list[int]:
        """The numbers of all that everyone was told."""
        with self._news:
            return [message["seq"] for message in self.received if is_public(message)]

    @property
    def quickest(self) -> int:
        """The fewest seconds that anybody took for a tile."""
        with self._news:
            known = [each for movements in self._movements.values() for _, each in movements]
            return min(each.seconds_per_tile for each in known if isinstance(each, Walk))

    # ---- listening -------------------------------------------------------------------------------------------

    def listen(self) -> None:
        """Take in all that comes, until the connection ends."""
        try:
            for frame in self._socket:
                with self._news:
                    self._take(json.loads(frame))
                    self._news.notify_all()
        except ConnectionClosed:
            pass  # nobody waits in vain: `until_time` has a limit

    def _take(self, message: Message) -> None:
        self.received.append(message)
        kind = message["type"]
        if kind == "snapshot":
            self._movements = {agent["id"]: [_stance(agent, message["time"])] for agent in message["agents"]}
        elif kind == "walk":
            self._movements[message["agent"]].append((message["start"], _walk(message)))
        elif kind == "stop":
            self._movements[message["agent"]].append((message["time"], _tile(message["at"])))
        if kind in ("snapshot", "clock"):
            self.time = message["time"]


@contextmanager
def witness_of(port: int) -> Iterator[Witness]:
    """A witness that has seen the whole village once."""
    with connect(f"ws://127.0.0.1:{port}/ws", max_size=None) as socket:
        witness = Witness(socket)
        thread = Thread(target=witness.listen)
        thread.start()
        witness.say({"type": "hello", "lang": "en", "name": "Witness"})
        witness.until_time(1)
        yield witness
    thread.join()


def is_public(message: Message) -> bool:
    """Whether everyone is told this, under one number."""
    return "seq" in message and message["type"] != "snapshot"


def _stance(agent: Message, time: int) -> Movement:
    walk = agent.get("walk")
    return (walk["start"], _walk(walk)) if walk else (time, _tile(agent["at"]))


def _walk(message: Message) -> Walk:
    path = tuple(_tile(tile) for tile in message["path"])
    return Walk(path, message["start"], message["seconds_per_tile"], None)


def _tile(at: list[int]) -> Tile:
    x, y = at
    return x, y

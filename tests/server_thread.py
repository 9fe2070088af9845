"""A uvicorn server in a thread of its own, for tests that talk to it as others do."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn


@contextmanager
def serving(config: uvicorn.Config, listening: socket.socket) -> Iterator[None]:
    """Serve on a listening socket until the end of the block."""
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()

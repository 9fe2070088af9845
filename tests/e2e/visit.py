"""A visit: one page that looks at a village, with all that it asked for, was told and complained about."""

import json
import re
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, WebSocket, expect

Message = dict[str, Any]
LIMIT_SECONDS = 60
"""How long anything may take on a slow machine."""
OPEN = "() => window.taoyuan?.drawn() !== undefined && window.taoyuan.drawn() !== null"
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
    .filter((node) => node.checkVisibility() && !node.closest(".leaflet-pane, .roster-list li"))
    .filter((node) => {
        const { left, right } = node.getBoundingClientRect();
        return left < -0.5 || right > window.innerWidth + 0.5;
    })
    .map((node) => node.outerHTML.slice(0, 120))"""
"""What reaches beyond the page's sides, but for the map's pictures and the list that is swiped sideways."""

expect.set_options(timeout=LIMIT_SECONDS * 1000)


class Visit:
    """A page opened at the village, in a browser profile of its own, or in the `context` of others."""

    def __init__(
        self, browser: Browser, port: int, context: BrowserContext | None = None, query: str = "", **options: Any
    ) -> None:
        options = {"locale": "zh-CN", "viewport": {"width": 1280, "height": 800}, **options}
        self.is_alone = context is None
        self.context = context or browser.new_context(**options)
        self.context.set_default_timeout(LIMIT_SECONDS * 1000)
        self.page: Page = self.context.new_page()
        self.address = f"http://127.0.0.1:{port}/?debug{query}"
        self.complaints: list[str] = []
        """Console errors and warnings, exceptions, failed requests and refused ones."""
        self.asked: list[str] = []
        """The address of every request and websocket."""
        self.received: list[Message] = []
        """Every message that the village sent, in order."""
        self._listen()
        self.page.goto(self.address)
        self.page.wait_for_function(OPEN)

    def _listen(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("requestfailed", self._miss)
        self.page.on("response", lambda answer: self.complaints.extend([answer.url] if answer.status >= 400 else []))
        self.page.on("websocket", self._connect)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _miss(self, request: Request) -> None:
        """A tile that went out of view before it came is called off by the map itself."""
        if not (request.failure == "net::ERR_ABORTED" and "/tiles/" in request.url):
            self.complaints.append(f"{request.failure}: {request.url}")

    def _connect(self, socket: WebSocket) -> None:
        self.asked.append(socket.url)
        socket.on("framereceived", lambda frame: self.received.append(json.loads(frame)))

    # ---- waiting ---------------------------------------------------------------------------------------------

    def until(self, wanted: Callable[[Message], bool], since: int = 0) -> Message:
        """The first message from number `since` on that is wanted; it may still be to come."""
        deadline = monotonic() + LIMIT_SECONDS
        while monotonic() < deadline:
            for message in self.received[since:]:
                if wanted(message):
                    return message
            since = len(self.received)
            self.page.evaluate("() => new Promise(requestAnimationFrame)")
        raise AssertionError("the message did not come in time")

    def until_stands(self) -> None:
        """Wait until the drawn time has been the same for ninety pictures on end."""
        self.page.wait_for_function(
            """() => {
                const time = window.taoyuan.drawn().time;
                const still = (window.still ??= { time, pictures: 0 });
                still.pictures = still.time === time ? still.pictures + 1 : 0;
                still.time = time;
                return still.pictures > 90;
            }"""
        )

    def until_seen(self, agents: Iterable[str]) -> None:
        """Wait until all of them are in sight: the map glides there."""
        deadline = monotonic() + LIMIT_SECONDS
        while not set(agents) <= self.in_sight:
            assert monotonic() < deadline, f"{agents} did not come into sight"
            self.page.evaluate("() => new Promise(requestAnimationFrame)")

    # ---- looking ---------------------------------------------------------------------------------------------

    @property
    def drawn(self) -> Message:
        """The last picture of the map: its time, and everyone in it."""
        picture: Message = self.page.evaluate("window.taoyuan.drawn()")
        return picture

    @property
    def in_sight(self) -> set[str]:
        """Whose feet are on the part of the map that is shown."""
        seen = self.page.locator("#map").bounding_box()
        assert seen is not None
        return {
            figure["id"]
            for figure in self.drawn["figures"]
            if 0 < figure["box"]["x"] + figure["box"]["width"] / 2 - seen["x"] < seen["width"]
            and 0 < figure["box"]["y"] + figure["box"]["height"] - seen["y"] < seen["height"]
        }

    @property
    def agents(self) -> dict[str, Message]:
        """The characters as the first snapshot shows them, by id."""
        snapshot = self.until(lambda message: message["type"] == "snapshot")
        return {agent["id"]: agent for agent in snapshot["agents"]}

    @property
    def entries(self) -> Locator:
        """The buttons of the list of villagers."""
        return self.page.locator(".roster-list").get_by_role("button")

    def entry(self, name: str) -> Locator:
        """The button of one villager, by a name in the page's language."""
        return self.entries.filter(has=self.page.locator(".entry-name", has_text=re.compile(f"^{name}$")))

    @property
    def panel(self) -> Locator:
        """The panel of the chosen character."""
        return self.page.locator(".panel")

    def close(self) -> None:
        """Leave the village."""
        (self.context if self.is_alone else self.page).close()

"""The websocket: one connection from `hello` to its end.

One task reads what the visitor sends, another writes what the feed has for it; only the writer ever sends, so answers
to this connection alone go through its subscription too.
"""

import asyncio
from contextlib import suppress

from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from sim.inputs import PaceSet
from web import messages
from web.admission import Admission, Crowded, address_of
from web.allowance import Allowance
from web.chat import Talks
from web.context import VillageContext
from web.history_api import map_info
from web.security import brings_token, is_same_origin, is_token, may_enter
from web.subscription import Subscription
from web.visitors import Visitor

HELLO_SECONDS = 10.0
GOODBYE_SECONDS = 1.0
MAXIMUM_PROBLEM_CHARACTERS = 200

POLICY_VIOLATION, TOO_BIG, SERVICE_RESTART, TRY_AGAIN_LATER = 1008, 1009, 1012, 1013


class Refused(Exception):
    """The connection ends here: the error that is sent first, and the websocket's close code."""

    def __init__(self, code: str, message: str, close_code: int = POLICY_VIOLATION) -> None:
        super().__init__(message)
        self.error = messages.Error(code=code, message=message[:MAXIMUM_PROBLEM_CHARACTERS])
        self.close_code = close_code


async def serve_socket(websocket: WebSocket, village: VillageContext, talks: Talks, admission: Admission) -> None:
    """Serve one websocket until either side ends it."""
    if not is_same_origin(websocket.headers):
        await websocket.close(POLICY_VIOLATION)
        return
    await websocket.accept()
    try:
        with admission.connected(address_of(websocket)):
            await Connection(websocket, village, talks, admission).serve()
    except Crowded as crowded:
        await _part(websocket, TRY_AGAIN_LATER, messages.Error(code=crowded.code, message=str(crowded)))
    except Refused as refused:
        await _part(websocket, refused.close_code, refused.error)
    except Ended:
        await _part(websocket, SERVICE_RESTART)
    except WebSocketDisconnect:
        pass
    except TimeoutError:
        await _part(websocket, POLICY_VIOLATION)


async def _part(websocket: WebSocket, close_code: int, error: messages.Error | None = None) -> None:
    """Say goodbye, unless the other side is gone or deaf."""
    with suppress(TimeoutError, RuntimeError, WebSocketDisconnect):
        async with asyncio.timeout(GOODBYE_SECONDS):
            if error:
                await websocket.send_text(error.model_dump_json())
            await websocket.close(close_code)


class Ended(Exception):
    """The feed has nothing more for this connection: the village closes, or too much piled up. It may come back."""


class Connection:
    """One visitor's websocket."""

    def __init__(self, websocket: WebSocket, village: VillageContext, talks: Talks, admission: Admission) -> None:
        self._websocket, self._village, self._talks = websocket, village, talks
        self._admission, self._address = admission, address_of(websocket)
        self._allowance = Allowance(admission, self._address)

    async def serve(self) -> None:
        """Greet, then read and write until the end. Raises Refused, Ended, TimeoutError, WebSocketDisconnect."""
        hello = await self._hello()
        feed, visitors = self._village.feed, self._village.visitors
        if feed.is_full:
            raise _full()
        visitor = visitors.join(hello.visitor_key, hello.name, hello.lang)
        try:
            await self._websocket.send_text(self._welcome(visitor).model_dump_json())
            after_seq = hello.resume_after if hello.run in (None, feed.run) else None
            subscription = self._subscribe(visitor.id, after_seq)
            self._talks.greet(visitor.id)
            try:
                await self._converse(visitor, subscription)
            finally:
                feed.unsubscribe(subscription)
        finally:
            visitors.part(visitor.id)

    def _subscribe(self, visitor: str, after_seq: int | None) -> Subscription:
        """Others may have come in since the village was found not to be full."""
        try:
            return self._village.feed.subscribe(visitor, after_seq)
        except OverflowError as error:
            raise _full() from error

    async def _converse(self, visitor: Visitor, subscription: Subscription) -> None:
        """Run reader and writer; the first to end takes the other with it, and why it ended is raised."""
        tasks = {asyncio.create_task(self._read(visitor, subscription)), asyncio.create_task(self._write(subscription))}
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        ends = [end for task in done if (end := task.exception())]
        raise ends[0] if ends else Ended

    # ---- hello -----------------------------------------------------------------------------------------------

    async def _hello(self) -> messages.Hello:
        async with asyncio.timeout(HELLO_SECONDS):
            text = await self._receive()
        try:
            hello = messages.client_messages.validate_json(text)
        except ValidationError as error:
            raise Refused(*_problem(error)) from error
        if not isinstance(hello, messages.Hello):
            raise Refused("hello_first", "the first message must be a hello")
        self._ask_for_token(hello)
        return hello

    def _ask_for_token(self, hello: messages.Hello) -> None:
        token = self._village.token
        if token is None or may_enter(self._websocket, token) or is_token(hello.token, token):
            return
        guesses = hello.token is not None or brings_token(self._websocket)
        if guesses and not self._admission.may_guess(self._address):
            raise Refused("too_fast", "too many wrong tokens; wait a little", TRY_AGAIN_LATER)
        raise Refused("unauthorized", "this village asks for a token")

    def _welcome(self, visitor: Visitor) -> messages.Welcome:
        return messages.Welcome(
            protocol=messages.PROTOCOL_VERSION,
            run=self._village.feed.run,
            you=visitor.id,
            visitor_key=visitor.key,
            map=map_info(self._village.town_map),
            tiles=self._village.tiles,
            mind=self._village.feed.mind,
        )

    # ---- writing ---------------------------------------------------------------------------------------------

    async def _write(self, subscription: Subscription) -> None:
        async for frame in subscription:
            await self._websocket.send_text(frame)

    # ---- reading ---------------------------------------------------------------------------------------------

    async def _receive(self) -> str:
        """The next text frame. Raises Refused for one that is too long or not text."""
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1005))
        text = message.get("text")
        if text is None:
            raise Refused("malformed", "send JSON text, not binary frames")
        if len(text.encode()) > messages.MAXIMUM_FRAME_BYTES:
            raise Refused("too_big", f"a frame has at most {messages.MAXIMUM_FRAME_BYTES} bytes", TOO_BIG)
        return str(text)

    async def _read(self, visitor: Visitor, subscription: Subscription) -> None:
        while True:
            text = await self._receive()
            error = self._handle(text, visitor, subscription)
            if error and not self._allowance.may_err():
                raise Refused("too_many_errors", "too many errors on this connection")
            if error:
                subscription.tell(error.model_dump_json())

    def _handle(self, text: str, visitor: Visitor, subscription: Subscription) -> messages.Error | None:
        """Do what one frame asks; the error that it deserves, if any."""
        if not self._allowance.may_send():
            return messages.Error(code="too_fast", message="too many messages; slow down")
        try:
            message = messages.client_messages.validate_json(text)
        except ValidationError as error:
            code, problem = _problem(error)
            return messages.Error(code=code, message=problem)
        if excess := self._allowance.excess(message):
            return excess
        if isinstance(message, messages.Ping):
            subscription.tell(messages.Pong().model_dump_json())
            return None
        return self._do(message, visitor)

    def _do(self, message: messages.ClientMessage, visitor: Visitor) -> messages.Error | None:
        talks = self._talks
        match message:
            case messages.Hello():
                return messages.Error(code="hello_again", message="hello comes once, at the beginning")
            case messages.Move():
                return self._move(message, visitor)
            case messages.ChatOpen():
                talks.open(visitor.id, message.agent, visitor.language)
            case messages.ChatSay():
                talks.say(visitor.id, message.agent, message.text)
            case messages.ChatStop():
                talks.stop(visitor.id, message.agent)
            case messages.ChatClose():
                talks.close(visitor.id, message.agent)
            case messages.Command():
                talks.command(visitor.id, message.agent, message.text, visitor.language)
            case messages.SetPace():
                return self._set_pace(visitor, message.factor)
            case messages.Pause():
                return self._set_pace(visitor, 0)
            case messages.Resume():
                return self._set_pace(visitor, None)
        return None

    def _move(self, message: messages.Move, visitor: Visitor) -> messages.Error | None:
        if self._talks.walk(visitor.id, message.to):
            return None
        return messages.Error(code="no_way", message="no way leads there")

    def _set_pace(self, visitor: Visitor, factor: float | None) -> messages.Error | None:
        if self._village.inbox.submit(PaceSet(visitor.id, None if factor is None else round(factor * 1000))):
            return None
        return messages.Error(code="busy", message="the village is too busy; try again")


def _problem(error: ValidationError) -> tuple[str, str]:
    """An error's code, and the first thing that is wrong with a message, in a line. What was sent is not repeated."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "message"
    if first["type"] == "union_tag_invalid":
        return "unknown_type", "no message has this type; `taoyuan schema` lists them all"
    return "malformed", f"{where}: {first['msg']}"[:MAXIMUM_PROBLEM_CHARACTERS]


def _full() -> Refused:
    """Each refusal is an exception of its own: one that was raised before would keep all its tracebacks."""
    return Refused("full", "the village is full; try again later", TRY_AGAIN_LATER)

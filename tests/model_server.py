"""An OpenAI-compatible server for tests: a real one, on 127.0.0.1, that answers as a test tells it to."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from tests import server_thread

EVENTS = "text/event-stream"
DRIP_SECONDS = 0.02
"""Between two bytes of an answer that never ends."""
USAGE = {
    "prompt_tokens": 11,
    "completion_tokens": 7,
    "total_tokens": 18,
    "prompt_tokens_details": {"cached_tokens": 5},
}
"""What every completion cost, so it says."""
Body = dict[str, Any]
Answerer = Callable[[Request, Body], Awaitable[Response]]


def completion(text: str) -> Response:
    """A chat completion that says `text`."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    head = {"id": "chatcmpl-1", "object": "chat.completion", "created": 0, "model": "village-model"}
    return JSONResponse({**head, "choices": [choice], "usage": USAGE})


def error(status: int, message: str = "no", headers: dict[str, str] | None = None) -> Response:
    """An error as OpenAI-compatible servers word it."""
    return JSONResponse({"error": {"message": message, "type": "error"}}, status, headers)


def streamed(text: str, with_usage: bool, pieces: int = 8) -> Response:
    """The same as server-sent events, in so many pieces."""
    length = -(-len(text) // pieces) or 1
    parts = [text[n : n + length] for n in range(0, len(text), length)]
    return StreamingResponse(_events(parts, with_usage), media_type=EVENTS)


async def _events(pieces: list[str], with_usage: bool) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield event(piece)
    if with_usage:
        head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": "village-model"}
        yield f"data: {json.dumps({**head, 'choices': [], 'usage': USAGE})}\n\n".encode()
    yield b"data: [DONE]\n\n"


def event(piece: str) -> bytes:
    """A piece of a chat completion, as a server-sent event."""
    choice = {"index": 0, "finish_reason": None, "delta": {"role": "assistant", "content": piece}}
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": "village-model"}
    return f"data: {json.dumps({**head, 'choices': [choice]})}\n\n".encode()


async def obedient(request: Request, body: Body) -> Response:
    """The first that the schema allows of everything."""
    return completion(
        json.dumps(_example(body["response_format"]["json_schema"]["schema"], _yes(body)), ensure_ascii=False)
    )


async def sociable(request: Request, body: Body) -> Response:
    """The last that the schema allows of every choice: to talk, where there is somebody to talk to."""
    schema = body["response_format"]["json_schema"]["schema"]
    return completion(json.dumps(_example(schema, _yes(body), option=-1), ensure_ascii=False))


async def silent(request: Request, body: Body) -> Response:
    """No answer for as long as the client waits."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return Response()


async def dripping(request: Request, body: Body) -> Response:
    """An answer that goes on for ever, a space at a time."""

    async def spaces() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(DRIP_SECONDS)

    return StreamingResponse(spaces(), media_type="application/json")


def saying(text: str) -> Answerer:
    """Always the same completion."""
    return responding(lambda: completion(text))


def responding(response: Callable[[], Response]) -> Answerer:
    """Always the same response."""

    async def answer(request: Request, body: Body) -> Response:
        return response()

    return answer


def together(count: int, limit_seconds: float = 5) -> Answerer:
    """Obedient, but only once `count` requests are there at the same time."""
    waiting: list[asyncio.Event] = []

    async def answer(request: Request, body: Body) -> Response:
        waiting.append(asyncio.Event())
        if len(waiting) == count:
            for event in waiting:
                event.set()
        async with asyncio.timeout(limit_seconds):
            await waiting[len(waiting) - 1].wait()
        return await obedient(request, body)

    return answer


def _yes(body: Body) -> str:
    """A yes in the language of the prompt."""
    return "嗯。" if "桃源" in body["messages"][0]["content"] else "Mm-hm."


def _example(schema: Body, words: str, option: int = 0) -> Any:
    """The smallest value that a schema allows, with the `option`-th of every enumeration."""
    if schema["type"] == "object":
        return {name: _example(part, words, option) for name, part in schema["properties"].items()}
    if schema["type"] == "array" and schema["items"]["type"] == "string":
        return [_example(schema["items"], words, option)]
    if schema["type"] == "array":
        speakers = schema["items"]["properties"]["speaker"]["enum"]
        return [{"speaker": speaker, "text": words} for speaker in speakers]
    return schema["enum"][option] if "enum" in schema else words


@dataclass
class ModelServer:
    """A server under way: what it does with a request, and what it was asked."""

    url: str
    answer: Answerer = obedient
    models: tuple[str, ...] = ("village-model", "other-model")
    vector: Callable[[str], list[float]] = lambda text: [float(len(text)), 1.0]
    """What it makes of a text that is to be embedded."""
    embedded: list[list[str]] = field(default_factory=list)
    """The texts of every request for embeddings."""
    bodies: list[Body] = field(default_factory=list)
    """Every request's body, in the order they came, retries included."""
    under_way: int = 0
    most_under_way: int = 0

    def reset(self) -> None:
        """As if it had just been started."""
        self.answer, self.models, self.bodies, self.most_under_way = obedient, ("village-model", "other-model"), [], 0
        self.embedded = []

    def asked_with_schema(self) -> int:
        """How many requests had a response_format."""
        return sum("response_format" in body for body in self.bodies)


@contextmanager
def model_server(port: int = 0) -> Iterator[ModelServer]:
    """Serve on a port, or on any free one, until the end of the block."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        serving = ModelServer(f"http://127.0.0.1:{listening.getsockname()[1]}/v1")
        config = uvicorn.Config(_app(serving), log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
        with server_thread.serving(config, listening):
            yield serving


def _as_asked(response: Response, body: Body) -> Response:
    """A completion as a stream, where one was asked for; anything else as it is."""
    if not (body.get("stream") and isinstance(response, JSONResponse) and response.status_code == 200):
        return response
    answer = json.loads(bytes(response.body))
    text = answer["choices"][0]["message"]["content"] if isinstance(answer, dict) and answer.get("choices") else None
    with_usage = bool(body.get("stream_options", {}).get("include_usage"))
    return streamed(text, with_usage) if isinstance(text, str) else response


def _app(serving: ModelServer) -> FastAPI:
    app = FastAPI()

    @app.get("/v1/models")
    async def models() -> Body:
        listed = [{"id": name, "object": "model", "created": 0, "owned_by": "tests"} for name in serving.models]
        return {"object": "list", "data": listed}

    @app.get("/html/models")
    async def html() -> Response:
        return HTMLResponse("<h1>It works!</h1>")

    @app.get("/null/models")
    async def null() -> Response:
        return JSONResponse(None)

    @app.post("/v1/embeddings")
    async def embeddings(request: Request) -> Response:
        texts = (await request.json())["input"]
        serving.embedded.append(texts)
        vectors = [{"object": "embedding", "index": n, "embedding": serving.vector(t)} for n, t in enumerate(texts)]
        return JSONResponse({"object": "list", "data": vectors[::-1], "model": "vectors", "usage": USAGE})

    @app.post("/v1/chat/completions")
    async def chat_completions(request: Request) -> Response:
        body = await request.json()
        serving.bodies.append(body)
        serving.under_way += 1
        serving.most_under_way = max(serving.most_under_way, serving.under_way)
        try:
            response = await serving.answer(request, body)
            return _as_asked(response, body)
        finally:
            serving.under_way -= 1

    return app

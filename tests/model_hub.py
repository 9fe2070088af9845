"""A model hub for tests: a real server on 127.0.0.1 with one repository, that the hubs' own clients are content with.

It answers what Hugging Face's and ModelScope's clients ask when they list a repository, read its licence, and fetch a
file; the paths and the headers are those that the clients were seen to want.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from starlette.responses import FileResponse, JSONResponse, Response

from tests import server_thread

REPOSITORY = "village/tiny-gguf"
LICENCE = "apache-2.0"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class ModelHub:
    """A hub under way: the files of its repository, and what it was asked for."""

    url: str
    files: dict[str, Path]
    asked: list[str] = field(default_factory=list)


@contextmanager
def model_hub(files: dict[str, Path]) -> Iterator[ModelHub]:
    """Serve on a free port until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        hub = ModelHub(f"http://127.0.0.1:{listening.getsockname()[1]}", files)
        config = uvicorn.Config(_app(hub), log_level="critical", lifespan="off")
        with server_thread.serving(config, listening):
            yield hub


def _app(hub: ModelHub) -> FastAPI:
    app = FastAPI()
    _add_hugging_face(app, hub)
    _add_modelscope(app, hub)

    @app.middleware("http")
    async def note(request: Request, call_next: Any) -> Response:
        hub.asked.append(f"{request.method} {request.url.path}")
        response: Response = await call_next(request)
        return response

    return app


def _add_hugging_face(app: FastAPI, hub: ModelHub) -> None:
    @app.get(f"/api/models/{REPOSITORY}")
    async def about() -> dict[str, Any]:
        siblings = [{"rfilename": name} for name in hub.files]
        return {"id": REPOSITORY, "sha": COMMIT, "siblings": siblings, "cardData": {"license": LICENCE}}

    @app.get(f"/api/models/{REPOSITORY}/tree/{{revision}}")
    async def tree(revision: str) -> list[dict[str, Any]]:
        return [
            {"type": "file", "path": name, "size": file.stat().st_size, "oid": COMMIT}
            for name, file in hub.files.items()
        ]

    @app.api_route(f"/{REPOSITORY}/resolve/{{revision}}/{{name}}", methods=["GET", "HEAD"])
    async def resolve(revision: str, name: str) -> Response:
        headers = {"X-Repo-Commit": COMMIT, "ETag": f'"{_digest(hub.files[name])}"'}
        return FileResponse(hub.files[name], headers=headers)


def _add_modelscope(app: FastAPI, hub: ModelHub) -> None:
    @app.get(f"/openapi/v1/models/{REPOSITORY}")
    async def about() -> dict[str, Any]:
        return {"success": True, "data": {"id": REPOSITORY, "license": LICENCE}}

    @app.get(f"/api/v1/models/{REPOSITORY}/repo/files")
    async def listing() -> dict[str, Any]:
        listed = [
            {"Path": name, "Name": name, "Type": "blob", "Size": file.stat().st_size, "Sha256": _digest(file)}
            for name, file in hub.files.items()
        ]
        return {"Code": 200, "Success": True, "Data": {"Files": listed}}

    @app.api_route(f"/api/v1/models/{REPOSITORY}/repo", methods=["GET", "HEAD"])
    async def content(FilePath: str) -> Response:
        return FileResponse(hub.files[FilePath]) if FilePath in hub.files else JSONResponse({"Code": 404}, 404)


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()

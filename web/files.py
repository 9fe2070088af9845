"""The files that are served: the built page, its assets, and the map's tiles.

A path is put together from parts that match a pattern, so that none can lead out of its folder.
"""

import re
from pathlib import Path

from fastapi import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

ASSET = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}")
TILE = re.compile(r"(?:ground|above)/-?[0-9]/[0-9]{1,4}/[0-9]{1,4}\.png")
MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".ico": "image/x-icon",
    ".json": "application/json",
    ".map": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
"""What the client's build makes. Other files are not served; the system's own table of types can't be relied on."""
FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}
"""For addresses that change with what is behind them. Not for shared caches, which ask nobody for a token."""
FOR_A_WHILE = {"Cache-Control": "private, max-age=600"}
ASK_AGAIN = {"Cache-Control": "no-cache"}

NO_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>桃源 Taoyuan</title>
<h1>桃源 Taoyuan</h1>
<p>The village is running, but its page has not been built. Build it, then reload:</p>
<pre>uv sync --reinstall-package taoyuan</pre>
<p>or, with Node 22.20 or later, in <code>web/map</code>: <code>npm ci &amp;&amp; npm run build</code></p>
<p>村子已经醒来，只是页面还没有构建。请运行上面的命令，然后刷新。</p>
</html>
"""


def page(page_folder: Path, name: str) -> Response:
    """A page of the client's, or one that says how to build it."""
    built = page_folder / name
    if not built.is_file():
        return HTMLResponse(NO_PAGE, status_code=503, headers=ASK_AGAIN)
    return FileResponse(built, media_type="text/html; charset=utf-8", headers=ASK_AGAIN)


def asset(page_folder: Path, name: str) -> Response:
    """One file of the client's build: hashed names, so browsers may keep it. Raises HTTPException 404."""
    if not ASSET.fullmatch(name):
        raise HTTPException(404)
    return _file(page_folder / "assets" / name)


def tile(tiles_folder: Path, path: str) -> Response:
    """One tile of the map, `layer/z/x/y.png`. Raises HTTPException 404."""
    if not TILE.fullmatch(path):
        raise HTTPException(404)
    return _file(tiles_folder / path)


def _file(path: Path) -> Response:
    media_type = MEDIA_TYPES.get(path.suffix)
    if media_type is None or not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, media_type=media_type, headers=FOR_EVER)

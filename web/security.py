"""Who may come in, and what a page from here may do: the token, the origin, and the security headers."""

import re
from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "taoyuan_token"
COOKIE_SECONDS = 30 * 24 * 3600
_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")
REFUSAL = "This village asks for a token. Open it with /?token=… once, or send “Authorization: Bearer …”.\n"


def is_same_origin(headers: Mapping[str, str]) -> bool:
    """Whether a browser's page that asks for a websocket came from here. What is no browser sends no Origin."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def is_token(given: str | None, token: str) -> bool:
    """Compare in a time that tells nothing of where the two differ."""
    return given is not None and compare_digest(given.encode(), token.encode())


def may_enter(connection: HTTPConnection, token: str | None) -> bool:
    """Whether a request or handshake brings the token, by cookie or header, or none is asked for."""
    if token is None:
        return True
    scheme, _, given = connection.headers.get("authorization", "").partition(" ")
    # Headers reach us decoded as Latin-1, whatever they were written in.
    bears = scheme.lower() == "bearer" and compare_digest(given.strip().encode("latin-1"), token.encode())
    return bears or is_token(connection.cookies.get(COOKIE), _cookie_value(token))


def _cookie_value(token: str) -> str:
    """What the cookie holds: a hash, which has no characters that a cookie can't hold."""
    return sha256(f"taoyuan token {token}".encode()).hexdigest()


class Gate:
    """ASGI middleware: the token on every HTTP route, and security headers on every answer.

    Websockets pass: their endpoint may still be given the token by `hello`.
    """

    def __init__(self, app: ASGIApp, token: str | None) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_security_headers(request))
            await send(message)

        await (self._answer_at_gate(request) or self._app)(scope, receive, send_with_headers)

    def _answer_at_gate(self, request: Request) -> Response | None:
        """The answer to a request that goes no further; None lets it in."""
        if self._token is None:
            return None
        if request.url.path == "/" and is_token(request.query_params.get("token"), self._token):
            return self._let_in(request, self._token)
        if may_enter(request, self._token):
            return None
        return PlainTextResponse(REFUSAL, status_code=401, headers={"WWW-Authenticate": "Bearer"})

    @staticmethod
    def _let_in(request: Request, token: str) -> Response:
        """Put the token into a cookie, and take it out of the address."""
        response = RedirectResponse("/", status_code=303)
        response.set_cookie(
            COOKIE,
            _cookie_value(token),
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response


def _security_headers(request: Request) -> dict[str, str]:
    return {
        "Content-Security-Policy": content_security_policy(request.headers.get("host", "")),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def content_security_policy(host: str) -> str:
    """What a page may load: only what is ours. The websocket is named by host, as older Safaris want."""
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        f"frame-ancestors 'none'; connect-src 'self'{sockets}"
    )

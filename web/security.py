"""Who may come in, and what a page from here may do: host, origin, token, and the security headers."""

import re
from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from web.admission import RETRY_SECONDS, Admission, address_of
from web.door_page import STYLE_SOURCE, door_page

COOKIE = "taoyuan_token"
COOKIE_SECONDS = 30 * 24 * 3600
API = "/api/"
_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")
_LOOPBACK_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?")
REFUSAL = "This village asks for a token. Open it with /?token=… once, or send “Authorization: Bearer …”.\n"
WRONG_HOST = (
    "This village is open to this machine alone, as 127.0.0.1, localhost or [::1]. 这个村子只对本机开放。\n"
    "To open it under another name, start it with: taoyuan serve --host HOST --token SECRET\n"
)
TOO_FAST = "Too many requests from your address; wait a little. 请求太频繁，请稍等片刻。\n"


def is_same_origin(headers: Mapping[str, str]) -> bool:
    """Whether a browser's page that asks for a websocket came from here. What is no browser sends no Origin."""
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2].lower() == headers.get("host", "").lower()


def is_known_host(headers: Mapping[str, str], token: str | None) -> bool:
    """Whether the village answers to the name that it was asked under.

    A name of somebody else's that leads to 127.0.0.1 would make their page one from here (DNS rebinding). Without a
    token only loopback's own names are answered to; with one, such a page lacks the cookie.
    """
    return token is not None or _LOOPBACK_HOST.fullmatch(headers.get("host", "").lower()) is not None


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


def brings_token(connection: HTTPConnection) -> bool:
    """Whether a request or handshake brings any token at all, right or wrong."""
    return "authorization" in connection.headers or COOKIE in connection.cookies


def _cookie_value(token: str) -> str:
    """What the cookie holds: a hash, which has no characters that a cookie can't hold."""
    return sha256(f"taoyuan token {token}".encode()).hexdigest()


class Gate:
    """ASGI middleware: host, rates and token on every HTTP route, and security headers on every answer.

    Websockets pass if the host is right: their endpoint may still be given the token by `hello`.
    """

    def __init__(self, app: ASGIApp, token: str | None, admission: Admission) -> None:
        self._app, self._token, self._admission = app, token, admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        elif scope["type"] == "websocket" and not is_known_host(HTTPConnection(scope).headers, self._token):
            await WebSocket(scope, receive, send).send_denial_response(PlainTextResponse(WRONG_HOST, 421))
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_security_headers(request))
            await send(message)

        await (self._answer_at_gate(request) or self._app)(scope, receive, send_with_headers)

    def _answer_at_gate(self, request: Request) -> Response | None:
        """The answer to a request that goes no further; None lets it in."""
        address, path = address_of(request), request.scope["path"]
        if not self._admission.may_ask(address):
            return _slow_down()
        if not is_known_host(request.headers, self._token):
            return PlainTextResponse(WRONG_HOST, 421)
        if API in path and not self._admission.may_query(address):
            return _slow_down()
        return None if self._token is None else self._answer_at_door(request, self._token)

    def _answer_at_door(self, request: Request, token: str) -> Response | None:
        """The answer to who brings no token, a wrong one, or a link. The right one passes, whatever was guessed."""
        given = request.query_params.get("token") if request.scope["path"] == "/" else None
        if is_token(given, token):
            return self._let_in(request, token)
        if may_enter(request, token):
            return None
        guesses = given is not None or brings_token(request)
        if guesses and not self._admission.may_guess(address_of(request)):
            return _slow_down()
        return self._turn_away(request, is_wrong=given is not None)

    @staticmethod
    def _turn_away(request: Request, is_wrong: bool) -> Response:
        """People are asked for the token, programs are told how to bring it."""
        headers = {"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"}
        if request.scope["path"] == "/":
            return HTMLResponse(door_page(is_wrong), 401, headers)
        return PlainTextResponse(REFUSAL, 401, headers)

    @staticmethod
    def _let_in(request: Request, token: str) -> Response:
        """Put the token into a cookie, and take it out of the address.

        Not SameSite=Strict: a browser that follows the link from a mail or a chat would not send such a cookie along
        when it is redirected. No GET changes the village, and websockets are guarded by their Origin.
        """
        response = RedirectResponse("/", status_code=303)
        response.set_cookie(
            COOKIE,
            _cookie_value(token),
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="lax",
            secure=_is_https(request),
        )
        return response


def _slow_down() -> Response:
    return PlainTextResponse(TOO_FAST, 429, {"Retry-After": str(RETRY_SECONDS)})


def _is_https(request: Request) -> bool:
    """Whether the browser came by https. A proxy says so; who lies about it spoils their own cookie only."""
    return "https" in (request.scope["scheme"], request.headers.get("x-forwarded-proto", "").strip().lower())


def _security_headers(request: Request) -> dict[str, str]:
    return {
        "Content-Security-Policy": content_security_policy(request.headers.get("host", "")),
        "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def content_security_policy(host: str) -> str:
    """What a page may load: only what is ours. The websocket is named by host, as older Safaris want.

    `data:` pictures are Leaflet's: it gives an empty one to each tile that it takes off the map. The style that is
    named by its hash is the door page's.
    """
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        f"default-src 'self'; script-src 'self'; style-src 'self' {STYLE_SOURCE}; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; "
        f"frame-ancestors 'none'; connect-src 'self'{sockets}"
    )

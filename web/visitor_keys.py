"""Visitors' keys over REST: who asks, by the header `X-Visitor-Key`. Dependencies of the routes."""

from typing import Annotated

from fastapi import Depends, Header, HTTPException

from web.visitors import KEY_PATTERN, visitor_id

NO_KEY = {
    "zh": "请在请求头 X-Visitor-Key 里带上你的访客密钥（进村时 welcome 消息给你的 visitor_key）。",
    "en": "Bring your visitor key (the visitor_key of your welcome message) in the header X-Visitor-Key.",
}


def own_id(x_visitor_key: Annotated[str | None, Header()] = None) -> str:
    """The public id of the visitor who asks. Who brings no key that was made here is told how to."""
    if x_visitor_key is None or not KEY_PATTERN.fullmatch(x_visitor_key):
        raise HTTPException(401, NO_KEY, {"Cache-Control": "no-store", "WWW-Authenticate": "X-Visitor-Key"})
    return visitor_id(x_visitor_key)


def known_id(x_visitor_key: Annotated[str | None, Header()] = None) -> str | None:
    """The public id of the visitor who asks, or None for anybody."""
    return visitor_id(x_visitor_key) if x_visitor_key and KEY_PATTERN.fullmatch(x_visitor_key) else None


OwnId = Annotated[str, Depends(own_id)]
KnownId = Annotated[str | None, Depends(known_id)]

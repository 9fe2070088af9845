"""Happenings over REST: what goes on, and `POST /api/happenings`, by which somebody lets something happen.

Who may come in may do so: with a token everybody has brought it, without one only this machine's own pages and programs
come so far, and no other page of its browsers. What happens is told in the village's own words, never in a visitor's,
for it stands in the log that nothing is erased from. Only a whisper has words of its own: they do not stand there.
"""

import json
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from agents.happenings import MAXIMUM_MINUTES, MINUTES, ImpossibleHappening, occurrence_of
from sim.happenings import WEATHERS, Kind, Weather
from sim.inputs import Happen
from web.context import VillageContext
from web.happening_messages import happening_views
from web.inbox import Deed, Whispering
from web.messages import Both, HappeningView
from web.security import is_same_origin
from web.token_bucket import TokenBucket
from web.visitor_keys import NO_KEY, KnownId

MAXIMUM_BODY_BYTES = 4_096
MAXIMUM_WHISPER_LENGTH = 200
"""Characters of an inner voice."""
HAPPENINGS_PER_SECOND = 0.2
MAXIMUM_HAPPENING_BURST = 12
"""What the village bears: each makes everybody who perceives it think."""
FOREIGN = {"zh": "只有本村的网页才能这样做。", "en": "Only the village's own page may do that."}
NO_JSON = {"zh": "请用 Content-Type: application/json。", "en": "Send it as Content-Type: application/json."}
TOO_BIG = {"zh": "太长了。", "en": f"At most {MAXIMUM_BODY_BYTES} bytes, please."}
TOO_FAST = {"zh": "村里的事够多了，歇一歇再来。", "en": "The village has enough on its hands. Wait a little."}
BUSY = {"zh": "村里忙不过来，请稍后再试。", "en": "The village is too busy just now. Try again in a moment."}
WHISPERED = Both(zh="话已经到了心里。", en="The words have reached its heart.")
HAPPENS = Both(zh="就要发生了。", en="It is about to happen.")


class Wish(BaseModel):
    """What is to happen: weather, or anything else at a place of the map; `minutes` for how long, if not as usual."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: Kind
    place: Annotated[str, Field(max_length=64)] | None = None
    minutes: Annotated[int, Field(ge=1, le=MAXIMUM_MINUTES)] | None = None


class Murmur(BaseModel):
    """Words for one character, as an inner voice: it thinks again what to do next, and may do what they suggest.

    They are the visitor's own: kept apart, erased with its other words, and told to nobody.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: Literal["whisper"]
    agent: Annotated[str, Field(max_length=64)]
    words: Annotated[str, StringConstraints(min_length=1, max_length=MAXIMUM_WHISPER_LENGTH, strip_whitespace=True)]


class Accepted(BaseModel):
    """It will happen at the village's next decision tick, once time goes: then `/ws` tells everyone."""

    what: Kind
    place: str | None
    minutes: int
    told: Both
    """How it will be told."""
    text: Both = HAPPENS


class Heard(BaseModel):
    """The character will hear the whisper as soon as nothing more pressing is on its mind."""

    agent: str
    told: Both = WHISPERED


class Possible(BaseModel):
    """Something that can be let happen."""

    what: Kind
    somewhere: bool
    """Whether it needs a place; weather is everywhere."""
    minutes: int
    """How long it usually lasts."""


class GoingOn(BaseModel):
    """What goes on, and what could."""

    weather: Weather
    happenings: list[HappeningView]
    possible: list[Possible]


def add_happenings(routes: APIRouter, village: VillageContext) -> None:
    """`GET` and `POST /happenings` of a living village."""
    bucket = TokenBucket(HAPPENINGS_PER_SECOND, MAXIMUM_HAPPENING_BURST)
    possible = [Possible(what=what, somewhere=what not in WEATHERS, minutes=usual) for what, usual in MINUTES.items()]

    @routes.get("/happenings")
    async def happenings() -> GoingOn:
        world = village.feed.world
        return GoingOn(weather=world.weather, happenings=happening_views(world), possible=possible)

    def take(deed: Deed) -> None:
        if not bucket.take():
            raise _refusal(429, TOO_FAST)
        if not village.inbox.submit(deed):
            raise _refusal(503, BUSY)

    @routes.post("/happenings", status_code=202)
    async def happen(request: Request, visitor: KnownId) -> Accepted | Heard:
        wish = wish_of(await body_of(request))
        if isinstance(wish, Murmur):
            take(_whispering(wish, visitor, village))
            return Heard(agent=wish.agent)
        payload = _payload(wish, village)
        take(payload)
        what = payload.occurrence
        told = Both(zh=what.text.zh, en=what.text.en)
        return Accepted(what=what.what, place=what.place, minutes=what.seconds // 60, told=told)


async def body_of(request: Request) -> bytes:
    """The body of a request that changes the village. Raises HTTPException for one that may not, or is too long.

    A page from elsewhere can send a form unasked, but no JSON, and not without naming its origin.
    """
    if not is_same_origin(request.headers):
        raise _refusal(403, FOREIGN)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise _refusal(415, NO_JSON)
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MAXIMUM_BODY_BYTES:
            raise _refusal(413, TOO_BIG)
    return body


def wish_of(body: bytes) -> Wish | Murmur:
    """What is wished for. Raises HTTPException that names the field and what is wrong with it."""
    try:
        wanted = json.loads(body)
        is_whisper = isinstance(wanted, dict) and wanted.get("what") == "whisper"
        return (Murmur if is_whisper else Wish).model_validate(wanted)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "body"
        raise _refusal(422, {"zh": f"{field} 不对。", "en": f"{field}: {first['msg']}"}) from None
    except (ValueError, RecursionError):
        raise _refusal(422, {"zh": "这不是 JSON。", "en": "body: no JSON"}) from None


def _whispering(wish: Murmur, visitor: str | None, village: VillageContext) -> Whispering:
    """A whisper is somebody's, who can have it erased: so it takes a visitor's key."""
    if visitor is None:
        raise _refusal(401, NO_KEY)
    if wish.agent not in village.cast.by_id:
        raise _refusal(422, {"zh": "村里没有这个人。", "en": "agent: nobody of that id lives here"})
    return Whispering(wish.agent, visitor, wish.words)


def _payload(wish: Wish, village: VillageContext) -> Happen:
    try:
        return Happen(occurrence_of(wish.what, wish.place, wish.minutes, village.town_map))
    except ImpossibleHappening as impossible:
        raise _refusal(422, {"zh": impossible.zh, "en": f"place: {impossible}"}) from None


def _refusal(status: int, text: dict[str, str]) -> HTTPException:
    return HTTPException(status, text, {"Cache-Control": "no-store"})

"""The formats: what stands in the files of a saved simulation, as far as it is read. Other fields are let pass."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter

from sim.tiles import Tile

MAXIMUM_COORDINATE = 511
MAXIMUM_SECONDS_PER_STEP = 24 * 60 * 60
MAXIMUM_TEXT = 20_000
"""Characters of any one text."""
DATE, DATE_AND_TIME = "%B %d, %Y", "%B %d, %Y, %H:%M:%S"

Coordinate = Annotated[int, Field(ge=0, le=MAXIMUM_COORDINATE)]
Prose = Annotated[str, StringConstraints(max_length=MAXIMUM_TEXT)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^/\\\x00]+$")]


def _date(value: Any) -> Any:
    """A date as the simulation writes it, in English months whatever the machine's language."""
    if not isinstance(value, str):
        return value
    for form in (DATE_AND_TIME, DATE):
        try:
            return datetime.strptime(value.strip(), form)
        except ValueError:
            continue
    raise ValueError("no date; write it like February 13, 2023 or February 13, 2023, 00:00:00")


Date = Annotated[datetime, BeforeValidator(_date)]


class Saved(BaseModel):
    """Base of all that is read: what the import does not need is let pass."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Meta(Saved):
    """`meta.json`. Where it disagrees with the movements, they are right: it may be stale."""

    start_date: Date
    curr_time: Date
    sec_per_step: Annotated[int, Field(ge=1, le=MAXIMUM_SECONDS_PER_STEP)] = 10
    maze_name: str = ""
    persona_names: Annotated[tuple[Name, ...], Field(min_length=1, max_length=200)]
    step: int = 0


class Frame(Saved):
    """One persona from one step on: where it is, an emoji, `act @ address`, and the talk that it is in."""

    movement: tuple[Coordinate, Coordinate]
    pronunciatio: Annotated[str, StringConstraints(max_length=100)] = ""
    description: Prose = ""
    chat: tuple[tuple[Prose, Prose], ...] | None = None

    @property
    def tile(self) -> Tile:
        """Where it is."""
        return self.movement


class StepTime(Saved):
    """What a file of `movement/` says of itself."""

    curr_time: Date


class StepFile(Saved):
    """`movement/{n}.json` of the full layout: everybody, changed or not."""

    persona: dict[str, Frame]
    meta: StepTime | None = None


class Scratch(Saved):
    """`scratch.json`: who a persona is."""

    name: Name
    age: int = 30
    innate: Prose = ""
    learned: Prose = ""
    currently: Prose = ""
    lifestyle: Prose = ""
    living_area: str | None = None


class Node(Saved):
    """One memory in `nodes.json`."""

    type: str
    created: datetime
    subject: str = ""
    object: str = ""
    predicate: str = ""
    description: Prose
    poignancy: Annotated[float, Field(allow_inf_nan=False)] = 1


FRAMES: TypeAdapter[dict[str, Frame]] = TypeAdapter(dict[str, Frame])
NODES: TypeAdapter[dict[str, Node]] = TypeAdapter(dict[str, Node])
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


def slug(text: str, otherwise: str) -> str:
    """An id made of a name: `Isabella Rodriguez` becomes `isabella_rodriguez`; `otherwise` where nothing is left."""
    found = _NOT_IN_IDS.sub("_", text.casefold()).strip("_").lstrip("0123456789_")
    return found[:40].rstrip("_") or otherwise


def unique_ids(names: Iterable[str], kind: str) -> dict[str, str]:
    """An id for each name, each its own: who would have another's is numbered until nobody else's is the same."""
    ids: dict[str, str] = {}
    for number, name in enumerate(names):
        wanted = slug(name, f"{kind}_{number}")
        tried = (wanted, *(f"{wanted[:34]}_{further}" for further in range(2, len(ids) + 3)))
        ids[name] = next(own_id for own_id in tried if own_id not in ids.values())
    return ids

"""The cast: who lives in the village, read from one validated YAML file per character.

A folder of characters is a cast. `_common.yaml` beside them holds the activities that everyone shares
(meals, strolls, the evening on the square). The facts of the default cast (role, age, clothing, command,
the two activities) are the project's brief; a name, a home and a temperament are ours.
"""

from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from agents.attendance import ATTENDANCE
from sim.clock import parse_clock
from sim.happenings import Kind
from sim.text import Text

MAXIMUM_LINE_LENGTH = 200
"""Characters in one spoken line, in either language: what fits a speech bubble."""
MAXIMUM_CHARACTERS = 200

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=MAXIMUM_LINE_LENGTH)]
Keyword = Annotated[str, StringConstraints(min_length=1, max_length=40, to_lower=True)]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Subject(StrEnum):
    """What villagers talk about. A topic has one subject; everyone holds views on all of them."""

    WEATHER = "weather"
    CROPS = "crops"
    FOOD = "food"
    MARKET = "market"
    CHILDREN = "children"
    SCHOOL = "school"
    ANIMALS = "animals"
    TOOLS = "tools"
    RIVER = "river"
    FLOWERS = "flowers"
    HEALTH = "health"
    NEWS = "news"


class Strict(BaseModel):
    """Base of every YAML model: unknown keys are errors, so that a typing mistake is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Strict):
    """The same words in both languages."""

    zh: Line
    en: Line

    @property
    def text(self) -> Text:
        """As the World keeps them."""
        return Text(self.zh, self.en)


class Parting(Words):
    """A parting word, and the hours of the day that it fits: from `after` until `before`."""

    after: ClockTime = "00:00"
    before: ClockTime = "23:59"


class Voice(Strict):
    """How the character sounds, in edge-tts terms."""

    voice: str
    pitch: Annotated[str, StringConstraints(pattern=r"^[+-]\d+Hz$")] = "+0Hz"
    rate: Annotated[str, StringConstraints(pattern=r"^[+-]\d+%$")] = "+0%"


class Activity(Strict):
    """Something a character does at a place.

    `working` activities are tasks (Idle → Working, the walk there included); the others are talk or rest
    spent Idle, when others may come up and chat. `beat_minutes` is how often the character shifts to
    another spot of the place while at it.
    """

    id: Slug
    name: Words
    looks: Words
    places: Annotated[tuple[str, ...], Field(min_length=1)]
    working: bool
    free: bool = False
    """Whether its hours are the character's own: a morning's plan may fill them with something else."""
    beat_minutes: Annotated[int, Field(ge=5, le=120)] = 20
    asked_by: tuple[Keyword, ...] = ()
    """What a visitor who wishes for it says, in both languages; of English words the beginning is enough."""
    says: tuple[Words, ...] = ()


_ATTENDANCE = tuple(
    Activity.model_validate({"places": ("home",), "working": False, "beat_minutes": 10, **known})
    for known in ATTENDANCE
)


class Command(Strict):
    """The sentence that belongs to the role, and the activity that it asks for."""

    words: Words
    activity: Slug
    minutes: Annotated[int, Field(ge=10, le=180)] = 40


class Topic(Strict):
    """A thing the character likes to bring up: an opener, then a detail after the other has answered."""

    subject: Subject
    opener: Words
    detail: Words


class Views(Strict):
    """What the character answers when somebody brings up a subject: at least one line for each."""

    weather: Annotated[tuple[Words, ...], Field(min_length=1)]
    crops: Annotated[tuple[Words, ...], Field(min_length=1)]
    food: Annotated[tuple[Words, ...], Field(min_length=1)]
    market: Annotated[tuple[Words, ...], Field(min_length=1)]
    children: Annotated[tuple[Words, ...], Field(min_length=1)]
    school: Annotated[tuple[Words, ...], Field(min_length=1)]
    animals: Annotated[tuple[Words, ...], Field(min_length=1)]
    tools: Annotated[tuple[Words, ...], Field(min_length=1)]
    river: Annotated[tuple[Words, ...], Field(min_length=1)]
    flowers: Annotated[tuple[Words, ...], Field(min_length=1)]
    health: Annotated[tuple[Words, ...], Field(min_length=1)]
    news: Annotated[tuple[Words, ...], Field(min_length=1)]

    def about(self, subject: Subject) -> tuple[Words, ...]:
        """The lines for one subject."""
        lines: tuple[Words, ...] = getattr(self, subject.value)
        return lines


class ToVisitor(Strict):
    """Lines for a visitor, by what the visitor seems to want. Used when no model speaks.

    `hello` greets a stranger, `again` somebody whom the character has talked with before; a cast without it says hello.
    """

    hello: Annotated[tuple[Words, ...], Field(min_length=2)]
    again: tuple[Words, ...] = ()
    who_are_you: Annotated[tuple[Words, ...], Field(min_length=2)]
    accept: Annotated[tuple[Words, ...], Field(min_length=2)]
    refuse: Annotated[tuple[Words, ...], Field(min_length=2)]
    thanks: Annotated[tuple[Words, ...], Field(min_length=2)]
    goodbye: Annotated[tuple[Words, ...], Field(min_length=2)]
    puzzled: Annotated[tuple[Words, ...], Field(min_length=4)]


class Speech(Strict):
    """Everything the character says by rule."""

    greetings: Annotated[tuple[Words, ...], Field(min_length=3)]
    farewells: Annotated[tuple[Parting, ...], Field(min_length=3)]
    topics: Annotated[tuple[Topic, ...], Field(min_length=4)]
    views: Views
    to_visitor: ToVisitor


class PlanEntry(Strict):
    """From `at` on, the character does `activity`, at `place` if one is named, until the next entry."""

    at: ClockTime
    activity: Slug
    place: str | None = None


class Day(Strict):
    """The shape of a day: when the character wakes and sleeps, and what fills the hours between."""

    wake: ClockTime
    sleep: ClockTime
    plan: Annotated[tuple[PlanEntry, ...], Field(min_length=4)]

    @model_validator(mode="after")
    def in_order(self) -> "Day":
        """Refuse a day whose entries do not run from waking to sleep."""
        times = [self.wake, *(entry.at for entry in self.plan), self.sleep]
        for earlier, later in pairwise(times):
            if parse_clock(earlier) > parse_clock(later):
                raise ValueError(f"day: {later} comes after {earlier}; put the entries in order of time")
        return self


class Character(Strict):
    """One villager, whole."""

    id: Slug
    role: Words
    name: Words
    age: Annotated[int, Field(ge=3, le=110)]
    sex: Literal["female", "male"]
    clothing: Words
    temperament: Words
    background: Words
    voice: Voice
    home: str
    starts_at: tuple[int, int] | None = None
    """The tile where a run begins for somebody who comes into the village only then; None: at home, like everyone."""
    seconds_per_tile: Annotated[int, Field(ge=4, le=30)] = 10
    command: Command
    activities: Annotated[tuple[Activity, ...], Field(min_length=2, max_length=2)]
    day: Day
    speech: Speech
    news: tuple[Words, ...] = ()
    """What may come of its work that is worth telling: whole sentences without a full stop, true in anybody's mouth."""
    heeds: tuple[Kind, ...] = ()
    """What happens that is this role's business: by the rules it goes there at once."""

    @cached_property
    def activity_by_id(self) -> dict[str, Activity]:
        """The character's own two activities by id."""
        return {activity.id: activity for activity in self.activities}


class Cast(Strict):
    """A village's characters and the activities that they all share."""

    common: tuple[Activity, ...]
    characters: Annotated[tuple[Character, ...], Field(min_length=1, max_length=MAXIMUM_CHARACTERS)]

    @cached_property
    def by_id(self) -> dict[str, Character]:
        """Characters by id."""
        return {character.id: character for character in self.characters}

    @cached_property
    def common_by_id(self) -> dict[str, Activity]:
        """Shared activities by id, and what anybody can be at when something happens, unless the cast has its own."""
        return {activity.id: activity for activity in (*_ATTENDANCE, *self.common)}

    def activity(self, character_id: str, activity_id: str) -> Activity:
        """The activity as this character does it: its own, or a shared one.

        Raises KeyError if the character has none of that id.
        """
        own = self.by_id[character_id].activity_by_id
        return own[activity_id] if activity_id in own else self.common_by_id[activity_id]

"""Privacy: what the history shows of visitors' talks. That there was one, to all; who it was, to that visitor alone."""

import json
from dataclasses import dataclass

from pydantic import JsonValue

from sim.events import canonical_json
from web.visitors import is_visitor

ANONYMOUS = "visitor"
"""What a visitor reads as to everyone else, as in a character's `talking_to`."""
NAMING_FIELDS = ("visitor", "partner", "about")
"""Fields that may hold the id of a visitor."""
TALK_FIELDS = ("chat", "words_id", "words_hash")
"""Fields by which the lines of one talk could be told to belong together, or to a text."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a visitor's public id, or None for anybody."""

    visitor: str | None

    def name(self, other: str) -> str:
        """The id of somebody, or of something that is remembered, as the asker may see it."""
        return ANONYMOUS if is_visitor(other) and other != self.visitor else other

    def sees(self, value: JsonValue) -> JsonValue:
        """Something of a fact as the asker may see it."""
        if isinstance(value, list):
            return [self.sees(item) for item in value]
        return self.sees_fields(value) if isinstance(value, dict) else value

    def sees_fields(self, fields: dict[str, JsonValue]) -> dict[str, JsonValue]:
        """A fact, or a part of one, as the asker may see it."""
        named = {field: self.name(of) for field in NAMING_FIELDS if isinstance(of := fields.get(field), str)}
        left_out = TALK_FIELDS if ANONYMOUS in named.values() else ()
        shown = {field: self._sees_field(field, value) for field, value in fields.items() if field not in left_out}
        return {**shown, **named}

    def _sees_field(self, field: str, value: JsonValue) -> JsonValue:
        if field == "observation" and isinstance(value, str):  # a fact holds what a character perceived as a JSON text
            return canonical_json(self.sees(json.loads(value)))
        return self.sees(value)

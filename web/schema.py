"""The wire protocol as one JSON Schema document: what `taoyuan schema` prints and `protocol.ts` is generated from.

`$defs` holds every message and the shapes inside them, with `ClientMessage` and `ServerMessage` as the two
discriminated unions. `type` is required of every message; another field with a default may be left out.
"""

from typing import Any

from pydantic import TypeAdapter

from web.messages import PROTOCOL_VERSION, client_messages, server_messages

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def protocol_schema() -> dict[str, Any]:
    """The schema of both directions, self-contained and in a stable order."""
    schemas, shared = TypeAdapter.json_schemas(
        [
            ("ClientMessage", "validation", client_messages),
            ("ServerMessage", "serialization", server_messages),
        ]
    )
    definitions = {name: _with_required_type(shape) for name, shape in shared["$defs"].items()}
    unions = {name: schema for (name, _), schema in schemas.items()}
    return {
        "$schema": SCHEMA_DIALECT,
        "title": "Taoyuan wire protocol",
        "x-protocol-version": PROTOCOL_VERSION,
        "anyOf": [{"$ref": "#/$defs/ClientMessage"}, {"$ref": "#/$defs/ServerMessage"}],
        "$defs": {**definitions, **unions},
    }


def _with_required_type(shape: dict[str, Any]) -> dict[str, Any]:
    """The discriminator has a default in Python, yet on the wire it always travels."""
    if "const" not in shape.get("properties", {}).get("type", {}):
        return shape
    others = [name for name in shape.get("required", []) if name != "type"]
    return {**shape, "required": ["type", *others]}

"""The wire protocol as one JSON Schema document: what `taoyuan schema` prints and `protocol.ts` is generated from.

`$defs` holds every message and the shapes inside them, with `ClientMessage` and `ServerMessage` as the two
discriminated unions. `type` is required of every message; another field with a default may be left out.
"""

from typing import Any

from pydantic import TypeAdapter

from web.messages import MAXIMUM_FRAME_BYTES, PROTOCOL_VERSION, client_messages, server_messages

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"

DESCRIPTION = f"""JSON text frames over one websocket, `/ws`. The client begins with `hello`; `welcome` answers.

Coordinates are tiles, [x, y], origin top left. Times are whole simulated seconds since day 1, 00:00 (modulo 86400 it is
the time of day), and go on at `clock.pace` while nobody has paused. Between two messages everybody is where their walk
says. `seq` is on what everyone is told and on what you alone are told of your talks. It increases, and may skip:
others' talks are numbered, too. Whoever reads too slowly misses what everyone is told, and is sent a `snapshot`.

A frame has at most {MAXIMUM_FRAME_BYTES} bytes (else close code 1009). About 10 messages a second, of which one to a
character, are taken for long; more in a burst. A bad message gets an `error`, and the connection lives; too many
close it (1008). A village that stops says so (`world`, `closing`) and closes with 1012: come back with
`resume_after`. A client that reads nothing for 10 seconds is cut off. `ping` whenever you like. Two connections with
one visitor key are one visitor.
"""


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
        "description": DESCRIPTION,
        "x-protocol-version": PROTOCOL_VERSION,
        "anyOf": [{"$ref": "#/$defs/ClientMessage"}, {"$ref": "#/$defs/ServerMessage"}],
        "$defs": {**definitions, **unions},
    }


def _with_required_type(shape: dict[str, Any]) -> dict[str, Any]:
    """Discriminator and number have a default in Python, yet on the wire they always travel."""
    properties = shape.get("properties", {})
    if "const" not in properties.get("type", {}):
        return shape
    always = ["type", "seq"] if "seq" in properties else ["type"]
    return {**shape, "required": [*always, *(name for name in shape.get("required", []) if name not in always)]}

"""The wire messages: one golden example of each, which the browser client's own tests read too."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from web.messages import ClientMessage, ServerMessage, client_messages, server_messages
from web.schema import protocol_schema

GOLDEN = json.loads((Path(__file__).parent / "golden" / "messages.json").read_text(encoding="utf-8"))
ADAPTERS: dict[str, TypeAdapter[Any]] = {"client": client_messages, "server": server_messages}
EXAMPLES = [
    pytest.param(direction, example, id=f"{direction}-{example['type']}")
    for direction in ADAPTERS
    for example in GOLDEN[direction]
]


def models_of(union: Any) -> tuple[type[BaseModel], ...]:
    """The message models that an annotated union holds."""
    return get_args(get_args(union)[0])


def types_of(union: Any) -> set[str]:
    """The `type` of every message in a union."""
    return {get_args(model.model_fields["type"].annotation)[0] for model in models_of(union)}


@pytest.mark.parametrize(("direction", "example"), EXAMPLES)
def test_a_golden_message_survives_the_round_trip(direction: str, example: dict[str, Any]) -> None:
    """Each example validates, and is written again as it was read."""
    adapter = ADAPTERS[direction]
    message = adapter.validate_json(json.dumps(example))
    assert json.loads(adapter.dump_json(message)) == example


@pytest.mark.parametrize(("direction", "union"), [("client", ClientMessage), ("server", ServerMessage)])
def test_every_message_has_exactly_one_golden_example(direction: str, union: Any) -> None:
    """A message that is added to the protocol needs an example before anything else."""
    assert sorted(example["type"] for example in GOLDEN[direction]) == sorted(types_of(union))


@pytest.mark.parametrize(("direction", "example"), EXAMPLES)
def test_an_unknown_field_is_refused(direction: str, example: dict[str, Any]) -> None:
    """A misspelt field is an error, not a silent nothing."""
    with pytest.raises(ValidationError):
        ADAPTERS[direction].validate_json(json.dumps({**example, "surprise": 1}))


def test_the_schema_names_every_message() -> None:
    """A client can be written from the published schema alone: both unions and all their members are in it."""
    schema = protocol_schema()
    names = {model.__name__ for union in (ClientMessage, ServerMessage) for model in models_of(union)}
    assert names | {"ClientMessage", "ServerMessage"} <= set(schema["$defs"])


def test_every_message_carries_its_type() -> None:
    """The discriminator is required in the schema, although Python fills it in by itself."""
    definitions = protocol_schema()["$defs"]
    models = [*models_of(ClientMessage), *models_of(ServerMessage)]
    assert all("type" in definitions[model.__name__]["required"] for model in models)

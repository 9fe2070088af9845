"""Engine options: `MODEL[,key=value]*`, what stands behind `vllm:` and `gguf:` on the command line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.bad_input import BadInput


@dataclass(frozen=True)
class EngineOptions:
    """A model, and the settings of the engine that is to run it."""

    source: str
    """The option as it was written, for errors."""
    model: str
    settings: Mapping[str, Any] = field(default_factory=dict)


def parse_engine_options(source: str) -> EngineOptions:
    """Read `ENGINE:MODEL[,key=value]*`. Values are numbers, true, false, JSON objects without a comma, or plain text.

    Raises BadInput.
    """
    model, *pairs = source.partition(":")[2].split(",")
    if not model:
        raise BadInput(f"--mind {source}", "no model", f"write {source.partition(':')[0]}:MODEL")
    settings: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not (equals and key.isidentifier() and value):
            raise BadInput(f"--mind {source}", f"{pair!r} is no setting", "write key=value")
        if key in settings:
            raise BadInput(f"--mind {source}", f"{key} is set twice", "leave one out")
        settings[key] = _value(value)
    return EngineOptions(source, model, settings)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text

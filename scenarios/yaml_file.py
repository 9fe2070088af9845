"""Reading YAML that a person wrote: validated at the edge, with one clear error naming file, place and fix."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from scenarios.bad_value import bad_value
from sim.bad_input import BadInput

MAXIMUM_FILE_BYTES = 1_000_000
MAXIMUM_DEPTH = 32
"""How deep a file may be nested: the parsers take minutes, or the whole stack, over what is far deeper."""

# libyaml in C where PyYAML was built with it: ten times as fast, and as safe
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

T = TypeVar("T")


def read_yaml(path: Path) -> Any:
    """The file's content as plain values. Raises BadInput for a missing, huge, hostile or malformed file."""
    source = str(path)
    if not path.is_file():
        raise BadInput(source, "there is no such file", "check the path")
    if path.stat().st_size > MAXIMUM_FILE_BYTES:
        raise BadInput(source, f"larger than {MAXIMUM_FILE_BYTES} bytes", "split it up")
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_bombs(text, source)
        return yaml.load(text, Loader=_LOADER)
    except UnicodeDecodeError as error:
        raise BadInput(source, f"not UTF-8 (byte {error.start})", "save it as UTF-8") from error
    except yaml.YAMLError as error:
        raise BadInput(f"{source}{_place(error)}", _reason(error), "mend the YAML there") from error
    except (
        ValueError,
        KeyError,
        AttributeError,
    ) as error:  # PyYAML's, for a date or number that is none
        raise BadInput(source, f"a value that can't be read ({error!s:.120})", "put it in quotes") from error


def validated(adapter: TypeAdapter[T], value: Any, source: str) -> T:
    """The value as the adapter's type. Raises BadInput naming the first place that is wrong."""
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        raise bad_value(source, error) from error
    except RecursionError as error:
        raise BadInput(source, "nested too deeply", "flatten it") from error


def _refuse_bombs(text: str, source: str) -> None:
    """Aliases let a few lines stand for gigabytes, and depth costs far more than length; nothing here needs them."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        place = f"{source}{_line(event.start_mark)}"
        if isinstance(event, yaml.AliasEvent):
            raise BadInput(place, "YAML aliases are not taken", "write the value out")
        if depth > MAXIMUM_DEPTH:
            raise BadInput(place, f"nested more than {MAXIMUM_DEPTH} deep", "flatten it")


def _place(error: yaml.YAMLError) -> str:
    return _line(error.problem_mark) if isinstance(error, yaml.MarkedYAMLError) else ""


def _line(mark: Any) -> str:
    """Where a mark of PyYAML, in C or in Python, points."""
    return "" if mark is None else f" line {mark.line + 1}"


def _reason(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or str(error)
    return " ".join(str(problem).split())[:200]

"""BadValue: what is wrong with a value that was read from a file, in one line."""

from pydantic import ValidationError

from sim.bad_input import BadInput

FIXES = {"missing": "add it", "extra_forbidden": "remove it, or correct its spelling"}


def bad_value(source: str, error: ValidationError) -> BadInput:
    """The first place of `source` that is wrong, and how many more there are."""
    # an unknown key is often the misspelling of one that is missing: it says more
    first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
    place = ".".join(str(part) for part in first["loc"]) or "the whole file"
    others = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return BadInput(f"{source}: {place}", f"{first['msg']}{others}", FIXES.get(first["type"], "correct it"))

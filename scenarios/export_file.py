"""Export files: written whole or not at all, and never over a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sim.bad_input import BadInput

DATABASE_HEADER = b"SQLite format 3\x00"
"""How every SQLite file begins: https://www.sqlite.org/fileformat.html, section 1.3."""


@contextmanager
def export_file(path: Path) -> Iterator[TextIO]:
    """A file to write, which stands at `path` once it is whole; whatever stops it, no part of it is left.

    Raises BadInput where it can't be written, and where there is a database, which would be lost.
    """
    unfinished = path.with_name(f"{path.name}.part")
    try:
        if _is_database(path):
            raise BadInput(str(path), "a database is there, and its runs would be lost", "name another file")
        with unfinished.open("w", encoding="utf-8") as file:
            yield file
        unfinished.replace(path)
    except OSError as error:
        raise BadInput(str(path), f"can't be written ({error.strerror})", "name another file") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(DATABASE_HEADER)) == DATABASE_HEADER

"""StoreFailed: what a database could not do just now, told without a word of what it was given."""

from sim.bad_input import BadInput


class StoreFailed(BadInput):
    """The database could not be read or written; what was committed is kept."""


class StoreLocked(StoreFailed):
    """Another connection holds the database. Nothing was written; the same may be tried again."""

"""The stencils: pictures of hair and hats as rows of characters, drawn by hand.

Rows are centred on the skull (columns 7 to 16 of a frame) and start `top` rows from its first row. Marks: o base,
l light, s shadow, k outline, a ribbon, band or badge; a dot is a hole.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stencil:
    """Rows of marks of one even width, and the row of the skull (0 is its crown) on which they start."""

    top: int
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Cut:
    """A cut of hair, or a hat, in three views; the left profile is the right one mirrored."""

    down: Stencil
    side: Stencil
    up: Stencil

    def seen(self, view: str) -> Stencil:
        """The stencil of a view: down, right or up. Raises KeyError for another."""
        return {"down": self.down, "right": self.side, "up": self.up}[view]


def stencil(top: int, text: str) -> Stencil:
    """A stencil from a block of text, one row to a line. Raises ValueError where the rows are ragged or odd.

    An odd row could not be centred, and a ragged one would tear the picture: both are slips of the pen.
    """
    rows = tuple(text.split())
    if len({len(row) for row in rows}) != 1 or len(rows[0]) % 2:
        raise ValueError(f"a stencil's rows need one even width, not {sorted({len(row) for row in rows})}")
    return Stencil(top, rows)

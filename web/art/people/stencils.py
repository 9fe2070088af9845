"""The stencils: pictures of hair and hats as rows of characters, drawn by hand.

Rows are centred on the skull (columns 7 to 16 of a frame) and start `top` rows from its first row. Marks: o base,
l light, s shadow, k outline, a ribbon, band or badge; a dot is a hole.
"""

from dataclasses import dataclass

from web.art.canvas import Mask
from web.art.people.body import Body
from web.art.people.easel import Easel
from web.art.people.textiles import Dye


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


def cut(top: int, text: str) -> Cut:
    """A cut or hat from a block of text that shows the three views (before, side, behind) beside each other.

    Raises ValueError where a row does not show all three, and as `stencil` does.
    """
    rows = [line.split() for line in text.strip().splitlines()]
    if any(len(views) != 3 for views in rows):
        raise ValueError("each row of a cut shows three views: before, side, behind")
    down, side, up = (stencil(top, "\n".join(view)) for view in zip(*rows, strict=True))
    return Cut(down, side, up)


def stamp_stencil(
    easel: Easel, body: Body, shape: Stencil, tone: Dye, *, accent: str, keep: Mask | None = None
) -> Mask:
    """Paint a hair or hat stencil on the body's head with its outline; returns its mask."""
    left = 12 - len(shape.rows[0]) // 2 + body.lean
    top = body.head + shape.top
    key = {"o": tone.base, "l": tone.light, "s": tone.shadow, "k": tone.outline, "a": accent}
    mask = easel.stamp(shape.rows, left, top, key)
    easel.outline(mask, tone.outline, keep)
    return mask

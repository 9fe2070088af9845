"""The tools: what each role holds when it works, raised in one frame and brought down in the next.

A tool is a shaft along a direction through the hand, with a small stencil at its tip; a thing without a shaft is
only its stencil.
"""

from dataclasses import dataclass

from web.art.people.body import FRAME_WIDTH, Body
from web.art.people.easel import Easel
from web.art.people.limbs import brushed, hand_at, line
from web.art.people.textiles import dye


@dataclass(frozen=True)
class Tool:
    """A stencil with its key (mark to colour), drawn `reach` pixels beyond the hand, and a shaft's dye if any.

    `raised` and `lowered` are directions in profile (x, y); seen from the front the x part is halved.
    `tail` is how far the shaft runs behind the hand; `anchor` is the stencil's pixel that meets the tip.
    """

    rows: tuple[str, ...]
    key: tuple[tuple[str, str], ...]
    anchor: tuple[int, int] = (1, 1)
    shaft: str | None = None
    raised: tuple[int, int] = (0, 0)
    lowered: tuple[int, int] = (0, 0)
    tail: int = 0
    lowered_rows: tuple[str, ...] | None = None


def _key(**marks: str) -> tuple[tuple[str, str], ...]:
    return tuple(marks.items())


_METAL = _key(o="stone_light", l="cream", s="stone", k="slate_dark")
_NET = _key(o="cream", s="stone_light", k="rose")
_NET_ROWS = (".kkkk.", "koosok", "ksoook", "koosok", ".kkkk.")

TOOLS: dict[str, Tool] = {
    "hoe": Tool(("oook", "so..", "s..."), _METAL, (1, 0), "soil", (4, -6), (5, 7), 4, ("..ok", ".ook", "soo.")),
    "crumbs": Tool(
        (".....",),
        _key(g="gold"),
        (1, 0),
        lowered_rows=("g....", "..g..", ".g..g", "g..g.", ".g.g."),
    ),
    "net": Tool(_NET_ROWS, _NET, (2, 4), "earth", (2, -5), (5, -2), 3),
    "chalk": Tool((".oo", "oo."), _key(o="cream"), (0, 2)),
    "cabbage": Tool((".lll.", "lloll", "ollol", ".ooo."), _key(l="grass_light", o="leaf"), (1, 3)),
    "basket": Tool(
        (".kkkk.", "kglrgk", "oooooo", "ososos", ".ssss."),
        _key(k="soil", o="sand_dark", s="earth", g="leaf", l="grass", r="red"),
        (2, 0),
    ),
    "birdcage": Tool(
        ("..kk..", ".kook.", "ksgssk", "ksggsk", "ksssks", "kkkkkk"),
        _key(k="timber_dark", o="earth", s="sand", g="leaf"),
        (2, 0),
    ),
    "crook": Tool((".oo.", "o..o", "...o"), _key(o="earth"), (3, 2), "earth", (0, -5), (1, -5), 13),
    "wrench": Tool(("o.o", "ooo", ".o."), _METAL, (1, 2), "stone", (1, -2), (3, 2), 0),
    "spoon": Tool(("ooo", "olo", ".o."), _METAL, (1, 2), "earth", (1, -3), (3, 2), 1, (".o.", "olo", "ooo")),
    "watering_can": Tool(
        ("..ss....", ".s..s..o", ".oooo.o.", ".ollooo.", ".oooo...", ".oooo..."),
        _key(o="water", l="water_light", s="blue", w="foam"),
        (2, 1),
        lowered_rows=("..ss....", ".s..s...", ".ooooo..", ".ollooo.", ".oooo.o.", "......w.", ".....w.w", "......w."),
    ),
    "hammer": Tool(("kooo", "koos"), _METAL, (1, 1), "earth", (1, -3), (4, 1), 1, ("koo", "kos", ".oo")),
    "letter": Tool(("oooooo", "ksookr", "oskkoo", "oooooo"), _key(o="cream", k="stone", s="stone", r="red"), (1, 2)),
    "duster": Tool(
        (".rro.", "rrror", "orrrr", ".ror."), _key(r="coral", o="brick"), (2, 3), "earth", (2, -2), (3, -1), 1
    ),
    "rod": Tool(("o",), _key(o="red", f="red", w="cream"), (0, 0), "soil", (2, -7), (6, -7), 4),
    "book": Tool(("ooooo", "klllk", "klllk", "kkkkk"), _key(o="brick", k="brick", l="cream"), (1, 2)),
    "syringe": Tool(("s", "o", "o", "k"), _key(s="stone", o="foam", k="red"), (0, 3)),
    "clipboard": Tool(
        (".ss.", "oooo", "oklo", "ollo", "oklo"), _key(s="stone", o="soil", l="cream", k="stone"), (1, 3)
    ),
    "jar": Tool((".kk.", "kook", "kogk", "kook", ".kk."), _key(k="water_light", o="foam", g="coral"), (1, 3)),
}


def paint_tool(easel: Easel, body: Body, name: str) -> None:
    """Paint the tool in the near hand if the pose is at work. Raises KeyError for a tool nobody here owns."""
    if body.pose.arms not in ("raised", "lowered"):
        return
    tool = TOOLS[name]
    hand_x, hand_y = hand_at(body, near=True)
    raised = body.pose.arms == "raised"
    dx, dy = tool.raised if raised else tool.lowered
    if not body.side:
        dx = round(dx / 2)
    if tool.shaft:
        dx = min(dx, FRAME_WIDTH - 2 - hand_x)
        length = max(abs(dx), abs(dy), 1)
        back = (hand_x - round(dx * tool.tail / length), hand_y + 1 - round(dy * tool.tail / length))
        shaft = brushed(easel, line([back, (hand_x + dx, hand_y + 1 + dy)]), 1)
        easel.outline(shaft, dye(tool.shaft).outline)
        easel.fill(shaft, tool.shaft)
    rows = tool.rows if raised or tool.lowered_rows is None else tool.lowered_rows
    left, top = hand_x + dx - tool.anchor[0], hand_y + 1 + dy - tool.anchor[1]
    left, top = min(left, FRAME_WIDTH - len(rows[0])), max(top, 0)
    mask = easel.stamp(rows, left, top, dict(tool.key))
    if name != "crumbs":
        easel.outline(mask, "soil_dark", keep=mask)
        easel.stamp(rows, left, top, dict(tool.key))
    if name == "rod" and not raised:
        _fishing_line(easel, hand_x + dx, hand_y + 1 + dy)


def _fishing_line(easel: Easel, x: int, y: int) -> None:
    """The line and its float hang from the rod's tip."""
    easel.dot("stone_light", *[(x, row) for row in range(y + 1, y + 12)])
    easel.dot("red", (x, y + 12))
    easel.dot("cream", (x, y + 13))

"""A small simulation as Generative Agents would save it, made from a script of what three personas do in an hour.

Everything in it is ours: people, places, words. `SCRIPT` has a row for each thing that somebody does from a step on;
frames for every step come of it, and both layouts, and the map, come of those.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sim.tiles import Tile

ADA, BEN, CLEO = "Ada Brook", "Ben Óconnor", "Cleo Marsh"
PEOPLE = (ADA, BEN, CLEO)
STEPS = 361
"""An hour of steps of ten seconds, and the moment that it ends with."""
SECONDS_PER_STEP = 10
WIDTH, HEIGHT = 40, 30
BED, MILL, PARK = "the Vale:Brook house:bedroom:bed", "the Vale:Old Mill:workroom:millstone", "the Vale:Vale Park:park"
BOXES = {"Brook house": (2, 2, 8, 6), "Old Mill": (20, 4, 9, 7), "Vale Park": (8, 16, 20, 10)}
"""Where the sectors lie on the map: x, y, width, height."""
CHAT = (
    (ADA, "Good morning, Ben! Will the wheel turn today?"),
    (BEN, "It will — the brook is high. 早上好！"),
    (ADA, "Then I'll bring the rye at noon."),
    (BEN, "Bring Cleo, too."),
)
DOUBTS = "whether the brook will be high enough for the wheel, and " * 6
LONG = f"walking to the park (conversing about {DOUBTS}so on)"
CHAT_STEPS = range(120, 150)


def way(*corners: Tile) -> list[Tile]:
    """All tiles from corner to corner, along rows and columns."""
    tiles = [corners[0]]
    for x, y in corners[1:]:
        while tiles[-1] != (x, y):
            here = tiles[-1]
            dx, dy = (x > here[0]) - (x < here[0]), (y > here[1]) - (y < here[1])
            tiles.append((here[0] + dx, here[1]) if dx else (here[0], here[1] + dy))
    return tiles


SCRIPT: dict[str, list[tuple[int, str, str, list[Tile]]]] = {
    ADA: [
        (0, "😴", f"sleeping @ {BED}", [(3, 3)]),
        (60, "🚿", "waking up and washing @ the Vale:Brook house:bathroom:sink", way((3, 3), (7, 3), (7, 6))),
        (90, "🌾", f"asking for the miller (looking at the wheel) @ {MILL}", way((7, 6), (21, 6))),
        (151, "🚶", f"{LONG} @ {PARK}:<random>", way((21, 6), (21, 18))),
        (200, "🌳", f"sitting in the park @ {PARK}:bench", [(21, 18)]),
    ],
    BEN: [
        (0, "⚙️", f"grinding grain @ {MILL}", [(23, 7)]),
        (119, "💬", f"conversing about the wheel @ <persona> {ADA}", way((23, 7), (22, 7), (22, 6))),
        (160, "⚙️", f"grinding grain @ {MILL}", way((22, 6), (23, 6), (23, 7))),
    ],
    CLEO: [
        (0, "💤", "sleeping @ the Vale:Brook house:bedroom:bed", [(5, 3)]),
        (240, "🏃", f"running round the park @ {PARK}", [(10, 18)]),
        (250, "🏃", f"running round the park @ {PARK}", way((10, 18), (26, 18), (26, 24), (10, 24))),
    ],
}
"""Who from which step on: emoji, description, and the tiles that it goes over, one a step. Cleo leaps to the park."""


def frames() -> list[dict[str, dict[str, Any]]]:
    """Everybody's frame at every step."""
    return [{name: _frame(name, step) for name in PEOPLE} for step in range(STEPS)]


def _frame(name: str, step: int) -> dict[str, Any]:
    begun, emoji, description, tiles = next(row for row in reversed(SCRIPT[name]) if row[0] <= step)
    x, y = tiles[min(step - begun, len(tiles) - 1)]
    later = 1 if name == BEN else 0  # he was looked at before she spoke to him
    talks = name != CLEO and step in range(CHAT_STEPS.start + later, CHAT_STEPS.stop)
    chat = [list(line) for line in CHAT] if talks else None
    return {"movement": [x, y], "pronunciatio": emoji, "description": description, "chat": chat}


def tile_at(name: str, step: int) -> Tile:
    """Where somebody is at a step."""
    x, y = _frame(name, step)["movement"]
    return x, y


def meta(**changes: Any) -> dict[str, Any]:
    """A `meta.json`, with changes."""
    return {
        "fork_sim_code": "base_the_vale",
        "start_date": "February 13, 2023",
        "curr_time": "February 13, 2023, 01:00:10",
        "sec_per_step": SECONDS_PER_STEP,
        "maze_name": "the_vale",
        "persona_names": list(PEOPLE),
        "step": STEPS,
        **changes,
    }


def write_compressed(folder: Path, **meta_changes: Any) -> Path:
    """The compressed layout: of each step only who changed."""
    moves: dict[str, Any] = {}
    before: dict[str, Any] = {}
    for step, everybody in enumerate(frames()):
        moves[str(step)] = {name: frame for name, frame in everybody.items() if before.get(name) != frame}
        before = everybody
    write_json(folder / "master_movement.json", moves)
    write_json(folder / "meta.json", meta(**meta_changes))
    _write_personas(folder)
    return folder


def write_full(folder: Path, **meta_changes: Any) -> Path:
    """The full layout: a file for each step with everybody in it, and one with where everybody was as it began."""
    before = frames()[0]
    for step, everybody in enumerate(frames()):
        now = datetime(2023, 2, 13) + timedelta(seconds=step * SECONDS_PER_STEP)
        moved = {"persona": everybody, "meta": {"curr_time": f"{now:%B %d, %Y, %H:%M:%S}"}}
        write_json(folder / "movement" / f"{step}.json", moved)
        entering = {name: {"maze": "the_vale", **_coordinates(frame)} for name, frame in before.items()}
        write_json(folder / "environment" / f"{step}.json", entering)
        before = everybody
    write_json(folder / "reverie" / "meta.json", meta(**meta_changes))
    _write_personas(folder)
    return folder


def _coordinates(frame: dict[str, Any]) -> dict[str, int]:
    return dict(zip(("x", "y"), frame["movement"], strict=True))


def _write_personas(folder: Path) -> None:
    for name in PEOPLE:
        memory = folder / "personas" / name / "bootstrap_memory"
        write_json(memory / "scratch.json", _scratch(name))
        write_json(memory / "associative_memory" / "nodes.json", _nodes(name))


def _scratch(name: str) -> dict[str, Any]:
    first, last = name.split(" ")
    pronoun = "he" if name == BEN else "she"
    learned = f"{name} is a miller of the Vale who likes the sound of water; {pronoun} knows everybody."
    identity = {"name": name, "first_name": first, "last_name": last, "age": 30 + len(name), "innate": "kind, curious"}
    return {
        **identity,
        "learned": learned,
        "currently": f"{pronoun} waits for the brook to rise",
        "lifestyle": f"{name} goes to bed around 11pm, awakes up around 6am.",
        "living_area": "the Vale:Brook house:bedroom",
        "curr_tile": None,
        "f_daily_schedule": [["sleeping", 360]],
    }


def _nodes(name: str) -> dict[str, Any]:
    """Newest first, as they are saved: one from before the beginning, things seen, a plan, a talk and a thought."""
    other = BEN if name == ADA else ADA
    rows = [
        ("thought", "2023-02-13 00:50:00", name, "is", "glad", f"{name} is glad of the brook", 7, ["node_3"]),
        ("chat", "2023-02-13 00:20:00", name, "chat with", other, "conversing about the wheel", 5, [[name, "Hello"]]),
        ("event", "2023-02-13 00:10:30", "the Vale:Brook house:bedroom:bed", "is", "idle", "bed is idle", 1, []),
        ("thought", "2023-02-13 00:10:00", name, "plan", "Monday", f"This is {name}'s plan: to see the mill", 5, None),
        ("event", "2023-01-01 09:00:00", name, "lives in", "the Vale", f"{name} lives in the Vale", 12, "node_1"),
    ]
    fields = ("type", "created", "subject", "predicate", "object", "description", "poignancy", "filling")
    count = len(rows)
    return {f"node_{count - index}": dict(zip(fields, row, strict=True)) for index, row in enumerate(rows)}


def write_json(path: Path, value: Any) -> None:
    """Write a value as the simulation does, in folders that are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2), encoding="utf-8")

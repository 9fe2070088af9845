"""A small village for tests: a 12 × 10 map drawn by hand, three places, three characters, no YAML and no Tiled.

y 0  ############      square  x 1–6,  y 1–4, door (6, 3)
  1  #......#...#      shop    x 8–10, y 1–3, door (8, 2)
  2  #.........S#      home    x 1–10, y 6–8, door (6, 6)
  3  #......#...#
  4  #......#####      # blocks. The way from square to shop is (7, 2), to home (6, 5).
  5  ######.#####
  6  #..........#
  7  #..........#
  8  #..........#
  9  ############
"""

import asyncio
from collections.abc import Iterable

from agents.behaviour import RoleBehaviour
from agents.cast import (
    Activity,
    Cast,
    Character,
    Command,
    Day,
    Parting,
    PlanEntry,
    Speech,
    Subject,
    Topic,
    ToVisitor,
    Views,
    Voice,
    Words,
)
from agents.population import Population
from agents.scripted_mind import ScriptedMind
from scenarios.unpaced import run_unpaced
from sim import talk_rules  # noqa: F401  (registers its rules with `resolve`)
from sim.actions import Action
from sim.clock import parse_time
from sim.event_log import Committed, MemoryEventLog
from sim.events import Event, Fact, Phase
from sim.horizon import Lockstep
from sim.pathfinding import Pathfinder
from sim.records import AgentRecord, Task
from sim.rules import ActionRejected, resolve
from sim.seeds import Seeds
from sim.simulator import Simulator
from sim.text import Text
from sim.tiles import Tile
from sim.town_map import Place, Seat, TownMap
from sim.visitor_words import MemoryVisitorWords
from sim.world import Setting, World

START = parse_time("1d06:30")
ANNA, BERT, CARA = "anna", "bert", "cara"
_ROWS = (
    "############",
    "#......#...#",
    "#..........#",
    "#......#...#",
    "#......#####",
    "######.#####",
    "#..........#",
    "#..........#",
    "#..........#",
    "############",
)
_NEXT_STATE = {
    ("idle", "receive_task"): "working",
    ("working", "finish_task"): "idle",
    ("working", "be_interrupted"): "chatting",
    ("idle", "begin_talk"): "chatting",
    ("chatting", "end_talk"): "idle",
    ("idle", "fall_asleep"): "sleeping",
    ("sleeping", "wake_up"): "idle",
}
_TILES: dict[str, Tile] = {ANNA: (1, 1), BERT: (2, 1), CARA: (10, 2)}


def words(zh: str, en: str) -> Words:
    """A line in both languages."""
    return Words(zh=zh, en=en)


def small_map() -> TownMap:
    """The map that the head of this file draws."""
    walkable = frozenset((x, y) for y, row in enumerate(_ROWS) for x, tile in enumerate(row) if tile != "#")
    places = [
        _place("square", Text("广场", "square"), (1, 1, 6, 4), (6, 3), [(1, 1), (2, 1), (3, 1), (4, 3)]),
        _place("shop", Text("商店", "shop"), (8, 1, 3, 3), (8, 2), [(9, 1), (10, 2), (9, 3)]),
        _place("home", Text("家", "home"), (1, 6, 10, 3), (6, 6), [(1, 7), (2, 7), (3, 7)], use="sleep"),
    ]
    return TownMap(12, 10, 16, walkable, frozenset({(7, 2), (6, 5)}), {place.id: place for place in places})


def _place(
    own_id: str, name: Text, area: tuple[int, int, int, int], door: Tile, seats: list[Tile], *, use: str = "stand"
) -> Place:
    return Place(own_id, name, area, (door,), tuple(Seat(tile, "down", use) for tile in seats))


def small_cast() -> Cast:
    """Anna, Bert and Cara: the same shape of a day, each with two activities of their own."""
    common = tuple(_activity(own_id, False, "home") for own_id in ("breakfast", "supper"))
    return Cast(
        common=common,
        characters=(
            _character(ANNA, words("安娜", "Anna"), words("农夫", "farmer")),
            _character(BERT, words("伯特", "Bert"), words("木匠", "joiner")),
            _character(CARA, words("卡拉", "Cara"), words("店主", "shopkeeper")),
        ),
    )


def _activity(own_id: str, working: bool, place: str) -> Activity:
    looks = words(f"正在{own_id}", f"at {own_id}")
    return Activity(id=own_id, name=words(own_id, own_id), looks=looks, places=(place,), working=working)


def _character(own_id: str, name: Words, role: Words) -> Character:
    return Character(
        id=own_id,
        role=role,
        name=name,
        age=40,
        sex="female",
        clothing=words("蓝布衫", "a blue jacket"),
        temperament=words("和气", "kind"),
        background=words("住在村里", "lives in the village"),
        voice=Voice(voice="zh-CN-XiaoxiaoNeural"),
        home="home",
        command=Command(words=words("干活去！", "Off to work!"), activity="trade"),
        activities=(_activity("trade", True, "shop"), _activity("chat", False, "square")),
        day=_day(),
        speech=_speech(own_id),
    )


def _day() -> Day:
    plan = [("06:30", "breakfast"), ("08:00", "trade"), ("12:00", "chat"), ("18:00", "supper")]
    return Day(wake="06:30", sleep="21:00", plan=tuple(PlanEntry(at=at, activity=activity) for at, activity in plan))


def _speech(own_id: str) -> Speech:
    def lines(kind: str, count: int) -> tuple[Words, ...]:
        return tuple(words(f"{own_id}·{kind}·{n}", f"{own_id} {kind} {n}") for n in range(count))

    topics = tuple(
        Topic(subject=subject, opener=lines("opener", 1)[0], detail=lines("detail", 1)[0])
        for subject in (Subject.WEATHER, Subject.FOOD, Subject.TOOLS, Subject.NEWS)
    )
    kinds = {
        "hello": 2,
        "again": 2,
        "who_are_you": 2,
        "accept": 2,
        "refuse": 2,
        "thanks": 2,
        "goodbye": 2,
        "puzzled": 4,
    }
    return Speech(
        greetings=lines("greeting", 3),
        farewells=tuple(Parting(zh=each.zh, en=each.en) for each in lines("farewell", 3)),
        topics=topics,
        views=Views.model_validate({subject.value: lines(subject.value, 1) for subject in Subject}),
        to_visitor=ToVisitor.model_validate({kind: lines(kind, count) for kind, count in kinds.items()}),
    )


def small_setting(seed: int = 1) -> Setting:
    """What never changes in a run of the small village."""
    town_map = small_map()
    return Setting(
        seeds=Seeds(seed),
        town_map=town_map,
        pathfinder=Pathfinder(town_map),
        next_state=lambda state, trigger: _NEXT_STATE.get((state, trigger)),
        decision_tick_seconds=60,
        start=START,
    )


def small_world(seed: int = 1) -> World:
    """Everybody idle at 1d06:30: Anna and Bert on the square, Cara in the shop."""
    places = {ANNA: "square", BERT: "square", CARA: "shop"}
    records = {
        own_id: AgentRecord(own_id, tile, moved_at=START, place=places[own_id], seat=tile, wake=START)
        for own_id, tile in _TILES.items()
    }
    return World(small_setting(seed), records)


def trade_task(until: str = "1d12:00") -> Task:
    """Work in the shop."""
    return Task("trade", "shop", parse_time(until), working=True, origin="plan")


def committed(facts: Iterable[Fact], *, after_seq: int = 0, time: int = START) -> list[Committed]:
    """Facts as events of one instant, with the seqs that follow `after_seq`."""
    return [
        Committed(after_seq + n, Event(time, Phase.WAKE, after_seq + n, fact)) for n, fact in enumerate(facts, start=1)
    ]


def happen(world: World, *facts: Fact, time: int = START) -> None:
    """Let facts happen to a world, one after the other."""
    for fact in facts:
        world.apply(Event(time, Phase.WAKE, world.counter(fact.agent), fact))


def act(world: World, action: Action, time: int = START) -> list[Fact]:
    """Let an action that the rules allow happen; the facts that followed come back."""
    outcome = resolve(action, world, time)
    assert not isinstance(outcome, ActionRejected), outcome.reason
    happen(world, *outcome, time=time)
    return outcome


def refusal(world: World, action: Action, time: int = START) -> str:
    """Why the rules refuse an action."""
    outcome = resolve(action, world, time)
    assert isinstance(outcome, ActionRejected), outcome
    return outcome.reason


def contents(world: World) -> tuple[object, ...]:
    """All that a world holds, to compare it with another or with itself later on."""
    return (world.time, dict(world.agents), dict(world.conversations), dict(world.seat_holders), world.village)


def lived(until: str, seed: int = 1) -> tuple[World, MemoryEventLog]:
    """The small village after it lived from START to a time by the scripted mind, and what happened."""
    world, log, cast = small_world(seed), MemoryEventLog(), small_cast()
    simulator = Simulator(world, RoleBehaviour(cast), log, Lockstep())
    population = Population(ScriptedMind(cast, seed), cast, MemoryVisitorWords())
    asyncio.run(run_unpaced(simulator, population, parse_time(until)))
    return world, log

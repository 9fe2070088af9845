"""Mood: what a character feels, read off its record. Nothing is stored, and nothing in the village depends on it.

Each rule looks at one thing; the first that speaks decides. What presses most comes first: sleep, a talk, the bed and
the table; then work, and what a day has been like so far.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from agents.ages import is_child, is_old
from agents.cast import Character
from sim.clock import HOUR, MINUTE, SimTime, parse_clock, start_of_day
from sim.records import AgentRecord, PlanItem
from sim.text import Text

MEALS = ("breakfast", "lunch", "supper")
DROWSY_SECONDS = 30 * MINUTE
"""How long before bedtime somebody is sleepy; children are for twice as long."""
WAKING_SECONDS = 20 * MINUTE
"""How long after getting up somebody is sleepy still."""
HUNGRY_SECONDS = 30 * MINUTE
"""How long before a meal somebody is hungry."""
CHEERFUL_SECONDS = 25 * MINUTE
"""How long a talk with somebody liked cheers."""
SERVING_SECONDS = 15 * MINUTE
"""How long into a meal somebody on foot is still on the way to it; later it only gets up for another seat."""
LIKED_AFFINITY = 2
"""From this affinity on somebody is liked: the first talk makes an acquaintance, the second a friend."""
TIRING_SECONDS = 6 * HOUR
"""How much work of a day tires; a child or an old person is tired after half of it."""
LONELY_SECONDS = 5 * HOUR
"""How long without a talk makes lonely; an old person is lonely after half of it."""


@dataclass(frozen=True, slots=True)
class Mood:
    """A feeling, by its id and in words that complete “is …”."""

    id: str
    text: Text


MOODS: Final = {
    mood.id: mood
    for mood in (
        Mood("asleep", Text("睡得正香", "fast asleep")),
        Mood("flattered", Text("有客人来，心里美滋滋的", "flattered by a visitor")),
        Mood("curious", Text("对客人满是好奇", "full of curiosity about the visitor")),
        Mood("lively", Text("聊得正起劲", "lively in talk")),
        Mood("sleepy", Text("有些犯困", "sleepy")),
        Mood("savouring", Text("吃得正香", "enjoying the meal")),
        Mood("hungry", Text("肚子饿了", "hungry")),
        Mood("obliging", Text("受人之托，干劲十足", "keen to do what a visitor asked for")),
        Mood("cheerful", Text("刚聊过天，心情很好", "cheerful after a good talk")),
        Mood("tired", Text("忙了一天，有点累了", "tired from the day's work")),
        Mood("absorbed", Text("正专心做事", "absorbed in what there is to do")),
        Mood("lonely", Text("想找人说说话", "lonely, and longing for a talk")),
        Mood("playful", Text("玩心正浓", "in a playful mood")),
        Mood("content", Text("心满意足", "content with life")),
        Mood("at_ease", Text("悠闲自在", "at ease")),
    )
}


def mood_of(record: AgentRecord, character: Character, time: SimTime) -> Mood:
    """What the character feels at `time`."""
    found = (rule(record, character, time) for rule in RULES)
    return MOODS[next((mood for mood in found if mood), "at_ease")]


def _sleep(record: AgentRecord, character: Character, time: SimTime) -> str | None:
    return "asleep" if record.state == "sleeping" else None


def _company(record: AgentRecord, character: Character, time: SimTime) -> str | None:
    if record.visitor_talk:
        return "curious" if is_child(character) else "flattered"
    return "lively" if record.conversation else None


def _bedtime(record: AgentRecord, character: Character, time: SimTime) -> str | None:
    before = DROWSY_SECONDS * (2 if is_child(character) else 1)
    of_day = time - start_of_day(time)
    is_late = of_day >= parse_clock(character.day.sleep) - before
    return "sleepy" if is_late or of_day < parse_clock(character.day.wake) + WAKING_SECONDS else None


def _table(record: AgentRecord, character: Character, time: SimTime) -> str | None:
    meals = [item for item in record.plan if item.activity in MEALS]
    if record.task and record.task.activity in MEALS:
        has_sat_down = record.walk is None or any(item.start + SERVING_SECONDS <= time < item.end for item in meals)
        return "savouring" if has_sat_down else "hungry"
    return "hungry" if any(0 <= item.start - time <= HUNGRY_SECONDS for item in meals) else None


def _errand(record: AgentRecord, character: Character, time: SimTime) -> str | None:
    return "obliging" if record.task and record.task.origin == "command" else None


def _friends(record: AgentRecord, character: Character, time: SimTime) -> str | None:
    liked = (known for _, known in record.relationships if known.affinity >= LIKED_AFFINITY)
    lately = (known.last_talk for known in liked if known.last_talk is not None)
    return "cheerful" if any(time - talk <= CHEERFUL_SECONDS for talk in lately) else None


def _work(record: AgentRecord, character: Character, time: SimTime) -> str | None:
    share = 2 if is_child(character) or is_old(character) else 1
    if _worked_seconds(record.plan, time) >= TIRING_SECONDS // share:
        return "tired" if record.state == "working" or not is_child(character) else None
    return "absorbed" if record.state == "working" else None


def _solitude(record: AgentRecord, character: Character, time: SimTime) -> str | None:
    patience = LONELY_SECONDS // (2 if is_old(character) else 1)
    return "lonely" if time - _last_company(record, character, time) >= patience else None


def _leisure(record: AgentRecord, character: Character, time: SimTime) -> str | None:
    if is_child(character):
        return "playful"
    return "content" if is_old(character) else None


RULES: Final[tuple[Callable[[AgentRecord, Character, SimTime], str | None], ...]] = (
    _sleep,
    _company,
    _bedtime,
    _table,
    _errand,
    _friends,
    _work,
    _solitude,
    _leisure,
)


def _worked_seconds(plan: tuple[PlanItem, ...], time: SimTime) -> int:
    """How much of the day's planned work lies behind."""
    return sum(max(0, min(item.end, time) - item.start) for item in plan if item.working)


def _last_company(record: AgentRecord, character: Character, time: SimTime) -> SimTime:
    """The last talk with anyone, villager or visitor, or getting up if that was later."""
    woken = start_of_day(time) + parse_clock(character.day.wake)
    talks = [known.last_talk for _, known in record.relationships if known.last_talk is not None]
    visits = [memory.time for memory in record.memories if memory.kind == "visit"]
    return max([woken, *talks, *visits])

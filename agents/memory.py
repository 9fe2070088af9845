"""Memory: what a character keeps of what it sees, does and hears, and how important that is. All by rule.

How a memory is found again is in `retrieval`, what is forgotten in sim's `forgetting`. Visitors' words, and what is
said to them, are never in a memory.
"""

from collections.abc import Sequence

from agents.cast import Activity, Cast, Character, Subject
from sim.clock import DAY, SimTime
from sim.records import AgentRecord, Conversation, Memory, PlanItem, Relationship, TalkMood
from sim.text import Text

SEEN, PLAN, TALK, INTERRUPTION, VISIT, FIRST_VISIT, REFLECTION = 1, 3, 2, 4, 5, 7, 7
"""How important each kind of memory is; a talk at the least."""
AFFINITY_PER_POINT = 4
"""Affinity that makes a talk a point more important, up to 3."""
STIRRED: dict[TalkMood, int] = {"warm": 1, "even": 0, "cool": 1}
"""How many points more important a talk is by how it went: what moved one is kept for longer, whichever way."""
MAXIMUM_PLAN_NAMES = 4
TODAY = "today"
"""What the memory of a day's plan is about."""

SUBJECT_NAMES: dict[Subject, Text] = {
    Subject.WEATHER: Text("天气", "the weather"),
    Subject.CROPS: Text("庄稼", "the crops"),
    Subject.FOOD: Text("吃食", "food"),
    Subject.MARKET: Text("集市行情", "market prices"),
    Subject.CHILDREN: Text("孩子", "children"),
    Subject.SCHOOL: Text("学校", "school"),
    Subject.ANIMALS: Text("牲口", "animals"),
    Subject.TOOLS: Text("工具", "tools"),
    Subject.RIVER: Text("河里的事", "the river"),
    Subject.FLOWERS: Text("花草", "flowers"),
    Subject.HEALTH: Text("身体", "health"),
    Subject.NEWS: Text("村里的新鲜事", "village news"),
}


def talk_memory(cast: Cast, own: AgentRecord, partner: str, talk: Conversation, time: SimTime) -> Memory:
    """The memory of a talk with another character: in its own words, or what it was about if that is known."""
    importance = importance_of_talk(own.relationship(partner), time) + STIRRED[talk.upshot.mood]
    return Memory(time, "talk", partner, talk.upshot.kept_by(own.id) or _chat(cast, partner, talk.about), importance)


def _chat(cast: Cast, partner: str, what: Text | None) -> Text:
    name = cast.by_id[partner].name
    if what is None:
        return Text(f"和{name.zh}聊了聊", f"had a chat with {name.en}")
    return Text(f"和{name.zh}聊了{what.zh}", f"talked with {name.en} about {what.en}")


def importance_of_talk(known: Relationship, time: SimTime) -> int:
    """A talk matters more with somebody whom one likes, and with somebody whom one rarely talks to."""
    return TALK + min(3, known.affinity // AFFINITY_PER_POINT) + _rarity(known, time)


def _rarity(known: Relationship, time: SimTime) -> int:
    if known.last_talk is None:
        return 3
    return min(2, (time - known.last_talk) // DAY)


def visit_memory(visitor: str, memories: Sequence[Memory], time: SimTime) -> Memory:
    """The memory that a visitor came by; what was said stays with the visitor's words."""
    first = not any(memory.kind == "visit" and memory.about == visitor for memory in memories)
    text = (
        Text("来了位没见过的客人，找我说了话", "a visitor I had not met before came by and talked with me")
        if first
        else Text("有位来过的客人又来找我说话", "a visitor who had been here before came by again and talked with me")
    )
    return Memory(time, "visit", visitor, text, FIRST_VISIT if first else VISIT)


def interruption_memory(activity: Activity, time: SimTime) -> Memory:
    """The memory that work was left for a visitor's sake."""
    name = activity.name
    text = Text(f"来了客人，手里的{name.zh}先放下了", f"put my {name.en} down for a visitor")
    return Memory(time, "plan", activity.id, text, INTERRUPTION)


def plan_memory(
    cast: Cast, character: Character, plan: Sequence[PlanItem], time: SimTime, intention: Text | None = None
) -> Memory:
    """The memory of what the day is to be: the character's own words, or what it is made of, each thing once."""
    if intention is not None:
        return Memory(time, "plan", TODAY, intention, PLAN)
    own = [cast.activity(character.id, item.activity) for item in plan if item.activity in character.activity_by_id]
    named = list({activity.id: activity.name for activity in own}.values())[:MAXIMUM_PLAN_NAMES]
    text = Text("今天的打算：" + "、".join(n.zh for n in named), "meant to do today: " + ", ".join(n.en for n in named))
    return Memory(time, "plan", TODAY, text, PLAN)


def seen_memory(cast: Cast, other: str, time: SimTime) -> Memory:
    """The memory that somebody was passed by."""
    name = cast.by_id[other].name
    return Memory(
        time, "seen", other, Text(f"路上碰见{name.zh}，没停下说话", f"passed {name.en} by without a word"), SEEN
    )


def noticed_memory(cast: Cast, other: str, time: SimTime) -> Memory:
    """The memory that somebody came by while there was work to do."""
    name = cast.by_id[other].name
    return Memory(time, "seen", other, Text(f"忙着的时候看见{name.zh}", f"saw {name.en} while at work"), SEEN)


def reflection_memory(character: str, thought: Text, time: SimTime) -> Memory:
    """What a character made of its day."""
    return Memory(time, "reflection", character, thought, REFLECTION)

"""Memory: what a character keeps of its talks, and how a memory is found again.

The first form: what concerns the one it is talking to, else the latest. Visitors' words are never in a memory.
"""

from collections.abc import Sequence

from agents.cast import Cast, Subject
from sim.clock import SimTime
from sim.records import Memory
from sim.text import Text

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


def talk_memory(cast: Cast, partner: str, what: Text | None, time: SimTime) -> Memory:
    """The memory of a talk with another character, and what it was about if that is known."""
    name = cast.by_id[partner].name
    if what is None:
        return Memory(time, "talk", partner, Text(f"和{name.zh}聊了聊", f"had a chat with {name.en}"))
    return Memory(time, "talk", partner, Text(f"和{name.zh}聊了{what.zh}", f"talked with {name.en} about {what.en}"))


def visitor_memory(visitor: str, time: SimTime) -> Memory:
    """The memory that a visitor came by; what was said stays with the visitor's words."""
    return Memory(time, "visit", visitor, Text("有位客人来找我说过话", "a visitor came by and talked with me"))


def recent(memories: Sequence[Memory], about: str | None, maximum: int) -> list[Memory]:
    """The latest memories, those about `about` first; at most `maximum`, newest first."""
    newest_first = list(reversed(memories))
    matching = [memory for memory in newest_first if memory.about == about]
    others = [memory for memory in newest_first if memory.about != about]
    return (matching + others)[:maximum]

"""Memories: a persona's memory stream as memories of ours, oldest first."""

from collections.abc import Mapping

from scenarios.generative_agents.formats import Node
from scenarios.generative_agents.time_line import TimeLine
from sim.clock import SimTime
from sim.records import MAXIMUM_IMPORTANCE, Memory, MemoryKind
from sim.text import Text


def memories_of(
    nodes: Mapping[str, Node],
    own: str,
    learned: str,
    ids: Mapping[str, str],
    line: TimeLine,
    begin: SimTime,
    end: SimTime,
) -> list[Memory]:
    """All of one persona's, whose id is `own`, with what it has `learned` of itself.

    What is older than the history is remembered as it begins, and nothing after its end.
    """
    found = [
        _memory(node, _within(line.at(node.created), begin, end), own, ids) for node in reversed(list(nodes.values()))
    ]
    if learned:
        found.append(Memory(begin, "reflection", own, Text(learned, learned), MAXIMUM_IMPORTANCE))
    return sorted(found, key=lambda memory: memory.time)


def _memory(node: Node, time: SimTime, own: str, ids: Mapping[str, str]) -> Memory:
    return Memory(time, _kind(node), _about(node, own, ids), Text(node.description, node.description), _weight(node))


def _within(time: SimTime, begin: SimTime, end: SimTime) -> SimTime:
    return min(max(time, begin), end)


def _kind(node: Node) -> MemoryKind:
    if node.type == "thought":
        return "plan" if node.predicate == "plan" else "reflection"
    return "talk" if node.type == "chat" else "seen"


def _about(node: Node, own: str, ids: Mapping[str, str]) -> str:
    """The other persona that it is about, if there is one; else oneself, or the thing that was seen."""
    named = [ids[name] for name in (node.object, node.subject) if name in ids]
    thing = node.subject.rpartition(":")[2] or own
    return next((agent for agent in named if agent != own), named[0] if named else thing)


def _weight(node: Node) -> int:
    return max(1, min(round(node.poignancy), MAXIMUM_IMPORTANCE))

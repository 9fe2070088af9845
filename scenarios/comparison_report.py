"""What `taoyuan compare` prints: short tables of what differs most for people, all of it as JSON for programs."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from rich.markup import escape

from agents.why_words import WhyWords
from scenarios.comparison import Bond, Comparison, Pair, Sides
from scenarios.output import out, print_facts, print_json, print_table
from scenarios.recording import Recording
from sim.clock import SimTime, format_time
from sim.event_log import Committed
from sim.events import fact_to_json

K = TypeVar("K")
V = TypeVar("V")

MAXIMUM_ROWS = 8
"""Rows of a table for people: what differs most comes first."""
MAXIMUM_DETAIL_LENGTH = 80
TIMES = ("until", "last_talk")
"""Fields of facts that are moments."""


def print_comparison(found: Comparison, as_json: bool) -> None:
    """Where two runs first differ, and how much of what."""
    if as_json:
        print_json(comparison_json(found))
        return
    _print_runs(found)
    if found.first is not None:
        _print_first(found.first, found.recordings)
        _print_differences(found)


# ---- for programs ----------------------------------------------------------------------------------------------------


def comparison_json(found: Comparison) -> dict[str, Any]:
    """All that was found, differing or not."""
    a, b = found.tallies.a, found.tallies.b
    return {
        "same": found.first is None,
        "same_scenario": found.same_scenario,
        "until": format_time(found.until),
        "runs": _both(found.recordings, _run),
        "first_difference": found.first and _first(found.first, found.recordings),
        "events": {"a": a.kinds.total(), "b": b.kinds.total()},
        "events_by_kind": {kind: _values(sides) for kind, sides in sides_of(a.kinds, b.kinds, 0)},
        "decisions_by_source": {source: _values(sides) for source, sides in sides_of(a.decisions, b.decisions, 0)},
        "talks": [{"pair": list(pair), **_values(sides)} for pair, sides in sides_of(a.talks, b.talks, 0)],
        "activity_shares_thousandths": [
            {"agent": agent, "activity": activity, **_both(sides, lambda s: s * 1000 // found.seconds)}
            for (agent, activity), sides in sides_of(a.seconds, b.seconds, 0)
        ],
        "relationships": [
            {"agent": agent, "other": other, **_both(sides, _bond)}
            for (agent, other), sides in sides_of(a.bonds, b.bonds, Bond())
        ],
    }


def sides_of(a: Mapping[K, V], b: Mapping[K, V], nothing: V) -> list[tuple[K, Sides[V]]]:
    """Two mappings as one, in order of their keys; `nothing` stands for what one of them lacks."""
    keys: list[Any] = sorted({*a, *b})
    return [(key, Sides(a.get(key, nothing), b.get(key, nothing))) for key in keys]


def _both(sides: Sides[V], of: Callable[[V], object]) -> dict[str, object]:
    return {"a": of(sides.a), "b": of(sides.b)}


def _values(sides: Sides[Any]) -> dict[str, object]:
    return _both(sides, lambda value: value)


def _run(recording: Recording) -> dict[str, object]:
    run = recording.run
    return {
        "run_id": run.id,
        "scenario": recording.scenario.source,
        "seed": run.seeds.latest,
        "mind": run.mind,
        "branched_from": [{"run_id": ancestor, "at": format_time(at)} for ancestor, at in _ancestors(recording)],
        "time": format_time(recording.last_time),
    }


def _ancestors(recording: Recording) -> list[tuple[str, SimTime]]:
    return [(made.run, made.time) for made in recording.run.lineage]


def _first(first: Sides[Committed | None], recordings: Sides[Recording]) -> dict[str, object]:
    return {
        "a": first.a and _happened(first.a, recordings.a),
        "b": first.b and _happened(first.b, recordings.b),
    }


def _happened(item: Committed, recording: Recording) -> dict[str, object]:
    fact = item.event.fact
    words = words_of(recording).deed(fact)
    moment = {"event": item.seq, "time": format_time(item.event.time), "agent": fact.agent, "kind": fact.kind}
    return {**moment, "words": {"zh": words.zh, "en": words.en}, "fact": json.loads(fact_to_json(fact))}


def _bond(bond: Bond) -> dict[str, int]:
    return {"familiarity": bond.familiarity, "affinity": bond.affinity}


# ---- for people ------------------------------------------------------------------------------------------------------


def _print_runs(found: Comparison) -> None:
    for name, recording in (("A", found.recordings.a), ("B", found.recordings.b)):
        facts = _run(recording)
        branched = "".join(f", branched from {run} at {format_time(at)}" for run, at in _ancestors(recording)[-1:])
        out.print(
            f"{name}  run {facts['run_id']}: {facts['scenario']}, seed {facts['seed']}, mind {facts['mind']}, "
            f"up to {facts['time']}{branched}",
            highlight=False,
            markup=False,
        )
    same = "the same 一样" if found.same_scenario else "not the same 不一样"
    verdict = "nothing differs 完全一样" if found.first is None else "they differ 有差别"
    facts = {"scenario": same, "compared_until": format_time(found.until), "verdict": verdict}
    for recording in (found.recordings.a, found.recordings.b):
        if _has_only_branched(recording):
            facts["next"] = f"{recording.run.id} has not lived on since it branched: `taoyuan run --resume --db FILE`"
    print_facts(facts)


def _has_only_branched(recording: Recording) -> bool:
    return any(recording.last_time <= at for _, at in _ancestors(recording)[-1:])


def _print_first(first: Sides[Committed | None], recordings: Sides[Recording]) -> None:
    own = Sides(_own_details(first.a, first.b), _own_details(first.b, first.a))
    rows = [_moment("A", first.a, own.a, recordings.a), _moment("B", first.b, own.b, recordings.b)]
    print_table("The first difference 头一处不同", ["run", "event", "time", "who", "what", "with"], rows)


def _own_details(item: Committed | None, other: Committed | None) -> str:
    """The fields of a fact that the other one, being of the same kind, has otherwise."""
    if item is None or other is None or item.event.fact.kind != other.event.fact.kind:
        return ""
    mine, theirs = asdict(item.event.fact), asdict(other.event.fact)
    told = {name: format_time(value) if name in TIMES else value for name, value in mine.items()}
    details = "; ".join(f"{name} {told[name]}" for name in mine if mine[name] != theirs[name])
    return details if len(details) <= MAXIMUM_DETAIL_LENGTH else f"{details[:MAXIMUM_DETAIL_LENGTH]}…"


def _moment(name: str, item: Committed | None, details: str, recording: Recording) -> list[object]:
    if item is None:
        return [name, "-", "-", "-", "nothing further 此后再没有什么", ""]
    words = words_of(recording)
    who, what = words.person(item.event.fact.agent), words.deed(item.event.fact)
    moment = format_time(item.event.time)
    return [name, str(item.seq), moment, f"{who.zh} {who.en}", escape(f"{what.zh}  {what.en}"), escape(details)]


@dataclass(frozen=True)
class Names:
    """How people and activities are called; a newcomer has a name in one of the two runs only."""

    words: Sides[WhyWords]

    def person(self, own_id: str) -> str:
        """A character's name in both languages."""
        name = self._knowing(own_id).person(own_id)
        return f"{name.zh} {name.en}"

    def activity(self, agent: str, activity: str) -> str:
        """What somebody does, in both languages."""
        for words in (self.words.a, self.words.b):
            with suppress(KeyError):  # this one's cast knows of none such
                name = words.activity(agent, activity)
                return f"{name.zh} {name.en}"
        return activity

    def _knowing(self, own_id: str) -> WhyWords:
        return self.words.a if own_id in self.words.a.cast.by_id else self.words.b


def _print_differences(found: Comparison) -> None:
    """What differs most in each respect."""
    a, b = found.tallies.a, found.tallies.b
    names = Names(Sides(words_of(found.recordings.a), words_of(found.recordings.b)))
    person = names.person

    def percent(seconds: int) -> str:
        return f"{100 * seconds / found.seconds:.1f}%"

    decided = [([source], sides) for source, sides in sides_of(a.decisions, b.decisions, 0)]
    _print_counts("Decisions by source 谁拿的主意", ["source"], decided)
    kinds = [([kind], sides) for kind, sides in sides_of(a.kinds, b.kinds, 0)]
    _print_counts("Events by kind 各类事件", ["kind"], kinds)
    talks = [([person(one), person(other)], sides) for (one, other), sides in sides_of(a.talks, b.talks, 0)]
    _print_counts("Talks 谁和谁聊了几回", ["one", "other"], talks)
    shares = [([person(who), names.activity(who, at)], n) for (who, at), n in sides_of(a.seconds, b.seconds, 0)]
    _print_counts("Activities: share of the time 各做了多久", ["who", "activity"], shares, percent)
    close = sides_of(_closeness(a.bonds), _closeness(b.bonds), 0)
    bonds = [([person(one), person(other)], sides) for (one, other), sides in close]
    _print_counts("Closeness: familiarity and affinity 交情", ["one", "other"], bonds)


def words_of(recording: Recording) -> WhyWords:
    """How a recording's people, places and deeds are called."""
    return WhyWords(recording.scenario.cast, recording.village.town_map)


def _closeness(bonds: Mapping[Pair, Bond]) -> Counter[Pair]:
    """How close two are, counted from both sides."""
    close: Counter[Pair] = Counter()
    for (agent, other), bond in bonds.items():
        close[min(agent, other), max(agent, other)] += bond.familiarity + bond.affinity
    return close


def _print_counts(
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[Sequence[str], Sides[int]]],
    shown: Callable[[int], str] = str,
) -> None:
    """A table of what differs, the most first; none where nothing does."""
    differing = [row for row in rows if row[1].differ]
    if not differing:
        return
    differing.sort(key=lambda row: -abs(row[1].a - row[1].b))
    left = len(differing) - MAXIMUM_ROWS
    more = f" ({left} more with --json 另有 {left} 项)" if left > 0 else ""
    cells = [[*labels, shown(sides.a), shown(sides.b)] for labels, sides in differing[:MAXIMUM_ROWS]]
    print_table(f"{title}{more}", [*columns, "A", "B"], cells)

"""`taoyuan why`: what an event of a recorded run came of; without one, the latest decisions and what was said.

The owner of the file may read all that is in it. What a model was asked for a visitor quotes that visitor, and is
printed with `--private` only, so that nobody reads it over a shoulder or in a log by accident.
"""

from typing import Annotated

import typer
from rich.console import Group
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from agents.why import Why
from agents.why import why as why_of
from agents.why_words import WhyWords
from scenarios.options import Json, RunArgument
from scenarios.output import out, print_json, print_table
from scenarios.recording import Recording, open_recording
from sim.bad_input import BadInput
from sim.clock import format_time
from sim.event_log import Committed
from sim.text import Text as Words
from web.privacy import Asker
from web.why_answers import AttemptView, MemoryScores, WhyView, why_view

MAXIMUM_LISTED = 40
"""Events listed where none is named."""
LISTED_KINDS = ("spoke", "decision_made", "replied_to_visitor")
LISTED = {"event", "time", "agent", "kind", "action", "mind", "purpose", "choice"}
"""What `--json` lists of each."""
MINDS = {"model": "模型 model", "rule": "规则 rules", "fallback": "规则代答 fallback"}
COLOURS = {"model": "bold green", "rule": "bold cyan", "fallback": "bold yellow"}
BAR_CELLS = 8
GONE = "问过模型什么，已经不在库里了（擦掉了，或太久了）。 What the model was asked is no longer kept."
ELSEWHERE = (
    "那是分出来以前的事，问模型的话留在原来的库里：taoyuan why 原库#{run} {event} "
    "It was before this run branched off: ask the database that has run {run}."
)
WITHHELD = "访客的话没有印出来；加 --private 可看。 A visitor's words are not printed; --private shows them."

app = typer.Typer()


@app.command()
def why(
    run_name: RunArgument,
    event: Annotated[int | None, typer.Argument(help="An event's number in the log; none: list the latest.")] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Print what a model was asked for a visitor, too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Why something happened: which mind, what triggered it, memories, prompt, answer, validation and cost."""
    recording = open_recording(run_name)
    words = WhyWords(recording.scenario.cast, recording.village.town_map)
    try:
        if event is None:
            _list(_latest(recording), recording, words, as_json)
        else:
            _explain(recording, words, event, private, as_json)
    finally:
        recording.store.close()


def _explain(recording: Recording, words: WhyWords, event: int, private: bool, as_json: bool) -> None:
    found = why_of(recording.log, recording.store.attempts(recording.run.id), event)
    if found is None:
        extent = f"the run has events 1 to {recording.log.last_seq}" if recording.log.last_seq else "the run has none"
        raise BadInput(f"why {event}", f"no such event; {extent}", "find its number with `taoyuan why RUN`")
    asked_in = _ancestor(recording, found)
    if asked_in in (run.id for run in recording.store.runs()):
        found = why_of(recording.log, recording.store.attempts(asked_in), event) or found
    view = why_view(found, words, Asker(found.visitor), quotes=private or found.visitor is None)
    if as_json:
        print_json({**view.model_dump(mode="json"), "asked_in": asked_in})
    else:
        _print(view, words, ELSEWHERE.format(run=asked_in, event=event) if asked_in != recording.run.id else GONE)


def _ancestor(recording: Recording, found: Why) -> str:
    """The run whose mind was asked: what a branch took over, its parent had thought, or a parent of that one."""
    asked_at = (found.requested or found.item).event.time
    return next((made.run for made in recording.run.lineage if asked_at <= made.time), recording.run.id)


# ---- the latest ------------------------------------------------------------------------------------------------------


def _latest(recording: Recording) -> list[Committed]:
    """What was decided and said last, newest first."""
    log = recording.log
    found = [item for kind in LISTED_KINDS for item in log.latest(kind, log.last_seq + 1, MAXIMUM_LISTED)]
    return sorted(found, key=lambda item: -item.seq)[:MAXIMUM_LISTED]


def _list(latest: list[Committed], recording: Recording, words: WhyWords, as_json: bool) -> None:
    attempts = recording.store.attempts(recording.run.id)
    explained = [found for item in latest if (found := why_of(recording.log, attempts, item.seq))]
    views = [why_view(found, words, Asker(None), quotes=False) for found in explained]
    if as_json:
        print_json([view.model_dump(mode="json", include=LISTED) for view in views])
        return
    rows = [
        [v.event, format_time(v.time), _both(words, v.agent), MINDS[v.mind], v.purpose or "", escape(v.action.zh)]
        for v in views
    ]
    columns = ["event", "time", "who", "mind", "for", "what"]
    print_table(f"Run {recording.run.id}: `taoyuan why RUN EVENT` explains one 挑一个编号问缘由", columns, rows)


# ---- one -------------------------------------------------------------------------------------------------------------


def _print(view: WhyView, words: WhyWords, missing: str) -> None:
    out.print(Panel(_summary(view, words), title=f"#{view.event}  {format_time(view.time)}", title_align="left"))
    if view.observation is not None:
        out.print(_observation(view, words))
    if view.memories:
        out.print(_memories(view.memories))
    for number, attempt in enumerate(view.attempts, start=1):
        out.print(_attempt(attempt, number, len(view.attempts)))
    if not view.attempts and view.mind != "rule":
        out.print(Text(missing))
    if any(attempt.withheld for attempt in view.attempts):
        out.print(Text(WITHHELD))


def _summary(view: WhyView, words: WhyWords) -> Group:
    lines = [
        Text.assemble((_both(words, view.agent), "bold"), "  ", view.action.zh, "  ", (view.action.en, "dim")),
        Text.assemble((MINDS[view.mind], COLOURS[view.mind]), "  ", view.cause.zh, "  ", (view.cause.en, "dim")),
    ]
    if view.decider and view.decider != view.agent:
        lines.append(Text.assemble(("谁想的 decided by  ", "bold"), _both(words, view.decider)))
    if view.trigger:
        lines.append(Text.assemble(("起因 trigger  ", "bold"), view.trigger.zh, "  ", (view.trigger.en, "dim")))
    if view.choice and len(view.options) > 1:
        choice, offered = view.choice, ", ".join(view.options)
        lines.append(Text.assemble(("选择 choice  ", "bold"), f"{choice}  ", (f"({offered})", "dim")))
    return Group(*lines)


def _observation(view: WhyView, words: WhyWords) -> Panel:
    """What the character perceived, in words."""
    seen = view.observation or {}
    nearby = seen.get("nearby")
    people = (
        [str(person.get("id")) for person in nearby if isinstance(person, dict)] if isinstance(nearby, list) else []
    )
    place, activity = seen.get("place"), seen.get("activity")
    lines = [
        ("状态 state", str(seen.get("state"))),
        ("地点 place", _in_both(words.place(place if isinstance(place, str) else None))),
        ("手上 at", _in_both(words.activity(view.agent, activity)) if isinstance(activity, str) else "—"),
        ("身边 nearby", "、".join(_both(words, person) for person in people) or "—"),
    ]
    table = Table.grid(padding=(0, 2))
    for name, value in lines:
        table.add_row(Text(name, "bold"), Text(value))
    return Panel(table, title="所见 observation", title_align="left")


def _memories(memories: list[MemoryScores]) -> Table:
    table = Table(title="想起的事 memories", title_justify="left")
    for column in ("time", "what", "新近 recency", "要紧 importance", "相关 relevance", "total"):
        table.add_column(column, overflow="fold")
    for memory in memories:
        scores = (memory.recency, memory.importance, memory.relevance)
        what = Text(f"{memory.text.zh}\n{memory.text.en}")
        table.add_row(format_time(memory.time), what, *map(_bar, scores), f"{memory.total / 1000:.2f}")
    return table


def _bar(thousandths: int) -> str:
    """A score from 0 to 1, drawn and written."""
    filled = round(BAR_CELLS * thousandths / 1000)
    return f"{'█' * filled}{'░' * (BAR_CELLS - filled)} {thousandths / 1000:.2f}"


def _attempt(attempt: AttemptView, number: int, count: int) -> Panel:
    validity = Text("可用 valid", "green") if attempt.valid else Text(f"不可用 not usable: {attempt.problem}", "yellow")
    if not attempt.whole:
        validity.append("  半途打断 cut short", "yellow")
    parts = [Text.assemble((f"[{message.role}]\n", "bold"), message.content) for message in attempt.prompt]
    answer = Text.assemble(("[答 answer]\n", "bold"), attempt.answer or "—")
    tokens = f"{attempt.prompt_tokens} + {attempt.completion_tokens} tokens, {attempt.cached_tokens} cached 缓存"
    cost = Text(f"{tokens}; {attempt.milliseconds / 1000:.2f} s; schema {attempt.schema_hash[:12]}", "dim")
    shown = [] if attempt.withheld else [*parts, answer]
    return Panel(Group(*shown, validity, cost), title=f"{attempt.model}  {number}/{count}", title_align="left")


def _both(words: WhyWords, person: str) -> str:
    name = words.person(person)
    return f"{name.zh} {name.en}"


def _in_both(text: Words) -> str:
    return f"{text.zh} {text.en}"

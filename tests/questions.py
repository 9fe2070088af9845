"""Questions to put to a mind, made by hand."""

from dataclasses import replace

from agents.mind import Question
from agents.observation import (
    ACCEPT,
    DO,
    GREET,
    MOVE,
    PASS,
    PLAN,
    REFUSE,
    SAY,
    SLEEP,
    STAY,
    TALK,
    Nearby,
    Observation,
    Purpose,
    Recalled,
    Slot,
    Tidings,
)
from sim.clock import parse_time
from sim.records import Request
from sim.visitor_words import VisitorWords

VISITOR = "v-1"
PURPOSES: tuple[Purpose, ...] = ("plan", "next", "meet", "react", "dialogue", "reply", "command", "reflect")
SLOTS = (
    Slot(
        start=parse_time("1d13:00"), end=parse_time("1d14:00"), options=("supper@home", "supper@shop", "breakfast@home")
    ),
    Slot(start=parse_time("1d19:05"), end=parse_time("1d20:00"), options=("breakfast@home", "supper@home")),
)
"""What is open of a day, in activities that every cast has."""


def question(
    agent: str,
    purpose: Purpose,
    other: str = "",
    *,
    said: str = "",
    time: str = "1d10:00",
    ordinal: int = 1,
    familiarity: int = 0,
    activity: str | None = None,
    language: str = "zh",
    visited_by: str | None = None,
    news: tuple[Tidings, ...] = (),
    possible: tuple[str, ...] = (),
) -> Question:
    """What a character may be asked: `other` is whom it meets or talks with, `said` a visitor's latest words.

    `possible` is what a visitor could ask it to do, `visited_by` is a visitor that it remembers from an earlier talk.
    """
    options = {
        "plan": (PLAN,),
        "next": (STAY, MOVE, f"{TALK}{other}"),
        "meet": (PASS, f"{TALK}{other}"),
        "react": (PASS, f"{GREET}{other}"),
        "dialogue": (ACCEPT,),
        "reply": (*(f"{DO}{activity}" for activity in possible), SAY),
        "command": (ACCEPT, REFUSE),
        "reflect": (SLEEP,),
    }
    with_visitor = purpose in ("reply", "command")
    observation = Observation(
        agent=agent,
        time=parse_time(time),
        purpose=purpose,
        state="chatting" if with_visitor or purpose == "dialogue" else "idle",
        place="square",
        activity=activity,
        until=None,
        partner=VISITOR if with_visitor else None if purpose in ("plan", "next", "reflect") else other,
        familiarity=familiarity,
        chat="c-1" if with_visitor else None,
        words_id="w-1" if said else "",
        nearby=(Nearby(id=other, state="idle", distance_tiles=2, familiarity=familiarity),) if other else (),
        memories=_memories(other, visited_by),
        news=news,
        slots=SLOTS if purpose == "plan" else (),
        options=options[purpose],
    )
    request = Request(agent, ordinal, observation.time, purpose, observation.to_json())
    return Question(request, observation, (("visitor", said),) if said else (), language)


def kept_in(words: VisitorWords, asked: Question) -> Question:
    """The same question of a visitor whose latest words are kept in these."""
    seen, (_, said) = asked.observation, asked.said[-1]
    words_id = words.keep(seen.partner or "", seen.agent, seen.chat or "", "visitor", said).id
    observation = seen.model_copy(update={"words_id": words_id})
    return replace(asked, observation=observation, request=replace(asked.request, observation=observation.to_json()))


def _memories(other: str, visited_by: str | None) -> tuple[Recalled, ...]:
    meal = Recalled(time=parse_time("1d07:00"), about=other, zh="一起吃过饭", en="had a meal together")
    if visited_by is None:
        return (meal,)
    return (meal, Recalled(time=parse_time("1d06:40"), about=visited_by, zh="来过一位客人", en="a visitor came by"))

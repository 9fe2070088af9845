"""TalkSubjects: what a dialogue could be about, each from a real thing that its host has at hand.

That is a need (the task at hand, or one left unfinished), news, what comes to mind, and what the role likes to bring
up. All of it follows from the observation and the cast, so an answer names one by its id.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from agents.cast import Cast, Subject
from agents.memory import SUBJECT_NAMES
from agents.observation import Observation, Recalled
from sim.text import Text

MAXIMUM_TOPICS = 6
MAXIMUM_NAME_LENGTH = 60
"""Characters of what a memory says that a dialogue was about."""
TASK, NEWS, MEMORY, TOPIC = "task", "news:", "memory", "topic:"


@dataclass(frozen=True, slots=True)
class TalkSubject:
    """Something to talk about: how an answer names it, and what those who talked about it will remember."""

    id: str
    kind: Literal["task", "news", "memory", "topic"]
    about: Text
    news: str = ""
    """The id of the news that are told, where it is some."""


def talk_subjects(cast: Cast, observation: Observation) -> tuple[TalkSubject, ...]:
    """What this dialogue may be about; nothing where none is asked for, or it has begun."""
    if observation.purpose != "dialogue" or observation.spoken:
        return ()
    return (*_needs(cast, observation), *_news(observation), *_memories(observation), *_topics(cast, observation))


def _needs(cast: Cast, observation: Observation) -> Iterator[TalkSubject]:
    if observation.activity is not None:
        name = cast.activity(observation.agent, observation.activity).name
        yield TalkSubject(TASK, "task", name.text)


def _news(observation: Observation) -> Iterator[TalkSubject]:
    for news in observation.news:
        yield TalkSubject(f"{NEWS}{news.id}", "news", SUBJECT_NAMES[Subject.NEWS], news.id)


def _memories(observation: Observation) -> Iterator[TalkSubject]:
    best = best_memory(observation)
    if best is not None:
        zh, en = (_shortened(text, MAXIMUM_NAME_LENGTH - 4) for text in (best.zh, best.en))
        yield TalkSubject(MEMORY, "memory", Text(f"“{zh}”的事", f"“{en}”"))


def best_memory(observation: Observation) -> Recalled | None:
    """The best that comes to mind. Talk of the weather needs no memory, and comes to mind too easily."""
    weather = SUBJECT_NAMES[Subject.WEATHER].zh
    return next((memory for memory in observation.memories if weather not in memory.zh), None)


def _topics(cast: Cast, observation: Observation) -> Iterator[TalkSubject]:
    """The role's, the next one first: each talk with the same person has another turn."""
    topics = cast.by_id[observation.agent].speech.topics
    turn = observation.familiarity % len(topics)
    by_turns = dict.fromkeys(topic.subject for topic in (*topics[turn:], *topics[:turn]))
    for subject in list(by_turns)[:MAXIMUM_TOPICS]:
        yield TalkSubject(f"{TOPIC}{subject}", "topic", SUBJECT_NAMES[subject])


def _shortened(text: str, maximum: int) -> str:
    return text if len(text) <= maximum else f"{text[: maximum - 1]}…"

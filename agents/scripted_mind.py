"""ScriptedMind: decides and speaks by role rules and seeded variety, in both languages, with no model.

It is what a village without a model lives on, and what every other mind falls back to. The same question always gets
the same answer: all variety comes from `chance`, keyed by the agent and the request's ordinal.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from agents.cast import MAXIMUM_LINE_LENGTH, Cast, Character, Subject, Topic, Words
from agents.decision import Decision
from agents.memory import SUBJECT_NAMES
from agents.mind import Question
from agents.observation import ACCEPT, MOVE, PASS, REFUSE, SAY, SLEEP, STAY, TALK, Observation
from agents.reflection import reflection
from agents.telling import passed_on, telling
from agents.visitor_intent import Intent, intent_of, subject_of
from sim.chance import below, choose
from sim.clock import DAY, HOUR
from sim.records import Line
from sim.text import Text

T = TypeVar("T")

TALKATIVE_PERCENT = 65
"""How often somebody who could talk to a neighbour does."""
GREETING_FRIENDLY_PERCENT = 55
"""How often two who come across each other stop for a chat."""
TELLING_PERCENT = 75
"""How often somebody who has news for the other tells it."""
RESTLESS_PERCENT = 45
"""How often somebody at leisure shifts to another spot."""

PIECE_SECONDS = 0.08
"""Wall seconds for a piece of speech: two Chinese characters, or an English word, as people talk."""
_PIECE = re.compile(r"[^\s\u2e80-\uffff]+\s*|[\u2e80-\uffff]{1,2}\s*|\s+")


@dataclass(frozen=True)
class ScriptedMind:
    """The rules' mind. What it says aloud takes `piece_seconds` a piece."""

    cast: Cast
    seed: int
    piece_seconds: float = PIECE_SECONDS
    name: str | None = None

    async def decide(self, questions: Sequence[Question]) -> list[Decision]:
        """See Mind. Never waits."""
        return [self._decide(question) for question in questions]

    async def speak(self, question: Question) -> AsyncGenerator[Decision, None]:
        """See Mind. What is said is known at once; it is spoken as fast as people talk."""
        whole = self._decide(question)
        for piece in _PIECE.finditer(whole.words):
            yield replace(whole, words=whole.words[: piece.end()])
            await asyncio.sleep(self.piece_seconds)
        yield whole

    def _decide(self, question: Question) -> Decision:
        by_purpose: dict[str, Callable[[Question], Decision]] = {
            "next": self._next,
            "meet": self._meet,
            "dialogue": self._dialogue,
            "reply": self._reply,
            "command": self._command,
            "reflect": self._reflect,
        }
        return by_purpose[question.observation.purpose](question)

    # ---- what to do ------------------------------------------------------------------------------------------

    def _next(self, question: Question) -> Decision:
        observation = question.observation
        talks = [option for option in observation.options if option.startswith(TALK)]
        if talks and self._percent(question, "talk") < TALKATIVE_PERCENT:
            return Decision("rule", self._choose(talks, question, "whom"))
        moves = self._percent(question, "move") < RESTLESS_PERCENT
        wanted = MOVE if moves and MOVE in observation.options else STAY
        return Decision("rule", wanted)

    def _meet(self, question: Question) -> Decision:
        stops = self._percent(question, "meet") < GREETING_FRIENDLY_PERCENT
        talk = next(option for option in question.observation.options if option.startswith(TALK))
        return Decision("rule", talk if stops else PASS)

    def _reflect(self, question: Question) -> Decision:
        thought = reflection(self.cast, question.observation, self.seed, question.request.ordinal)
        return Decision("rule", SLEEP, lines=(Line(question.observation.agent, thought),))

    # ---- what two say to each other --------------------------------------------------------------------------

    def _dialogue(self, question: Question) -> Decision:
        """A greeting, a topic of the host's, the guest's view of it, a detail, a parting: four to seven lines."""
        observation = question.observation
        host, guest = self.cast.by_id[observation.agent], self.cast.by_id[observation.partner or ""]
        topic = self.topic(observation, host)
        news = observation.news[0] if observation.news and self._percent(question, "news") < TELLING_PERCENT else None
        lines: list[tuple[Character, Words]] = []
        if self._percent(question, "greet") < 60:
            lines.append((host, self._by_turns(host.speech.greetings, observation, f"greeting {guest.id}")))
            lines.append((guest, self._by_turns(guest.speech.greetings, observation, f"answer {guest.id}")))
        if news:
            lines += telling(
                self.cast,
                host,
                guest,
                news,
                lambda options: self._by_turns(options, observation, f"telling {guest.id}"),
            )
        else:
            lines.append((host, topic.opener))
            lines.append((guest, self._view(guest, topic, observation)))
            lines.append((host, topic.detail))
        lines.append((guest, self._choose(guest.speech.farewells, question, "parting")))
        if self._percent(question, "last word") < 40:
            lines.append((host, self._choose(host.speech.farewells, question, "goodbye")))
        spoken = tuple(Line(who.id, _text(words)) for who, words in lines)
        subject = Subject.NEWS if news else topic.subject
        return Decision("rule", "", lines=spoken, about=SUBJECT_NAMES[subject], news=news.id if news else "")

    def topic(self, observation: Observation, host: Character) -> Topic:
        """The host's topics by turns: each talk with the same person is about the next one."""
        return self._by_turns(host.speech.topics, observation, f"topic {observation.partner}")

    def _by_turns(self, options: Sequence[T], observation: Observation, purpose: str) -> T:
        """The next with each talk of the same two: nobody hears the same again the same day."""
        first = below(len(options), self.seed, observation.agent, purpose, 0)
        return options[(first + observation.familiarity) % len(options)]

    def _view(self, guest: Character, topic: Topic, observation: Observation) -> Words:
        views = guest.speech.views.about(topic.subject)
        first = below(len(views), self.seed, guest.id, f"view {topic.subject}", 0)
        return views[(first + observation.familiarity) % len(views)]

    # ---- what a visitor hears --------------------------------------------------------------------------------

    def _reply(self, question: Question) -> Decision:
        observation = question.observation
        said = _last_said(question)
        words = self._answer(question, observation, said)
        return Decision("rule", SAY, words=_in_language(words, said, question.language))

    def _answer(self, question: Question, observation: Observation, said: str) -> Words:
        character = self.cast.by_id[observation.agent]
        lines = character.speech.to_visitor
        intent, subject = intent_of(said), subject_of(said)
        by_intent: dict[Intent, Sequence[Words]] = {
            Intent.HELLO: (lines.again if _remembers(observation) else ()) or lines.hello,
            Intent.WHO: lines.who_are_you,
            Intent.THANKS: lines.thanks,
            Intent.GOODBYE: lines.goodbye,
        }
        if intent is Intent.DOING:
            return self._doing(character, observation)
        if intent in (Intent.NAME, Intent.AGE):
            return _about_self(character, intent)
        if (neighbour := self._named(said, character.id)) is not None:
            return _about(neighbour, observation)
        if intent in by_intent and not (intent is Intent.HELLO and subject):
            return self._choose(by_intent[intent], question, intent.value)
        return (
            self._about(subject, character, question) if subject else self._choose(lines.puzzled, question, "puzzled")
        )

    def _about(self, subject: Subject, character: Character, question: Question) -> Words:
        """A view on the subject; of news, some, if there are any."""
        news = question.observation.news
        if subject is Subject.NEWS and news:
            return passed_on(self.cast, news[0], character.id)
        return self._choose(character.speech.views.about(subject), question, subject.value)

    def _named(self, said: str, own_id: str) -> Character | None:
        """The neighbour whose name was said, if it is one."""
        plain = said.casefold()
        neighbours = (other for other in self.cast.characters if other.id != own_id)
        return next((c for c in neighbours if c.name.zh in said or c.name.en.casefold() in plain), None)

    def _doing(self, character: Character, observation: Observation) -> Words:
        if observation.activity is None:
            return Words(zh="没忙什么，随便走走。", en="Nothing much, just wandering about.")
        looks = self.cast.activity(character.id, observation.activity).looks
        return Words(zh=f"我{looks.zh}呢。", en=f"Me? I'm {looks.en}.")

    def _command(self, question: Question) -> Decision:
        """Accept by day, refuse early and late, or when the hands are full."""
        observation = question.observation
        lines = self.cast.by_id[observation.agent].speech.to_visitor
        hour = observation.time % DAY // HOUR
        willing = ACCEPT in observation.options and 6 <= hour < 20
        words = self._choose(lines.accept if willing else lines.refuse, question, "command")
        said = _last_said(question)
        return Decision("rule", ACCEPT if willing else REFUSE, words=_in_language(words, said, question.language))

    # ---- variety ---------------------------------------------------------------------------------------------

    def _percent(self, question: Question, purpose: str) -> int:
        request = question.request
        return below(100, self.seed, request.agent, purpose, request.ordinal)

    def _choose(self, options: Sequence[T], question: Question, purpose: str) -> T:
        request = question.request
        return choose(options, self.seed, request.agent, purpose, request.ordinal)


def _remembers(observation: Observation) -> bool:
    """Whether the character has talked with this visitor before: that memory comes to mind ahead of all others."""
    return any(memory.about == observation.partner for memory in observation.memories)


def _last_said(question: Question) -> str:
    return next((text for who, text in reversed(question.said) if who == "visitor"), "")


def _in_language(words: Words, said: str, language: str) -> str:
    """The words in the language that the visitor just used, else in the one that was asked for."""
    if said and any("\u4e00" <= character <= "\u9fff" for character in said):
        return words.zh
    if said and said.isascii():
        return words.en
    return _text(words).get(language)


def _text(words: Words) -> Text:
    return Text(words.zh, words.en)


def _about_self(character: Character, intent: Intent) -> Words:
    """A plain answer to a plain question."""
    name, role, age = character.name, character.role, character.age
    if intent is Intent.AGE:
        return Words(zh=f"我今年{age}岁。", en=f"I'm {age} this year.")
    return Words(zh=f"我叫{name.zh}，村里的{role.zh}。", en=f"I'm {name.en}, the village's {role.en}.")


def _about(neighbour: Character, observation: Observation) -> Words:
    """Who a neighbour is; and what the two last had to do with each other, if that comes to mind."""
    name, role = neighbour.name, neighbour.role
    zh, en = f"{name.zh}啊，是我们村的{role.zh}。", f"{name.en}? That's our village's {role.en}."
    met = next((memory for memory in observation.memories if memory.about == neighbour.id), None)
    if met is not None:
        zh, en = f"{zh}我{met.zh}。", f"{en} I {met.en}."
    return Words(zh=zh[:MAXIMUM_LINE_LENGTH], en=en[:MAXIMUM_LINE_LENGTH])

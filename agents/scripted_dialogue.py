"""ScriptedDialogue: what two say to each other by the rules, out of the lines that the cast has for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from agents.cast import Cast, Character, Subject, Topic, Words
from agents.decision import Decision
from agents.memory import SUBJECT_NAMES
from agents.mind import Question
from agents.observation import Observation, Tidings
from agents.partings import parting
from agents.rapport import rapport
from agents.telling import telling
from agents.visitor_intent import subject_of
from sim.chance import below
from sim.records import MAXIMUM_LINES, Line, Upshot

T = TypeVar("T")

TELLING_PERCENT = 75
"""How often somebody who has news for the other tells it."""
DIALOGUE_GREETING_PERCENT = 60
"""How often two greet each other before they come to the matter."""
LAST_WORD_PERCENT = 40
"""How often the host has a parting word, too."""


@dataclass(frozen=True, slots=True)
class ScriptedDialogue:
    """Dialogues between characters, by rule."""

    cast: Cast
    seed: int

    def compose(self, question: Question) -> Decision:
        """A greeting, news or a topic of the host's, what the guest says to it, a parting: four to seven lines.

        Of a dialogue that has begun, what is left of it: the rules say it at a stroke, whoever hears it.
        """
        observation = question.observation
        host, guest = self.cast.by_id[observation.agent], self.cast.by_id[observation.partner or ""]
        if observation.spoken:
            return self._rest(question, host, guest)
        news = self._news(question)
        topic = self.topic(observation, host)
        lines = self._greeting(question, host, guest)
        lines += self._telling(observation, host, guest, news) if news else self._chat(observation, host, guest, topic)
        lines.append((guest, parting(guest, self.seed, observation.time)))
        if question.percent(self.seed, "last word") < LAST_WORD_PERCENT:
            lines.append((host, parting(host, self.seed, observation.time, common=False)))
        return Decision(
            "rule",
            "",
            lines=_spoken(lines),
            about=SUBJECT_NAMES[Subject.NEWS if news else topic.subject],
            news=news.id if news else "",
            upshot=self._upshot(question),
        )

    def _rest(self, question: Question, own: Character, other: Character) -> Decision:
        """A word to what was said last, from who has not said anything yet, and partings."""
        observation = question.observation
        lines: list[tuple[Character, Words]] = []
        if own.id not in {line.speaker for line in observation.spoken}:
            subject = subject_of(observation.spoken[-1].zh)
            views = own.speech.views.about(subject) if subject else own.speech.greetings
            lines.append((own, self._by_turns(views, observation, "to what was said")))
        lines.append((own, parting(own, self.seed, observation.time)))
        if question.percent(self.seed, "last word") < LAST_WORD_PERCENT:
            lines.append((other, parting(other, self.seed, observation.time, common=False)))
        room = MAXIMUM_LINES - len(observation.spoken)
        return Decision("rule", "", lines=_spoken(lines[-room:]), upshot=self._upshot(question))

    def _upshot(self, question: Question) -> Upshot:
        observation, own = question.observation, question.request.agent
        return Upshot(
            rapport(self.seed, own, observation.partner or own, observation.familiarity, question.request.ordinal)
        )

    def topic(self, observation: Observation, host: Character) -> Topic:
        """The host's topics by turns: each talk with the same person is about the next one."""
        return self._by_turns(host.speech.topics, observation, f"topic {observation.partner}")

    def _news(self, question: Question) -> Tidings | None:
        news = question.observation.news
        return news[0] if news and question.percent(self.seed, "news") < TELLING_PERCENT else None

    def _greeting(self, question: Question, host: Character, guest: Character) -> list[tuple[Character, Words]]:
        if question.percent(self.seed, "greet") >= DIALOGUE_GREETING_PERCENT:
            return []
        observation = question.observation
        return [
            (host, self._by_turns(host.speech.greetings, observation, f"greeting {guest.id}")),
            (guest, self._by_turns(guest.speech.greetings, observation, f"answer {guest.id}")),
        ]

    def _telling(
        self, observation: Observation, host: Character, guest: Character, news: Tidings
    ) -> list[tuple[Character, Words]]:
        def draw(options: Sequence[Words]) -> Words:
            return self._by_turns(options, observation, f"telling {guest.id}")

        return telling(self.cast, host, guest, news, draw)

    def _chat(
        self, observation: Observation, host: Character, guest: Character, topic: Topic
    ) -> list[tuple[Character, Words]]:
        return [(host, topic.opener), (guest, self._view(guest, topic, observation)), (host, topic.detail)]

    def _view(self, guest: Character, topic: Topic, observation: Observation) -> Words:
        views = guest.speech.views.about(topic.subject)
        first = below(len(views), self.seed, guest.id, f"view {topic.subject}", 0)
        return views[(first + observation.familiarity) % len(views)]

    def _by_turns(self, options: Sequence[T], observation: Observation, purpose: str) -> T:
        """The next with each talk of the same two: nobody hears the same again the same day."""
        first = below(len(options), self.seed, observation.agent, purpose, 0)
        return options[(first + observation.familiarity) % len(options)]


def _spoken(lines: Sequence[tuple[Character, Words]]) -> tuple[Line, ...]:
    return tuple(Line(who.id, words.text) for who, words in lines)

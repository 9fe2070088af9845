"""ScriptedReplies: what the rules say to visitors, out of the lines that the cast has for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from agents.cast import MAXIMUM_LINE_LENGTH, Activity, Cast, Character, Subject, Words
from agents.decision import Decision
from agents.free_time import is_daytime
from agents.mind import Question
from agents.observation import ACCEPT, DO, REFUSE, SAY, Observation
from agents.telling import passed_on
from agents.visitor_intent import Intent, intent_of, language_of, subject_of, wish_of

T = TypeVar("T")

NOT_NOW = Words(zh="这会儿不成，改天吧。", en="Not just now. Another day, perhaps.")


@dataclass(frozen=True, slots=True)
class ScriptedReplies:
    """Answers to visitors, by rule."""

    cast: Cast
    seed: int

    def reply(self, question: Question) -> Decision:
        observation = question.observation
        said = question.last_said
        choice, words = self._to_wish(question, said) or (SAY, self._answer(question, observation, said))
        return Decision("rule", choice, words=_in_language(words, said, question.language))

    def _to_wish(self, question: Question, said: str) -> tuple[str, Words] | None:
        """The answer to a visitor who asks for something that the character could do; None for any other."""
        character = self.cast.by_id[question.observation.agent]
        activity = wish_of(said, character)
        if activity is None:
            return None
        choice = f"{DO}{activity.id}" if f"{DO}{activity.id}" in question.observation.options else SAY
        lines = character.speech.to_visitor
        if activity.id == character.command.activity:
            return choice, question.choose(lines.refuse if choice == SAY else lines.accept, self.seed, "wish")
        return choice, NOT_NOW if choice == SAY else _agreeing(activity)

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
            return question.choose(by_intent[intent], self.seed, intent.value)
        return (
            self._about(subject, character, question)
            if subject
            else question.choose(lines.puzzled, self.seed, "puzzled")
        )

    def _about(self, subject: Subject, character: Character, question: Question) -> Words:
        """A view on the subject; of news, some, if there are any."""
        news = question.observation.news
        if subject is Subject.NEWS and news:
            return passed_on(self.cast, news[0], character.id)
        return question.choose(character.speech.views.about(subject), self.seed, subject.value)

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

    def command(self, question: Question) -> Decision:
        """Accept by day, refuse early and late, or when the hands are full."""
        observation = question.observation
        lines = self.cast.by_id[observation.agent].speech.to_visitor
        willing = ACCEPT in observation.options and is_daytime(observation.time)
        words = question.choose(lines.accept if willing else lines.refuse, self.seed, "command")
        said = question.last_said
        return Decision("rule", ACCEPT if willing else REFUSE, words=_in_language(words, said, question.language))


def _agreeing(activity: Activity) -> Words:
    looks = activity.looks
    return Words(zh=f"成，过会儿你就能看见我{looks.zh}了。", en=f"All right. In a while you'll find me {looks.en}.")


def _remembers(observation: Observation) -> bool:
    """Whether the character has talked with this visitor before: that memory comes to mind ahead of all others."""
    return any(memory.about == observation.partner for memory in observation.memories)


def _in_language(words: Words, said: str, language: str) -> str:
    """The words in the language that the visitor just used, else in the one that was asked for."""
    return words.text.get(language_of(said, language))


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

"""Secrets: what one visitor said never reaches another, in no prompt, memory, piece of news or reflection."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from agents.decision import Decision
from agents.mind import Question
from agents.observation import VISITORS_PURPOSES
from agents.prompt import messages
from agents.scripted_mind import ScriptedMind
from sim.events import Remembered, fact_to_json
from sim.inputs import VisitorSaid
from tests.default_village import SEED, default_cast
from tests.stage import Stage

SECRET = "钥匙埋在槐树下 the key is under the tree"
TELLER, OTHER = "v-teller", "v-other"


@dataclass(frozen=True)
class EchoingMind(ScriptedMind):
    """The rules, but for visitors: each is told again what it said. Keeps every prompt that a model would be given."""

    prompts: list[tuple[str, str | None, str]] = field(default_factory=list)

    async def decide(self, questions: Sequence[Question]) -> list[Decision]:
        """See Mind."""
        return [self._echo(question) for question in questions]

    def _echo(self, question: Question) -> Decision:
        seen = question.observation
        for language in ("zh", "en"):
            prompt = messages(self.cast, seen, question.said, language)
            self.prompts.append((seen.purpose, seen.partner, " ".join(message.content for message in prompt)))
        decision = self._decide(question)
        told = [text for who, text in question.said if who == "visitor"]
        return replace(decision, words=f"{decision.words} {told[-1]}") if told else decision


@dataclass
class Visits:
    """Two days in which one visitor tells everybody a secret, and another comes to everybody after it."""

    stage: Stage
    prompts: list[tuple[str, str | None, str]]


@pytest.fixture(scope="module")
def visits() -> Visits:
    """The first visitor has each who is awake told, and work for it; the second asks the same people for news."""
    mind = EchoingMind(default_cast(), SEED)
    stage = Stage(mind)
    stage.run_to("1d09:00")
    for visitor, says in ((TELLER, SECRET), (OTHER, "有什么新鲜事？")):
        for agent in list(stage.world.agents):
            stage.visit(agent, visitor)
            kept = stage.words.keep(visitor, agent, f"c-{visitor}", "visitor", says)
            stage.submit(VisitorSaid(agent, visitor, f"c-{visitor}", kept.id, kept.hash))
            stage.command(agent, visitor)
            stage.leave(agent, visitor)
        stage.run_on(5 * 3600)
    stage.run_to("3d09:00")
    return Visits(stage, mind.prompts)


def holding(texts: Sequence[str]) -> list[str]:
    """Those that have any part of the secret in them."""
    return [text for text in texts if "钥匙埋在" in text or "key is under" in text]


def test_the_one_who_told_it_is_answered_with_it(visits: Visits) -> None:
    """The secret was in prompts: those of its own teller's talks. Otherwise the others would prove nothing."""
    assert len(holding([text for _, partner, text in visits.prompts if partner == TELLER])) > 20


def test_no_other_visitors_prompt_holds_it(visits: Visits) -> None:
    """Whoever comes to the same people afterwards."""
    others = [text for _, partner, text in visits.prompts if partner == OTHER]
    assert len(others) > 20
    assert holding(others) == []


def test_no_prompt_of_the_villages_own_holds_it(visits: Visits) -> None:
    """Dialogues, reflections, choices: what a visitor said is nobody's talk."""
    own = [text for purpose, _, text in visits.prompts if purpose not in VISITORS_PURPOSES]
    assert {purpose for purpose, _, _ in visits.prompts} >= {"dialogue", "reflect", "meet", "next"}
    assert holding(own) == []


def test_no_memory_holds_it(visits: Visits) -> None:
    """The visits are remembered, the commands have become news, and not a word of the visitor is in either."""
    facts = visits.stage.facts(Remembered)
    kinds = {fact.memory.kind for fact in facts if fact.memory.about in (TELLER, OTHER)}
    assert kinds == {"visit"}
    assert [fact for fact in facts if "应一位客人的请" in fact.memory.text.zh]
    assert holding([fact_to_json(fact) for fact in facts]) == []


def test_no_event_at_all_holds_it(visits: Visits) -> None:
    """Observations, lines, news: the log has ids and hashes alone."""
    assert holding([fact_to_json(item.event.fact) for item in visits.stage.log.committed]) == []

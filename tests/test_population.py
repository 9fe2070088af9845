"""The population: an instant's questions go to the mind as one batch, and a visitor's words stay out of the log."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.cast import Words
from agents.decision import Decision
from agents.mind import Question
from agents.observation import SAY
from agents.population import Population
from agents.scripted_mind import ScriptedMind
from sim.attempts import Attempt, MemoryAttempts
from sim.event_log import MemoryEventLog
from sim.events import RepliedToVisitor, VisitorSpoke, fact_to_json
from sim.inputs import Decided, VisitorCommanded, VisitorSaid, payload_to_json
from sim.records import Request
from sim.store import open_store
from sim.visitor_words import KeptWords, MemoryVisitorWords, VisitorWords
from tests.default_village import SEED, default_cast
from tests.questions import VISITOR, kept_in, question
from tests.small_village import ANNA, BERT, CARA, START, small_cast
from tests.stage import Stage

CAST = small_cast()
SECRET = "我把钥匙藏在老槐树下 my key is under the tree"


class ShoutingMind(ScriptedMind):
    """Rules that say again, louder, what they are told."""

    async def decide(self, questions: Sequence[Question]) -> list[Decision]:
        """See Mind."""
        decisions = await super().decide(questions)
        told = [asked.said[-1][1] if asked.said else "" for asked in questions]
        return [replace(made, words=text.upper() or made.words) for made, text in zip(decisions, told, strict=True)]


def answers(words: VisitorWords, *requests: Request) -> list[Decided]:
    return asyncio.run(Population(ScriptedMind(CAST, 1), CAST, words).answer(requests))


def reply_to(kept: KeptWords, agent: str = ANNA) -> Request:
    """The request for a reply to words that were kept."""
    seen = question(agent, "reply", said="…").observation.model_copy(update={"words_id": kept.id})
    return Request(agent, 1, START, "reply", seen.to_json())


def said(words: VisitorWords, text: str, agent: str = ANNA) -> KeptWords:
    return words.keep(VISITOR, agent, "c-1", "visitor", text)


def zh(lines: Sequence[Words]) -> set[str]:
    return {line.zh for line in lines}


@given(st.permutations([ANNA, BERT, CARA]))
def test_answers_come_in_the_order_of_the_agents(order: list[str]) -> None:
    """However the requests came, their answers become inputs in one order."""
    requests = [question(agent, "meet", "dora", ordinal=4).request for agent in order]
    decided = answers(MemoryVisitorWords(), *requests)
    assert [answer.agent for answer in decided] == [ANNA, BERT, CARA]
    by_agent = {request.agent: request for request in requests}
    assert all(answer.prompt_hash == by_agent[answer.agent].prompt_hash for answer in decided)
    assert {answer.ordinal for answer in decided} == {4}


def test_a_visitors_reply_is_kept_and_named() -> None:
    """The input has the id and hash of words that can be read in the table."""
    words = MemoryVisitorWords()
    (decided,) = answers(words, reply_to(said(words, "你是谁？")))
    assert words.text(decided.words_id) in zh(CAST.by_id[ANNA].speech.to_visitor.who_are_you)
    assert decided.words_hash
    assert words.talk(VISITOR, ANNA, maximum=9) == [("visitor", "你是谁？"), ("agent", words.text(decided.words_id))]


def test_reply_is_kept_with_its_time_and_its_mind(kept_words: VisitorWords) -> None:
    """The time is that of the request, and the mind is the one that the input names."""
    (decided,) = answers(kept_words, reply_to(said(kept_words, "你是谁？")))
    reply = kept_words.history(VISITOR, maximum=1)[0]
    assert (reply.who, reply.time, reply.source) == ("agent", START, decided.source)
    assert decided.source == "rule"


def test_decisions_without_a_visitor_keep_no_words() -> None:
    """What characters say to each other is public, and in the input itself."""
    words = MemoryVisitorWords()
    (decided,) = answers(words, question(ANNA, "dialogue", BERT).request)
    assert decided.lines
    assert (decided.words_id, decided.words_hash) == ("", "")
    assert words.erase(VISITOR) == 0


def test_a_visitor_who_has_said_nothing_is_greeted() -> None:
    """A new talk begins with a greeting, whatever was said the day before."""
    words = MemoryVisitorWords()
    said(words, "再见")
    (decided,) = answers(words, question(ANNA, "reply").request)
    assert words.text(decided.words_id) in zh(CAST.by_id[ANNA].speech.to_visitor.hello)


@pytest.fixture(params=["memory", "sql"])
def kept_words(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VisitorWords]:
    """Both places where visitors' words can be kept."""
    store = open_store(tmp_path / "village.db")
    run = store.create_run("{}", 1, "scripted", "0")
    yield MemoryVisitorWords() if request.param == "memory" else store.words(run.id)
    store.close()


def test_what_is_answered_is_what_was_asked(kept_words: VisitorWords) -> None:
    """Words that come in while an answer is thought about have their own turn."""
    words = kept_words
    first = said(words, "你是谁？")
    said(words, "谢谢")
    (decided,) = answers(words, reply_to(first))
    assert words.text(decided.words_id) in zh(CAST.by_id[ANNA].speech.to_visitor.who_are_you)


def test_another_visitors_words_are_never_quoted() -> None:
    """A character hears only the one it talks with."""
    words = MemoryVisitorWords()
    words.keep("v-2", ANNA, "c-2", "visitor", SECRET)
    words.keep(VISITOR, BERT, "c-3", "visitor", SECRET)
    kept = said(words, "hello")
    (decided,) = asyncio.run(Population(ShoutingMind(CAST, 1), CAST, words).answer([reply_to(kept)]))
    assert words.text(decided.words_id) == "HELLO"


def test_erased_words_are_no_longer_answered(kept_words: VisitorWords) -> None:
    """A visitor who has had its words erased is as good as silent, whatever it says next."""
    words = kept_words
    kept = said(words, "再见")
    words.erase(VISITOR)
    said(words, "谢谢")
    (decided,) = answers(words, reply_to(kept))
    assert words.text(decided.words_id) in zh(CAST.by_id[ANNA].speech.to_visitor.hello)


def test_words_erased_while_they_are_answered_are_not_written_back(kept_words: VisitorWords) -> None:
    """The reply under way quotes them, and so does what the mind was asked: neither is kept any more."""
    words, attempts = kept_words, MemoryAttempts()
    population = Population(ScriptedMind(CAST, 1), CAST, words, attempts=attempts)
    asked = kept_in(words, question(ANNA, "reply", said=SECRET))
    words.erase(VISITOR)
    asking = Attempt("tiny", (("user", SECRET),), "")
    decided = population.decided(asked, Decision("model", SAY, words=SECRET, attempts=(asking,)))
    assert (decided.choice, decided.source, decided.words_id) == (SAY, "model", "")
    assert words.visitors() == set()
    assert attempts.of(ANNA, 1) is None


def test_visitors_words_are_in_no_event_and_no_input() -> None:
    """After a talk whose replies quote the visitor, log and memories hold ids and hashes alone."""
    stage = Stage(ShoutingMind(default_cast(), SEED))
    stage.run_to("1d08:30")
    stage.visit("teacher", VISITOR)
    for payload in (VisitorSaid, VisitorCommanded):
        kept = stage.words.keep(VISITOR, "teacher", f"c-{VISITOR}", "visitor", SECRET)
        stage.submit(payload("teacher", VISITOR, f"c-{VISITOR}", kept.id, kept.hash))
        stage.run_on(60)
    stage.run_to("1d12:30")
    assert [who for who, _ in stage.words.talk(VISITOR, "teacher", maximum=9)].count("agent") == 3
    assert len(stage.facts(VisitorSpoke)) == 2
    assert len(stage.facts(RepliedToVisitor)) == 3
    assert secrets_in(stage.log) == []
    assert SECRET.casefold() not in repr(stage.world.agents).casefold()


def secrets_in(log: MemoryEventLog) -> list[str]:
    texts = [fact_to_json(item.event.fact) for item in log.committed]
    texts += [payload_to_json(item.payload) for item in log.taken]
    return [text for text in texts if "槐树下" in text or "my key" in text.casefold()]


def test_words_that_came_too_late_are_not_kept() -> None:
    """A reply to a question that is no longer open was never said: no later prompt may quote it."""
    stage = Stage()
    stage.run_to("1d09:00")
    agent = next(record.id for record in stage.world.agents.values() if record.state in ("idle", "working"))
    stage.visit(agent)
    talk = stage.agent(agent).visitor_talk
    assert talk is not None
    said = stage.words.keep(talk.visitor, agent, talk.chat, "visitor", "你好")
    stage.submit(VisitorSaid(agent, talk.visitor, talk.chat, said.id, said.hash))
    stage.simulator.advance(stage.simulator.time)
    request = stage.agent(agent).request
    assert request is not None
    kept = len(stage.words.talk(talk.visitor, agent, maximum=9))
    population = Population(ScriptedMind(default_cast(), SEED), default_cast(), stage.words)
    assert asyncio.run(population.answer([request], lambda _: False)) == []
    assert len(stage.words.talk(talk.visitor, agent, maximum=9)) == kept
    assert len(asyncio.run(population.answer([request]))) == 1
    assert len(stage.words.talk(talk.visitor, agent, maximum=9)) == kept + 1

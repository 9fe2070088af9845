"""Attempts: what a mind was asked is kept beside the run, bounded, and a visitor's is erased with its words."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from agents.decision import Decision
from agents.mind import Question
from agents.model_mind import MAXIMUM_REPAIRS, ModelMind
from agents.models.openai_compatible import connect
from agents.population import Population
from agents.reply import Reply
from agents.scripted_mind import ScriptedMind
from sim.attempts import MAXIMUM_TEXT_LENGTH, Attempt, Attempts, MemoryAttempts, Tried
from sim.inputs import Decided
from sim.store import Store
from sim.visitor_words import MemoryVisitorWords
from tests.model_server import ModelServer, completion, responding, saying
from tests.questions import VISITOR, kept_in, question
from tests.small_village import ANNA, BERT, small_cast

SECRET = "my cat is called Marzipan"
CAST = small_cast()
RULES = ScriptedMind(CAST, 1, piece_seconds=0)
ASKED = Attempt("m", (("system", "be Anna"), ("user", "what now?")), "hash", '{"choice": "stay"}', None, 11, 7, 5, 40)


@pytest.fixture(params=["memory", "sql"])
def attempts(request: pytest.FixtureRequest, store: Store) -> Attempts:
    """Both kinds of keeping attempts."""
    return MemoryAttempts() if request.param == "memory" else store.attempts(new_run(store))


def new_run(store: Store) -> str:
    return store.create_run("{}", 1, "m", "0").id


def tried(ordinal: int, *asked: Attempt, visitor: str | None = None) -> Tried:
    return Tried(ANNA, ordinal, visitor, asked or (ASKED,))


# ---- keeping ---------------------------------------------------------------------------------------------------------


def test_what_was_tried_is_found_by_its_request(attempts: Attempts) -> None:
    """All of it, in order, with the one whose words it may quote."""
    bad = replace(ASKED, answer="hm", problem="no JSON object", is_whole=False)
    attempts.keep([tried(1, bad, ASKED), tried(2, visitor=VISITOR)])
    assert attempts.of(ANNA, 1) == tried(1, bad, ASKED)
    assert attempts.of(ANNA, 2) == tried(2, visitor=VISITOR)
    assert (attempts.of(ANNA, 3), attempts.of(BERT, 1)) == (None, None)


def test_a_request_that_is_asked_again_has_its_last_attempts(attempts: Attempts) -> None:
    """A run that was cut off between answer and commit asks again: what counts is what the decision came of."""
    attempts.keep([tried(1, ASKED, ASKED)])
    attempts.keep([tried(1, replace(ASKED, answer="later"))])
    assert attempts.of(ANNA, 1) == tried(1, replace(ASKED, answer="later"))


def test_the_oldest_attempts_go_first(attempts: Attempts, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than the maximum is kept of a run, however long it lives."""
    for module in ("sim.attempts", "sim.store.sql_attempts"):
        monkeypatch.setattr(f"{module}.MAXIMUM_ATTEMPTS", 3)
    for ordinal in range(1, 6):
        attempts.keep([tried(ordinal)])
    assert [ordinal for ordinal in range(1, 6) if attempts.of(ANNA, ordinal)] == [3, 4, 5]


def test_long_texts_are_shortened_and_odd_ones_kept(attempts: Attempts) -> None:
    """A model may send a book, or half a character: neither keeps anything else from being kept."""
    attempts.keep([tried(1, replace(ASKED, answer="很" * (MAXIMUM_TEXT_LENGTH + 9), problem="\ud800"))])
    kept = attempts.of(ANNA, 1)
    assert kept is not None
    assert (len(kept.attempts[0].answer), kept.attempts[0].problem) == (MAXIMUM_TEXT_LENGTH, "?")


def test_erasing_takes_what_quotes_one_visitor(attempts: Attempts) -> None:
    """Its own, and nobody else's."""
    attempts.keep([tried(1, ASKED, ASKED, visitor="v-1"), tried(2, visitor="v-2"), tried(3)])
    assert (attempts.erase("v-1"), attempts.erase("v-1")) == (2, 0)
    assert [bool(attempts.of(ANNA, ordinal)) for ordinal in (1, 2, 3)] == [False, True, True]


def test_erased_prompts_are_nowhere_in_the_files(store: Store, file: Path) -> None:
    """Once the visitor's words are erased after them, neither the database nor its journal quotes them."""
    run_id = new_run(store)
    asked = replace(ASKED, prompt=(("user", f"{SECRET} " * 200),), answer=SECRET)
    store.attempts(run_id).keep([tried(n, asked, visitor="v-1") for n in range(20)])
    assert SECRET.encode() in on_disk(file)
    store.attempts(run_id).erase("v-1")
    store.words(run_id).erase("v-1")
    assert SECRET.encode() not in on_disk(file)


def on_disk(path: Path) -> bytes:
    return b"".join(beside.read_bytes() for beside in sorted(path.parent.glob(f"{path.name}*")))


# ---- making ----------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def closing_mind(url: str) -> AsyncIterator[ModelMind]:
    """A mind behind the server at `url`."""
    engine = await connect(url, "village-model", "none")
    try:
        yield ModelMind(engine, CAST, RULES)
    finally:
        await engine.close()


def answered(url: str, population: Population, *questions: Question) -> list[Decided]:
    """What the population answers with a mind behind a server."""

    async def scene() -> list[Decided]:
        async with closing_mind(url) as mind:
            return await replace(population, mind=mind).answer([each.request for each in questions])

    return asyncio.run(scene())


def population() -> Population:
    return Population(RULES, CAST, MemoryVisitorWords())


def test_a_models_decision_keeps_its_prompt_its_answer_and_its_cost(server: ModelServer) -> None:
    """As the server was sent them and told them."""
    here, asked = population(), question(ANNA, "meet", BERT)
    (decided,) = answered(server.url, here, asked)
    kept = here.attempts.of(ANNA, 1)
    assert kept is not None
    (attempt,) = kept.attempts
    assert kept.visitor is None
    assert [message["content"] for message in server.bodies[0]["messages"]] == [text for _, text in attempt.prompt]
    assert json.loads(attempt.answer)["choice"] == decided.choice == "pass"
    assert (attempt.model, attempt.problem, attempt.is_whole) == ("village-model", None, True)
    assert (attempt.prompt_tokens, attempt.completion_tokens, attempt.cached_tokens) == (11, 7, 5)


def test_a_fallback_keeps_every_answer_that_was_of_no_use_and_why(server: ModelServer) -> None:
    """The repair too; the decision is the rules'."""
    server.answer = saying('{"choice": "fly"}')
    here = population()
    (decided,) = answered(server.url, here, question(ANNA, "meet", BERT))
    kept = here.attempts.of(ANNA, 1)
    assert decided.source == "fallback"
    assert kept is not None
    assert [attempt.answer for attempt in kept.attempts] == ['{"choice": "fly"}'] * (1 + MAXIMUM_REPAIRS)
    assert {attempt.problem for attempt in kept.attempts} == {"'fly' was not offered"}


def test_a_repaired_answer_keeps_the_first_one_too(server: ModelServer) -> None:
    """What was wrong, then what was right."""
    texts = iter(['{"choice": "fly"}', '{"choice": "pass"}'])
    server.answer = responding(lambda: completion(next(texts)))
    here = population()
    answered(server.url, here, question(ANNA, "meet", BERT))
    kept = here.attempts.of(ANNA, 1)
    assert kept is not None
    assert [attempt.problem for attempt in kept.attempts] == ["'fly' was not offered", None]


def test_the_rules_own_decisions_keep_nothing() -> None:
    """Where no model was asked there is nothing to tell."""
    here = population()
    asyncio.run(here.answer([question(ANNA, "meet", BERT).request]))
    assert here.attempts.of(ANNA, 1) is None


def test_a_reply_keeps_what_was_asked_as_the_visitors_own(server: ModelServer) -> None:
    """It quotes what the visitor said, and goes with it."""
    here = population()
    asked = kept_in(here.words, question(ANNA, "reply", said=SECRET))
    reply = spoken(server.url, here, asked)
    reply.ended(reply.said or Decision("rule", "say"))
    tried = here.attempts.of(ANNA, 1)
    assert tried is not None
    assert (tried.visitor, SECRET in tried.attempts[0].prompt[1][1]) == (VISITOR, True)
    assert here.attempts.erase(VISITOR) == 1


def spoken(url: str, here: Population, asked: Question, pieces: int = 0) -> Reply:
    """A reply after so many pieces of it, or whole."""

    async def scene() -> Reply:
        async with closing_mind(url) as mind, aclosing(mind.speak(asked)) as growing:
            reply = Reply(replace(here, mind=mind), asked, lambda words: None)
            heard = 0
            async for reply.said in growing:
                heard += 1
                if heard == pieces:
                    break
            return reply

    return asyncio.run(scene())


def test_a_reply_cut_short_keeps_what_there_was_of_it(server: ModelServer) -> None:
    """Marked as not whole; what it cost is not known."""
    server.answer = saying('{"thought": "", "words": "' + "从前有座山，山里有座庙，" * 6 + '"}')
    here = population()
    asked = kept_in(here.words, question(ANNA, "reply", said="讲个故事"))
    spoken(server.url, here, asked, pieces=2).broken_off()
    tried = here.attempts.of(ANNA, 1)
    assert tried is not None
    (attempt,) = tried.attempts
    assert (attempt.is_whole, attempt.problem) == (False, None)
    assert "从前有座山" in attempt.answer


class LockedAttempts(MemoryAttempts):
    """A database that takes nothing."""

    def keep(self, tried: Sequence[Tried]) -> None:
        """See Attempts."""
        raise OSError(SECRET)


def test_a_village_lives_on_where_attempts_can_not_be_kept(
    server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    """The decision is made, and one line says so without a word of what was asked."""
    here = replace(population(), attempts=LockedAttempts())
    with caplog.at_level(logging.WARNING):
        (decided,) = answered(server.url, here, question(ANNA, "meet", BERT))
    assert decided.source == "model"
    assert [record.message for record in caplog.records if record.name == "taoyuan.population"] == [
        "what the model was asked is not kept (OSError)"
    ]

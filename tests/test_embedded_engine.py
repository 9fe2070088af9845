"""llama.cpp in process, for real: a tiny model from a GGUF file decides, streams, is stopped, and lives in the village.

It runs where xllamacpp is installed: `just engines`.
"""

import asyncio
import json
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from agents.model_mind import ModelMind
from agents.models.embedded import SLOTS, Embedded
from agents.models.engine import Message
from agents.scripted_mind import ScriptedMind
from scenarios import headless
from scenarios.mind_choice import open_engine
from sim.bad_input import BadInput
from tests.engine_requests import (
    CAST,
    LIMIT_SECONDS,
    PEOPLE,
    VISITS,
    ask,
    everything,
    hear,
    is_valid,
    long_winded,
    metric,
    request,
)
from tests.questions import question
from tests.tiny_qwen import make_gguf, make_model


@dataclass(frozen=True)
class Stage:
    """The engine, and the one loop that it is asked in."""

    engine: Embedded
    loop: asyncio.Runner

    def processing(self) -> float:
        """How many answers llama.cpp is writing."""
        return metric("llamacpp:requests_processing", self.engine.server.handle_metrics())


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    return make_gguf(make_model(folder / "checkpoint"), folder / "tiny.gguf")


@pytest.fixture(scope="module")
def stage(weights: Path) -> Iterator[Stage]:
    with asyncio.Runner() as loop:
        engine = loop.run(open_engine(f"gguf:{weights}"))
        assert isinstance(engine, Embedded)
        yield Stage(engine, loop)
        loop.run(engine.close())


def test_every_answer_follows_its_schema(stage: Stage) -> None:
    """All of more than a hundred, for everybody and every purpose, from a model that knows nothing."""
    requests = everything()
    completions = stage.loop.run(ask(stage.engine, requests))
    assert sum(map(is_valid, completions, requests)) == len(requests) >= 100


def test_an_answer_says_what_it_cost(stage: Stage) -> None:
    """Tokens of prompt and answer, and time."""
    (completion,) = stage.loop.run(ask(stage.engine, [request("farmer", "meet")]))
    assert completion.prompt_tokens > 100
    assert completion.completion_tokens > 5
    assert completion.seconds > 0


def test_a_prompt_that_was_there_before_is_not_computed_again(stage: Stage) -> None:
    """llama.cpp keeps each slot's last prompt; the engine says how much of it was of use."""
    again = [request("teacher", "reply", said="今天忙吗？")]
    for _ in range(2):
        (completion,) = stage.loop.run(ask(stage.engine, again))
    assert completion.cached_tokens > completion.prompt_tokens / 2


def test_a_streamed_answer_grows(stage: Stage) -> None:
    """Each piece continues the one before, and the last is the whole."""
    *growing, whole = stage.loop.run(hear(stage.engine, request("farmer", "reply", streams=True)))
    assert len(growing) >= 2
    for before, after in zip(growing, [*growing[1:], whole], strict=True):
        assert after.text.startswith(before.text)
        assert not before.finished
    assert whole.finished
    assert json.loads(whole.text)["words"]


def test_all_slots_write_at_once(stage: Stage) -> None:
    """A batch fills every slot: seen while all of its answers are on their way."""

    async def most_processing() -> float:
        most, heard = 0.0, set()
        async with aclosing(stage.engine.complete(long_winded(2 * SLOTS))) as completions:
            async for index, _ in completions:
                heard.add(index)
                if len(heard) == SLOTS:
                    most = await asyncio.to_thread(stage.processing)
                    break
        return most

    assert stage.loop.run(most_processing()) == SLOTS


def test_closing_the_generator_frees_the_slots(stage: Stage) -> None:
    """Long answers under way are stopped: llama.cpp writes none any more, and answers the next at once."""

    async def scene() -> None:
        async with aclosing(stage.engine.complete(long_winded(8))) as completions:
            await anext(completions)
        async with asyncio.timeout(LIMIT_SECONDS):
            while await asyncio.to_thread(stage.processing):
                await asyncio.sleep(0.01)
        (completion,) = await ask(stage.engine, [request("farmer", "meet")])
        assert completion.error is None

    stage.loop.run(scene())


def test_a_prompt_that_is_too_long_is_an_error_of_its_own(stage: Stage) -> None:
    """The others of its batch are answered."""
    good = request("farmer", "meet")
    endless = replace(good, messages=(Message("user", "嗯" * 9000),))
    refused, answered = stage.loop.run(ask(stage.engine, [endless, good]))
    assert "context" in (refused.error or "")
    assert is_valid(answered, good)


def test_a_visitor_is_answered_by_the_model(stage: Stage) -> None:
    """The words come piece by piece, through the mind, unless they are a syllable or two."""
    mind = ModelMind(stage.engine, CAST, ScriptedMind(CAST, 1))

    async def said() -> list[str]:
        return [decision.words async for decision in mind.speak(question("farmer", "reply", said="你好"))]

    visits = (stage.loop.run(said()) for _ in range(VISITS))
    words = next(words for words in visits if len(words) >= 2)
    assert words[-1].startswith(words[0][:1])


def test_twenty_people_live_by_it(weights: Path) -> None:
    """Half an hour of the village, from the command line's option: every decision is the model's, none the rules'."""
    report = asyncio.run(headless.run(None, 1800, None, 7, f"gguf:{weights}", False))
    assert report["agents"] == len(PEOPLE)
    assert report["engine_failures"] == {}
    assert set(report["decisions_by_source"]) == {"model"}
    print(f"\n{report['decisions']} decisions, {report['decisions'] / report['batches']:.1f} a batch")


def test_a_file_that_is_no_model_is_bad_input(tmp_path: Path) -> None:
    """One clear line, and no crash."""
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF but not really")
    with pytest.raises(BadInput, match=r"can't load broken\.gguf"):
        asyncio.run(open_engine(f"gguf:{broken}"))

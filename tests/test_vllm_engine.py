"""vLLM in process, for real: a tiny model answers by schema, together, streamed, stopped, cached and with an adapter.

It runs where vLLM is installed: `just engines`. One engine for the module, for it takes a minute to start.
"""

import asyncio
import json
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from prometheus_client import REGISTRY, generate_latest

from agents.model_mind import ModelMind
from agents.models.engine import Message
from agents.models.vllm_in_process import VllmInProcess
from agents.scripted_mind import ScriptedMind
from scenarios.mind_choice import open_engine
from sim.bad_input import BadInput
from tests.engine_requests import (
    CAST,
    LIMIT_SECONDS,
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
from tests.tiny_qwen import make_adapter, make_model

TOGETHER = 8


@dataclass(frozen=True)
class Stage:
    """The engine, and the one loop that it lives in."""

    engine: VllmInProcess
    loop: asyncio.Runner

    @property
    def plain(self) -> VllmInProcess:
        """The same engine without the adapter."""
        return replace(self.engine, lora=None)


def vllm_metric(name: str) -> float:
    return metric(f"vllm:{name}", generate_latest(REGISTRY).decode())


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, on_two_cores: str) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("tiny")
    model, adapter = make_model(folder / "model"), make_adapter(folder / "adapter")
    with asyncio.Runner() as loop:
        engine = loop.run(open_engine(f"vllm:{model},lora={adapter},{on_two_cores}"))
        assert isinstance(engine, VllmInProcess)
        yield Stage(engine, loop)
        loop.run(engine.close())


def test_every_answer_follows_its_schema(stage: Stage) -> None:
    """All of more than a hundred, for everybody and every purpose, from a model that knows nothing."""
    requests = everything()
    completions = stage.loop.run(ask(stage.plain, requests))
    assert sum(map(is_valid, completions, requests)) == len(requests) >= 100


def test_an_answer_says_what_it_cost(stage: Stage) -> None:
    """Tokens of prompt and answer, and time."""
    (completion,) = stage.loop.run(ask(stage.plain, [request("farmer", "meet")]))
    assert completion.prompt_tokens > 100
    assert completion.completion_tokens > 5
    assert completion.seconds > 0


def test_what_prompts_share_is_computed_once(stage: Stage) -> None:
    """The prefix cache holds what a character is asked again, and the engine says so."""
    hits = vllm_metric("prefix_cache_hits_total")
    stage.loop.run(ask(stage.plain, [request("teacher", "meet")]))
    (completion,) = stage.loop.run(ask(stage.plain, [request("teacher", "reply", said="今天忙吗？")]))
    assert completion.cached_tokens >= 128  # a block of vLLM's CPU cache
    assert vllm_metric("prefix_cache_hits_total") > hits


def test_a_streamed_answer_grows(stage: Stage) -> None:
    """Each piece continues the one before, and the last is the whole."""
    *growing, whole = stage.loop.run(hear(stage.plain, request("farmer", "reply", streams=True)))
    assert len(growing) >= 2
    for before, after in zip(growing, [*growing[1:], whole], strict=True):
        assert after.text.startswith(before.text)
        assert not before.finished
    assert whole.finished
    assert json.loads(whole.text)["words"]


def test_a_batch_is_computed_together(stage: Stage) -> None:
    """Eight answers are written at once: vLLM itself counts them as running."""

    async def most_running() -> float:
        most = 0.0
        async with aclosing(stage.plain.complete(long_winded(TOGETHER))) as completions:
            async for _ in completions:
                most = max(most, vllm_metric("num_requests_running"))
                if most >= TOGETHER:
                    break
        return most

    assert stage.loop.run(most_running()) == TOGETHER


def test_closing_the_generator_aborts_the_requests(stage: Stage) -> None:
    """Long answers under way are gone from the engine, and the next is answered."""

    async def scene() -> None:
        async with aclosing(stage.plain.complete(long_winded(TOGETHER))) as completions:
            await anext(completions)
            assert stage.engine.llm.get_num_unfinished_requests() == TOGETHER
        assert stage.engine.llm.get_num_unfinished_requests() == 0
        (completion,) = await ask(stage.plain, [request("farmer", "meet")])
        assert completion.error is None
        async with asyncio.timeout(LIMIT_SECONDS):
            while vllm_metric("num_requests_running"):
                await asyncio.sleep(0.01)

    stage.loop.run(scene())


def test_an_adapter_changes_what_is_said(stage: Stage) -> None:
    """The same question, without chance: with and without LoRA the answers differ, each again the same."""
    coldly = [replace(request("farmer", "reply", said="你好"), temperature=0.0)]
    with_it, without = ([stage.loop.run(ask(e, coldly))[0].text for _ in "12"] for e in (stage.engine, stage.plain))
    assert with_it[0] != without[0]
    assert (with_it[0], without[0]) == (with_it[1], without[1])


def test_adapter_and_schema_go_together(stage: Stage) -> None:
    """Answers of the adapted model follow their schema, too."""
    requests = everything()[:20]
    assert all(map(is_valid, stage.loop.run(ask(stage.engine, requests)), requests))


def test_a_prompt_that_is_too_long_is_an_error_of_its_own(stage: Stage) -> None:
    """The others of its batch are answered."""
    good = request("farmer", "meet")
    endless = replace(good, messages=(Message("user", "嗯" * 9000),))
    refused, answered = stage.loop.run(ask(stage.plain, [endless, good]))
    assert refused.error
    assert is_valid(answered, good)


def test_a_visitor_is_answered_by_the_model(stage: Stage) -> None:
    """The words come piece by piece, through the mind, unless they are a syllable or two."""
    mind = ModelMind(stage.engine, CAST, ScriptedMind(CAST, 1))

    async def said() -> list[str]:
        return [decision.words async for decision in mind.speak(question("farmer", "reply", said="你好"))]

    visits = (stage.loop.run(said()) for _ in range(VISITS))
    assert any(len(words) >= 2 for words in visits)


@pytest.mark.parametrize(
    ("option", "named"),
    [
        ("no_such_setting=1", "no_such_setting"),
        ("max_model_len=99999999", "can't run it"),
        ("dtype=odd", "can't run it"),
    ],
)
def test_what_vllm_refuses_is_bad_input(tmp_path: Path, option: str, named: str) -> None:
    """A setting that is none, or one that doesn't fit, is one clear line."""
    with pytest.raises(BadInput, match=named):
        asyncio.run(open_engine(f"vllm:{make_model(tmp_path / 'model')},{option}"))

"""The village and vLLM, for real: twenty people live an hour by it, and its own server is an engine like any other.

It runs where vLLM is installed: `just engines`.
"""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from agents.answer_checks import Problem
from agents.models.engine import Completion
from scenarios import headless
from scenarios.mind_choice import open_engine
from tests.engine_requests import LIMIT_SECONDS, PEOPLE, ask, hear, is_valid, request
from tests.tiny_qwen import make_model

SERVER_OPTIONS = (
    *("--dtype", "float32", "--enforce-eager", "--max-num-seqs", "32", "--enable-prompt-tokens-details"),
    *("--structured-outputs-config", '{"backend":"guidance","disable_any_whitespace":true}'),
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("tiny") / "model")


def test_twenty_people_live_by_it(model: Path, on_two_cores: str) -> None:
    """An hour of the village, from the command line's option: every decision is the model's, none the rules'."""
    report = asyncio.run(headless.run(None, 3600, None, 7, f"vllm:{model},{on_two_cores}", False))
    assert report["agents"] == len(PEOPLE)
    assert report["engine_failures"] == {}
    # Some babble is not fit to be said, and asked for again; nothing is malformed, or not among what is offered.
    assert set(report["invalid_answers"]) <= {problem.name.lower() for problem in Problem}
    assert set(report["decisions_by_source"]) == {"model"}
    assert report["most_in_flight"] >= 8
    assert report["cached_tokens"] > 0
    asked, unfit = report["decisions"] + report["repairs"], sum(report["invalid_answers"].values())
    print(f"\nvalid answers: {asked - unfit} of {asked}, {(asked - unfit) / asked:.1%}")
    shown = ("decisions", "most_in_flight", "mean_shared_batch", "cache_hit_rate", "tokens_per_sim_hour")
    print("\n".join(f"{name}: {report[name]}" for name in shown))


@pytest.fixture(scope="module")
def server(model: Path, on_two_cores: str) -> Iterator[str]:
    """vLLM's own server, with the same model."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "vllm.entrypoints.openai.api_server", "--model", str(model)]
    address = ["--host", "127.0.0.1", "--port", str(port), "--served-model-name", "tiny"]
    with subprocess.Popen([*command, *address, *SERVER_OPTIONS]) as process:
        try:
            _await_health(f"http://127.0.0.1:{port}/health", process)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()


def _await_health(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + LIMIT_SECONDS
    while True:
        assert process.poll() is None, "vLLM's server ended before it answered"
        assert time.monotonic() < deadline, "vLLM's server does not answer"
        try:
            with urlopen(url, timeout=5) as answer:
                assert answer.status == 200
                return
        except URLError:
            time.sleep(0.2)


def test_vllms_own_server_is_an_engine_too(server: str) -> None:
    """By the OpenAI protocol: JSON by schema, a stream that grows, and what it cost."""

    async def scene() -> tuple[list[Completion], list[Completion]]:
        engine = await open_engine(f"{server}#tiny")
        try:
            return await ask(engine, batch), await hear(engine, streamed)
        finally:
            await engine.close()

    batch = [request(who, "meet") for who in PEOPLE]
    streamed = request("farmer", "reply", said="你好", streams=True)
    completions, (*growing, whole) = asyncio.run(scene())
    assert sum(map(is_valid, completions, batch)) == len(PEOPLE)
    assert is_valid(whole, streamed)
    assert len(growing) >= 2
    assert min(completion.prompt_tokens for completion in [*completions, whole]) > 100
    assert max(completion.cached_tokens for completion in completions) >= 128

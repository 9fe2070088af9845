"""Settings for all tests."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

from sim.store import Store, open_store
from tests.model_server import ModelServer, model_server

settings.register_profile("taoyuan", deadline=None)  # a busy machine is no failure
settings.load_profile("taoyuan")

ENGINE_TESTS = sorted(
    path.name for path in Path(__file__).parent.glob("test_*.py") if "tiny_qwen" in path.read_text("utf-8")
)
"""They want vLLM and llama.cpp, which the base install has not: `just engines` makes them a place, and runs them."""
WITH_ENGINES = find_spec("vllm") is not None
collect_ignore = [] if WITH_ENGINES else ENGINE_TESTS


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what is not tested here."""
    if not WITH_ENGINES:
        listed = ", ".join(ENGINE_TESTS)
        terminalreporter.write_line(f"not here: {listed} want vLLM and llama.cpp; `just engines` runs them")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database goes."""
    return tmp_path / "village.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    """An open database without runs."""
    opened = open_store(file)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def running() -> Iterator[ModelServer]:
    """A model server for all tests of a file."""
    with model_server() as serving:
        yield serving


@pytest.fixture
def server(running: ModelServer) -> ModelServer:
    """The same, as if it had just been started."""
    running.reset()
    return running


@pytest.fixture(scope="session")
def on_two_cores() -> str:
    """vLLM's settings for a small machine without a GPU: one process and 1 GiB of cache, instead of two and more."""
    os.environ |= {"VLLM_ENABLE_V1_MULTIPROCESSING": "0", "VLLM_CPU_KVCACHE_SPACE": "1", "OMP_NUM_THREADS": "2"}
    return "distributed_executor_backend=uni,max_num_seqs=32"

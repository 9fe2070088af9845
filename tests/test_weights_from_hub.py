"""Weights from a hub, by the hubs' own clients against a stand-in, on the command line: fetched, shown, used, kept.

It runs where the clients and llama.cpp are installed: `just engines`. The weights are those of tiny_qwen.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.command import ROOT
from tests.model_hub import LICENCE, REPOSITORY, ModelHub, model_hub
from tests.tiny_qwen import make_gguf, make_model

FILE = "tiny-q4_k_m.gguf"
NOBODY = "http://127.0.0.1:9"
"""The discard port: nobody listens there."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelHub]:
    folder = tmp_path_factory.mktemp("hub")
    (folder / "README.md").write_text("a tiny model", encoding="utf-8")
    weights = make_gguf(make_model(folder / "model"), folder / FILE)
    with model_hub({"README.md": folder / "README.md", FILE: weights, "tiny-q8_0.gguf": weights}) as serving:
        yield serving


def try_mind(mind: str, endpoint: str, home: Path) -> tuple[dict[str, Any], str]:
    """What the doctor finds of a mind, and what it said on stderr."""
    endpoints = {"HF_ENDPOINT": endpoint, "MODELSCOPE_ENDPOINT": endpoint}
    homes = {"HF_HOME": str(home), "MODELSCOPE_CACHE": str(home), "MODELSCOPE_HOME": str(home)}
    command = [sys.executable, "-m", "scenarios.command_line", "doctor", "--json", "--mind", mind]
    environment = os.environ | endpoints | homes | {"PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=300)
    return json.loads(done.stdout)["attempts"][0], done.stderr


@pytest.mark.parametrize("name", ["huggingface", "modelscope"])
def test_a_repository_becomes_a_mind(hub: ModelHub, tmp_path: Path, name: str) -> None:
    """Of its files the q4_k_m one is fetched, after its licence is shown; it answers."""
    tried, said = try_mind(f"gguf:{REPOSITORY},hub={name}", hub.url, tmp_path)
    assert tried["works"], tried["problem"]
    assert f"{REPOSITORY}/{FILE}" in said
    assert f"licence: {LICENCE}" in said


@pytest.mark.parametrize("name", ["huggingface", "modelscope"])
def test_what_was_fetched_is_used_without_the_hub(hub: ModelHub, tmp_path: Path, name: str) -> None:
    """The second time nobody is asked for a file that is named."""
    mind = f"gguf:{REPOSITORY}/{FILE},hub={name}"
    assert try_mind(mind, hub.url, tmp_path)[0]["works"]
    asked = len(hub.asked)
    assert try_mind(mind, NOBODY, tmp_path)[0]["works"]
    assert len(hub.asked) == asked


@pytest.mark.parametrize("name", ["huggingface", "modelscope"])
def test_a_hub_that_is_not_there_is_one_clear_line(tmp_path: Path, name: str) -> None:
    """What can't be asked for what, and what to do about it; no traceback."""
    tried, said = try_mind(f"gguf:{REPOSITORY},hub={name}", NOBODY, tmp_path)
    assert not tried["works"]
    assert f"can't be asked for {REPOSITORY}" in tried["problem"]
    assert "give a path" in tried["problem"]
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["huggingface", "modelscope"])
def test_a_repository_that_is_not_there_is_one_clear_line(hub: ModelHub, tmp_path: Path, name: str) -> None:
    """As a hub that is not there."""
    tried, _ = try_mind(f"gguf:nobody/nothing,hub={name}", hub.url, tmp_path)
    assert "can't be asked for nobody/nothing" in tried["problem"]

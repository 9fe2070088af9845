"""What stands behind `vllm:` and `gguf:`: how it is read, and that every mistake in it is one clear line."""

import asyncio
import sys
from pathlib import Path

import pytest

from agents.models.embedded import Settings, read_settings
from agents.models.engine_options import parse_engine_options
from agents.models.weights import KNOWN, find_weights
from scenarios.mind_choice import open_engine
from sim.bad_input import BadInput


def test_a_model_alone_has_no_settings() -> None:
    """A folder's path or a hub's name, as it is."""
    options = parse_engine_options("vllm:Qwen/Qwen2.5-0.5B-Instruct")
    assert (options.model, options.settings) == ("Qwen/Qwen2.5-0.5B-Instruct", {})


def test_settings_are_read_as_what_they_are() -> None:
    """Numbers, truth, nothing and words."""
    options = parse_engine_options("vllm:m,lora=out/farmer,quantization=awq,max_num_seqs=8,a=0.5,c=true,b=null")
    assert options.settings == {
        "lora": "out/farmer",
        "quantization": "awq",
        "max_num_seqs": 8,
        "a": 0.5,
        "c": True,
        "b": None,
    }


def test_a_value_may_hold_an_equals_sign() -> None:
    """Only the first one parts it from its name."""
    assert parse_engine_options("vllm:m,x=a=b").settings == {"x": "a=b"}


@pytest.mark.parametrize(
    ("mind", "named"),
    [
        ("vllm:", "no model"),
        ("vllm:,lora=x", "no model"),
        ("vllm:m,", "no setting"),
        ("vllm:m,lora", "no setting"),
        ("vllm:m,lora=", "no setting"),
        ("vllm:m,2x=1", "no setting"),
        ("vllm:m,a=1,a=2", "twice"),
        ("gguf:", "no model"),
        ("gguf:m,slot=2", "there is no setting slot"),
        ("gguf:missing.gguf", "no such file"),
        ("gguf:models/missing.gguf", "no such file"),
        ("gguf:./missing/folder/missing.gguf", "no such file"),
        ("gguf:/missing/missing.gguf", "no such file"),
        ("gguf:word", "no such file"),
        ("gguf:owner/repo,hub=ftp", "no hub is called ftp"),
        ("telepathy:x", "no such mind"),
    ],
)
def test_a_mistake_is_named(mind: str, named: str) -> None:
    """Which option, what is wrong with it, and how to mend it."""
    with pytest.raises(BadInput, match=named) as raised:
        asyncio.run(open_engine(mind))
    assert raised.value.source == f"--mind {mind}"
    assert raised.value.fix


@pytest.mark.parametrize(
    ("mind", "package", "fix"),
    [
        ("vllm:model", "vllm", "taoyuan doctor"),
        ("gguf:qwen", "huggingface_hub", "--extra embedded"),
        ("gguf:owner/repo,hub=modelscope", "modelscope_hub", "--extra embedded"),
    ],
)
def test_a_missing_package_is_one_line_that_says_what_to_do(
    mind: str, package: str, fix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it is installed: here it is made impossible to import."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(BadInput) as raised:
        asyncio.run(open_engine(mind))
    assert fix in raised.value.fix


def test_weights_without_llama_cpp_are_one_line_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is there, and nothing to run it."""
    (tmp_path / "m.gguf").write_bytes(b"GGUF")
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(BadInput, match="xllamacpp is not installed"):
        asyncio.run(open_engine(f"gguf:{tmp_path / 'm.gguf'}"))


@pytest.mark.parametrize("setting", ["slots=0", "slots=65", "slots=x", "context=-1", "threads=1.5"])
def test_a_number_out_of_range_is_named(setting: str) -> None:
    """Slots and the like have bounds, and that is seen before any hub is asked for the weights."""
    with pytest.raises(BadInput, match=f"{setting.partition('=')[0]} is no number"):
        asyncio.run(open_engine(f"gguf:qwen,{setting}"))


def test_numbers_in_range_are_taken() -> None:
    """What is not set stays as it is."""
    options = parse_engine_options("gguf:qwen,slots=2,hub=modelscope,threads=8")
    assert read_settings(options) == Settings(slots=2, threads=8)


def test_a_file_needs_no_hub(tmp_path: Path) -> None:
    """A path is taken as it is, though it looks like OWNER/REPO/FILE."""
    weights = tmp_path / "owner" / "repo" / "m.gguf"
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"GGUF")
    assert find_weights(parse_engine_options(f"gguf:{weights}"), lambda said: None) == weights


def test_short_names_are_whole_repositories() -> None:
    """OWNER/REPO/FILE each, so that the file is found in the cache without asking a hub."""
    assert {name.count("/") for name in KNOWN.values()} == {2}

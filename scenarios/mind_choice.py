"""The `--mind` option: from its text to a Mind, and to the engine behind it. MIND says what may be written."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from agents.cast import Cast
from agents.mind import Mind
from agents.model_mind import ModelMind
from agents.models.breaker import Breaker
from agents.models.engine import Engine
from agents.models.engine_options import parse_engine_options
from agents.models.meter import Meter
from agents.models.metered import Metered
from agents.scripted_mind import ScriptedMind
from scenarios.output import tell, working
from sim.bad_input import BadInput

if TYPE_CHECKING:
    from agents.models.embeddings import Embeddings

SCRIPTED = "scripted"
MIND = "scripted, http(s)://HOST/v1[#MODEL], vllm:MODEL[,lora=PATH][,key=value], gguf:PATH, gguf:OWNER/REPO, gguf:qwen"
EMBEDDINGS = "http(s)://HOST/v1#MODEL"
API_KEY_VARIABLE = "TAOYUAN_API_KEY"
"""Environment variable with the model server's key; local servers need none."""


@asynccontextmanager
async def open_mind(
    text: str, cast: Cast, seed: int, meter: Meter, embeddings_text: str | None = None
) -> AsyncIterator[Mind]:
    """The mind that `text` names, counted by a meter, for as long as the block. Raises BadInput; see `open_engine`."""
    rules, embeddings = ScriptedMind(cast, seed), None
    if embeddings_text is not None:
        embeddings = _embeddings(embeddings_text, text)
    if text == SCRIPTED:
        yield rules
        return
    engine = Breaker(Metered(await open_engine(text), meter), meter)
    try:
        yield ModelMind(engine, cast, rules, meter, embeddings)
    finally:
        await engine.close()
        if embeddings:
            await embeddings.close()


def _embeddings(text: str, mind_text: str) -> "Embeddings":
    """Those that `--embeddings` names. Raises BadInput for another text, and for a mind that is told nothing."""
    if mind_text == SCRIPTED:
        raise BadInput("--embeddings", "they find what a model is told, and the rules are none", "give --mind, too")
    url, _, model = text.partition("#")
    if not url.startswith(("http://", "https://")) or not model:
        raise BadInput(f"--embeddings {text}", "no server with a model", f"write {EMBEDDINGS}")
    from agents.models.embeddings import embeddings_at  # noqa: PLC0415

    return embeddings_at(url, model, _api_key())


def _api_key() -> str:
    return os.environ.get(API_KEY_VARIABLE, "none")


async def open_engine(text: str) -> Engine:
    """The engine that `text` names. Raises BadInput for another text, or for an engine that can't be had.

    Engines are imported only when they are asked for: each takes a second or more, and most are not installed.
    """
    kind = text.partition(":")[0]
    if kind in ("http", "https"):
        from agents.models import openai_compatible  # noqa: PLC0415

        url, _, model = text.partition("#")
        return await openai_compatible.connect(url, model or None, _api_key())
    if kind == "vllm":
        from agents.models import vllm_in_process  # noqa: PLC0415

        options = parse_engine_options(text)
        with working(f"vLLM is loading {options.model}: a minute or two / vLLM 正在加载 {options.model}，要一两分钟"):
            return await vllm_in_process.start(options)
    if kind == "gguf":
        from agents.models import embedded, weights  # noqa: PLC0415

        options = parse_engine_options(text)
        embedded.read_settings(options)  # before anything is fetched
        path = weights.find_weights(options, tell)
        with working(f"llama.cpp is loading {path.name} / llama.cpp 正在加载 {path.name}"):
            return await embedded.start(options, path)
    raise BadInput(f"--mind {text}", "no such mind", f"write {MIND}")

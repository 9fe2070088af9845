"""An engine that is vLLM in this very process's care: continuous batching, a prefix cache, JSON by schema, LoRA.

`--mind vllm:MODEL[,lora=PATH][,key=value]*`, where MODEL is a folder or a Hugging Face name, and the keys are those of
vLLM's own engine arguments (`quantization=awq`, `max_model_len=4096` …). Written for the V1 engine of vLLM 0.32.

vLLM runs its core in a process of its own, so that nothing here waits while it computes.
"""

import asyncio
import dataclasses
import multiprocessing
import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.models.engine import Completion, CompletionRequest, failed
from agents.models.engine_options import EngineOptions
from agents.models.in_flight import Hear, complete_together
from agents.models.orphans import end_with_this_process
from sim.bad_input import BadInput

if TYPE_CHECKING:
    from vllm.lora.request import LoRARequest
    from vllm.outputs import RequestOutput
    from vllm.sampling_params import SamplingParams
    from vllm.v1.engine.async_llm import AsyncLLM

MAXIMUM_IN_FLIGHT = 64
MAXIMUM_SECONDS = 600.0
"""For one answer: its tokens are bounded, so this only ends a wait for an engine that hangs."""
MAXIMUM_LORA_RANK = 64
INSTALL = "it wants an environment of its own: `taoyuan doctor` says how to make it"

ENVIRONMENT = {
    "VLLM_NO_USAGE_STATS": "1",  # the village is local: nothing is reported to anyone
    "VLLM_LOGGING_LEVEL": "ERROR",
    "VLLM_LOGGING_STREAM": "ext://sys.stderr",  # stdout belongs to what was asked for
    "VLLM_WORKER_MULTIPROC_METHOD": "spawn",  # a forked process would hold the database's lock when this one is killed
    "VLLM_CPU_KVCACHE_SPACE": "2",  # GiB; room for some 40 of the village's prompts with a model of half a billion
}
"""What vLLM is told by environment variables, where the user has not set them."""


@dataclass
class VllmInProcess:
    """One model in one vLLM engine."""

    llm: "AsyncLLM"
    model: str
    lora: "LoRARequest | None" = None
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MAXIMUM_IN_FLIGHT))
    _ordinals: "count[int]" = field(default_factory=count)

    def complete(self, requests: Sequence[CompletionRequest]) -> AsyncGenerator[tuple[int, Completion], None]:
        """See Engine: all requests in one continuous batch, at most MAXIMUM_IN_FLIGHT of them."""
        return complete_together(requests, self._complete, self._slots)

    async def _complete(self, request: CompletionRequest, hear: Hear) -> Completion:
        """Leaving the generator early, by cancellation too, makes vLLM abort the request."""
        name = f"{self.model}-{next(self._ordinals)}"
        prompt = await self._prompt(request)
        generated = self.llm.generate(prompt, _sampling(request), name, lora_request=self.lora)
        async with asyncio.timeout(MAXIMUM_SECONDS), aclosing(generated) as outputs:
            async for output in outputs:
                if output.finished:
                    return _completed(output)
                hear(Completion(output.outputs[0].text, finished=False))
        return failed("broken", "vLLM ended without an answer")

    async def _prompt(self, request: CompletionRequest) -> Any:
        """The messages by the model's own chat template; models that could think aloud answer at once instead."""
        from vllm.renderers.params import ChatParams  # noqa: PLC0415 (see start)

        messages = [{"role": message.role, "content": message.content} for message in request.messages]
        template = ChatParams(chat_template_kwargs={"add_generation_prompt": True, "enable_thinking": False})
        _, prompts = await self.llm.renderer.render_chat_async([messages], template)
        return prompts[0]

    async def close(self) -> None:
        """See Engine: vLLM's process ends."""
        self.llm.shutdown()
        self.llm.shutdown = lambda timeout=None: None  # its finalizer asks again, when half the interpreter is gone


def _engine_settings(options: EngineOptions, known: set[str], on_cpu: bool) -> tuple[dict[str, Any], str | None]:
    """vLLM's engine arguments, the user's own before ours; and the folder of the LoRA adapter, if there is one."""
    chosen = dict(options.settings)
    lora = chosen.pop("lora", None)
    if unknown := sorted(chosen.keys() - known):
        raise BadInput(f"--mind {options.source}", f"vLLM has no setting {unknown[0]}", "see vLLM's engine arguments")
    settings: dict[str, Any] = {
        "model": options.model,
        "max_model_len": -1,  # as much as the model was made for, or as there is memory for
        "max_num_seqs": MAXIMUM_IN_FLIGHT,
        "enable_prefix_caching": True,
        "structured_outputs_config": {"backend": "guidance", "disable_any_whitespace": True},
        "use_tqdm_on_load": False,
    }
    if on_cpu:  # bfloat16 is ten times slower there, and compiling takes longer than it saves
        settings |= {"dtype": "float32", "enforce_eager": True}
    if lora is not None:
        settings |= {"enable_lora": True, "max_lora_rank": MAXIMUM_LORA_RANK}
    return settings | chosen, lora


def _sampling(request: CompletionRequest) -> "SamplingParams":
    """No seed: a seeded request whose prompt is computed in chunks ends vLLM's CPU engine."""
    from vllm.sampling_params import (  # noqa: PLC0415 (see start)
        RequestOutputKind,
        SamplingParams,
        StructuredOutputsParams,
    )

    return SamplingParams(
        max_tokens=request.maximum_tokens,
        temperature=request.temperature,
        structured_outputs=StructuredOutputsParams(json=request.schema),
        output_kind=RequestOutputKind.CUMULATIVE if request.streams else RequestOutputKind.FINAL_ONLY,
    )


def _completed(output: "RequestOutput") -> Completion:
    answer = output.outputs[0]
    return Completion(
        text=answer.text,
        prompt_tokens=len(output.prompt_token_ids or ()),
        completion_tokens=len(answer.token_ids),
        cached_tokens=output.num_cached_tokens or 0,
    )


async def start(options: EngineOptions) -> VllmInProcess:
    """Start the engine: up to a minute or two. Raises BadInput where vLLM is not there, or can't run the model.

    vLLM is imported here and in no other place: it takes seconds, and gigabytes of installation.
    """
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    if Path(options.model).exists():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # all there is to load is in a folder
    try:
        from vllm.engine.arg_utils import AsyncEngineArgs  # noqa: PLC0415
        from vllm.lora.request import LoRARequest  # noqa: PLC0415
        from vllm.platforms import current_platform  # noqa: PLC0415
        from vllm.v1.engine.async_llm import AsyncLLM  # noqa: PLC0415
    except ImportError as error:
        raise BadInput(f"--mind {options.source}", f"vLLM can't be imported ({error})", INSTALL) from error
    known = {setting.name for setting in dataclasses.fields(AsyncEngineArgs)}
    settings, lora = _engine_settings(options, known, on_cpu=current_platform.is_cpu())
    adapter = LoRARequest(Path(lora).name, 1, lora) if lora else None
    mine = multiprocessing.active_children()
    try:
        llm = AsyncLLM.from_engine_args(AsyncEngineArgs(**settings))
    except Exception as error:  # whatever a model or a setting leads to
        problem = f"vLLM can't run it ({type(error).__name__}: {error!s:.300})"
        raise BadInput(f"--mind {options.source}", problem, "check the model and its settings") from error
    end_with_this_process(child.pid for child in multiprocessing.active_children() if child.pid and child not in mine)
    return VllmInProcess(llm, Path(options.model).name, adapter)

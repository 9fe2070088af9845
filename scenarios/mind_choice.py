"""The `--mind` option: from its text to a Mind. `scripted`, or the URL of an OpenAI-compatible server and a model."""

import os

from agents.cast import Cast
from agents.mind import Mind
from agents.model_mind import ModelMind
from agents.scripted_mind import ScriptedMind
from sim.bad_input import BadInput

SCRIPTED = "scripted"
API_KEY_VARIABLE = "TAOYUAN_API_KEY"
"""Environment variable with the model server's key; local servers need none."""


async def choose_mind(text: str, cast: Cast, seed: int) -> Mind:
    """The mind that `text` names. Raises BadInput for another text, or for a server that can't be asked."""
    rules = ScriptedMind(cast, seed)
    if text == SCRIPTED:
        return rules
    if text.startswith(("http://", "https://")):
        from agents.models.openai_compatible import connect  # noqa: PLC0415 (importing openai takes a second)

        url, _, model = text.partition("#")
        engine = await connect(url, model or None, os.environ.get(API_KEY_VARIABLE, "none"))
        return ModelMind(engine, cast, rules)
    raise BadInput(f"--mind {text}", "no such mind", "write scripted, or http(s)://HOST/v1[#MODEL]")

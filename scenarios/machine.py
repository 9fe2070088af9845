"""Machine: what this computer is, as far as it matters for who can decide on it. Asks the system, changes nothing."""

import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

GIB = 1024**3
PROBE_SECONDS = 10
"""How long a tool that is asked may take: nvidia-smi hangs where a driver is broken."""
VECTOR_FEATURES = ("avx2", "avx512f", "neon")


@dataclass(frozen=True)
class Machine:
    """What was found; an empty tuple of features where the system doesn't say."""

    python: str
    system: str
    cores: int
    memory_gib: float | None
    vector_features: tuple[str, ...]
    gpus: tuple[str, ...]


def this_machine() -> Machine:
    """Look around."""
    return Machine(
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        cores=_cores(),
        memory_gib=_memory_gib(),
        vector_features=_vector_features(),
        gpus=_gpus(),
    )


def _cores() -> int:
    """Those that this process may use: a container has fewer than its machine."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory_gib() -> float | None:
    if not hasattr(os, "sysconf"):  # Windows
        return None
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB, 1)


def _vector_features() -> tuple[str, ...]:
    if platform.machine() in ("arm64", "aarch64"):
        return ("neon",)  # every one of them has it
    try:
        flags = set(Path("/proc/cpuinfo").read_text(encoding="utf-8").split())
    except OSError:
        return ()
    return tuple(feature for feature in VECTOR_FEATURES if feature in flags)


def _gpus() -> tuple[str, ...]:
    """By nvidia-smi, or by PyTorch where that is installed; Apple's own by its name."""
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return ("Apple (Metal)",)
    return _gpus_by_nvidia() or _gpus_by_torch()


def _gpus_by_nvidia() -> tuple[str, ...]:
    if (tool := shutil.which("nvidia-smi")) is None:
        return ()
    command = [tool, "--query-gpu=name,memory.total", "--format=csv,noheader"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PROBE_SECONDS)
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(line.strip() for line in done.stdout.splitlines() if line.strip())


def _gpus_by_torch() -> tuple[str, ...]:
    if find_spec("torch") is None or version("torch").endswith("+cpu"):
        return ()
    import torch  # noqa: PLC0415 (seconds, and not in the base install)

    return tuple(torch.cuda.get_device_name(index) for index in range(torch.cuda.device_count()))

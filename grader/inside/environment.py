"""Where the code runs: versions, device, threads; read without importing any framework."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from grader.evidence.wire.job import Job
from grader.evidence.wire.records import Environment

LIBRARIES: Final = (
    "gensim", "ipython", "keras", "matplotlib", "nltk", "numpy", "pandas", "pillow", "scikit-learn", "scipy",
    "seaborn", "tensorflow", "tensorflow-cpu", "tf-keras", "torch", "torchtext", "torchvision", "transformers",
)  # fmt: skip
THREADS: Final = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS",
    "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "LOKY_MAX_CPU_COUNT",
)  # fmt: skip


# The same for every attempt. Without the last ones a tool tries the network for minutes before it gives up.
_ALWAYS: Final[Mapping[str, str]] = {
    "MPLBACKEND": "agg",
    "PLOTLY_RENDERER": "plotly_mimetype",  # not the browser, which is not there
    "NO_ALBUMENTATIONS_UPDATE": "1",  # it asks for its newest version while it is imported
    "PIP_NO_INDEX": "1", "PIP_RETRIES": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1",
}  # fmt: skip


def prepare(job: Job | None) -> None:
    """Set the variables that frameworks read when they are imported; without a job, those of every attempt."""
    _set(_ALWAYS)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    if job is None:
        return
    _set(dict.fromkeys(THREADS, str(job.cpus)))
    if job.device == "cpu":
        _set({"CUDA_VISIBLE_DEVICES": "-1"})
    if job.keras == "keras2":
        _set({"TF_USE_LEGACY_KERAS": "1"})
    corpora = Path(job.data) / "nltk_data"
    if corpora.is_dir():
        _set({"NLTK_DATA": str(corpora)})


def _set(variables: Mapping[str, str]) -> None:
    """Only what is another value: in a fork each write copies pages of the parent's."""
    for name, value in variables.items():
        if os.environ.get(name) != value:
            os.environ[name] = value


def describe_environment(job: Job, *, dev: Path = Path("/dev"), proc: Path = Path("/proc")) -> Environment:
    """The first record of an attempt. `dev` and `proc` are where the system lists its devices."""
    device, name = find_device(job, dev, proc)
    return Environment(
        python=platform.python_version(),
        platform=f"{platform.system()} {platform.machine()}",
        libraries=dict(installed()),
        device=device,
        device_name=name,
        cpus=job.cpus,
        seed=job.seed,
    )


def find_device(job: Job, dev: Path, proc: Path) -> tuple[str, str]:
    """What the attempt has: ("cuda", the card's name), or ("cpu", "CPU, n cores") when none was asked for or found."""
    cpu = f"CPU, {job.cpus} core{'' if job.cpus == 1 else 's'}"
    if job.device != "cuda":
        return "cpu", cpu
    nodes = [node for node in dev.glob("nvidia[0-9]*") if node.name[len("nvidia") :].isdigit()]
    if not nodes:
        return "cpu", f"{cpu} (a GPU was asked for, none was found)"
    for information in sorted((proc / "driver/nvidia/gpus").glob("*/information")):
        for line in information.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("Model:"):
                return "cuda", line.partition(":")[2].strip()
    return "cuda", "NVIDIA GPU"


@cache
def installed() -> Mapping[str, str]:
    """Versions of the libraries there are, by name; read once, since each takes a file to be parsed."""
    return {name: version for name in LIBRARIES if (version := version_of(name)) is not None}


def version_of(distribution: str) -> str | None:
    """The installed version of a distribution; None where it is not installed."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None

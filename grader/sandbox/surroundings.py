"""The environment variables student code runs with: the same few everywhere, nothing of the caller's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from grader.sandbox.contract import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where things are, as the student side sees them."""

    code: PurePath
    home: PurePath
    work: PurePath
    tmp: PurePath
    python: PurePath

    def caches(self) -> Mapping[str, str]:
        """Private and empty, so that no attempt sees what another has downloaded."""
        names = {
            "KERAS_HOME": ".keras", "TORCH_HOME": ".cache/torch", "HF_HOME": ".cache/huggingface",
            "NLTK_DATA": "nltk_data", "GENSIM_DATA_DIR": "gensim-data", "SCIKIT_LEARN_DATA": "scikit_learn_data",
            "TFDS_DATA_DIR": "tensorflow_datasets", "MPLCONFIGDIR": ".config/matplotlib", "IPYTHONDIR": ".ipython",
            "XDG_CACHE_HOME": ".cache",
        }  # fmt: skip
        return {name: str(self.home / folder) for name, folder in names.items()}


def variables(order: Order, places: Places) -> dict[str, str]:
    """The whole environment; `order.environment` comes last and wins, except over what keeps the runner ours."""
    threads = str(max(1, order.job.cpus))
    made = {
        "PATH": f"{places.python.parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(places.home), "TMPDIR": str(places.tmp), "PWD": str(places.work),
        "USER": "student", "LOGNAME": "student", "SHELL": "/bin/sh", "TERM": "dumb",
        "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
        "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "MKL_NUM_THREADS": threads,
        "NUMEXPR_NUM_THREADS": threads, "VECLIB_MAXIMUM_THREADS": threads, "TF_NUM_INTRAOP_THREADS": threads,
        "TF_NUM_INTEROP_THREADS": threads, "LOKY_MAX_CPU_COUNT": threads,
        "TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0", "MPLBACKEND": "Agg",
        "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "TOKENIZERS_PARALLELISM": "false", "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8",
        "PYTHONFAULTHANDLER": "1", "DEBIAN_FRONTEND": "noninteractive",
        # pyarrow, which pandas imports where it is there, would start a thread: no parent that has one can be forked.
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
    }  # fmt: skip
    made |= places.caches()
    if order.device == "cpu":
        made["CUDA_VISIBLE_DEVICES"] = ""
    else:
        made["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"
    made |= order.environment
    made["PYTHONPATH"] = str(places.code)
    made["PYTHONHASHSEED"] = str(order.job.seed % 2**32)
    return made

"""An attempt's key: a digest of all that determines what it shows, and of nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FORMAT: Final = 1  # raised when the meaning of a key's parts or of the stored evidence changes


def attempt_key(
    *,
    submission: str,
    served: tuple[str, ...],
    profile: str,
    max_epochs: int | None,
    limits: DataclassInstance,
    inside: str,
    libraries: Mapping[str, str],
    device: str,
    seed: int,
    cpus: int,
    executor: str,
    continue_after_failure: bool,
    weights: str = "",
    max_steps: int | None = None,
    least_steps: int = 0,
    max_seconds: float | None = None,
    runtimes: str = "",
) -> str:
    """sha256, hex, over every condition of an attempt.

    Args: `submission` is the digest of all files handed in, `served` those of the data splits in the order
        they are served, `inside` that of the code that runs beside the student's, `libraries` the student
        side's versions, `weights` the digest of the course's pretrained weights,
        `runtimes` that of the rules by which a runtime is chosen. Rubric, reference and templates
        are no part of it: changing them runs nothing again.
    """
    parts = {
        "format": FORMAT,
        "submission": submission,
        "served": list(served),
        "profile": profile,
        "max_epochs": max_epochs,
        "max_steps": max_steps,
        "least_steps": least_steps,
        "max_seconds": max_seconds,
        "limits": asdict(limits),
        "inside": inside,
        "libraries": dict(libraries),
        "device": device,
        "seed": seed,
        "cpus": cpus,
        "executor": executor,
        "continue_after_failure": continue_after_failure,
        "weights": weights,
        "runtimes": runtimes,
    }
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()

"""Fixed seeds for every source of chance a notebook may use, until it sets its own."""

from __future__ import annotations

import functools
import itertools
import random
from types import ModuleType
from typing import Any

import numpy as np

from grader.inside import quiet_imports
from grader.inside.hooks import after_import


def set_seeds(seed: int, threads: int) -> None:
    """Seed `random` and numpy now, torch and TensorFlow when they are imported.

    `numpy.random.default_rng()` without a seed gives a seeded generator, a different one at each call.
    """
    random.seed(seed)
    np.random.seed(seed % 2**32)
    _seed_default_rng(seed)

    def seed_torch(torch: ModuleType) -> None:
        torch.manual_seed(seed)
        torch.set_num_threads(threads)

    def seed_tensorflow(tensorflow: ModuleType) -> None:
        tensorflow.random.set_seed(seed)

    after_import("torch", seed_torch)
    after_import("tensorflow", seed_tensorflow)
    quiet_imports.install()


def _seed_default_rng(seed: int) -> None:
    original = np.random.default_rng
    calls = itertools.count()

    @functools.wraps(original)
    def default_rng(seed_: Any = None, /, **named: Any) -> np.random.Generator:
        given = named.get("seed", seed_)
        return original([seed, next(calls)] if given is None else given)

    np.random.default_rng = default_rng

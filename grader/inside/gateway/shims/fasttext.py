"""fastText, whose last release is older than NumPy 2, and which trains on as many threads as it likes."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from grader.inside.gateway.shims.library import Library
from grader.inside.hooks import after_import

_TRAINERS: Final = ("train_supervised", "train_unsupervised")


def install(library: Library) -> None:
    """Wait for its module, which the package takes its names from."""
    after_import("fasttext.FastText", functools.partial(_patch, library))


def _patch(library: Library, module: Any) -> None:
    module.np = _Numpy()
    for name in _TRAINERS:
        setattr(module, name, _on_one_thread(library.context.job.cpus, getattr(module, name)))


def _on_one_thread(cpus: int, original: Callable[..., Any]) -> Callable[..., Any]:
    """Threads beyond the attempt's cores only take turns, and the order of their turns is chance."""

    @functools.wraps(original)
    def train(*args: Any, **named: Any) -> Any:
        return original(*args, **{**named, "thread": cpus})

    return train


class _Numpy:
    """NumPy as the module knows it: `copy=False` meant "where it can be"."""

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)

    def array(self, *args: Any, copy: bool = True, **named: Any) -> Any:
        return np.array(*args, **named) if copy else np.asarray(*args, **named)

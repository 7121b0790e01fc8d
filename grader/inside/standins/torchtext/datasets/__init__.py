"""`torchtext.datasets`: IMDB is the course's; every other name is there to be imported and not served."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from grader.inside.standins.desk import desk
from grader.inside.standins.torchtext.datasets.imdb import IMDB

__all__ = ["IMDB"]


def __getattr__(name: str) -> Callable[..., Any]:
    """A data set of torchtext's that the course does not serve."""
    if name.startswith("_") or not name[0].isupper():
        raise AttributeError(f"module 'torchtext.datasets' has no attribute {name!r}")

    def load(*_: Any, **__: Any) -> NoReturn:
        desk().refuse(f"torchtext.datasets.{name}", OSError)

    load.splits = load  # type: ignore[attr-defined]  # as the first years call it
    return load

"""Which data sets there are. One module per data set; adding one is a module and a line here."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from grader.datasets import cifar10, fashion_mnist, imdb, memes, mnist, sms_spam
from grader.datasets.dataset import Dataset
from grader.faults import CourseError

Opener: TypeAlias = Callable[[Path | None, str], Dataset]  # (data folder or None, profile's name)

_OPENERS: Final[Mapping[str, Opener]] = MappingProxyType(
    {
        cifar10.NAME: cifar10.open_cifar10,
        fashion_mnist.NAME: fashion_mnist.open_fashion_mnist,
        imdb.NAME: imdb.open_imdb,
        memes.NAME: memes.open_memes,
        mnist.NAME: mnist.open_mnist,
        sms_spam.NAME: sms_spam.open_sms_spam,
    }
)


def names() -> tuple[str, ...]:
    """All data sets, sorted."""
    return tuple(sorted(_OPENERS))


def open_dataset(name: str, *, data: Path | None, profile: str) -> Dataset:
    """One data set at one profile, split once and for all.

    Args: `data` is a folder with the real files; None means the embedded synthetic set.
    Raises: CourseError with the nearest right name; DataError for a data folder that is missing or malformed;
        UsageError for an unknown profile.
    """
    opener = _OPENERS.get(name)
    if opener is None:
        near = difflib.get_close_matches(name, names(), n=1, cutoff=0.5)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise CourseError(f"no data set '{name}'{hint}", where="data.dataset", fix=f"use one of: {', '.join(names())}")
    return opener(data, profile)

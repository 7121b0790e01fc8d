"""Resources: what attempts are given beside their data sets, without rows and labels of its own.

One module per resource; adding one is a module and a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from grader.checks.near import did_you_mean
from grader.datasets import glove, nltk_data
from grader.datasets.resource import Resource
from grader.faults import CourseError

Opener: TypeAlias = Callable[[Path | None, str], Resource]  # (data folder or None, profile's name)

_OPENERS: Final[Mapping[str, Opener]] = MappingProxyType(
    {glove.NAME: glove.open_glove, nltk_data.NAME: nltk_data.open_nltk_data}
)


def resource_names() -> tuple[str, ...]:
    """All resources, sorted."""
    return tuple(sorted(_OPENERS))


def open_resource(name: str, *, data: Path | None, profile: str) -> Resource:
    """One resource, from a data folder or made by code.

    Args: `data` is a folder with the real files; None means the embedded synthetic ones.
    Raises: CourseError with the nearest right name; DataError for a data folder without it or with a malformed one;
        UsageError for an unknown profile.
    """
    opener = _OPENERS.get(name)
    if opener is None:
        raise CourseError(
            f"no resource '{name}'{did_you_mean(name, resource_names())}",
            where="data.also",
            fix=f"use one of: {', '.join(resource_names())}",
        )
    return opener(data, profile)

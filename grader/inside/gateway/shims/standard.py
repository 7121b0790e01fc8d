"""The standard library of earlier Pythons, and of Windows: `collections.Iterable`, `time.clock`, `imp`, "ANSI".

And `pkg_resources`, which came with every Python until setuptools gave it up.
"""

from __future__ import annotations

import codecs
import collections
import collections.abc
import functools
import importlib
import inspect
import math
import time
from types import ModuleType
from typing import Any, Final, NamedTuple

from grader.inside.gateway.shims.library import Library, StandIn, alias, value

ABSTRACT: Final = (
    "Callable", "Container", "Generator", "Hashable", "Iterable", "Iterator", "Mapping", "MutableMapping",
    "MutableSequence", "MutableSet", "Sequence", "Set", "Sized",
)  # fmt: skip


class ArgSpec(NamedTuple):
    """What `inspect.getargspec` returned."""

    args: list[str]
    varargs: str | None
    keywords: str | None
    defaults: tuple[Any, ...] | None


def getargspec(function: Any) -> ArgSpec:
    """The first four things of `inspect.getfullargspec`."""
    return ArgSpec(*inspect.getfullargspec(function)[:4])


def install(library: Library) -> None:
    """Answer at once: these modules are there before any notebook."""
    library.names(collections, {name: alias(f"collections.abc:{name}") for name in ABSTRACT})
    library.names(time, {"clock": value("time.process_time", time.process_time)})
    library.names(inspect, {"getargspec": value("inspect.getfullargspec", getargspec)})
    fractions = importlib.import_module("fractions")
    library.names(fractions, {"gcd": StandIn("math.gcd", lambda: math.gcd)})
    codecs.register(functools.partial(_of_windows, library))
    library.modules({"imp": ("importlib.reload", _fill_imp)})
    versions = {"pkg_resources": ("importlib.metadata and packaging", _fill_pkg_resources)}
    library.modules(versions, also_for=("tensorflow_hub",))


def _of_windows(library: Library, name: str) -> codecs.CodecInfo | None:
    """`encoding="ANSI"`, which only Windows knows: its Western code page, where the work was mostly done."""
    if name not in ("ansi", "mbcs", "oem"):
        return None
    library.say(f"the encoding {name}", "cp1252", "only Windows has this encoding")
    return codecs.lookup("cp1252")


def _fill_imp(module: ModuleType) -> None:
    module.__dict__["reload"] = importlib.reload


def _fill_pkg_resources(module: ModuleType) -> None:
    """What notebooks ask it for: which version of a package is installed."""
    metadata, packaging = importlib.import_module("importlib.metadata"), importlib.import_module("packaging")
    version = importlib.import_module("packaging.version")
    module.__dict__.update(
        packaging=packaging, parse_version=version.parse, get_distribution=metadata.distribution,
        DistributionNotFound=metadata.PackageNotFoundError, VersionConflict=type("VersionConflict", (Exception,), {}),
    )  # fmt: skip

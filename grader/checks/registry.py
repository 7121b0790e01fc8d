"""The checks there are, by name: one registry, filled once, then closed.

A course adds a check of its own from a package that declares an entry point of the group `grader.checks`
whose object is a `CheckEntry`; its name is the word that rubrics write after `check:`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, Final, Generic, TypeVar

from grader.checks.base import Check, CheckSpec
from grader.checks.near import did_you_mean
from grader.faults import CourseError, UsageError

GROUP: Final = "grader.checks"
EntryT = TypeVar("EntryT")


class Registry(Generic[EntryT]):
    """Names with one owner each. `fill` is called once, before the first look; after it nothing can be added."""

    def __init__(self, noun: str, fill: Callable[[Registry[EntryT]], None] | None = None) -> None:
        self._noun = noun
        self._fill = fill
        self._entries: dict[str, EntryT] = {}
        self._frozen = False
        self._lock = threading.RLock()

    def register(self, name: str, entry: EntryT) -> EntryT:
        """Raises: CourseError when the name has an owner, or when the registry is closed."""
        with self._lock:
            if self._frozen:
                raise CourseError(
                    f"{self._noun} '{name}' comes after start-up",
                    where=f"registry of {self._noun}s",
                    fix=f"declare it as an entry point of the group {GROUP}",
                )
            if name in self._entries:
                raise CourseError(
                    f"{self._noun} '{name}' has two owners",
                    where=f"registry of {self._noun}s",
                    fix="give one of them another name, or remove one of the packages that bring it",
                )
            self._entries[name] = entry
            return entry

    def freeze(self) -> None:
        """Close it; calling it again changes nothing."""
        with self._lock:
            self._frozen = True

    def get(self, name: str) -> EntryT:
        """Raises: UsageError for a name nobody registered, with the nearest one that somebody did."""
        self._ready()
        try:
            return self._entries[name]
        except KeyError:
            raise UsageError(
                f"no {self._noun} '{name}'{did_you_mean(name, self.names())}",
                where=f"registry of {self._noun}s",
                fix=f"use one of {', '.join(self.names())}",
            ) from None

    def names(self) -> tuple[str, ...]:
        """In order of registration: our own first."""
        self._ready()
        return tuple(self._entries)

    def __contains__(self, name: object) -> bool:
        self._ready()
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.names())

    def _ready(self) -> None:
        with self._lock:
            fill, self._fill = self._fill, None
            if fill is not None:
                fill(self)
                self._frozen = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckEntry:
    """A check as rubrics see it: its settings, its function, and one sentence on what it asks."""

    spec: type[CheckSpec]
    judge: Check[Any]
    summary: str


def _load(registry: Registry[CheckEntry]) -> None:
    # Imported here, not above: the checks are built on this module.
    from grader.checks.builtin import BUILTIN

    for name, entry in BUILTIN.items():
        registry.register(name, entry)
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        registry.register(point.name, _loaded(point.name, point.value, point.load))


def _loaded(name: str, value: str, load: Callable[[], object]) -> CheckEntry:
    where = f"entry point {GROUP}: {name} = {value}"
    try:
        entry = load()
    except Exception as error:
        raise CourseError(
            f"check '{name}' cannot be loaded: {type(error).__name__}: {error}",
            where=where,
            fix="repair or uninstall the package that declares it",
        ) from error
    if not isinstance(entry, CheckEntry):
        raise CourseError(
            f"check '{name}' is a {type(entry).__name__}, not a CheckEntry",
            where=where,
            fix="let the entry point name a grader.checks.registry.CheckEntry",
        )
    return entry


CHECKS: Final[Registry[CheckEntry]] = Registry("check", _load)

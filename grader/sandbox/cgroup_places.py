"""Where our own control groups lie on this machine, read from /proc; pure but for the reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

_ESCAPES: Final = (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Folders of the groups this process is in; a hierarchy that is not mounted, or not here, is left out."""

    controllers: dict[str, Path] = field(default_factory=dict)  # v1: controller -> folder
    unified: Path | None = None  # v2


def find_places(mounts: str, memberships: str) -> Places:
    """From the texts of /proc/self/mountinfo and /proc/self/cgroup."""
    ours = dict[str, str]()  # controller -> path in its hierarchy; "" is the unified one
    for line in memberships.splitlines():
        _, names, path = line.split(":", 2)
        ours.update(dict.fromkeys(names.split(","), path))
    controllers, unified = dict[str, Path](), None
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        before, after = left.split(), right.split()
        if len(before) < 5 or len(after) < 3:
            continue
        shown, at, kind, options = _plain(before[3]), Path(_plain(before[4])), after[0], after[2].split(",")
        if kind == "cgroup2" and "" in ours:
            unified = unified or _below(at, shown, ours[""])
        elif kind == "cgroup":
            for name in ours:
                if name in options and name not in controllers and (place := _below(at, shown, ours[name])):
                    controllers[name] = place
    return Places(controllers=controllers, unified=unified)


def _below(at: Path, shown: str, path: str) -> Path | None:
    """Where a group is seen: a container may have only a part of the hierarchy mounted, or a namespace of its own."""
    inner = PurePosixPath(path)
    if inner.is_relative_to(shown):
        return at / inner.relative_to(shown)
    return at if ".." not in inner.parts and inner == PurePosixPath("/") else None


def _plain(text: str) -> str:
    for escape, character in _ESCAPES:
        text = text.replace(escape, character)
    return text

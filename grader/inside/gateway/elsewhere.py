"""Paths of another machine: Colab's mounts, Kaggle's, a home folder, a Windows drive; and where each lies here."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

FOLDER: Final = ".elsewhere"  # in the attempt's home; `/kaggle`, `/gdrive` and `/input` of a sandbox are links into it
DRIVE, KAGGLE, INPUT = "drive", "kaggle", "kaggle/input"
_WINDOWS: Final = re.compile(r"[A-Za-z]:[\\/]")
_HOMES: Final = ("home", "Users", "root")  # below these a path is this machine's own where its second part is there
# What two machines both have is known by its first folder; these are made anew wherever they are missing.
_SAME: Final = {
    ("content", "drive"): DRIVE,
    ("content", "gdrive"): DRIVE,
    ("gdrive",): DRIVE,
    ("drive",): DRIVE,
    ("kaggle",): KAGGLE,
    ("input",): INPUT,
}


class Elsewhere:
    """Where paths lie that cannot exist on this machine: below a private folder, under their own names."""

    def __init__(self, home: Path, work: Path, *, private: Path | None = None, root: Path = Path("/")) -> None:
        """`private` is where folders of data lie that paths lead to by links and that the notebook may write into.

        `root` is the file system's; its entries are this machine's own.
        """
        self.makes: Callable[[str], None] | None = None  # told of a folder below `work` that writing has made
        self.folder = home / FOLDER
        self._work = str(work)
        self._home = str(home)
        self._private = private
        self._own = frozenset(_names(root))
        self._people = frozenset(name for top in _HOMES for name in _names(root / top))

    def prepare(self) -> None:
        """Make the mounts: both spellings of one Drive, and Kaggle's input beside its working folder, which is ours."""
        drive, kaggle = self.folder / DRIVE, self.folder / KAGGLE
        (drive / "MyDrive").mkdir(parents=True, exist_ok=True)
        (kaggle / "input").mkdir(parents=True, exist_ok=True)
        for link, target in ((drive / "My Drive", "MyDrive"), (kaggle / "working", self._work)):
            if not os.path.lexists(link):
                link.symlink_to(target)

    def mount(self, point: str = "drive") -> None:
        """Show the Drive in the work folder, as Colab does below `/content`."""
        link = Path(self._work, point)
        if not os.path.lexists(link):
            link.symlink_to(self.folder / DRIVE)

    def place(self, path: str) -> str | None:
        """Where a path of another machine lies here; None: it is this machine's own, or relative."""
        parts = self._parts(path)
        if not parts:
            return None
        if parts[0] in self._own and not (parts[0] in _HOMES and len(parts) > 1 and parts[1] not in self._people):
            return None
        for start, target in _SAME.items():
            if parts[: len(start)] == list(start):
                return str(self.folder.joinpath(target, *parts[len(start) :]))
        if parts[0] == "content":  # a grader without a sandbox has no such folder
            return str(Path(self._work, *parts[1:]))
        if parts[0] == "root":  # Colab's and Kaggle's user
            return str(Path(self._home, *parts[1:]))
        return str(self.folder.joinpath(*parts))

    def reading(self, path: str) -> str:
        """The path to read: where it lies here, if anything does; else as it was asked for, for an honest error."""
        place = self.place(path)
        return place if place is not None and _there(place) else path

    def writing(self, path: str) -> str:
        """The path to write; folders that only the other machine has are made on the way."""
        place = self.place(path) or path
        parent = str(Path(place).absolute().parent)
        if not _there(parent) and (self.holds(parent) or _is_below(parent, self._private)):
            _make(parent)
        elif self.makes is not None and not _there(parent) and _is_below(parent, Path(self._work)):
            _make(parent)
            self.makes(os.path.relpath(os.path.realpath(parent), os.path.realpath(self._work)))
        return place

    def holds(self, path: str) -> bool:
        """Whether a path leads below the private folder, by whatever links."""
        return _is_below(path, self.folder)

    def _parts(self, path: str) -> list[str]:
        if path.startswith("/"):
            first = path[1:].partition("/")[0]  # most paths are this machine's own, and asked for very often
            own = first in self._own and first not in _HOMES and "/../" not in path
            return [] if own else _split(path)
        if _WINDOWS.match(path):
            return _split(path.replace("\\", "/"))
        if path.startswith("../") or "/../" in path:
            return _split(str(Path(path).absolute()))
        return []


def _is_below(path: str, folder: Path | None) -> bool:
    return folder is not None and Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _split(path: str) -> list[str]:
    return [part for part in os.path.normpath(path).split("/") if part]


def _names(folder: Path) -> Iterable[str]:
    try:
        return [entry.name for entry in folder.iterdir()]
    except OSError:
        return ()


# As they are before anything is patched: these ask about places that are ours.
_lstat: Final = os.lstat
_mkdir: Final = os.mkdir


def _there(path: str) -> bool:
    try:
        _lstat(path)
    except (OSError, ValueError):
        return False
    return True


def _make(folder: str) -> None:
    missing = []
    while not _there(folder):
        missing.append(folder)
        folder = str(Path(folder).parent)
    for each in reversed(missing):
        _mkdir(each)

"""The files of one submission, found without following a link or opening anything but regular files."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from grader.intake import limits
from grader.intake.unreadable import Closed

_CHUNK: Final = 1 << 20
# Made by tools, never written by a student.
IGNORED_FOLDERS: Final = frozenset({"__pycache__", "__MACOSX", "node_modules", "venv", "env"})


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file: where it lies, its path relative to the submission, its size in bytes."""

    path: Path
    name: str
    size: int


@dataclass(slots=True)
class Listing:
    files: list[Found] = field(default_factory=list)  # sorted by name
    left_out: list[str] = field(default_factory=list)  # "a.txt (a link)": links, special files, what is over a cap
    closed: list[Closed] = field(default_factory=list)  # what could not be looked into


def list_files(root: Path) -> Listing:
    """Regular files under `root`, hidden names and tool folders ignored."""
    listing, seen = Listing(), 0
    pending: list[tuple[Path, str, int]] = [(root, "", 1)]
    while pending:
        folder, prefix, depth = pending.pop()
        try:
            entries = _entries(folder)
        except OSError as error:
            listing.closed.append(Closed(prefix.rstrip("/"), "folder", error))
            continue
        for entry in entries:
            seen += 1
            if seen > limits.MAX_LISTED:
                listing.left_out.append("everything after the first 5,000 entries")
                pending.clear()
                break
            name = prefix + entry.name
            if entry.name.startswith(".") or entry.name in IGNORED_FOLDERS or _surrogate(entry.name):
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError as error:
                listing.closed.append(Closed(name, "file or folder", error))
                continue
            if stat.S_ISDIR(status.st_mode) and depth < limits.MAX_DEPTH:
                pending.append((Path(entry.path), name + "/", depth + 1))
            elif stat.S_ISREG(status.st_mode):
                listing.files.append(Found(Path(entry.path), name, status.st_size))
            else:
                listing.left_out.append(f"{name} ({_special(status.st_mode)})")
    listing.files.sort(key=lambda found: found.name)
    return listing


def digest_files(files: Iterable[Found]) -> str:
    """sha256 over names, sizes and contents, in the order given; a file over the cap counts by name and size."""
    whole = hashlib.sha256()
    for found in files:
        content = "over the cap" if found.size > limits.MAX_FILE_BYTES else _digest(found.path)
        whole.update(f"{found.name}\0{found.size}\0{content}\n".encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def open_regular(path: Path) -> int:
    """A descriptor for reading a regular file; raises OSError for anything else, and never waits for a pipe."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("not a regular file")
    return descriptor


def _digest(path: Path) -> str:
    content = hashlib.sha256()
    try:
        with os.fdopen(open_regular(path), "rb") as stream:
            while chunk := stream.read(_CHUNK):
                content.update(chunk)
    except OSError as error:
        return f"unreadable: {error.errno}"
    return content.hexdigest()


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _special(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder too deep"
    return "a link" if stat.S_ISLNK(mode) else "a named pipe" if stat.S_ISFIFO(mode) else "a special file"


def _surrogate(name: str) -> bool:
    return any(0xD800 <= ord(c) < 0xE000 for c in name)

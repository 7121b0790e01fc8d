"""From the names of files and folders to ids: unique within an assignment, safe as file names."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from grader.intake.text import clean_line

MAX_ID_BYTES: Final = 100


def printed_name(path: Path) -> str:
    """The name to print: a folder's own, a file's without its suffix."""
    return clean_line(_stem(path), 80) or "unnamed"


def identify(paths: Sequence[Path]) -> dict[Path, str]:
    """One id per path, stable while the set of paths is the same.

    Two that would get the same id keep their suffix (`ann-ipynb`, `ann-zip`), then a number. Ids that differ
    in case alone count as the same, since some file systems hold them to be.
    """
    plain = {path: _safe(_stem(path)) for path in paths}
    shared = Counter(name.casefold() for name in plain.values())
    ids: dict[Path, str] = {}
    taken: set[str] = set()
    for path in sorted(paths):
        name = plain[path]
        wanted = name if shared[name.casefold()] == 1 or not path.suffix else _safe(f"{name}-{path.suffix[1:]}")
        unique, number = wanted, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{wanted}-{number}"
        taken.add(unique.casefold())
        ids[path] = unique
    return ids


def _stem(path: Path) -> str:
    # A link is never looked through: one that leads to a name too long for the system cannot even be asked about.
    return path.name if not path.is_symlink() and path.is_dir() else path.stem


def _safe(name: str) -> str:
    normal = unicodedata.normalize("NFKC", name)
    kept = "".join(c if c.isalnum() or c in "._-" else "-" for c in normal if not 0xD800 <= ord(c) < 0xE000)
    while "--" in kept:
        kept = kept.replace("--", "-")
    cut = kept.encode()[:MAX_ID_BYTES].decode("utf-8", "ignore")
    return cut.strip("-.") or "submission"

"""Repositories that notebooks clone to import a package from the folder, where a stand-in is that package."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

# Folder of a clone -> the package in it; a clone into another folder adds its own.
CLONES: Final[dict[str, str]] = {"CLIP": "clip"}
_REPOSITORIES: Final = {re.compile(r"github\.com[/:]openai/CLIP/?$", re.IGNORECASE): "clip"}


def lay_clone(url: str, folder: Path) -> str | None:
    """The package that the repository at `url` holds, importable by the folder's name from now on; None: another's.

    Args: `url` without its ending ".git". The folder is there afterwards, to be entered and installed from.
    """
    package = next((name for pattern, name in _REPOSITORIES.items() if pattern.search(url)), None)
    if package is not None:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.name.isidentifier() and folder.name != package:
            CLONES.setdefault(folder.name, package)
    return package

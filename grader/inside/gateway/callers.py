"""Whose code is calling: the notebook's, or a library's for purposes of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Final

from grader.inside.failures import CELL_NAME, MAGIC_NAMES

OURS: Final = str(Path(__file__).resolve().parents[1])
IMPORTS: Final = "<frozen importlib."


def asked_by_notebook(work: Path) -> bool:
    """Whether the first caller outside our own code is a cell, or a companion module in `work`."""
    return is_of_notebook(_caller((OURS,)), work)


def imported_by_notebook(work: Path) -> bool:
    """As `asked_by_notebook`, for what an import statement asks: the machinery of imports is nobody's code."""
    return is_of_notebook(_caller((OURS, IMPORTS)), work)


def imported_by_library(name: str) -> bool:
    """Whether an import statement of the library `name` is what asks."""
    return f"/{name}/" in _caller((OURS, IMPORTS))


def _caller(passed_over: tuple[str, ...]) -> str:
    """The file of the innermost frame that is none of `passed_over`; empty when there is none."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith(passed_over):
            return name
        frame = frame.f_back
    return ""


def is_of_notebook(name: str, work: Path) -> bool:
    """Whether code of the file `name` is a cell's, or that of a companion module in `work`."""
    return bool(CELL_NAME.fullmatch(name)) or name in MAGIC_NAMES or name.startswith(f"{work}/")

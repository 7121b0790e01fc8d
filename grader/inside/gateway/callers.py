"""Whose code is calling: the notebook's, or a library's for purposes of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Final

from grader.inside.failures import CELL_NAME, MAGIC_NAMES

OURS: Final = str(Path(__file__).resolve().parents[1])


def asked_by_notebook(work: Path) -> bool:
    """Whether the first caller outside our own code is a cell, or a companion module in `work`."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith(OURS):
            return bool(CELL_NAME.fullmatch(name)) or name in MAGIC_NAMES or name.startswith(f"{work}/")
        frame = frame.f_back
    return False

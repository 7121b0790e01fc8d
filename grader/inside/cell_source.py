"""Cells as notebooks write them, which today's IPython alone does not take."""

from __future__ import annotations

import re
from typing import Final

from IPython.core.inputtransformer2 import TransformerManager

_INDENT: Final = re.compile(r"[ \t]+(?=\S)")


def tolerate_indents(manager: TransformerManager) -> None:
    """Take what IPython before 9 took: a first line further in than the rest of its cell, often by one stray space."""
    manager.cleanup_transforms.insert(0, _first_line_out)


def transformer() -> TransformerManager:
    """As the shell transforms a cell."""
    manager = TransformerManager()
    tolerate_indents(manager)
    return manager


def _first_line_out(lines: list[str]) -> list[str]:
    """Without the first line's indentation, on that line and on those after it up to one that has less."""
    at = next((number for number, line in enumerate(lines) if line.strip()), None)
    found = _INDENT.match(lines[at]) if at is not None else None
    if found is None:
        return lines
    less = (number for number, line in enumerate(lines) if line.strip() and not line.startswith(found.group()))
    end = next(less, len(lines))
    return [*(line.removeprefix(found.group()) for line in lines[:end]), *lines[end:]]

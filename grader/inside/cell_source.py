"""Cells as notebooks write them, which today's IPython alone does not take."""

from __future__ import annotations

import re
from typing import Final

from IPython.core.inputtransformer2 import TransformerManager

_INDENT: Final = re.compile(r"[ \t]+(?=\S)")
_PARTED: Final = re.compile(
    r"(?m)^(%%?)[ \t]+(?=(?:cd|config|env|load_ext|matplotlib|pylab|tensorflow_version|time|timeit)\b)"
)


def tolerate_spaces(manager: TransformerManager) -> None:
    """Take what IPython before 9 took: a first line further in than the rest of its cell, often by one stray space.

    And a space behind the sign of a magic, `% matplotlib inline`, which older ones took as well.
    """
    manager.cleanup_transforms.insert(0, _first_line_out)
    manager.cleanup_transforms.insert(0, _signs_joined)


def transformer() -> TransformerManager:
    """As the shell transforms a cell."""
    manager = TransformerManager()
    tolerate_spaces(manager)
    return manager


def _signs_joined(lines: list[str]) -> list[str]:
    return [_PARTED.sub(r"\1", line) for line in lines]


def _first_line_out(lines: list[str]) -> list[str]:
    """Without the first line's indentation, on that line and on those after it up to one that has less."""
    at = next((number for number, line in enumerate(lines) if line.strip()), None)
    found = _INDENT.match(lines[at]) if at is not None else None
    if found is None:
        return lines
    less = (number for number, line in enumerate(lines) if line.strip() and not line.startswith(found.group()))
    end = next(less, len(lines))
    return [*(line.removeprefix(found.group()) for line in lines[:end]), *lines[end:]]

"""Cells that begin with a blank: IPython took it away until its eighth version, and most notebooks are older."""

from __future__ import annotations

import re
from typing import Final

_BLANK: Final = re.compile(r"[ \t]+")


def without_first_indent(lines: list[str]) -> list[str]:
    """The lines without the first one's indentation, where they have it; a cell magic stays as it is."""
    found = _BLANK.match(lines[0]) if lines else None
    if found is None or not lines[0].strip():
        return lines
    return [line.removeprefix(found[0]) for line in lines]

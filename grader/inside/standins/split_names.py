"""Split instructions: "train", "train[:80%]", "train[20%:]+test"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from grader.inside.content import IntArray
from grader.inside.served import Served
from grader.inside.standins.desk import side

_PART: Final = re.compile(r"(\w+)(?:\[(-?[\d_]+(?:%|pct|shard)?)?:(-?[\d_]+(?:%|pct|shard)?)?\])?(?:\([\w%]*\))?")
NAMES: Final = ("train", "test")


def rows_of_split(
    served: Served, split: Any, *, every: tuple[str, ...] = NAMES, parts: Mapping[str, IntArray] | None = None
) -> IntArray:
    """The rows a split instruction means, in served order.

    Args: `every` are the names of the parts there are; with "train" alone it means all rows. `parts` are the rows
        of those that are not the course's training and test rows.
    Raises: ValueError for a name that is none of them, or what is no instruction.
    """
    found = [_part(served, str(part).strip(), every, parts or {}) for part in _plain(split).split("+")]
    return np.concatenate(found)


def _plain(split: Any) -> str:
    """The text of an instruction, of whatever kind."""
    if isinstance(split, str):
        return split
    value = getattr(split, "value", split)
    return str(value)


def _part(served: Served, text: str, every: tuple[str, ...], parts: Mapping[str, IntArray]) -> IntArray:
    matched = _PART.fullmatch(text)
    if matched is None:
        raise ValueError(f"Unrecognized split format: {text!r}")
    name, start, stop = matched.groups()
    if name == "all":
        rows = np.arange(served.count, dtype=np.int64)
    elif name not in every:
        raise ValueError(f"Unknown split {name!r}. Should be one of {list(every)}.")
    elif name in parts:
        rows = parts[name]
    elif len([each for each in every if each in NAMES]) == 1:
        rows = np.arange(served.count, dtype=np.int64)
    else:
        rows = side(served, name)
    return rows[_place(start, rows.size, 0) : _place(stop, rows.size, rows.size)]


def _place(text: str | None, count: int, default: int) -> int:
    if not text:
        return default
    number = int(re.sub(r"[^\d-]", "", text))
    place = round(count * number / 100) if not text[-1].isdigit() else number
    return place + count if place < 0 else min(place, count)

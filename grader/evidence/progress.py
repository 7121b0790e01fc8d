"""How far an attempt says it is, read from single frames while it runs; for progress bars, never for points."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, Literal

from grader.evidence.wire.frames import Frame

MAX_HEAD: Final = 512  # bytes; progress records are tiny, anything longer is not looked at
MAX_COUNT: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Cell or epoch `number` of `of`; `of` is None where the code does not say."""

    unit: Literal["cell", "epoch"]
    number: int
    of: int | None


def progress_of(frame: Frame) -> Progress | None:
    """The progress a frame reports, or None. Whatever the frame holds, nothing is raised."""
    if len(frame.head) > MAX_HEAD:
        return None
    try:
        record = json.loads(frame.head)
        data = record["data"]
        match record["type"]:
            case "cell_started":
                return Progress(unit="cell", number=_count(data["number"]), of=_count(data["of"]))
            case "epoch":
                of = data["of"]
                return Progress(unit="epoch", number=_count(data["epoch"]), of=None if of is None else _count(of))
            case _:
                return None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_COUNT:
        raise ValueError("not a count")
    return value

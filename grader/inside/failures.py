"""A student's exception as evidence: only the notebook's own frames, with the line within the cell."""

from __future__ import annotations

import linecache
import re
import traceback
from pathlib import Path
from types import TracebackType
from typing import Final

from grader.evidence.wire.records import CellFailure
from grader.inside.capture import without_ansi

CELL_NAME: Final = re.compile(r"<cell (\d+)(?:, part \d+)?>")
MAGIC_NAMES: Final = ("<timed exec>", "<timed eval>", "<magic-timeit>")
MOST_FRAMES: Final = 12
MOST_MESSAGE: Final = 2_000


def describe_failure(error: BaseException, cell: int, work: Path) -> CellFailure:
    """Why the cell at position `cell` failed. Frames of libraries and of ours are left out."""
    message = _message(error)
    frames = _own_frames(error.__traceback__, work)
    line = _line_in(frames, cell)
    lines = [_show(frame, work) for frame in frames[-MOST_FRAMES:]]
    if isinstance(error, SyntaxError):
        place = CELL_NAME.fullmatch(error.filename or "")
        if place is not None and int(place[1]) == cell:
            line = error.lineno
        if error.lineno is not None:
            lines.append(f"{_place(error.filename or '', work)}, line {error.lineno}\n    {(error.text or '').strip()}")
        message = str(error.msg or message)
    cause = error.__cause__
    if cause is not None:
        lines.insert(0, f"because of {type(cause).__name__}: {_message(cause)[:300]}")
    lines.append(f"{type(error).__name__}: {message}" if message else type(error).__name__)
    return CellFailure(name=type(error).__name__[:200], message=message, line=line, traceback="\n".join(lines))


def _message(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception as fault:  # noqa: BLE001  an exception class of the notebook's may fail to print itself
        text = f"(its message could not be printed: {type(fault).__name__})"
    return without_ansi(text)[:MOST_MESSAGE]


def _own_frames(trace: TracebackType | None, work: Path) -> list[traceback.FrameSummary]:
    frames = []
    for frame, number in traceback.walk_tb(trace):
        name = frame.f_code.co_filename
        own = CELL_NAME.fullmatch(name) or name in MAGIC_NAMES or name.startswith(f"{work}/")
        if own:
            line = linecache.getline(name, number, frame.f_globals)
            frames.append(traceback.FrameSummary(name, number, frame.f_code.co_name, lookup_line=False, line=line))
    return frames


def _line_in(frames: list[traceback.FrameSummary], cell: int) -> int | None:
    for frame in reversed(frames):
        place = CELL_NAME.fullmatch(frame.filename)
        if place is not None and int(place[1]) == cell and frame.lineno is not None:
            return frame.lineno
        if frame.filename in MAGIC_NAMES and frame.lineno is not None:
            return frame.lineno + 1  # the magic's own line comes first in the cell
    return None


def _show(frame: traceback.FrameSummary, work: Path) -> str:
    inside = "" if frame.name.startswith("<") else f", in {frame.name}"
    code = f"\n    {frame.line}" if frame.line else ""
    return f"{_place(frame.filename, work)}, line {frame.lineno}{inside}{code}"


def _place(filename: str, work: Path) -> str:
    place = CELL_NAME.fullmatch(filename)
    if place is not None:
        return f"cell {place[1]}"
    return filename.removeprefix(f"{work}/") if filename not in MAGIC_NAMES else "timed code"

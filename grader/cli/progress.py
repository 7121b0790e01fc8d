"""Listeners that show a run: live bars on a terminal, plain lines elsewhere, JSON lines for machines."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Final, TextIO

from grader.events import (
    AttemptFinished,
    AttemptReused,
    AttemptStarted,
    CellReached,
    EpochReached,
    Event,
    Listener,
    ReportWritten,
    RunStarted,
    SubmissionAssessed,
    SubmissionUnreadable,
    Warned,
)
from grader.words import clean, ending_words

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

# Columns of a bar's parts, so that 80 hold the longest of each with its count and its time uncut.
_NAME: Final = 22
_BAR: Final = 12
_WHO: Final = 12  # of the submission judged last, beside its points


@contextmanager
def listening(*, as_json: bool, out: TextIO | None = None, err: TextIO | None = None) -> Iterator[Listener]:
    """The listener that fits: JSON lines on stdout, else bars on a terminal, else plain lines on stderr."""
    out, err = out or sys.stdout, err or sys.stderr
    if as_json:
        yield JsonLines(out)
    elif err.isatty():
        with live_bars(err) as bars:
            yield bars
    else:
        yield PlainLines(err)


class JsonLines:
    """One JSON object a line, `event` names its type; the last line of a command is its summary."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        line = json.dumps({"event": type(event).__name__, **asdict(event)}, ensure_ascii=False)
        with self._lock:
            self._out.write(line + "\n")
            self._out.flush()


class PlainLines:
    """One line per thing worth a line in a log: no cells, no epochs."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        line = _line(event)
        if line:
            with self._lock:
                self._out.write(line + "\n")
                self._out.flush()


def _line(event: Event) -> str | None:
    match event:
        case RunStarted(assignment=assignment, total=total):
            return f"{assignment}: {total} {'submission' if total == 1 else 'submissions'}"
        case AttemptStarted(submission=name, code_cells=cells):
            return f"{clean(name)}: running, {cells} code cells"
        case AttemptReused(submission=name):
            return f"{clean(name)}: unchanged, stored attempt used"
        case AttemptFinished(submission=name, ending=ending, seconds=seconds):
            return f"{clean(name)}: {ending_words(ending)} after {seconds:.0f} s"
        case SubmissionUnreadable(submission=name, problem=problem):
            return f"{clean(name)}: could not run: {clean(problem)}"
        case SubmissionAssessed(submission=name, earned=earned, possible=possible, provisional=provisional):
            return (
                None
                if earned is None
                else f"{clean(name)}: {earned} of {possible}{', provisional' if provisional else ''}"
            )
        case Warned(where=where, text=text):
            return f"warning: {clean(where)}: {clean(text)}"
        case ReportWritten() | CellReached() | EpochReached():
            return None


@contextmanager
def live_bars(err: TextIO) -> Iterator[Listener]:
    """Bars while attempts run: one for the class, one per running submission (cell k of n, epoch)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    progress = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=_BAR),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}", markup=False),
        TimeElapsedColumn(),
        console=Console(file=err),
        transient=True,
    )
    with progress:
        yield Bars(progress)


class Bars:
    """Keeps one task per running attempt; student names are cut and cleaned, never read as markup."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._whole: TaskID | None = None
        self._tasks: dict[str, TaskID] = {}
        self._lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        with self._lock:
            self._show(event)

    def _show(self, event: Event) -> None:
        match event:
            case RunStarted(assignment=assignment, total=total):
                self._whole = self._progress.add_task(clean(assignment, _NAME), total=total, note="")
            case AttemptStarted(submission=name, code_cells=cells):
                self._tasks[name] = self._progress.add_task(
                    f"  {clean(name, _NAME - 2)}", total=max(cells, 1), note="cells"
                )
            case CellReached(submission=name, number=number, of=of) if name in self._tasks:
                self._progress.update(self._tasks[name], completed=number - 1, total=of, note="cells")
            case EpochReached(submission=name, epoch=epoch, of=of) if name in self._tasks:
                self._progress.update(self._tasks[name], note=f"epoch {epoch}" + (f" of {of}" if of else ""))
            case AttemptFinished(submission=name) if name in self._tasks:
                self._progress.remove_task(self._tasks.pop(name))
            case SubmissionAssessed(submission=name, earned=earned, possible=possible):
                self._advance(f"{clean(name, _WHO)} {earned or '–'} of {possible}")
            case SubmissionUnreadable(submission=name, problem=problem):
                self._progress.console.print(
                    f"{clean(name)}: could not run: {clean(problem)}", markup=False, highlight=False
                )
            case Warned(where=where, text=text):
                self._progress.console.print(f"warning: {clean(where)}: {clean(text)}", markup=False, highlight=False)
            case _:
                return

    def _advance(self, note: str) -> None:
        if self._whole is not None:
            self._progress.update(self._whole, advance=1, note=note)

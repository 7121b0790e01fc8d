"""How an attempt ended, once what its cells did is known beside what the host saw."""

from __future__ import annotations

from collections.abc import Sequence

from grader.evidence.clean import clean_line
from grader.evidence.ending import RAN_TO_THE_END, Ending, EndingKind
from grader.evidence.gather import Gathered
from grader.evidence.wire.job import JobCell
from grader.evidence.wire.records import CellRun


def conclude(seen: Ending, found: Gathered, cells: Sequence[CellRun], submitted: Sequence[JobCell]) -> Ending:
    """The ending for the record.

    Only what looked FINISHED from outside is judged further; a limit or a signal that the host saw outranks
    anything the stream says. FINISHED without a last record of the run's own end is EXITED_EARLY; with failed
    cells it is CELL_FAILED.
    """
    if seen.kind is not EndingKind.FINISHED:
        return seen
    total = sum(cell.kind == "code" for cell in submitted)
    if found.done is None:
        return _ending(seen, EndingKind.EXITED_EARLY, _how_it_stopped(found, cells, total))
    failed = [cell for cell in cells if cell.status == "failed"]
    if not failed:
        return seen
    noun = "code cell" if total == 1 else "code cells"
    detail = f"{len(failed)} of {total} {noun} failed; the first, cell {failed[0].position}: {_failure(failed[0])}"
    # What the host noticed beside it, a subprocess killed for memory, say, may be why a cell failed.
    noticed = seen.detail.removeprefix(RAN_TO_THE_END) if seen.detail.startswith(RAN_TO_THE_END) else ""
    return _ending(seen, EndingKind.CELL_FAILED, detail + noticed)


def _ending(seen: Ending, kind: EndingKind, detail: str) -> Ending:
    return Ending(kind=kind, detail=detail, signal=seen.signal, exit_status=seen.exit_status)


def _how_it_stopped(found: Gathered, cells: Sequence[CellRun], total: int) -> str:
    ran = sum(cell.status != "not_run" for cell in cells)
    progress = f"{ran} of {total} code cells had been run"
    if found.fault is not None:
        return f"the run's own end was not seen, since its evidence cannot be read to the end; {progress}"
    started = found.started
    if started is not None and all(cell.position != started.position for cell in cells):
        return f"the interpreter was ended by the code in cell {started.position}; {progress}"
    return f"the interpreter ended before the run came to its own end; {progress}"


def _failure(cell: CellRun) -> str:
    if cell.failure is None:
        return "no reason was recorded"
    message = clean_line(cell.failure.message, 160)
    return f"{cell.failure.name}: {message}" if message else cell.failure.name

"""Getting ready for the first attempt while the rest of the grader still does: importing a framework takes seconds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from grader.attempts import Bench, Work, order_of
from grader.intake.folder import discover, read_submission
from grader.intake.identity import identify
from grader.intake.submission import Submission
from grader.sandbox.contract import Foresighted
from grader.scratch import scratch_folder


def foresee(folder: Path, bench: Bench, *, is_new: Callable[[str], bool]) -> None:
    """Tell the executor what the first new submission of a folder will ask for; it gets ready in the background.

    `is_new`: whether a submission, by its id, has surely not been run yet. Where all have been, nothing is started.
    A wrong guess costs time and changes nothing. Raises: UsageError for a folder that cannot be read.
    """
    executor = bench.executor
    if not isinstance(executor, Foresighted):
        return
    with scratch_folder(bench.scratch) as staging:
        first = _first_new(folder, staging, is_new)
    if first is not None and first.notebook is not None:
        # Whether its problems need a GPU stands in the rubric, which is not read yet.
        device = bench.device if bench.gpu_for_all else "cpu"
        work = Work(label=first.id, cells=first.notebook.cells, files=None, digest="", datasets=(), max_epochs=None)
        executor.foresee(order_of(work, bench, folder, device))


def _first_new(folder: Path, staging: Path, is_new: Callable[[str], bool]) -> Submission | None:
    paths = discover(folder)
    ids = identify(paths)
    for path in paths:
        if is_new(ids[path]):
            submission = read_submission(path, staging, ids)
            if submission.notebook is not None:
                return submission
    return None

"""`grader run`: any notebook, without an assignment; what was found in it."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.opening import open_bench
from grader.cli.progress import listening
from grader.course import Course, CourseSettings, find_course, nearest_course
from grader.datasets.cache import cache_folder
from grader.datasets.profiles import profile_of
from grader.faults import ExitCode, UsageError
from grader.sandbox.service import service_user
from grader.sandbox.stage import scratch

if TYPE_CHECKING:
    from grader.attempts import Bench
    from grader.trial.trial import Trial


def run(
    notebook: Path,
    *,
    profile: str,
    data: Path | None,
    datasets: Sequence[str],
    device: str,
    sandbox: str,
    out: Path | None,
    draft: Path | None,
    course: Path | None,
    as_json: bool,
    minutes: float | None = None,
) -> int:
    """Run one notebook and show what it built, trained, drew and was given.

    Returns: OK, also where cells failed: that is among what was found.
    Raises: SubmissionError when there is no notebook to be read; other GraderErrors as `check`.
    """
    if not notebook.exists():
        raise UsageError("no such file", where=str(notebook), fix="give a notebook, .ipynb or .py, or its folder")
    chosen = profile_of(profile)
    home = _home(course, notebook)
    folder = home.data_folder(data)
    if out is not None:
        from grader.trial.files import require_free

        require_free(out)
    if draft is not None:
        from grader.trial.draft import require_new

        require_new(draft)
    with (
        listening(as_json=False) as listener,
        open_bench(
            home, profile=chosen, device=device, sandbox=sandbox, listener=listener, cancel=threading.Event(),
            data=folder, spare=True,
        ) as bench,
        _reachable(bench, home) as reachable,
    ):  # fmt: skip
        from grader.trial.trial import run_trial

        trial = run_trial(notebook, reachable, data=folder, asked=datasets, minutes=minutes)
    _show(trial, as_json=as_json, sandbox=sandbox, kept=home.store)
    _write(trial, out, draft)
    return ExitCode.OK


def _home(option: Path | None, notebook: Path) -> Course:
    """The course named or lain in, for its settings and its store; else none, and the user's cache."""
    if option is not None:
        return find_course(option)
    above = notebook.absolute() if notebook.is_dir() else notebook.absolute().parent
    kept = cache_folder() / "run"
    return nearest_course(above) or Course(root=above, settings=CourseSettings(), kept=kept)


@contextmanager
def _reachable(bench: Bench, home: Course) -> Iterator[Bench]:
    """Work in flight where the user that student code runs as can get to, which a person's cache may not be."""
    if home.kept is None:
        yield bench
        return
    with scratch("run", service=service_user()) as folder:
        yield replace(bench, scratch=folder)


def _show(trial: Trial, *, as_json: bool, sandbox: str, kept: Path) -> None:
    if as_json:
        from grader.trial.document import document

        print(json.dumps(document(trial), ensure_ascii=True, sort_keys=True))
        return
    from grader.cli.found import show_found

    show_found(trial)
    if sandbox == "none":
        print("The notebook ran without isolation, as your own program on your own machine.")
    print(f"Evidence: {kept / 'attempts' / trial.evidence.key}")


def _write(trial: Trial, out: Path | None, draft: Path | None) -> None:
    """The files that were asked for; what they are is said on standard error, beside a document on standard output."""
    if out is not None:
        from grader.trial.files import write_trial

        write_trial(trial, out)
        print(f"Executed notebook, figures and evidence: {out}/", file=sys.stderr)
    if draft is not None:
        from grader.trial.draft import write_draft

        write_draft(trial, draft)
        print(f"First draft of a rubric: {draft}", file=sys.stderr)

"""The reference solution of a problem: run through the same sandbox as a student, remembered, compared with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from grader.attempts import Bench, Work, attempt
from grader.bands import FILE, StoredBand, choose, read_bands
from grader.checks.base import ReferenceCase
from grader.course import Course
from grader.events import Listener, Warned
from grader.evidence.ending import EndingKind
from grader.evidence.evidence import Evidence
from grader.evidence.store import Store
from grader.faults import CourseError, GraderError
from grader.files import write_atomically
from grader.intake.notebook import read_notebook
from grader.intake.submission import Notebook
from grader.judging import roles_of, single_run
from grader.measure.measuring import measure
from grader.rubric.rubric import Problem
from grader.task import Task, epoch_cap, file_digest, need_of, resources_of, seconds_cap, served_digest, step_cap

_REFERENCES = "references.json"  # under .grader/: which stored attempt is the reference's, by assignment and problem


def reference_work(task: Task, problem: Problem, *, seed: int | None = None) -> tuple[Work, Notebook] | None:
    """The reference of a problem as something to run; None where the course folder has none.

    Raises: CourseError when it is there and cannot be read: the course's fault, with its address.
    """
    path = task.course.reference(task.rubric.assignment, problem.id)
    if not path.is_file():
        return None
    try:
        notebook = read_notebook(path)
    except GraderError as error:
        raise CourseError(f"this reference cannot be read: {error.what}", where=str(path), fix=error.fix) from error
    label = f"reference {problem.id}" + ("" if seed is None else f", seed {seed}")
    datasets = (task.datasets[problem.data.dataset],) if problem.data else ()
    work = Work(
        label=label, cells=notebook.cells, files=None, digest=file_digest(path), datasets=datasets,
        resources=resources_of(task, problem), max_epochs=epoch_cap(task, [problem]), seed=seed, need=need_of(problem),
        max_steps=step_cap(task, [problem]), max_seconds=seconds_cap(task, [problem]),
    )  # fmt: skip
    return work, notebook


def reference_case(task: Task, problem: Problem, bench: Bench) -> ReferenceCase | None:
    """Run or reuse the reference of one problem; None where there is none or it did not come up."""
    found = reference_work(task, problem)
    if found is None:
        return None
    evidence = attempt(found[0], bench)
    remember_reference(task, problem, evidence.key)
    return reference_from(task, problem, evidence, bench.listener)


def reference_from(task: Task, problem: Problem, evidence: Evidence, listener: Listener) -> ReferenceCase | None:
    """The case that submissions are compared with, from the reference's own evidence."""
    if evidence.ending.kind is not EndingKind.FINISHED:
        where = str(task.course.reference(task.rubric.assignment, problem.id))
        listener(Warned(where=where, text=f"the reference did not finish: {evidence.ending.detail}"))
        return None
    measurements = measure(evidence, task.labels, judges=task.judges)
    reference = task.course.reference(task.rubric.assignment, problem.id)
    bands, stale = choose(
        read_bands(reference.parent / FILE),
        problem=problem.id,
        profile=task.profile,
        data_digest=served_digest(task, problem),
        reference_digest=file_digest(reference),
        single_run=single_run(problem, evidence, measurements),
    )
    _name_stale(stale, reference.parent / FILE, listener)
    roles = roles_of(problem, evidence)
    return ReferenceCase(evidence=evidence, measurements=measurements, roles=roles, bands=bands)


def _name_stale(stale: Sequence[StoredBand], where: Path, listener: Listener) -> None:
    if stale:
        names = ", ".join(sorted({f"{band.role} {band.metric}" for band in stale}))
        text = f"stale bands, not used: {names}; run `grader validate --seeds 5` again"
        listener(Warned(where=str(where), text=text))


def remember_reference(task: Task, problem: Problem, key: str) -> None:
    """Note the reference's attempt, so that `grader score` finds it without working out its key again."""
    known, place = reference_keys(task.course), _place(task, problem)
    if known.get(place) == key:
        return
    text = json.dumps({**known, place: key}, indent=1, sort_keys=True)
    write_atomically(task.course.store / _REFERENCES, text.encode())


def reference_keys(course: Course) -> dict[str, str]:
    """Keys of the references' attempts; an unreadable file counts as empty, since the next run writes it again."""
    try:
        raw = json.loads((course.store / _REFERENCES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(place): str(key) for place, key in raw.items()} if isinstance(raw, dict) else {}


def stored_reference(task: Task, problem: Problem, store: Store, listener: Listener) -> ReferenceCase | None:
    """The reference's case from the store, executing nothing; None where this text of it never ran on this data."""
    if not task.course.reference(task.rubric.assignment, problem.id).is_file():
        return None
    key = reference_keys(task.course).get(_place(task, problem))
    if key is None or not store.has(key):
        return None
    return reference_from(task, problem, store.load(key), listener)


def _place(task: Task, problem: Problem) -> str:
    text = file_digest(task.course.reference(task.rubric.assignment, problem.id))
    return f"{task.rubric.assignment}/{problem.id}/{task.profile}/{served_digest(task, problem)}/{text}"

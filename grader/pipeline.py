"""The order of the stages and what may be skipped; no knowledge of any stage's inside.

    intake -> attempt (sandbox, evidence) -> judge (measure, score, audit) -> gradebook -> report

Attempts run in worker threads, side by side; everything else happens in the calling thread, one submission
at a time, so that a run stopped at any instant has whole results for those it finished.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path

from grader.attempts import Bench, Work, attempt
from grader.bands import FILE, StoredBand, choose, read_bands
from grader.checks.base import ReferenceCase
from grader.course import Course
from grader.datasets.catalogue import open_dataset
from grader.datasets.dataset import Dataset, Labels
from grader.datasets.profiles import profile_of
from grader.datasets.seal import course_secret
from grader.events import Listener, RunStarted, SubmissionUnreadable, Warned, ignore
from grader.evidence.ending import EndingKind
from grader.evidence.evidence import Evidence
from grader.evidence.store import Store
from grader.faults import CourseError, GraderError, HostileEvidenceError, SandboxUnavailableError, UsageError
from grader.files import write_atomically
from grader.intake.folder import discover, read_submission
from grader.intake.identity import identify
from grader.intake.notebook import read_notebook
from grader.intake.submission import Notebook, Submission
from grader.judging import Judgement, judge, single_run, unreadable
from grader.measure.classification import measure
from grader.rubric.parse import read_rubric
from grader.rubric.roles import match_roles
from grader.rubric.rubric import Problem, Rubric
from grader.scratch import scratch_folder
from grader.slots import GIB, Need


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One assignment under one profile and one source of data, ready to be run or judged."""

    course: Course
    rubric: Rubric
    datasets: Mapping[str, Dataset]  # by name
    profile: str
    full_profile: bool

    @property
    def labels(self) -> dict[str, Labels]:
        return {name: dataset.labels for name, dataset in self.datasets.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One submission, done. `evidence` is None exactly when nothing could be run or judged; `reason` says why."""

    submission: Submission
    evidence: Evidence | None
    judgement: Judgement
    reason: str = ""


def open_task(course: Course, assignment: str, *, data: Path | None, profile: str) -> Task:
    """Read the rubric and open the data sets it names.

    Where the rubric seals a data set's labels, what is served carries the decoys of this course's own secret.
    Raises: UsageError, RubricError, DataError, MachineError: each with an address, before anything is run.
    """
    chosen = profile_of(profile)
    rubric = read_rubric(course.rubric(assignment))
    read_bands(course.reference(assignment, "any").parent / FILE)  # a damaged file is said before anything is run
    datasets: dict[str, Dataset] = {}
    for name, labels in sorted({(p.data.dataset, p.data.labels) for p in rubric.problems if p.data}):
        opened = open_dataset(name, data=data, profile=profile)
        datasets[name] = opened.sealed(course_secret(course.store)) if labels == "sealed" else opened
    return Task(course=course, rubric=rubric, datasets=datasets, profile=chosen.name, full_profile=chosen.full)


def submissions_in(folder: Path) -> list[Path]:
    """One path per student. Raises: UsageError when there is none, before anything is run."""
    paths = discover(folder)
    if not paths:
        raise UsageError(
            "there is no submission in this folder",
            where=str(folder),
            fix="put one sub-folder, notebook or zip per student there (names that begin with a dot are passed over)",
        )
    return paths


def grade_folder(task: Task, folder: Path, bench: Bench, *, jobs: int) -> Iterator[Graded]:
    """Grade every submission of a folder, yielding each as it is done.

    A submission that cannot be read or run affects no other. Raises: GraderError for faults of the course
    or of the machine; the attempts that were finished by then are in the store.
    """
    paths = submissions_in(folder)
    bench.listener(RunStarted(assignment=task.rubric.assignment, total=len(paths)))
    with scratch_folder(bench.scratch) as staging, _pool(bench, jobs) as pool:
        references = {problem.id: pool.submit(reference_case, task, problem, bench) for problem in task.rubric.problems}
        futures: dict[Future[Evidence], Submission] = {}
        ids = identify(paths)
        for path in paths:
            submission = read_submission(path, staging, ids)
            if submission.notebook is None:
                problem = submission.problem or "nothing to run"
                bench.listener(SubmissionUnreadable(submission=submission.id, problem=problem))
                yield _not_run(task, submission, problem)
            else:
                futures[pool.submit(attempt, work_of(submission, submission.notebook, task), bench)] = submission
        for future in _as_they_finish(futures):
            submission = futures[future]
            cases = {name: reference.result() for name, reference in references.items()}
            try:
                evidence = future.result()
            except (SandboxUnavailableError, HostileEvidenceError) as error:
                # Either the sandbox worked when the command began, or nothing readable came out of it: not known to be
                # the student's fault, so a person decides; the next run tries again, since nothing was stored.
                text = f"no evidence could be had: {error.what}"
                bench.listener(Warned(where=submission.id, text=text))
                yield _not_run(task, submission, text)
                continue
            yield _graded_safely(task, submission, evidence, cases, bench.listener)


def _graded_safely(
    task: Task,
    submission: Submission,
    evidence: Evidence,
    references: Mapping[str, ReferenceCase | None],
    listener: Listener,
) -> Graded:
    """One submission of many, judged; where judging itself stumbles, it is left to a person and the others go on."""
    try:
        judged = _judged(task, submission.notebook, evidence, references)
    except GraderError:
        raise
    except Exception as error:  # noqa: BLE001  what is judged was written by a stranger who may have aimed at this
        text = f"it could not be judged, a fault of the grader's ({type(error).__name__})"
        listener(Warned(where=submission.id, text=f"{text}; its evidence is kept"))
        return _not_run(task, submission, text)
    return Graded(submission=submission, evidence=evidence, judgement=judged)


def grade_one(task: Task, submission: Submission, bench: Bench) -> Graded:
    """Grade one submission that is at hand already, after the references it is compared with."""
    if submission.notebook is None:
        return _not_run(task, submission, submission.problem or "nothing to run")
    references = {problem.id: reference_case(task, problem, bench) for problem in task.rubric.problems}
    evidence = attempt(work_of(submission, submission.notebook, task), bench)
    judged = _judged(task, submission.notebook, evidence, references)
    return Graded(submission=submission, evidence=evidence, judgement=judged)


def judge_stored(
    task: Task,
    submission: Submission,
    evidence: Evidence | None,
    references: Mapping[str, ReferenceCase | None],
) -> Graded:
    """Judge what the store holds; nothing is executed."""
    if evidence is None:
        return _not_run(task, submission, submission.problem or "no stored attempt; run `grader assess`")
    return _graded_safely(task, submission, evidence, references, ignore)


def _not_run(task: Task, submission: Submission, reason: str) -> Graded:
    return Graded(submission=submission, evidence=None, judgement=unreadable(task.rubric, reason), reason=reason)


def _judged(
    task: Task, notebook: Notebook | None, evidence: Evidence, references: Mapping[str, ReferenceCase | None]
) -> Judgement:
    return judge(task.rubric, notebook, evidence, task.labels, references, full_profile=task.full_profile)


def work_of(submission: Submission, notebook: Notebook, task: Task) -> Work:
    return Work(
        label=submission.id,
        cells=notebook.cells,
        files=submission.files,
        digest=submission.digest,
        datasets=tuple(task.datasets.values()),
        continue_after_failure=task.rubric.continue_after_failure,
        need=reduce(or_, (_need(problem) for problem in task.rubric.problems)),
    )


def _need(problem: Problem) -> Need:
    return Need(memory_bytes=int(problem.needs.memory_gib * GIB), gpu=problem.needs.gpu)


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
        label=label, cells=notebook.cells, files=None, digest=file_digest(path), datasets=datasets, seed=seed,
        need=_need(problem),
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
    measurements = measure(evidence, task.labels)
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
    roles = match_roles(problem.roles, evidence)
    return ReferenceCase(evidence=evidence, measurements=measurements, roles=roles, bands=bands)


def _name_stale(stale: Sequence[StoredBand], where: Path, listener: Listener) -> None:
    if stale:
        names = ", ".join(sorted({f"{band.role} {band.metric}" for band in stale}))
        text = f"stale bands, not used: {names}; run `grader validate --seeds 5` again"
        listener(Warned(where=str(where), text=text))


def file_digest(path: Path) -> str:
    """sha256 of a file's bytes, hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _as_they_finish(futures: Mapping[Future[Evidence], Submission]) -> Iterator[Future[Evidence]]:
    """Completed futures in order of completion; the short waits let Ctrl-C through."""
    pending = set(futures)
    while pending:
        done, pending = wait(pending, timeout=0.5, return_when=FIRST_COMPLETED)
        yield from sorted(done, key=lambda future: futures[future].id)


@contextmanager
def _pool(bench: Bench, jobs: int) -> Iterator[ThreadPoolExecutor]:
    """Worker threads for attempts; when the caller leaves early, running attempts are killed, queued ones dropped."""
    pool = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="attempt")
    try:
        yield pool
    except BaseException:
        bench.cancel.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_REFERENCES = "references.json"  # under .grader/: which stored attempt is the reference's, by assignment and problem


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


def served_digest(task: Task, problem: Problem) -> str:
    """Digest of the data a problem is served, or "none"."""
    return task.datasets[problem.data.dataset].served.digest if problem.data else "none"

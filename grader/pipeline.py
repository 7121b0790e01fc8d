"""The order of the stages and what may be skipped; no knowledge of any stage's inside.

    intake -> attempt (sandbox, evidence) -> judge (measure, score, audit) -> gradebook -> report

Attempts run in worker threads, side by side; everything else happens in the calling thread, one submission
at a time, so that a run stopped at any instant has whole results for those it finished.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path

from grader.attempts import Bench, Work, attempt
from grader.checks.base import ReferenceCase
from grader.checks.near import did_you_mean, nearest
from grader.events import Listener, RunStarted, SubmissionUnreadable, Warned, ignore
from grader.evidence.evidence import Evidence
from grader.faults import GraderError, HostileEvidenceError, SandboxUnavailableError, UsageError
from grader.intake.folder import discover, read_submission
from grader.intake.identity import identify
from grader.intake.submission import Notebook, Submission
from grader.judging import Judgement, judge, unreadable
from grader.references import reference_case
from grader.scratch import scratch_folder
from grader.task import Task, epoch_cap, need_of, seconds_cap, step_cap


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One submission, done. `evidence` is None exactly when nothing could be run or judged; `reason` says why."""

    submission: Submission
    evidence: Evidence | None
    judgement: Judgement
    reason: str = ""


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
        warn_of_strangers(task, ids.values(), bench.listener)
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
        judged = _judged(task, submission, evidence, references)
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
    judged = _judged(task, submission, evidence, references)
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
    task: Task, submission: Submission, evidence: Evidence, references: Mapping[str, ReferenceCase | None]
) -> Judgement:
    return judge(
        task.rubric,
        submission.notebook,
        evidence,
        task.labels,
        references,
        full_profile=task.full_profile,
        judges=task.judges,
        pins=task.course.settings.pins.of(task.rubric.assignment, submission.id),
    )


def warn_of_strangers(task: Task, submissions: Collection[str], listener: Listener) -> None:
    """Pins for submissions that are not there are said: an id may be misspelt, or a student gone."""
    assignment = task.rubric.assignment
    for name in task.course.settings.pins.strangers(assignment, submissions):
        near = did_you_mean(name, submissions) if nearest(name, submissions) else ""
        text = f"there is no submission '{name}'{near}, so its pins hold for nobody"
        listener(Warned(where=f"grader.toml, overrides.{assignment}", text=text))


def work_of(submission: Submission, notebook: Notebook, task: Task) -> Work:
    return Work(
        label=submission.id,
        cells=notebook.cells,
        files=submission.files,
        digest=submission.digest,
        datasets=tuple(task.datasets.values()),
        resources=tuple(task.resources.values()),
        max_epochs=epoch_cap(task, task.rubric.problems),
        max_steps=step_cap(task, task.rubric.problems),
        max_seconds=seconds_cap(task, task.rubric.problems),
        continue_after_failure=task.rubric.continue_after_failure,
        need=reduce(or_, (need_of(problem) for problem in task.rubric.problems)),
    )


def _as_they_finish(futures: Mapping[Future[Evidence], Submission]) -> Iterator[Future[Evidence]]:
    """Completed futures in order of completion; the short waits let Ctrl-C through."""
    pending = set(futures)
    while pending:
        done, pending = wait(pending, timeout=0.5, return_when=FIRST_COMPLETED)
        yield from sorted(done, key=lambda future: futures[future].id)


@contextmanager
def _pool(bench: Bench, jobs: int) -> Iterator[ThreadPoolExecutor]:
    """Worker threads for attempts; when the caller leaves early, running attempts are killed, queued ones dropped.

    One more than attempts that run at one time, which the bench's slots see to: what an attempt is served is laid out,
    and what came of one is read and stored, while the cores have others to run.
    """
    pool = ThreadPoolExecutor(max_workers=jobs + 1, thread_name_prefix="attempt")
    try:
        yield pool
    except BaseException:
        bench.cancel.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)

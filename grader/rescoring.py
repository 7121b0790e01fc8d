"""Judging stored evidence again, as `grader score` does; nothing here can execute anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.checks.base import ReferenceCase
from grader.course import Course
from grader.datasets.seal import FILE as SEAL
from grader.events import Listener, RunStarted, SubmissionUnreadable, Warned
from grader.evidence.evidence import Evidence, ServedData
from grader.evidence.store import Store
from grader.faults import DataError, MachineError, UsageError
from grader.gradebook.book import Gradebook
from grader.intake.folder import read_submission
from grader.intake.identity import identify
from grader.intake.submission import Submission
from grader.pipeline import Graded, judge_stored, submissions_in, warn_of_strangers
from grader.references import stored_reference
from grader.rubric.parse import read_rubric
from grader.scratch import SCRATCH, scratch_folder
from grader.task import Task, open_task


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One assignment's stored attempts, with the data and profile they were made with."""

    task: Task
    store: Store
    keys: dict[str, str]  # submission id -> key of its latest attempt
    listener: Listener


def open_stored(course: Course, assignment: str, *, data: Path | None, listener: Listener, database: Path) -> Stored:
    """Find what was assessed before.

    Raises: UsageError when nothing of this assignment is stored; DataError when the evidence was made with other
    data than is at hand; RubricError when the rubric as it is now is not sound.
    """
    rubric = read_rubric(course.rubric(assignment))
    store = Store(course.store / "attempts")
    keys = _keys(database, rubric.assignment)
    newest = next((store.load(key) for key in reversed(keys.values()) if store.has(key)), None)
    if newest is None:
        raise UsageError(
            "nothing of this assignment was assessed yet",
            where=assignment,
            fix="run `grader assess submissions/` first",
        )
    task = open_task(course, assignment, data=data, profile=newest.served[0].profile if newest.served else "full")
    for served in newest.served:
        at_hand = task.served.get(served.dataset)  # None where the rubric names it no longer
        if at_hand is not None and at_hand.digest != served.digest:
            raise _other_data(served, at_hand)
    return Stored(task=task, store=store, keys=keys, listener=listener)


def _other_data(stored: ServedData, at_hand: ServedData) -> DataError:
    if stored.sealed != at_hand.sealed:
        fix = "assess again: the rubric's `labels` changed since, and what notebooks were given then cannot"
    elif stored.sealed:
        fix = f"give the same --data as `grader assess` was given, bring back .grader/{SEAL} as it was, or assess again"
    else:
        fix = "give the same --data as `grader assess` was given, or assess again"
    return DataError(
        f"the stored evidence was made with {_described(stored)}, at hand is {_described(at_hand)}",
        where=stored.dataset,
        fix=fix,
    )


def _described(data: ServedData) -> str:
    return f"{data.source} data{' with sealed labels' if data.sealed else ''} (digest {data.digest[:12]})"


def _keys(database: Path, assignment: str) -> dict[str, str]:
    """Latest attempt of each submission, oldest record first."""
    if not database.is_file():
        return {}
    with Gradebook(database) as book:
        return book.latest_keys(assignment)


def rescore(stored: Stored, folder: Path) -> Iterator[Graded]:
    """Judge each submission of a folder from its stored attempt; one without is said and left unassessed."""
    paths = submissions_in(folder)
    task, listener = stored.task, stored.listener
    listener(RunStarted(assignment=task.rubric.assignment, total=len(paths)))
    references: dict[str, ReferenceCase | None] = {
        problem.id: stored_reference(task, problem, stored.store, listener) for problem in task.rubric.problems
    }
    for problem, case in references.items():
        if case is None:
            listener(Warned(where=problem, text="no stored attempt of the reference; run `grader validate`"))
    with scratch_folder(task.course.store / SCRATCH) as staging:
        ids = identify(paths)
        warn_of_strangers(task, ids.values(), listener)
        for path in paths:
            submission = read_submission(path, staging, ids)
            evidence = _evidence_of(submission, stored)
            if evidence is None:
                why = submission.problem or "no stored attempt"
                listener(SubmissionUnreadable(submission=submission.id, problem=why))
            yield judge_stored(task, submission, evidence, references)


def _evidence_of(submission: Submission, stored: Stored) -> Evidence | None:
    """The stored evidence of this very submission; None when there is none, or it is of another text or other data."""
    key = stored.keys.get(submission.id)
    if submission.notebook is None or key is None or not stored.store.has(key):
        return None
    try:
        evidence = stored.store.load(key)
    except MachineError as error:
        stored.listener(Warned(where=submission.id, text=error.what))
        return None
    if evidence.handed_in != submission.digest:
        stored.listener(Warned(where=submission.id, text="changed since it was assessed; run `grader assess`"))
        return None
    if not _same_data(evidence, stored.task):
        # An `assess` that was stopped half-way leaves such: other labels would give numbers that look right.
        text = "its stored attempt had other data or another profile than the newest one; run `grader assess`"
        stored.listener(Warned(where=submission.id, text=text))
        return None
    return evidence


def _same_data(evidence: Evidence, task: Task) -> bool:
    """Whether the attempt was given exactly the data whose labels are at hand."""
    given = {data.dataset: data.digest for data in evidence.served}
    return given == {name: data.digest for name, data in task.served.items()}

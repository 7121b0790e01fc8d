"""The gradebook: what was handed in, run, judged and marked, each with the time its caller gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import TracebackType

from sqlalchemy import insert

from grader.assessment import Assessment
from grader.checks.base import Awarded
from grader.evidence.ending import Ending
from grader.gradebook import rows
from grader.gradebook.database import Database
from grader.gradebook.standing import Mark, Standing, StoredAssessment, StoredOutcome, with_marks
from grader.gradebook.tables import AttemptRow, MarkRow, SubmissionRow
from grader.intake.submission import Submission

NOT_RUN = "could not run"


class Gradebook:
    """Append-only records of all assignments of a course. `recorded_at` is ISO 8601 UTC; no clock is read here.

    Recording what is the latest record already adds nothing and says so. Every method may raise
    MachineError (no space, no permission, a file that is no gradebook).
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is recorded within is there at once, or, when an exception leaves it, not at all."""
        with self._database.writing():
            yield

    def record_submission(self, assignment: str, submission: Submission, *, recorded_at: str) -> bool:
        """A submission as it was read. Returns: whether it is new or changed."""
        facts = {
            "submission": submission.id,
            "student": submission.student,
            "digest": submission.digest,
            "submitted_at": submission.submitted_at,
            "problem": submission.problem,
        }
        with self._database.writing() as connection:
            latest = rows.latest_submissions(connection, assignment, submission.id).get(submission.id)
            if latest is not None and latest._mapping == facts:
                return False
            connection.execute(insert(SubmissionRow), {"assignment": assignment, "recorded_at": recorded_at, **facts})
            return True

    def record_attempt(
        self, assignment: str, submission: str, *, key: str, profile: str, ending: Ending, recorded_at: str
    ) -> bool:
        """An attempt that evidence is stored for. Returns: whether it is new, or ended differently this time."""
        facts = {
            "submission": submission,
            "key": key,
            "profile": profile,
            "ending": ending.kind.value,
            "detail": ending.detail,
        }
        with self._database.writing() as connection:
            latest = rows.attempts(connection, assignment, submission).get((submission, key))
            if latest is not None and latest._mapping == facts:
                return False
            connection.execute(insert(AttemptRow), {"assignment": assignment, "recorded_at": recorded_at, **facts})
            return True

    def record_assessment(
        self, submission: str, assessment: Assessment, *, recorded_at: str
    ) -> tuple[bool, StoredAssessment | None]:
        """An assessment with the outcome of each criterion.

        Returns: whether it was added, and the one that was the latest before. It is not added when that one has the
        same attempt, rubric and outcomes. Equal keys with other outcomes are kept as a further row: a new version of
        the grader or of the reference judged differently.
        """
        outcomes = _outcomes(assessment)
        with self._database.writing() as connection:
            latest = rows.latest_assessments(connection, assessment.assignment, submission).get(submission)
            if latest is not None:
                same = (latest.attempt_key, latest.rubric_digest) == (assessment.attempt_key, assessment.rubric_digest)
                if same and latest.outcomes == outcomes:
                    return False, latest
            rows.add_assessment(connection, submission, assessment, outcomes, recorded_at)
            return True, latest

    def record_mark(self, mark: Mark, *, recorded_at: str) -> bool:
        """Points that a person gave. Returns: whether they differ from that criterion's latest mark."""
        with self._database.writing() as connection:
            given = rows.latest_marks(connection, mark.assignment, mark.submission).get(mark.submission, ())
            if mark in given:
                return False
            connection.execute(insert(MarkRow), {"recorded_at": recorded_at, **asdict(mark)})
            return True

    def latest_assessment(self, assignment: str, submission: str) -> StoredAssessment | None:
        with self._database.reading() as connection:
            return rows.latest_assessments(connection, assignment, submission).get(submission)

    def latest_marks(self, assignment: str, submission: str) -> tuple[Mark, ...]:
        """The last mark of each criterion that has one, in order of problem and criterion."""
        with self._database.reading() as connection:
            return rows.latest_marks(connection, assignment, submission).get(submission, ())

    def attempt_number(self, assignment: str, submission: str, key: str) -> int:
        """The how-maniest different attempt of this submission `key` is, from 1; a key not recorded yet comes next."""
        with self._database.reading() as connection:
            keys = [made for _, made in rows.attempts(connection, assignment, submission)]
        return keys.index(key) + 1 if key in keys else len(keys) + 1

    def latest_keys(self, assignment: str) -> dict[str, str]:
        """The attempt that each submission's latest assessment judged, oldest assessment first; none, no entry."""
        with self._database.reading() as connection:
            return rows.latest_keys(connection, assignment)

    def latest(self, assignment: str) -> tuple[Standing, ...]:
        """Where every submission of an assignment stands, in order of their ids."""
        with self._database.reading() as connection:
            handed_in = rows.latest_submissions(connection, assignment)
            assessments = rows.latest_assessments(connection, assignment)
            attempts = rows.attempts(connection, assignment)
            marks = rows.latest_marks(connection, assignment)
        standings: list[Standing] = []
        for name, row in sorted(handed_in.items()):
            assessment = assessments.get(name)
            key = assessment.attempt_key if assessment is not None else None
            attempt = None if key is None else attempts.get((name, key))
            outcomes = assessment.outcomes if assessment is not None else ()
            standings.append(
                Standing(
                    submission=name,
                    student=row.student,
                    ending=NOT_RUN if attempt is None else attempt.ending,
                    outcomes=with_marks(outcomes, marks.get(name, ())),
                    problem=row.problem,
                )
            )
        return tuple(standings)


def _outcomes(assessment: Assessment) -> tuple[StoredOutcome, ...]:
    return tuple(
        StoredOutcome(
            problem=problem.id,
            criterion=judged.id,
            number=judged.number,
            title=judged.title,
            possible=judged.possible,
            points=judged.outcome.points if isinstance(judged.outcome, Awarded) else None,
            because=judged.outcome.because,
            cells=judged.outcome.cells,
        )
        for problem in assessment.problems
        for judged in problem.criteria
    )

"""The gradebook: what was handed in, run, judged and marked, each with the time its caller gives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grader.assessment import Assessment
from grader.checks.base import Awarded
from grader.evidence.ending import Ending
from grader.gradebook.database import Database
from grader.gradebook.standing import Mark, Standing, StoredAssessment, StoredOutcome, with_marks
from grader.gradebook.tables import AssessmentRow, AttemptRow, MarkRow, OutcomeRow, SubmissionRow
from grader.intake.submission import Submission

NOT_RUN = "could not run"


class Gradebook:
    """Append-only records of all assignments of a course. `recorded_at` is ISO 8601 UTC; no clock is read here.

    Recording what is the latest record already adds nothing and returns False. Every method may raise
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

    def record_submission(self, assignment: str, submission: Submission, *, recorded_at: str) -> bool:
        """A submission as it was read. Returns: whether it is new or changed."""
        facts = {
            "student": submission.student,
            "digest": submission.digest,
            "submitted_at": submission.submitted_at,
            "problem": submission.problem,
        }
        with self._database.writing() as session:
            latest = _latest_submission(session, assignment, submission.id)
            if latest is not None and all(getattr(latest, name) == value for name, value in facts.items()):
                return False
            session.add(
                SubmissionRow(assignment=assignment, submission=submission.id, recorded_at=recorded_at, **facts)
            )
            return True

    def record_attempt(
        self, assignment: str, submission: str, *, key: str, profile: str, ending: Ending, recorded_at: str
    ) -> bool:
        """An attempt that evidence is stored for. Returns: whether it is new, or ended differently this time."""
        facts = {"profile": profile, "ending": ending.kind.value, "detail": ending.detail}
        with self._database.writing() as session:
            latest = _latest_attempt(session, assignment, submission, key)
            if latest is not None and all(getattr(latest, name) == value for name, value in facts.items()):
                return False
            session.add(
                AttemptRow(assignment=assignment, submission=submission, key=key, recorded_at=recorded_at, **facts)
            )
            return True

    def record_assessment(self, submission: str, assessment: Assessment, *, recorded_at: str) -> bool:
        """An assessment with the outcome of each criterion.

        Returns: False when the latest one has the same attempt, rubric and outcomes. Equal keys with other
        outcomes are kept as a further row: a new version of the grader or of the reference judged differently.
        """
        outcomes = _outcomes(assessment)
        with self._database.writing() as session:
            latest = _latest_assessment(session, assessment.assignment, submission)
            if latest is not None:
                same = (latest.attempt_key, latest.rubric_digest) == (assessment.attempt_key, assessment.rubric_digest)
                if same and _stored(latest).outcomes == outcomes:
                    return False
            session.add(_assessment_row(submission, assessment, outcomes, recorded_at))
            return True

    def record_mark(self, mark: Mark, *, recorded_at: str) -> bool:
        """Points that a person gave. Returns: whether they differ from that criterion's latest mark."""
        with self._database.writing() as session:
            latest = {(m.problem, m.criterion): m for m in _latest_marks(session, mark.assignment, mark.submission)}
            if latest.get((mark.problem, mark.criterion)) == mark:
                return False
            session.add(
                MarkRow(
                    assignment=mark.assignment,
                    submission=mark.submission,
                    problem=mark.problem,
                    criterion=mark.criterion,
                    points=mark.points,
                    by=mark.by,
                    comment=mark.comment,
                    recorded_at=recorded_at,
                )
            )
            return True

    def latest_assessment(self, assignment: str, submission: str) -> StoredAssessment | None:
        with self._database.reading() as session:
            row = _latest_assessment(session, assignment, submission)
            return None if row is None else _stored(row)

    def latest_marks(self, assignment: str, submission: str) -> tuple[Mark, ...]:
        """The last mark of each criterion that has one, in order of problem and criterion."""
        with self._database.reading() as session:
            return _latest_marks(session, assignment, submission)

    def attempt_number(self, assignment: str, submission: str, key: str) -> int:
        """The how-maniest different attempt of this submission `key` is, from 1; a key not recorded yet comes next."""
        with self._database.reading() as session:
            rows = session.scalars(
                select(AttemptRow.key).where(AttemptRow.assignment == assignment, AttemptRow.submission == submission)
                .order_by(AttemptRow.id)
            )  # fmt: skip
            keys = list(dict.fromkeys(rows))
        return keys.index(key) + 1 if key in keys else len(keys) + 1

    def latest_keys(self, assignment: str) -> dict[str, str]:
        """The attempt that each submission's latest assessment judged, oldest assessment first; none, no entry."""
        newest = select(func.max(AssessmentRow.id)).where(AssessmentRow.assignment == assignment)
        with self._database.reading() as session:
            rows = session.execute(
                select(AssessmentRow.submission, AssessmentRow.attempt_key)
                .where(AssessmentRow.id.in_(newest.group_by(AssessmentRow.submission)))
                .order_by(AssessmentRow.recorded_at, AssessmentRow.submission)
            )
            return {submission: key for submission, key in rows if key is not None}

    def latest(self, assignment: str) -> tuple[Standing, ...]:
        """Where every submission of an assignment stands, in order of their ids."""
        with self._database.reading() as session:
            names = session.scalars(
                select(SubmissionRow.submission).where(SubmissionRow.assignment == assignment).distinct()
            )
            return tuple(_standing(session, assignment, name) for name in sorted(names))


def _standing(session: Session, assignment: str, name: str) -> Standing:
    handed_in = _latest_submission(session, assignment, name)
    assert handed_in is not None  # its name came from that very table
    assessment = _latest_assessment(session, assignment, name)
    key = assessment.attempt_key if assessment is not None else None
    attempt = None if key is None else _latest_attempt(session, assignment, name, key)
    outcomes = _stored(assessment).outcomes if assessment is not None else ()
    return Standing(
        submission=name,
        student=handed_in.student,
        ending=NOT_RUN if attempt is None else attempt.ending,
        outcomes=with_marks(outcomes, _latest_marks(session, assignment, name)),
        problem=handed_in.problem,
    )


def _latest_submission(session: Session, assignment: str, name: str) -> SubmissionRow | None:
    found = select(SubmissionRow).where(SubmissionRow.assignment == assignment, SubmissionRow.submission == name)
    return session.scalars(found.order_by(SubmissionRow.id.desc()).limit(1)).first()


def _latest_attempt(session: Session, assignment: str, name: str, key: str) -> AttemptRow | None:
    found = select(AttemptRow).where(
        AttemptRow.assignment == assignment, AttemptRow.submission == name, AttemptRow.key == key
    )
    return session.scalars(found.order_by(AttemptRow.id.desc()).limit(1)).first()


def _latest_assessment(session: Session, assignment: str, name: str) -> AssessmentRow | None:
    found = select(AssessmentRow).where(AssessmentRow.assignment == assignment, AssessmentRow.submission == name)
    return session.scalars(found.order_by(AssessmentRow.id.desc()).limit(1)).first()


def _latest_marks(session: Session, assignment: str, name: str) -> tuple[Mark, ...]:
    found = select(MarkRow).where(MarkRow.assignment == assignment, MarkRow.submission == name).order_by(MarkRow.id)
    latest = {(row.problem, row.criterion): _mark(row) for row in session.scalars(found)}
    return tuple(mark for _, mark in sorted(latest.items()))


def _mark(row: MarkRow) -> Mark:
    return Mark(
        assignment=row.assignment,
        submission=row.submission,
        problem=row.problem,
        criterion=row.criterion,
        points=row.points,
        by=row.by,
        comment=row.comment,
    )


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


def _assessment_row(
    submission: str, assessment: Assessment, outcomes: Sequence[StoredOutcome], recorded_at: str
) -> AssessmentRow:
    return AssessmentRow(
        assignment=assessment.assignment,
        submission=submission,
        rubric_digest=assessment.rubric_digest,
        attempt_key=assessment.attempt_key,
        earned=assessment.earned,
        possible=assessment.possible,
        waiting=assessment.waiting,
        recorded_at=recorded_at,
        outcomes=[_outcome_row(place, outcome) for place, outcome in enumerate(outcomes, start=1)],
    )


def _outcome_row(place: int, outcome: StoredOutcome) -> OutcomeRow:
    return OutcomeRow(
        place=place,
        problem=outcome.problem,
        criterion=outcome.criterion,
        number=outcome.number,
        title=outcome.title,
        possible=outcome.possible,
        points=outcome.points,
        because=outcome.because,
        cells=list(outcome.cells),
    )


def _stored(row: AssessmentRow) -> StoredAssessment:
    return StoredAssessment(
        assignment=row.assignment,
        submission=row.submission,
        rubric_digest=row.rubric_digest,
        attempt_key=row.attempt_key,
        outcomes=tuple(
            StoredOutcome(
                problem=outcome.problem,
                criterion=outcome.criterion,
                number=outcome.number,
                title=outcome.title,
                possible=outcome.possible,
                points=outcome.points,
                because=outcome.because,
                cells=tuple(outcome.cells),
            )
            for outcome in row.outcomes
        ),
        recorded_at=row.recorded_at,
    )

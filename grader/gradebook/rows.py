"""Reads and adds the gradebook's rows, within a transaction of the caller's; what comes back are plain values.

One row is wanted per submission, the newest of it, whether one submission is asked for or all of an assignment:
a class costs as many queries as one student. The tables are used without the ORM's objects, which cost more than
the queries themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, insert, select

from grader.assessment import Assessment
from grader.gradebook.standing import Mark, StoredAssessment, StoredOutcome
from grader.gradebook.tables import AssessmentRow, AttemptRow, MarkRow, OutcomeRow, SubmissionRow

HandedIn: TypeAlias = Row[str, str, str, str | None, str | None]  # submission and its facts, in this order
Attempted: TypeAlias = Row[str, str, str, str, str]  # submission, key, profile, ending, detail


def latest_submissions(connection: Connection, assignment: str, submission: str | None = None) -> dict[str, HandedIn]:
    """By submission; of all of the assignment, or of one."""
    found = connection.execute(_submissions(submission is not None), _names(assignment, submission))
    return {row.submission: row for row in found}


def attempts(
    connection: Connection, assignment: str, submission: str | None = None
) -> dict[tuple[str, str], Attempted]:
    """The latest record of each attempt by submission and key, in the order in which the attempts were first made."""
    found = connection.execute(_attempts(submission is not None), _names(assignment, submission))
    return {(row.submission, row.key): row for row in found}


def latest_assessments(
    connection: Connection, assignment: str, submission: str | None = None
) -> dict[str, StoredAssessment]:
    """By submission; of all of the assignment, or of one."""
    found = connection.execute(_assessments(submission is not None), _names(assignment, submission))
    rows_of: defaultdict[str, list[Any]] = defaultdict(list)  # rows of a join: of both tables
    for row in found:
        rows_of[row.submission].append(row)
    return {
        name: StoredAssessment(
            assignment=assignment,
            submission=name,
            rubric_digest=rows[0].rubric_digest,
            attempt_key=rows[0].attempt_key,
            outcomes=tuple(_outcome(row) for row in rows if row.place is not None),
            recorded_at=rows[0].recorded_at,
        )
        for name, rows in rows_of.items()
    }


def latest_keys(connection: Connection, assignment: str) -> dict[str, str]:
    """The attempt that each submission's latest assessment judged, oldest assessment first; none, no entry."""
    row = AssessmentRow
    found = select(row.submission, row.attempt_key).where(row.id.in_(_newest(row, one=False)))
    rows = connection.execute(found.order_by(row.recorded_at, row.submission), _names(assignment, None))
    return {submission: key for submission, key in rows if key is not None}


def latest_marks(connection: Connection, assignment: str, submission: str | None = None) -> dict[str, tuple[Mark, ...]]:
    """The last mark of each criterion that has one, in order of problem and criterion; by submission."""
    marks: defaultdict[str, dict[tuple[str, str], Mark]] = defaultdict(dict)
    for row in connection.execute(_marks(submission is not None), _names(assignment, submission)):
        marks[row.submission][row.problem, row.criterion] = Mark(**row._mapping)
    return {name: tuple(mark for _, mark in sorted(latest.items())) for name, latest in marks.items()}


def add_assessment(
    connection: Connection,
    submission: str,
    assessment: Assessment,
    outcomes: Sequence[StoredOutcome],
    recorded_at: str,
) -> None:
    added = connection.execute(
        _ADD_ASSESSMENT,
        {
            "assignment": assessment.assignment,
            "submission": submission,
            "rubric_digest": assessment.rubric_digest,
            "attempt_key": assessment.attempt_key,
            "earned": assessment.earned,
            "possible": assessment.possible,
            "waiting": assessment.waiting,
            "recorded_at": recorded_at,
        },
    ).scalar_one()
    rows = [_outcome_row(added, place, outcome) for place, outcome in enumerate(outcomes, start=1)]
    if rows:
        connection.execute(_ADD_OUTCOMES, rows)


def _names(assignment: str, submission: str | None) -> dict[str, str]:
    return {"assignment": assignment} if submission is None else {"assignment": assignment, "submission": submission}


# Statements are built once: building one takes longer than running it.

_ADD_ASSESSMENT: Final = insert(AssessmentRow).returning(AssessmentRow.id)
_ADD_OUTCOMES: Final = insert(OutcomeRow)


@cache
def _submissions(one: bool) -> Select[str, str, str, str | None, str | None]:
    row = SubmissionRow
    found = select(row.submission, row.student, row.digest, row.submitted_at, row.problem)
    return found.where(row.id.in_(_newest(row, one)))


@cache
def _attempts(one: bool) -> Select[str, str, str, str, str]:
    row = AttemptRow
    found = select(row.submission, row.key, row.profile, row.ending, row.detail)
    return found.where(*_of(row, one)).order_by(row.id)


@cache
def _assessments(one: bool) -> Select[Any]:
    """The latest assessments, each with all its outcomes; one without any is a row with `place` null."""
    row, outcome = AssessmentRow, OutcomeRow
    columns = [column for column in outcome.__table__.columns if column.name != "assessment_id"]
    found = select(row.submission, row.rubric_digest, row.attempt_key, row.recorded_at, *columns)
    return found.outerjoin(outcome).where(row.id.in_(_newest(row, one))).order_by(row.id, outcome.place)


@cache
def _marks(one: bool) -> Select[str, str, str, str, Fraction, str, str]:
    row = MarkRow
    found = select(row.assignment, row.submission, row.problem, row.criterion, row.points, row.by, row.comment)
    return found.where(*_of(row, one)).order_by(row.id)


@cache
def _newest(row: type[SubmissionRow | AssessmentRow], one: bool) -> Select[int]:
    return select(func.max(row.id)).where(*_of(row, one)).group_by(row.submission)


def _of(row: type[SubmissionRow | AttemptRow | AssessmentRow | MarkRow], one: bool) -> list[ColumnElement[bool]]:
    of_all = row.assignment == bindparam("assignment")
    return [of_all, row.submission == bindparam("submission")] if one else [of_all]


def _outcome(row: Any) -> StoredOutcome:
    return StoredOutcome(
        problem=row.problem,
        criterion=row.criterion,
        number=row.number,
        title=row.title,
        possible=row.possible,
        points=row.points,
        because=row.because,
        cells=tuple(row.cells),
    )


def _outcome_row(assessment: int, place: int, outcome: StoredOutcome) -> dict[str, object]:
    return {
        "assessment_id": assessment,
        "place": place,
        "problem": outcome.problem,
        "criterion": outcome.criterion,
        "number": outcome.number,
        "title": outcome.title,
        "possible": outcome.possible,
        "points": outcome.points,
        "because": outcome.because,
        "cells": list(outcome.cells),
    }

"""The gradebook's tables: every row is added once and never changed, so that the history of a grade stays whole."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sqlalchemy import JSON, Connection, ForeignKey, Index, String, Table, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from grader.gradebook.exact import ExactPoints


class Base(DeclarativeBase):
    """Of all tables. `recorded_at` is ISO 8601 UTC and comes from the caller; the order of rows is that of `id`."""


class SubmissionRow(Base):
    """What was handed in; a changed hand-in is a further row."""

    __tablename__ = "submissions"
    __table_args__ = (Index("submissions_by_name", "assignment", "submission"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment: Mapped[str] = mapped_column(String(200))
    submission: Mapped[str] = mapped_column(String(300))
    student: Mapped[str] = mapped_column(String(300))
    digest: Mapped[str] = mapped_column(String(128))
    submitted_at: Mapped[str | None] = mapped_column(String(40))
    problem: Mapped[str | None]
    recorded_at: Mapped[str] = mapped_column(String(40))


class AttemptRow(Base):
    """One sandboxed execution of a submission; its evidence lies in the store under `key`."""

    __tablename__ = "attempts"
    __table_args__ = (Index("attempts_by_name", "assignment", "submission"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment: Mapped[str] = mapped_column(String(200))
    submission: Mapped[str] = mapped_column(String(300))
    key: Mapped[str] = mapped_column(String(128))
    profile: Mapped[str] = mapped_column(String(40))
    ending: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str]
    recorded_at: Mapped[str] = mapped_column(String(40))


class AssessmentRow(Base):
    """One judgement of one submission; totals are those of its outcomes."""

    __tablename__ = "assessments"
    __table_args__ = (Index("assessments_by_name", "assignment", "submission"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment: Mapped[str] = mapped_column(String(200))
    submission: Mapped[str] = mapped_column(String(300))
    rubric_digest: Mapped[str] = mapped_column(String(128))
    attempt_key: Mapped[str | None] = mapped_column(String(128))
    earned: Mapped[Fraction] = mapped_column(ExactPoints)
    possible: Mapped[Fraction] = mapped_column(ExactPoints)
    waiting: Mapped[Fraction] = mapped_column(ExactPoints)
    recorded_at: Mapped[str] = mapped_column(String(40))


class OutcomeRow(Base):
    """One criterion of an assessment; `points` is null while it is not assessed."""

    __tablename__ = "outcomes"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)  # from 1, in the rubric's order
    problem: Mapped[str] = mapped_column(String(200))
    criterion: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(40))
    title: Mapped[str]
    possible: Mapped[Fraction] = mapped_column(ExactPoints)
    points: Mapped[Fraction | None] = mapped_column(ExactPoints)
    because: Mapped[str]
    cells: Mapped[list[int]] = mapped_column(JSON)


class MarkRow(Base):
    """Points that a person gave for one criterion; the last one counts, over what was measured too."""

    __tablename__ = "marks"
    __table_args__ = (Index("marks_by_name", "assignment", "submission"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment: Mapped[str] = mapped_column(String(200))
    submission: Mapped[str] = mapped_column(String(300))
    problem: Mapped[str] = mapped_column(String(200))
    criterion: Mapped[str] = mapped_column(String(200))
    points: Mapped[Fraction] = mapped_column(ExactPoints)
    by: Mapped[str] = mapped_column(String(300))
    comment: Mapped[str]
    recorded_at: Mapped[str] = mapped_column(String(40))


@event.listens_for(Base.metadata, "after_create")
def _refuse_changes(_: object, connection: Connection, tables: Iterable[Table], **_options: object) -> None:
    """Append-only is kept by the database itself, whoever writes to it."""
    if connection.dialect.name != "sqlite":
        return
    for table in tables:
        for act in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table.name}_no_{act.lower()} BEFORE {act} ON {table.name} "
                "BEGIN SELECT RAISE(ABORT, 'the gradebook is append-only'); END"
            )

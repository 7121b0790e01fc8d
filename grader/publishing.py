"""What a judged submission becomes: a row in the gradebook, an HTML and a PDF report, a line of the overview."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from grader import __version__
from grader.assessment import Assessment
from grader.audit.finding import ClaimVerdict
from grader.checks.sweep import SweepSpec
from grader.clock import Clock
from grader.events import Listener, SubmissionAssessed
from grader.files import write_atomically
from grader.gradebook.book import Gradebook
from grader.gradebook.export import write_csv
from grader.judging import full_marks
from grader.pipeline import Graded
from grader.printing import Press
from grader.report.facts import ClaimCounts, OverviewFacts, OverviewRow, ReportFacts, SweepAsked
from grader.report.html import render_html
from grader.report.overview import build_overview, render_overview
from grader.report.view import build_report
from grader.reports import ReportWriter
from grader.rubric.rubric import Rubric
from grader.task import Task, need_of
from grader.words import ending_words, points

DATABASE: Final = "grader.sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One submission, as the closing table and the overview show it."""

    submission: str
    student: str
    assessment: Assessment
    evidence_key: str | None
    ending: str
    problem: str  # why nothing could be run; empty when something was
    contradicted: int
    html: Path
    pdf: Path | None  # where it is once the class is finished


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassReport:
    """What one command left behind for one assignment."""

    assignment: str
    profile: str
    data: str
    rows: tuple[Published, ...]
    folder: Path
    overview: Path
    gradebook: Path
    warnings: tuple[str, ...] = ()  # what staff must know before they believe the points
    changes: tuple[str, ...] = ()  # "ada: 27.0, now 26.0": submissions whose points moved since they were last judged

    def summary(self) -> dict[str, Any]:
        """For `--json`: points as exact decimals in text."""
        return {
            "assignment": self.assignment,
            "overview": str(self.overview),
            "gradebook": str(self.gradebook),
            "warnings": list(self.warnings),
            "changes": list(self.changes),
            "submissions": [
                {
                    "submission": row.submission,
                    "earned": points(row.assessment.earned) if row.evidence_key else None,
                    "possible": points(row.assessment.possible),
                    "waiting": points(row.assessment.waiting),
                    "ending": row.ending,
                    "contradicted": row.contradicted,
                    "html": str(row.html),
                    "pdf": str(row.pdf) if row.pdf else None,
                }
                for row in self.rows
            ],
        }


class Publisher:
    """Publishes one assignment's submissions one by one; `finish` writes what concerns the whole class.

    PDF files are printed meanwhile, by `press`, and are all there when `finish` returns; without a press none is made.
    """

    def __init__(
        self, task: Task, clock: Clock, listener: Listener, *, press: Press | None, again: bool = False
    ) -> None:
        self._task = task
        self._clock = clock
        self._listener = listener
        self._folder = task.course.reports / task.rubric.assignment
        stamps = task.course.store / "rendered" / task.rubric.assignment
        self._reports = ReportWriter(self._folder, stamps, listener, press, again=again)
        self._rows: dict[str, tuple[Published, OverviewRow]] = {}
        self._changes: dict[str, str] = {}
        self._without_reference: set[str] = set()
        self._newest = ""

    def __enter__(self) -> Publisher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "_book" in self.__dict__:
            self._book.close()

    @cached_property
    def _book(self) -> Gradebook:
        """Opened with the first record: a preview leaves no trace."""
        return Gradebook(self._task.course.store / DATABASE)

    def publish(self, graded: Graded) -> Published:
        """Record and report one submission; nothing of it is ever half there.

        When this returns, its points are in the gradebook and its page is written; its PDF may still be in print.
        """
        graded_at, attempt = self._record(graded)
        self._newest = max(self._newest, graded_at)
        self._without_reference |= {name for name, case in graded.judgement.cases.items() if case.reference is None}
        judgement, evidence = graded.judgement, graded.evidence
        self._listener(
            SubmissionAssessed(
                submission=graded.submission.id,
                earned=points(judgement.assessment.earned) if evidence else None,
                possible=points(judgement.assessment.possible),
                provisional=judgement.assessment.provisional,
            )
        )
        html, pdf = self._reports.write(graded.submission.id, self._facts(graded, graded_at, attempt))
        contradicted = sum(f.verdict is ClaimVerdict.CONTRADICTED for f in judgement.findings)
        ending = ending_words(evidence.ending.kind) if evidence else f"could not run: {graded.reason}"
        published = Published(
            submission=graded.submission.id,
            student=graded.submission.student,
            assessment=judgement.assessment,
            evidence_key=evidence.key if evidence else None,
            ending=ending,
            problem=graded.reason,
            contradicted=contradicted,
            html=html,
            pdf=pdf,
        )
        self._rows[graded.submission.id] = published, _overview_row(published, graded)
        return published

    def preview(self, graded: Graded) -> Path:
        """An HTML report outside the gradebook, for `grader check`. Returns: its path."""
        facts = self._facts(graded, self._clock.now(), 1)
        path = self._task.course.reports / "check" / f"{graded.submission.id}.html"
        write_atomically(path, render_html(build_report(facts)).encode())
        return path

    def finish(self) -> ClassReport:
        """Wait for the PDF files still in print, then write the overview and the gradebook's CSV."""
        self._reports.wait()
        ordered = [self._rows[name] for name in sorted(self._rows)]
        rubric = self._task.rubric
        overview, gradebook = self._class_files()
        facts = OverviewFacts(
            assignment=rubric.assignment,
            title=rubric.title,
            possible=rubric.points,
            rows=tuple(row for _, row in ordered),
            profile=self._task.profile,
            graded_at=self._newest or self._clock.now(),
            version=__version__,
            wall_limit_seconds=self._task.course.settings.wall_minutes * 60,
            warnings=self._warnings(),
        )
        write_atomically(overview, render_overview(build_overview(facts)).encode())
        # The same submissions as the overview; what is no longer handed in stays in the database alone.
        standings = [s for s in self._book.latest(rubric.assignment) if s.submission in self._rows]
        write_csv(gradebook, standings)
        served = sorted({dataset.served.source for dataset in self._task.datasets.values()})
        return ClassReport(
            assignment=rubric.assignment,
            profile=self._task.profile,
            data=" and ".join(served) or "no",
            rows=tuple(published for published, _ in ordered),
            folder=self._folder,
            overview=overview,
            gradebook=gradebook,
            warnings=self._warnings(),
            changes=tuple(self._changes[name] for name in sorted(self._changes)),
        )

    def _record(self, graded: Graded) -> tuple[str, int]:
        """Into the gradebook, at once. Returns: when this very assessment was first made, and the attempt's number."""
        assignment, name, now = self._task.rubric.assignment, graded.submission.id, self._clock.now()
        attempt = 1
        with self._book.together():
            self._book.record_submission(assignment, graded.submission, recorded_at=now)
            if graded.evidence is not None:
                key = graded.evidence.key
                self._book.record_attempt(
                    assignment,
                    name,
                    key=key,
                    profile=self._task.profile,
                    ending=graded.evidence.ending,
                    recorded_at=now,
                )
                attempt = self._book.attempt_number(assignment, name, key)
            changed, before = self._book.record_assessment(name, graded.judgement.assessment, recorded_at=now)
        if before is not None and before.attempt_key is not None and graded.evidence is not None:
            old = sum((outcome.points or Fraction(0) for outcome in before.outcomes), Fraction(0))
            new = graded.judgement.assessment.earned
            if old != new:
                self._changes[name] = f"{name}: {points(old)}, now {points(new)}"
        # The first time, not now: the same assessment gives the same report, byte for byte.
        return (now if changed or before is None else before.recorded_at), attempt

    def _facts(self, graded: Graded, graded_at: str, attempt: int) -> ReportFacts:
        judgement, evidence = graded.judgement, graded.evidence
        environment = evidence.environment if evidence else None
        return ReportFacts(
            submission=graded.submission,
            assessment=judgement.assessment,
            evidence=evidence,
            measurements=judgement.measurements,
            findings=judgement.findings,
            cases=judgement.cases,
            version=__version__,
            profile=self._task.profile,
            attempt=attempt,
            graded_at=graded_at,
            device=environment.device_name if environment else "",
            rerun=self._rerun(graded),
            isolation=evidence.isolation if evidence else None,
            wall_limit_seconds=self._task.course.settings.wall_minutes * 60,
            memory_limit_bytes=self._memory_limit(),
            full_marks=full_marks(self._task.rubric, judgement.cases),
            labels=self._task.labels,
            sweeps=_sweeps(self._task.rubric),
        )

    def _memory_limit(self) -> int:
        """Bytes that an attempt may take: the course's limit, or what a problem is declared to need."""
        needs = (need_of(problem).memory_bytes for problem in self._task.rubric.problems)
        return max(self._task.course.settings.memory_bytes, *needs)

    def _warnings(self) -> tuple[str, ...]:
        return tuple(
            f"The reference of problem {name} is missing or did not finish: what compares with it was not assessed."
            for name in sorted(self._without_reference)
        )

    def _rerun(self, graded: Graded) -> str:
        notebook = graded.submission.notebook
        name = shlex.quote(notebook.name if notebook else "notebook.ipynb")
        return f"grader check {name} --assignment {self._task.rubric.assignment} --profile {self._task.profile}"

    def _class_files(self) -> tuple[Path, Path]:
        """Overview and gradebook: index.html and gradebook.csv, named after the assignment where there are several."""
        reports, name = self._task.course.reports, self._task.rubric.assignment
        if len(self._task.course.assignments()) == 1:
            return reports / "index.html", reports / "gradebook.csv"
        return reports / f"{name}.html", reports / f"{name}-gradebook.csv"


def _sweeps(rubric: Rubric) -> dict[str, tuple[SweepAsked, ...]]:
    """The experiments that each problem asks for; the report draws them."""
    asked: dict[str, tuple[SweepAsked, ...]] = {}
    for problem, criterion in rubric.criteria():
        if isinstance(criterion.spec, SweepSpec):
            one = SweepAsked(of=criterion.spec.of, values=criterion.spec.values)
            asked[problem.id] = (*asked.get(problem.id, ()), one)
    return asked


def _overview_row(published: Published, graded: Graded) -> OverviewRow:
    evidence = graded.evidence
    verdicts = Counter(finding.verdict for finding in graded.judgement.findings)
    reports = published.html.parent.parent
    return OverviewRow(
        id=published.submission,
        student=published.student,
        assessment=published.assessment,
        ending=published.ending if evidence else published.problem,
        ran=evidence is not None,
        run_seconds=evidence.usage.wall_seconds if evidence else None,
        claims=ClaimCounts(
            contradicted=verdicts[ClaimVerdict.CONTRADICTED],
            within_noise=verdicts[ClaimVerdict.WITHIN_NOISE],
            not_checkable=verdicts[ClaimVerdict.NOT_CHECKABLE],
            confirmed=verdicts[ClaimVerdict.CONFIRMED],
        ),
        html=str(published.html.relative_to(reports)),
        pdf=str(published.pdf.relative_to(reports)) if published.pdf else None,
        notes=graded.submission.notes,
    )

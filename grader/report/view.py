"""The view model: every string a template prints, made from facts. Same facts, same bytes."""

from __future__ import annotations

from dataclasses import dataclass

from grader.assessment import ProblemAssessment
from grader.measure.measurements import Provenance
from grader.report import numbers
from grader.report.architecture import ArchitectureView, build_architecture
from grader.report.audit_rows import AuditView, build_audit
from grader.report.cells import CellBook
from grader.report.environment import EnvironmentView, build_environment
from grader.report.exhibits import ExhibitsView, build_exhibits
from grader.report.facts import ReportFacts
from grader.report.fixes import FixesView, build_fixes
from grader.report.measures import MeasuresView, build_measures
from grader.report.ran import Item, build_ran
from grader.report.results import ResultsView, build_results
from grader.report.rubric_table import RubricView, build_rubric
from grader.report.samples import SamplesView, build_samples
from grader.report.score_bar import BarView, build_bars, earned_words
from grader.report.summary import SummaryView, build_summary
from grader.report.text import NAME_LIMIT, clean, cut
from grader.report.tiles import TOTAL_BYTES, Budget
from grader.report.training import TrainingView, build_training


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemView:
    number: int
    target: str
    title: str
    earned: str
    possible: str
    rubric: RubricView
    results: ResultsView
    measures: MeasuresView
    exhibits: ExhibitsView
    architecture: tuple[ArchitectureView, ...]
    training: tuple[TrainingView, ...]
    shows_pictures: bool  # figures cannot be told apart by problem: all stand after the last one
    nothing: str  # said in place of results, layers and training when nothing was run


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    language: str
    document_title: str  # "Sequence models · Sample Student"
    title: str
    student: str
    head: str  # the running head: assignment and student, short
    assignment: str
    created: str  # ISO 8601 UTC, for the PDF's metadata
    brief: bool  # nothing was run and nothing judged: page 1 says all there is
    attempt: str  # "Attempt 2 of 3 · grader 1.4.0"
    foot: str  # "aml-a2-sequences · attempt 2 · report 7c1e 94d0"
    summary: SummaryView
    bars: tuple[BarView, ...]
    fixes: FixesView
    audit: AuditView
    ran: tuple[Item, ...]
    problems: tuple[ProblemView, ...]
    samples: SamplesView
    environment: EnvironmentView


def build_report(facts: ReportFacts) -> ReportView:
    """Everything the report says, ready to be formatted. Pure: no clock, no file, no randomness."""
    cells = CellBook(facts.submission.notebook)
    student = clean(facts.submission.student, NAME_LIMIT) or "no name"
    title = clean(facts.assessment.title, 90)
    budget = Budget()
    problems = tuple(_problem(i, p, facts, budget, cells) for i, p in enumerate(facts.assessment.problems, start=1))
    fixes = build_fixes(facts.assessment, cells)
    audit = build_audit(
        facts.findings,
        ran=facts.evidence is not None,
        fixes=len(fixes.fixes),
        criteria={c.number for c in facts.assessment.judged()},
        cells=cells,
        provenance=_provenance(facts),
    )
    ran = build_ran(facts, cells)
    samples = build_samples(facts.evidence, cells, spent=TOTAL_BYTES - budget.bytes)
    environment = build_environment(facts, cells)
    assignment = clean(facts.assessment.assignment, 60)
    allowed = f" of {facts.attempts_allowed}" if facts.attempts_allowed else ""
    return ReportView(
        language="en",
        document_title=f"{title} · {student}",
        title=title,
        student=student,
        head=f"{cut(title, 44)} · {cut(student, 34)}",
        assignment=assignment,
        created=facts.graded_at,
        brief=facts.evidence is None and facts.assessment.waiting == facts.assessment.possible,
        attempt=f"Attempt {facts.attempt}{allowed} · grader {clean(facts.version, 30)}",
        foot=f"{assignment} · attempt {facts.attempt} · report {numbers.digest_groups(environment.short_digest, 8)}",
        summary=build_summary(facts),
        bars=build_bars(facts.assessment),
        fixes=fixes,
        audit=audit,
        ran=ran,
        problems=problems,
        samples=samples,
        environment=environment,
    )


def _provenance(facts: ReportFacts) -> Provenance:
    """Of the metrics that claims are compared with."""
    sealed = any(data.sealed for data in facts.evidence.served) if facts.evidence is not None else False
    return Provenance.SEALED if sealed else Provenance.OBSERVED


def _problem(
    number: int, problem: ProblemAssessment, facts: ReportFacts, budget: Budget, cells: CellBook
) -> ProblemView:
    case = facts.cases.get(problem.id)
    nothing = ""
    if facts.evidence is None:
        nothing = "Nothing was run, so there are no results, layers or training curves to put next to the reference."
    elif case is None:
        nothing = "Nothing of this problem was measured, so there is nothing to put next to the reference."
    return ProblemView(
        number=number,
        target=f"problem-{number}",
        title=clean(problem.title, 90),
        earned=earned_words(problem),
        possible=numbers.possible(problem.possible),
        rubric=build_rubric(problem, cells),
        results=build_results(facts, problem.id, cells),
        measures=build_measures(facts, problem.id),
        exhibits=build_exhibits(facts, problem.id, budget, cells),
        architecture=build_architecture(f"p{number}", case, cells),
        training=build_training(f"p{number}", case, cells),
        shows_pictures=facts.evidence is not None and problem is facts.assessment.problems[-1],
        nothing=nothing,
    )

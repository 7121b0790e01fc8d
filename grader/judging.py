"""From evidence to a judged submission: measure, match roles, score, audit; pure but for reading labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.assessment import Assessment
from grader.audit.finding import Finding
from grader.audit.several import audit_all
from grader.checks.base import Case, ReferenceCase, RoleMatch
from grader.checks.metric import MetricSpec, full_marks_from
from grader.datasets.dataset import Labels
from grader.evidence.evidence import Evidence
from grader.intake.submission import Notebook
from grader.measure.judges import Judge
from grader.measure.measurements import Measurements
from grader.measure.measuring import NO_JUDGES, measure
from grader.rubric.pins import NO_PINS, ProblemPins, of_problem
from grader.rubric.roles import match_roles
from grader.rubric.rubric import Problem, Rubric
from grader.scoring import assess


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Everything that stored evidence and a rubric say about one submission."""

    assessment: Assessment
    findings: tuple[Finding, ...] = ()
    measurements: Measurements = field(default_factory=Measurements)
    cases: Mapping[str, Case] = field(default_factory=dict)  # by problem id


def judge(
    rubric: Rubric,
    notebook: Notebook | None,
    evidence: Evidence,
    labels: Mapping[str, Labels],
    references: Mapping[str, ReferenceCase | None],
    *,
    full_profile: bool,
    judges: Mapping[str, Judge] = NO_JUDGES,
    pins: ProblemPins = NO_PINS,
) -> Judgement:
    """Judge one attempt.

    Args: `labels` and `judges` are by data set name, `references` by problem id, `pins` by problem id and role.
    """
    measurements = measure(evidence, labels, judges=judges)
    cases = {
        problem.id: case_of(
            problem, evidence, measurements, references.get(problem.id), labels, full_profile=full_profile, pins=pins
        )
        for problem in rubric.problems
    }
    assessment = assess(rubric, cases, attempt_key=evidence.key)
    findings = audit_all(notebook, cases, assessment)
    return Judgement(assessment=assessment, findings=findings, measurements=measurements, cases=cases)


def unreadable(rubric: Rubric, problem: str) -> Judgement:
    """A submission that could not be run at all: nothing is assessed, nothing is lost."""
    return Judgement(assessment=assess(rubric, {}, attempt_key=None, unreadable=problem))


def case_of(
    problem: Problem,
    evidence: Evidence,
    measurements: Measurements,
    reference: ReferenceCase | None,
    labels: Mapping[str, Labels],
    *,
    full_profile: bool,
    pins: ProblemPins = NO_PINS,
) -> Case:
    known = labels.get(problem.data.dataset) if problem.data else None
    return Case(
        evidence=evidence,
        measurements=measurements,
        roles=roles_of(problem, evidence, pins),
        reference=reference,
        full_profile=full_profile,
        dataset=problem.data.dataset if problem.data else None,
        texts=known.texts if known else None,
    )


def roles_of(problem: Problem, evidence: Evidence, pins: ProblemPins = NO_PINS) -> dict[str, RoleMatch]:
    """The models that a problem speaks of, pinned ones first, else preferring those that met its own data set."""
    dataset = problem.data.dataset if problem.data else None
    return match_roles(problem.roles, evidence, dataset=dataset, pins=of_problem(pins, problem.id))


def single_run(problem: Problem, evidence: Evidence, measurements: Measurements) -> dict[tuple[str, str], float]:
    """The reference's measured metrics of one run, by (role, metric); what a band is made of."""
    values = {}
    for role, match in roles_of(problem, evidence).items():
        for name, measured in measurements.values.get(match.model.id if match.model else "", {}).items():
            values[role, name] = measured.value
    return values


def full_marks(rubric: Rubric, cases: Mapping[str, Case]) -> dict[tuple[str, str, str], float]:
    """From which value a metric earns full marks, by (problem id, role, metric); for the report's triangles."""
    limits: dict[tuple[str, str, str], float] = {}
    for problem, criterion in rubric.criteria():
        case = cases.get(problem.id)
        if case is None or not isinstance(criterion.spec, MetricSpec):
            continue
        limit = full_marks_from(criterion.spec, case)
        if limit is not None:
            limits[problem.id, criterion.spec.of, criterion.spec.metric] = limit
    return limits

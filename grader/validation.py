"""The proof that a reference earns full marks, and its bands over seeds."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from grader.assessment import Judged, Verdict
from grader.attempts import Bench, Work, attempt
from grader.bands import FILE, StoredBand, write_bands
from grader.checks.base import NotAssessed, ReferenceCase
from grader.checks.fresh import CAUSE as FRESH_WEIGHTS
from grader.checks.metric import UNDECIDED
from grader.checks.near import did_you_mean
from grader.evidence.evidence import Evidence
from grader.faults import CourseError, UsageError
from grader.intake.submission import Notebook
from grader.judging import Judgement, judge, single_run
from grader.measure.measuring import measure
from grader.measure.metric_table import METRICS
from grader.references import reference_from, reference_work, remember_reference
from grader.rubric.rubric import Problem
from grader.task import Task, file_digest, served_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """One reference, judged. `facts` are sentences with its counts and metrics, for people."""

    assignment: str
    problem: str
    criteria: tuple[Judged, ...]
    facts: tuple[str, ...]
    metrics: Mapping[str, float]  # "rnn accuracy" -> 0.98
    ending: str
    full_profile: bool = True

    @property
    def full_marks(self) -> bool:
        """Everything a machine judges is met; what a person must read does not count against a reference.

        Nor does what pretrained weights decide, where none were at hand and fresh ones stood in; nor, under the quick
        profile, what its little data cannot decide.
        """
        judged = [c for c in self.criteria if not _left_open(c, full_profile=self.full_profile)]
        return bool(judged) and all(criterion.verdict is Verdict.MET for criterion in judged)

    def summary(self) -> dict[str, Any]:
        return {
            "assignment": self.assignment,
            "problem": self.problem,
            "full_marks": self.full_marks,
            "ending": self.ending,
            "metrics": dict(self.metrics),
            "criteria": {criterion.id: criterion.verdict.value for criterion in self.criteria},
        }


def _left_open(criterion: Judged, *, full_profile: bool) -> bool:
    if not isinstance(criterion.outcome, NotAssessed):
        return False
    cause = criterion.outcome.cause
    return criterion.check == "manual" or cause == FRESH_WEIGHTS or (cause == UNDECIDED and not full_profile)


def validate_references(
    task: Task, bench: Bench, *, seeds: int, jobs: int, problem: str | None = None
) -> list[Validated]:
    """Run each problem's reference, or one's, over `seeds` seeds; several seeds are stored as bands beside it.

    Raises: CourseError when a problem has no reference, or one that cannot be read; UsageError for an unknown problem.
    """
    known = [each.id for each in task.rubric.problems]
    if problem is not None and problem not in known:
        raise UsageError(
            f"no problem '{problem}'{did_you_mean(problem, known)}",
            where="--problem",
            fix=f"the problems of {task.rubric.assignment} are {', '.join(known)}",
        )
    wanted = [each for each in task.rubric.problems if problem is None or each.id == problem]
    chosen = tuple(bench.seed + offset for offset in range(seeds))
    works = {each.id: _works(task, each, bench, chosen) for each in wanted}
    # One queue for all problems, so that no core waits for the last run of one of them.
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        try:
            queued = {name: [pool.submit(attempt, work, bench) for work, _ in these] for name, these in works.items()}
            runs = {name: [run.result() for run in these] for name, these in queued.items()}
        except BaseException:
            bench.cancel.set()
            raise
    return [_judge(task, each, bench, chosen, works[each.id][0][1], runs[each.id]) for each in wanted]


def _works(task: Task, problem: Problem, bench: Bench, seeds: tuple[int, ...]) -> list[tuple[Work, Notebook]]:
    """What is to be run for one problem, one for each seed."""
    works = [reference_work(task, problem, seed=None if seed == bench.seed else seed) for seed in seeds]
    found = [work for work in works if work is not None]
    if len(found) != len(works):
        raise CourseError(
            "this problem has no reference",
            where=str(task.course.reference(task.rubric.assignment, problem.id)),
            fix="write the worked solution there, as a percent-format notebook",
        )
    return found


def _judge(
    task: Task, problem: Problem, bench: Bench, seeds: tuple[int, ...], notebook: Notebook, runs: list[Evidence]
) -> Validated:
    if len(seeds) > 1:
        _store_bands(task, problem, bench, seeds, runs)
    evidence = runs[0]
    remember_reference(task, problem, evidence.key)
    reference = reference_from(task, problem, evidence, bench.listener)
    judgement = judge(
        task.rubric,
        notebook,
        evidence,
        task.labels,
        {problem.id: reference},
        full_profile=task.full_profile,
        judges=task.judges,
    )
    return _validated(task, problem, evidence, judgement, reference)


def _validated(
    task: Task, problem: Problem, evidence: Evidence, judgement: Judgement, reference: ReferenceCase | None
) -> Validated:
    criteria = next(p.criteria for p in judgement.assessment.problems if p.id == problem.id)
    metrics = {f"{role} {name}": value for (role, name), value in _metrics(task, problem, evidence).items()}
    facts = []
    for role, match in (reference.roles if reference else {}).items():
        if match.model is None:
            facts.append(f"{role}: not found; {match.rule}")
            continue
        facts.append(f"{role}: {match.model.parameters:,} parameters, {_measured(role, metrics)}")
    return Validated(
        assignment=task.rubric.assignment,
        problem=problem.id,
        criteria=criteria,
        facts=tuple(facts),
        metrics=metrics,
        ending=evidence.ending.detail or evidence.ending.kind.value,
        full_profile=task.full_profile,
    )


def _measured(role: str, metrics: Mapping[str, float]) -> str:
    """The accuracy of a classifier; of any other model all that was measured."""
    accuracy = metrics.get(f"{role} accuracy")
    if accuracy is not None:
        return f"test accuracy {accuracy:.4f}"
    found = [f"{name} {metrics[f'{role} {name}']:.4g}" for name in METRICS if f"{role} {name}" in metrics]
    return ", ".join(found) or "nothing measured"


def _metrics(task: Task, problem: Problem, evidence: Evidence) -> dict[tuple[str, str], float]:
    return single_run(problem, evidence, measure(evidence, task.labels, judges=task.judges))


def _store_bands(task: Task, problem: Problem, bench: Bench, seeds: tuple[int, ...], runs: list[Evidence]) -> None:
    reference = task.course.reference(task.rubric.assignment, problem.id)
    measured = [_metrics(task, problem, evidence) for evidence in runs]
    places = sorted(set.intersection(*(set(values) for values in measured)))
    bands = [
        StoredBand(
            problem=problem.id,
            role=role,
            metric=metric,
            profile=bench.profile.name,
            data_digest=served_digest(task, problem),
            reference_digest=file_digest(reference),
            seeds=seeds,
            values=tuple(values[role, metric] for values in measured),
        )
        for role, metric in places
        if metric != "majority"
    ]
    write_bands(reference.parent / FILE, bands)

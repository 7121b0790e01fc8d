"""The proof that a rubric takes points from what deserves to lose them: every mutant of a reference must lose some."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from grader.assessment import Judged
from grader.attempts import Bench, attempt
from grader.checks.base import NotAssessed, ReferenceCase
from grader.checks.metric import UNDECIDED
from grader.checks.near import did_you_mean
from grader.events import Warned
from grader.faults import CourseError, UsageError
from grader.intake.notebook import script_notebook
from grader.intake.submission import Notebook
from grader.judging import judge
from grader.references import reference_case, reference_work
from grader.rubric.mutants import FILE, Mutant, read_mutants
from grader.rubric.rubric import Problem
from grader.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """What a mutant lost against the unmutated reference."""

    assignment: str
    mutant: Mutant
    lost: tuple[Judged, ...]  # criteria that earned fewer points than the reference
    kept: tuple[str, ...]  # criteria that it should have lost points on, and did not
    undecided: tuple[str, ...]  # criteria that it should have lost points on, which this profile's data cannot decide
    ending: str

    @property
    def caught(self) -> bool:
        """False: a hole in the rubric. One that this profile's data cannot decide is none; nothing is known of it."""
        return bool(self.lost or self.undecided) and not self.kept

    def summary(self) -> dict[str, Any]:
        return {
            "assignment": self.assignment,
            "problem": self.mutant.problem,
            "mutant": self.mutant.id,
            "caught": self.caught,
            "lost": [criterion.id for criterion in self.lost],
            "kept": list(self.kept),
            "undecided": list(self.undecided),
            "ending": self.ending,
        }


def choose_mutants(task: Task, *, problem: str | None, only: Collection[str]) -> tuple[Mutant, ...]:
    """The mutants of an assignment, or those of one problem, or those named.

    Raises: CourseError when the file is missing or has faults; UsageError for a name that no mutant has.
    """
    folder = task.course.reference(task.rubric.assignment, "any").parent
    texts = {
        each.id: path.read_text(encoding="utf-8")
        for each in task.rubric.problems
        if (path := task.course.reference(task.rubric.assignment, each.id)).is_file()
    }
    mutants = read_mutants(folder / FILE, task.rubric, texts)
    known = [mutant.id for mutant in mutants]
    for name in only:
        if name not in known:
            raise UsageError(
                f"no mutant '{name}'{did_you_mean(name, known)}",
                where="--only",
                fix=f"the ids stand in {folder / FILE}",
            )
    return tuple(
        mutant
        for mutant in mutants
        if (problem is None or mutant.problem == problem) and (not only or mutant.id in only)
    )


def run_mutants(task: Task, bench: Bench, mutants: Sequence[Mutant], *, jobs: int) -> list[Judgment]:
    """Run each mutant like a submission, and judge it against the unmutated reference; in the order given.

    Raises: CourseError when a reference did not come up, without which nothing can be said of its mutants.
    """
    problems = {problem.id: problem for problem in task.rubric.problems}
    wanted = dict.fromkeys(mutant.problem for mutant in mutants)
    references = {name: _reference(task, problems[name], bench) for name in wanted}

    def one(mutant: Mutant) -> Judgment:
        return _judged(task, problems[mutant.problem], references[mutant.problem], mutant, bench)

    with ThreadPoolExecutor(max_workers=jobs) as pool:
        try:
            return list(pool.map(one, mutants))
        except BaseException:
            bench.cancel.set()
            raise


def compared(
    mutant: Mutant, assignment: str, reference: Sequence[Judged], mutated: Sequence[Judged], ending: str
) -> Judgment:
    """Args: the criteria of the mutant's problem, as the reference and as the mutant earned them, in one order."""
    lost = tuple(
        after
        for before, after in zip(reference, mutated, strict=True)
        if after.earned is not None and after.earned < (before.earned if before.earned is not None else Fraction(0))
    )
    names = {criterion.id for criterion in lost}
    undecided = {criterion.id for criterion in (*reference, *mutated) if _is_undecided(criterion)}
    open_ = tuple(name for name in mutant.loses if name in undecided and name not in names)
    kept = tuple(name for name in mutant.loses if name not in names and name not in undecided)
    return Judgment(
        assignment=assignment, mutant=mutant, lost=lost, kept=kept, undecided=open_, ending=ending
    )  # fmt: skip


def _is_undecided(criterion: Judged) -> bool:
    return isinstance(criterion.outcome, NotAssessed) and criterion.outcome.cause == UNDECIDED


def _reference(task: Task, problem: Problem, bench: Bench) -> ReferenceCase:
    case = reference_case(task, problem, bench)
    if case is None:
        raise CourseError(
            "this reference did not come up, so its mutants cannot be held against it",
            where=str(task.course.reference(task.rubric.assignment, problem.id)),
            fix="run `grader validate` without --mutants first",
        )
    return case


def _judged(task: Task, problem: Problem, reference: ReferenceCase, mutant: Mutant, bench: Bench) -> Judgment:
    found = reference_work(task, problem)
    if found is None:
        raise CourseError("this problem has no reference", where=problem.id, fix="write the worked solution")
    work, original = found
    raw = mutant.source.encode()
    notebook = script_notebook(raw, f"{mutant.id}.py")
    evidence = attempt(
        replace(work, label=f"mutant {mutant.id}", cells=notebook.cells, digest=hashlib.sha256(raw).hexdigest()), bench
    )
    if not any(cell.status == "ok" for cell in evidence.cells):
        bench.listener(Warned(where=f"mutant {mutant.id}", text=f"none of its cells ran: {evidence.ending.detail}"))

    def criteria(of: Notebook, shown: ReferenceCase | None) -> tuple[Judged, ...]:
        what = evidence if shown is None else shown.evidence
        judgement = judge(
            task.rubric,
            of,
            what,
            task.labels,
            {problem.id: reference},
            full_profile=task.full_profile,
            judges=task.judges,
        )
        return next(each.criteria for each in judgement.assessment.problems if each.id == problem.id)

    return compared(
        mutant,
        task.rubric.assignment,
        criteria(original, reference),
        criteria(notebook, None),
        evidence.ending.detail or evidence.ending.kind.value,
    )

"""What every assignment's samples are tested for: graded by the whole pipeline, they come to what their table says.

Each assignment has a file of its own with one subclass of `Outcomes`. `make test` deals files, not tests, to its
workers, so that an assignment's tests share one run of its samples and the assignments run side by side.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from grader.assessment import Judged, Verdict
from grader.audit.finding import ClaimVerdict
from grader.datasets.profiles import QUICK
from grader.intake.folder import read_submission
from grader.pipeline import Graded, grade_one
from grader.sandbox.bubblewrap import BubblewrapExecutor
from grader.task import open_task
from tests.samples.benches import COURSE, bench_of, lend_references
from tests.samples.tables import Expected, Table


class Outcomes:
    """`conftest.py` deals `expected`, `unreadable` and `alone` out of the table of `assignment`."""

    assignment: ClassVar[str]

    def test_the_table_names_every_sample(self, graded: dict[str, Graded], table: Table) -> None:
        assert graded.keys() == table.students.keys()

    def test_the_table_names_real_criteria(self, graded: dict[str, Graded], table: Table) -> None:
        for student, expected in table.readable.items():
            known = _judged(graded[student])
            assert expected.points.keys() | expected.verdicts.keys() <= known.keys(), student
            assert (expected.answers or set()) <= {problem for problem, _ in known.values()}, student

    def test_it_ends_as_expected(self, graded: dict[str, Graded], expected: Expected) -> None:
        evidence = graded[expected.student].evidence
        assert evidence is not None, graded[expected.student].submission.problem
        assert str(evidence.ending.kind) == expected.ending, evidence.ending
        assert tuple(cell.position for cell in evidence.cells if cell.status == "failed") == expected.failed

    def test_each_criterion_comes_to_its_verdict(self, graded: dict[str, Graded], expected: Expected) -> None:
        criteria = _judged(graded[expected.student]).values()
        faults = [fault for problem, judged in criteria if (fault := expected.fault(problem, judged))]
        assert not faults, "\n".join(faults)

    def test_claims_are_contradicted_where_they_are_false(self, graded: dict[str, Graded], expected: Expected) -> None:
        findings = graded[expected.student].judgement.findings
        found = [finding for finding in findings if finding.verdict is ClaimVerdict.CONTRADICTED]
        if expected.contradicted == "some":
            assert found
        else:
            assert not found, "\n".join(f"{finding.claim.text}: {finding.measured}" for finding in found)

    def test_what_cannot_be_run_costs_nothing_and_says_why(self, graded: dict[str, Graded], table: Table) -> None:
        for student in table.unreadable:
            one = graded[student]
            assert one.evidence is None, student
            assert one.submission.problem
            assert one.submission.fix
            assert {judged.verdict for _, judged in _judged(one).values()} == {Verdict.NOT_ASSESSED}
            assert one.judgement.assessment.waiting == one.judgement.assessment.possible

    def test_better_work_earns_more(self, graded: dict[str, Graded], table: Table) -> None:
        earned = {student: graded[student].judgement.assessment.earned for student in table.readable}
        assert min(earned[student] for student in table.best) > max(earned[student] for student in table.rest), earned

    def test_side_by_side_in_warm_forks_or_alone_in_a_cold_box_is_the_same(
        self, graded: dict[str, Graded], table: Table, tmp_path: Path
    ) -> None:
        """Parallelism must not change a grade, and neither may how the sandbox was started: to the last number."""
        task = open_task(COURSE, self.assignment, data=None, profile=QUICK.name)
        for student in table.alone:
            together = graded[student]
            with bench_of(BubblewrapExecutor()) as bench:
                lend_references(bench.store)
                folder = COURSE.root / "submissions" / self.assignment / student
                alone = grade_one(task, read_submission(folder, tmp_path / student), bench)
            assert alone.judgement.assessment == together.judgement.assessment
            assert alone.judgement.measurements == together.judgement.measurements
            assert alone.evidence is not None
            assert together.evidence is not None
            assert alone.evidence.isolation != together.evidence.isolation
            untimed = [
                [replace(fit, seconds=0.0) for fit in evidence.fits] for evidence in (alone.evidence, together.evidence)
            ]
            assert untimed[0] == untimed[1]


def _judged(graded: Graded) -> dict[str, tuple[str, Judged]]:
    """Every criterion with the problem it belongs to, by the criterion's id."""
    problems = graded.judgement.assessment.problems
    return {judged.id: (problem.id, judged) for problem in problems for judged in problem.criteria}

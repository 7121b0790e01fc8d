"""Each shipped sample, graded by the whole pipeline in the sandbox, comes to what expected.toml says."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from grader.assessment import Judged, Verdict
from grader.attempts import Bench
from grader.audit.finding import ClaimVerdict
from grader.course import find_course
from grader.datasets.profiles import QUICK
from grader.evidence.store import Store
from grader.intake.folder import read_submission
from grader.pipeline import Graded, grade_folder, grade_one
from grader.sandbox.bubblewrap import BubblewrapExecutor
from grader.sandbox.contract import Executor, Limits
from grader.sandbox.select import open_executor
from grader.task import open_task
from tests.samples.expected import Expected, read_expected

# `make test` deals files, not tests, to its workers, so that these share one run of the samples.
pytestmark = pytest.mark.slow

ASSIGNMENT = "aml-a2-sequences"
COURSE = find_course(Path(__file__))
SUBMISSIONS = COURSE.root / "submissions" / ASSIGNMENT
EXPECTED = read_expected()
READABLE = {student: expected for student, expected in EXPECTED.items() if expected.readable}
UNREADABLE = sorted(EXPECTED.keys() - READABLE.keys())


def _ignore(event: object) -> None:
    """Progress is of no interest here."""


@contextmanager
def bench_of(executor: Executor) -> Iterator[Bench]:
    settings = COURSE.settings
    # Not pytest's own folder: attempts run as another user, who may not enter that one.
    with tempfile.TemporaryDirectory(prefix="samples-") as name, closing(executor):
        home = Path(name)
        home.chmod(0o755)
        yield Bench(
            executor=executor,
            store=Store(home / "attempts"),
            scratch=home / "scratch",
            python=COURSE.student_python(),
            profile=QUICK,
            device="cpu",
            limits=Limits(wall_seconds=300),
            seed=settings.seed,
            cpus=1,
            listener=_ignore,
            cancel=threading.Event(),
        )


@pytest.fixture(scope="session")
def graded() -> Iterator[dict[str, Graded]]:
    """Every sample by student, each run once in the sandbox with the quick profile on the embedded data."""
    task = open_task(COURSE, ASSIGNMENT, data=None, profile=QUICK.name)
    with bench_of(open_executor("bubblewrap")) as bench:
        yield {one.submission.id: one for one in grade_folder(task, SUBMISSIONS, bench, jobs=2)}


def _judged(graded: dict[str, Graded], student: str) -> dict[str, Judged]:
    return {judged.id: judged for judged in graded[student].judgement.assessment.judged()}


def test_the_table_names_every_sample(graded: dict[str, Graded]) -> None:
    assert graded.keys() == EXPECTED.keys()


def test_the_table_names_real_criteria(graded: dict[str, Graded]) -> None:
    for student, expected in READABLE.items():
        known = _judged(graded, student).keys()
        assert expected.points.keys() | expected.verdicts.keys() <= known, student


@pytest.mark.parametrize("expected", READABLE.values(), ids=READABLE)
def test_it_ends_as_expected(graded: dict[str, Graded], expected: Expected) -> None:
    evidence = graded[expected.student].evidence
    assert evidence is not None, graded[expected.student].submission.problem
    assert str(evidence.ending.kind) == expected.ending, evidence.ending
    assert tuple(cell.position for cell in evidence.cells if cell.status == "failed") == expected.failed


@pytest.mark.parametrize("expected", READABLE.values(), ids=READABLE)
def test_each_criterion_comes_to_its_verdict(graded: dict[str, Graded], expected: Expected) -> None:
    wrong = []
    for name, judged in _judged(graded, expected.student).items():
        if name in expected.points:
            if judged.earned != expected.points[name]:
                wrong.append(
                    f"{name}: {judged.earned} points instead of {expected.points[name]}: {judged.outcome.because}"
                )
        elif judged.verdict not in expected.allowed(name):
            wrong.append(f"{name}: {judged.verdict}: {judged.outcome.because}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("expected", READABLE.values(), ids=READABLE)
def test_claims_are_contradicted_where_they_are_false(graded: dict[str, Graded], expected: Expected) -> None:
    findings = graded[expected.student].judgement.findings
    found = [finding for finding in findings if finding.verdict is ClaimVerdict.CONTRADICTED]
    if expected.contradicted == "some":
        assert found
    else:
        assert not found, "\n".join(f"{finding.claim.text}: {finding.measured}" for finding in found)


@pytest.mark.parametrize("student", UNREADABLE)
def test_what_cannot_be_run_costs_nothing_and_says_why(graded: dict[str, Graded], student: str) -> None:
    one = graded[student]
    assert one.evidence is None
    assert one.submission.problem
    assert one.submission.fix
    assert {judged.verdict for judged in _judged(graded, student).values()} == {Verdict.NOT_ASSESSED}
    assert one.judgement.assessment.waiting == one.judgement.assessment.possible


def test_better_work_earns_more(graded: dict[str, Graded]) -> None:
    earned = {student: graded[student].judgement.assessment.earned for student in READABLE}
    best = min(earned[student] for student in ("amara-okafor", "jonas-lindqvist", "sofia-marchetti"))
    rest = max(earned[student] for student in ("lucas-ferreira", "priya-raman", "tomasz-zielinski", "rex-hollow"))
    assert best > rest, earned


@pytest.mark.parametrize("student", ["amara-okafor", "jonas-lindqvist"])
def test_side_by_side_in_warm_forks_or_alone_in_a_cold_box_is_the_same(
    graded: dict[str, Graded], student: str, tmp_path: Path
) -> None:
    """Parallelism must not change a grade, and neither may the way the sandbox was started: to the last number."""
    task = open_task(COURSE, ASSIGNMENT, data=None, profile=QUICK.name)
    together = graded[student]
    with bench_of(BubblewrapExecutor()) as bench:
        alone = grade_one(task, read_submission(SUBMISSIONS / student, tmp_path), bench)
    assert alone.judgement.assessment == together.judgement.assessment
    assert alone.judgement.measurements == together.judgement.measurements
    assert alone.evidence is not None
    assert together.evidence is not None
    assert alone.evidence.isolation != together.evidence.isolation
    untimed = [[replace(fit, seconds=0.0) for fit in evidence.fits] for evidence in (alone.evidence, together.evidence)]
    assert untimed[0] == untimed[1]
